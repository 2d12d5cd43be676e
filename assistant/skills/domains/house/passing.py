""" "por dez minutos": what is done now, and undone after a while."""

from __future__ import annotations

from dataclasses import replace

from assistant.language.quantities import durations
from assistant.skills.definitions import Reply
from assistant.skills.domains.timers import MAX_DURATION_S, TOO_LONG, StartTimer

TOO_SHORT = "Por tão pouco tempo eu não consigo."


def for_a_while(reply: Reply, seconds: int, undo: str) -> Reply:
    """reply: of doing it now; where nothing can be done, nothing has to be undone. undo: the command for it, in words."""
    if seconds <= 0:
        return Reply(TOO_SHORT)
    if seconds > MAX_DURATION_S:
        return Reply(TOO_LONG)
    later, length = StartTimer(seconds, command=undo), f" por {durations.speak(seconds)}."
    if reply.confirms:
        return replace(reply, confirms=(*reply.confirms, later), confirmed=reply.confirmed.removesuffix(".") + length)
    if reply.effects:
        return replace(reply, text=reply.text.removesuffix(".") + length, effects=(*reply.effects, later))
    return reply
