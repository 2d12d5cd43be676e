"""What is one person's, and is told to nobody else: their lists, their reminders."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.skills.definitions import Context

UNTOLD = "pessoais eu só conto a quem reconheço pela voz, e não reconheci a sua."


def may_hear(ctx: Context, owner: str | None) -> bool:
    """Whether whoever speaks may hear of what is this person's; nothing for everybody's.

    Where nobody listens, or nobody is enrolled, who speaks can never be known: there all is everybody's.
    """
    if not owner or ctx.speaker is not None:
        return owner in (None, "", ctx.speaker)
    people = ctx.services.people
    return people is None or not people.names()


def is_kept_back(ctx: Context, owners: Iterable[str | None]) -> bool:
    """Whether some of it is not told since the voice is not known: who it is has to be told why."""
    return ctx.speaker is None and not all(may_hear(ctx, owner) for owner in owners)
