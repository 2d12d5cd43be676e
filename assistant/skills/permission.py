"""Who may use a skill: anyone, whoever is known by voice, or the people who are named."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from assistant.errors import ConfigError
from assistant.skills.definitions import ANYONE, KNOWN, Intent
from assistant.speakers.names import key_of

Allow = Mapping[str, Collection[str]]
"""By skill ("casa"), function ("casa.liga") or deed ("casa.destranca"), who may use it, as configured: it counts more than what
the skill itself says. A deed is what an effect does, by whatever function and words."""

NOT_KNOWN = "Não reconheci a sua voz, e isso só faço para {who}."
NOT_THEIRS = "Desculpe, {speaker}: isso só faço para {who}."
NOBODYS = "Desculpe, isso não faço por voz."


def refusal(intent: Intent, allow: Allow, speaker: str | None, effects: Iterable[Any] = ()) -> str | None:
    """What is said to somebody who may not use this, or not to these effects; None when they may.

    speaker: None for a voice that is not known.
    """
    of_all = allow.get(intent.name, allow.get(intent.skill, intent.allow))
    deeds = {f"{intent.skill}.{deed}" for it in effects if (deed := getattr(it, "deed", None))}
    wanted = [of_all, *(allow[deed] for deed in sorted(deeds & allow.keys()))]
    return next((said for allowed in wanted if (said := _refused(allowed, speaker))), None)


def _refused(allowed: Collection[str], speaker: str | None) -> str | None:
    keys = {key_of(name) for name in allowed}
    if ANYONE in keys or (speaker and (KNOWN in keys or key_of(speaker) in keys)):
        return None
    if not allowed:
        return NOBODYS
    who = "quem eu conheço pela voz" if KNOWN in keys else _either(list(allowed))
    return NOT_THEIRS.format(speaker=speaker, who=who) if speaker else NOT_KNOWN.format(who=who)


def check(allow: Allow, sources: Collection[str], intents: Collection[Intent]) -> None:
    """Raises ConfigError for who may use what there is not. sources: all skills, those that do not load today too."""
    for key in allow:
        skill, _, function = key.partition(".")
        if skill not in sources:
            raise ConfigError(f'skills.allow: no skill is called "{skill}"; there are {", ".join(sorted(sources))}')
        own = [it for it in intents if it.skill == skill]
        known = {it.name for it in own} | {f"{skill}.{deed}" for it in own for deed in it.deeds}
        if function and known and key not in known:
            raise ConfigError(f'skills.allow: no function is called "{key}"; there are {", ".join(sorted(known))}')


def named(allow: Allow, intents: Iterable[Intent]) -> dict[str, tuple[str, ...]]:
    """Who is named, neither known nor anyone at large, by the setting or the function that names them."""
    configured = {f"skills.allow, {key}": names for key, names in allow.items()}
    own = {it.name: it.allow for it in intents if not {it.name, it.skill} & allow.keys()}
    at_large = {ANYONE, KNOWN}
    people = {place: tuple(it for it in names if key_of(it) not in at_large) for place, names in (configured | own).items()}
    return {place: names for place, names in people.items() if names}


def strangers(named: Mapping[str, Iterable[str]], enrolled: Collection[str]) -> Iterator[str]:
    """A sentence for everybody who is named (see `named`) and not enrolled: it is nobody's, whatever they say."""
    keys = {key_of(name): name for name in enrolled}
    known = f"enrolled: {', '.join(enrolled)}" if enrolled else "nobody is enrolled yet (assistant speakers enroll NAME FILE…)"
    for place, names in named.items():
        for name in names:
            if key_of(name) not in keys:
                near = difflib.get_close_matches(key_of(name), keys, n=1)
                hint = f"did you mean {keys[near[0]]}? " if near else ""
                yield f"{place}: {name} is not enrolled, and may not use it; {hint}{known}"


def _either(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} ou {last}" if first else last
