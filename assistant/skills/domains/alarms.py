"""Which alarms somebody means, how they are called, and what is said when they are cancelled: two skills need it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from rapidfuzz import fuzz

from assistant.language.announcements import listed, of_name
from assistant.language.calendar import clock, dates, repetitions
from assistant.language.calendar.moments import of_clock, of_day
from assistant.language.quantities import numbers
from assistant.language.words.phonetics import fold, phonetic
from assistant.skills.definitions import Context, Reply
from assistant.skills.domains.appointments import CancelAppointments
from assistant.store import ALARM, Appointment

SAME_NAME = 80
MAX_LISTED = 5
NONE_SET = "Não há nenhum alarme marcado."


def alarms(ctx: Context) -> list[Appointment]:
    """The next first."""
    return sorted(ctx.store.appointments(ALARM), key=lambda it: it.due(ctx.now) or ctx.now)


def those(found: Sequence[Appointment], name: str | None = None, hora: str | None = None) -> list[Appointment]:
    """The ones of a name, as it sounds, and of a time of day, "07:00~" being either; all when nothing was said."""
    if name:
        sound = phonetic(name)
        found = [it for it in found if it.text and fuzz.ratio(phonetic(it.text), sound) >= SAME_NAME]
    if hora:
        known = clock.read(hora)
        hours = set() if known is None else {known[0]} | ({_half_a_day_later(known[0])} if known[1] else set())
        found = [it for it in found if it.at and it.at.time() in hours]
    return list(found)


def on(found: Sequence[Appointment], dia: str | None, ctx: Context) -> list[Appointment]:
    """The ones of a day, as a slot has it; all when none was said."""
    day = dates.resolve(dia, ctx.now.date()) if dia else None
    return [it for it in found if dia is None or (it.at is not None and it.at.date() == day)]


def means_alarms(ctx: Context) -> bool:
    """ "Cancela o alarme" pode ser de um temporizador: muitos chamam os dois assim."""
    return "alarm" in fold(ctx.heard) and (not ctx.store.timers() or bool(alarms(ctx)))


def _half_a_day_later(at: time) -> time:
    return at.replace(hour=(at.hour + 12) % 24)


def call_alarm(it: Appointment, ctx: Context) -> str:
    """Without "alarme": "das sete da manhã", "do remédio, às oito da noite, todo dia"."""
    due = it.at or it.due(ctx.now) or ctx.now
    called = f"{of_name(it.text)}, {clock.speak_at(due.time())}" if it.text else of_clock(due.time())
    if it.repetition:
        return f"{called}, {repetitions.speak(it.repetition)}"
    return called if due.date() == ctx.now.date() else f"{called} {of_day(due.date(), ctx.now.date())}"


def named(found: Sequence[Appointment], ctx: Context) -> str:
    more = [f"mais {numbers.speak(len(found) - MAX_LISTED)}"] if len(found) > MAX_LISTED else []
    return listed([f"o {call_alarm(it, ctx)}" for it in found[:MAX_LISTED]] + more)


def cancelled(ctx: Context, found: Sequence[Appointment], every: bool = False, asks: str = "hora") -> Reply:
    """every: all of them, else there must be only one, which is asked for by the slot `asks`."""
    if not found:
        there = alarms(ctx)
        return Reply(f"Não há esse alarme. Há {named(there, ctx)}." if there else NONE_SET)
    effect = CancelAppointments(tuple(it.id for it in found))
    if len(found) == 1:
        return Reply(f"Cancelei o alarme {call_alarm(found[0], ctx)}.", (effect,))
    if every:
        question = f"Cancelo os {numbers.speak(len(found))} alarmes?"
        return Reply(question, confirms=(effect,), confirmed="Cancelei todos os alarmes.", refused="Tudo bem, eles ficam.")
    return Reply(f"Qual deles? Há {named(found, ctx)}.", asks=asks)
