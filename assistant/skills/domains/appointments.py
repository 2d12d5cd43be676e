"""How alarms and reminders go on once they were heard, missed, put off or answered; and the effects that do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from assistant.language.calendar import clock, dates, repetitions
from assistant.language.calendar.moments import bare
from assistant.language.quantities import durations
from assistant.skills.definitions import Context
from assistant.skills.effects import World
from assistant.store import ALARM, Appointment, Store

RING_EVERY_S = 60
MAX_RINGS = 10
SNOOZE_S = 10 * 60
PUT_OFF_WITHIN = timedelta(minutes=5)
"""How long after it was said a reminder can be put off by "daqui a dez minutos de novo"."""


MAX_AHEAD = timedelta(days=5 * 366)
TOO_FAR = "Isso é longe demais para mim."
PAST = "Essa hora já passou."
SET = "marcado"


@dataclass(frozen=True, slots=True)
class When:
    """When an alarm or a reminder is to be, as an Appointment has it; or what is to be said against it."""

    at: datetime | None = None
    again: datetime | None = None
    repetition: str | None = None
    objection: str | None = None

    def spoken(self, now: datetime) -> str:
        """ "amanhã às sete da manhã", "todo dia útil às sete da manhã", "daqui a dez minutos"."""
        if self.again is not None:
            return f"daqui a {durations.speak(round((self.again - now).total_seconds()))}"
        at = clock.speak_at(self.at.time())
        if self.repetition:
            every = repetitions.speak(self.repetition)
            return every if self.repetition.startswith("every:") and "dia" not in every else f"{every} {at}"
        return f"{dates.speak_on(self.at.date(), now.date())} {at}"

    def spoken_for(self, now: datetime) -> str:
        """The same after a noun: "para amanhã às sete da manhã", "para todo dia útil …"."""
        return self.spoken(now) if self.again is not None else f"para {bare(self.spoken(now))}"


def when(now: datetime, hora: str | None, dia: str | None = None, repeticao: str | None = None, daqui: int | None = None) -> When:
    """What slots of these kinds come to. Without a time of day only what needs none may be asked."""
    if daqui is not None:
        if daqui <= 0:
            return When(objection="Isso é agora mesmo.")
        return (
            When(again=now.astimezone(UTC) + timedelta(seconds=daqui))
            if daqui <= MAX_AHEAD.total_seconds()
            else When(objection=TOO_FAR)
        )
    if hora is not None and (objection := clock.objection(hora)):
        return When(objection=objection)
    if repeticao is not None:
        first = repetitions.next_after(repeticao, hora, now)
        if (objection := repetitions.objection(repeticao)) or first is None:
            return When(objection=objection or TOO_FAR)
        return When(local(first), repetition=repeticao)
    day = None if dia is None else dates.resolve(dia, now.date())
    if dia is not None and ((objection := dates.objection(dia, now.date())) or day is None):
        return When(objection=objection or TOO_FAR)
    moment = clock.resolve(hora, now, day)
    if moment is None or moment <= now:
        return When(objection=PAST)
    return When(local(moment)) if moment - now < MAX_AHEAD else When(objection=TOO_FAR)


def local(now: datetime) -> datetime:
    """What the clock on the wall shows."""
    return now.replace(tzinfo=None, microsecond=0)


def following(it: Appointment, now: datetime) -> datetime | None:
    """The occurrence after all that the wall's clock has passed; None for what happens once."""
    if it.repetition is None or it.at is None:
        return None
    if it.repetition.startswith("every:"):
        period = timedelta(seconds=int(it.repetition.removeprefix("every:")))
        return it.at + period * ((local(now) - it.at) // period + 1)
    return _next(it, now)


def _next(it: Appointment, now: datetime) -> datetime | None:
    moment = repetitions.next_after(it.repetition, it.at.strftime("%H:%M"), now)
    return None if moment is None else local(moment)


def heard(it: Appointment, now: datetime, quietly: bool = False) -> Appointment:
    """As it is once it was said at `now`. quietly: it was missed, and only told of: an alarm does not ring on."""
    reached = it.at is not None and it.at <= local(now)
    changed = replace(it, heard=now, again=None, rings=0)
    if reached:
        changed = replace(changed, last=it.at, at=following(it, now))
    n_rung = 1 if reached else it.rings + 1
    if it.kind == ALARM and not quietly and n_rung < MAX_RINGS:
        return replace(changed, rings=n_rung, again=now.astimezone(UTC) + timedelta(seconds=RING_EVERY_S))
    return changed


def pulled_back(it: Appointment, now: datetime) -> Appointment:
    """After the wall clock was set back, its next occurrence may be an earlier one; but not the one that has rung."""
    if it.repetition is None or it.at is None:
        return it
    if it.repetition.startswith("every:"):
        period = timedelta(seconds=int(it.repetition.removeprefix("every:")))
        return replace(it, at=it.at - period * max(0, (it.at - local(now)) // period))
    at = _next(it, now)
    if at is not None and at == it.last:
        at = _next(it, at.replace(tzinfo=now.tzinfo))
    return replace(it, at=min(at or it.at, it.at))


@dataclass(frozen=True, slots=True)
class SetAppointment:
    appointment: Appointment

    def run(self, world: World) -> None:
        world.store.add_appointment(self.appointment, world.now)


@dataclass(frozen=True, slots=True)
class ChangeAppointment:
    appointment: Appointment

    def run(self, world: World) -> None:
        world.store.update_appointment(self.appointment)


@dataclass(frozen=True, slots=True)
class CancelAppointments:
    ids: tuple[int, ...]

    def run(self, world: World) -> None:
        world.store.remove_appointments(self.ids)


@dataclass(frozen=True, slots=True)
class MarkHeard:
    """The effect of an announcement that was heard, or, `quietly`, told of afterwards."""

    appointment_id: int
    quietly: bool = False

    def run(self, world: World) -> None:
        it = world.store.appointment(self.appointment_id)
        # It may have been answered or removed between the words and this.
        if it is not None and (due := it.due(world.now)) is not None and due <= world.now:
            world.store.update_appointment(heard(it, world.now, self.quietly))


@dataclass(frozen=True, slots=True)
class StopRinging:
    """Every alarm that rings is answered."""

    def run(self, world: World) -> None:
        for it in world.store.ringing():
            world.store.update_appointment(replace(it, rings=0, again=None))


@dataclass(frozen=True, slots=True)
class PutOff:
    """What rings, or was said last, comes again after a while."""

    by_s: int = SNOOZE_S

    def run(self, world: World) -> None:
        for it in to_put_off(world.store, world.now):
            world.store.update_appointment(replace(it, rings=0, again=world.now.astimezone(UTC) + timedelta(seconds=self.by_s)))


def to_put_off(store: Store, now: datetime) -> list[Appointment]:
    """The alarms that ring; else the alarm or reminder that was said last, if that was just now."""
    return store.ringing() or store.heard_appointments(now - PUT_OFF_WITHIN)[:1]


def just_set(it: Appointment, text: str) -> dict[str, list[str | None]]:
    """What "cancela", said to `text`, is about: mentions of a reply."""
    return {SET: [text, *_known_by(it)]}


def found_again(ctx: Context, there: Sequence[Appointment]) -> Appointment | None:
    """What was set by what was said last."""
    text, *known = (ctx.topic.mentions.get(SET) if ctx.topic else None) or [None]
    if text is None or text not in (ctx.last_answer or ""):
        return None
    return next((it for it in there if _known_by(it) == known), None)


def retracted(ctx: Context, there: Sequence[Appointment]) -> tuple[CancelAppointments, ...]:
    """What "não, às oito" does away with: what was set just now, in whose place something else is set."""
    found = found_again(ctx, there) if ctx.heard.lower().startswith("não") else None
    return (CancelAppointments((found.id,)),) if found else ()


def _known_by(it: Appointment) -> list[str | None]:
    again = it.again and str(round(it.again.timestamp()))
    return [it.at and it.at.isoformat(), again, it.repetition, it.text]
