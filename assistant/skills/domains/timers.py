"""What replies do to timers, which of them somebody means, and how they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from assistant.language.announcements import call_timer, listed
from assistant.language.quantities import durations, numbers
from assistant.language.words.phonetics import fold, phonetic
from assistant.language.words.text import sentence, tokenize
from assistant.skills.definitions import Reply
from assistant.skills.domains.choosing import chosen
from assistant.skills.domains.house.wording import in_the
from assistant.skills.effects import World
from assistant.store import Timer

if TYPE_CHECKING:
    from assistant.skills.definitions import Context

MAX_LISTED, MAX_NAME_LETTERS = 5, 60
SAME_NAME = 80
MAX_DURATION_S = 7 * durations.DAY
TOO_LONG = "Isso é tempo demais: conto no máximo sete dias."
LAST = "timer"
"""Under what the conversation remembers the one that was spoken of last: its name, its length."""
_POINTING = frozenset(("ele", "nele", "dele", "esse", "nesse", "este", "neste", "isso", "nisso"))
NONE_ACTIVE = "Não há nenhum temporizador ativo."


@dataclass(frozen=True, slots=True)
class StartTimer:
    """name, area: what it is called by. command: what is done when it ends, instead of telling."""

    duration_s: int
    name: str | None = None
    area: str | None = None
    command: str | None = None

    def run(self, world: World) -> None:
        due = world.now.astimezone(UTC) + timedelta(seconds=self.duration_s)
        more = {"area": self.area, "command": self.command, "speaker": world.speaker}
        world.store.add_timer(self.name, due, self.duration_s, world.now, **more)


@dataclass(frozen=True, slots=True)
class CancelTimers:
    ids: tuple[int, ...]

    def run(self, world: World) -> None:
        world.store.cancel_timers(self.ids)


@dataclass(frozen=True, slots=True)
class PauseTimers:
    ids: tuple[int, ...]

    def run(self, world: World) -> None:
        world.store.pause_timers(self.ids, world.now)


@dataclass(frozen=True, slots=True)
class ResumeTimers:
    ids: tuple[int, ...]

    def run(self, world: World) -> None:
        world.store.resume_timers(self.ids, world.now)


@dataclass(frozen=True, slots=True)
class LengthenTimers:
    """by_s: negative to shorten."""

    ids: tuple[int, ...]
    by_s: int

    def run(self, world: World) -> None:
        world.store.lengthen_timers(self.ids, self.by_s)


@dataclass(frozen=True, slots=True)
class Which:
    """The timers that are meant: by name, length or room; all when nothing was said."""

    name: str | None = None
    duration_s: int | None = None
    area: str | None = None

    def among(self, timers: Sequence[Timer]) -> list[Timer]:
        found = list(timers)
        if self.name:
            sound = phonetic(self.name)
            found = [t for t in found if t.name and fuzz.ratio(phonetic(t.name), sound) >= SAME_NAME]
        if self.area:
            found = [t for t in found if fold(self.area) in {fold(t.area or ""), fold(t.name or "")}]
        return [t for t in found if self.duration_s in {None, t.duration_s}]

    def missing(self, timers: Sequence[Timer]) -> Reply:
        called = (
            call_timer(self.name, self.duration_s or 0) if self.name or self.duration_s else f"temporizador {in_the(self.area)}"
        )
        return Reply(f"Não há {called}. Há {named(timers)}.")


def one_of(ctx: Context, which: Which, act: Callable[[Timer], Reply], timers: Sequence[Timer] | None = None) -> Reply:
    """What is done with the one that is meant; else which there are. timers: of which it must be, all by default."""
    there = ctx.store.timers()
    if not there:
        return Reply(NONE_ACTIVE)
    of = there if timers is None else timers
    is_answer = ctx.topic is not None and ctx.topic.asks == "nome"
    by_place = chosen(ctx.heard, replace(which, name=None).among(of)) if is_answer else []
    if len(by_place) > 1:
        replies = [act(timer) for timer in by_place]
        return Reply(" ".join(reply.text for reply in replies), tuple(effect for reply in replies for effect in reply.effects))
    found = by_place or which.among(of)
    if not found:
        # Whatever answers "Qual deles?" and is none of them leaves the question open.
        return replace(which.missing(there), asks="nome" if is_answer else None)
    if len(found) > 1 and _POINTING & {token.folded for token in tokenize(ctx.heard)}:
        found = spoken_of(ctx, found) or found
    if len(found) > 1:
        return Reply(f"Qual deles? Há {named(found)}.", asks="nome")
    reply = act(found[0])
    return replace(reply, mentions={LAST: (found[0].name, found[0].duration_s), **reply.mentions})


def spoken_of(ctx: Context, found: Sequence[Timer]) -> list[Timer]:
    """The one that was spoken of last, for "mais um minuto nele"."""
    last = ctx.topic.mentions.get(LAST) if ctx.topic else None
    return [timer for timer in found if last is not None and (timer.name, timer.duration_s) == tuple(last)]


def christened(ctx: Context, name: str) -> Reply | None:
    """ "Pro arroz", said of the one that was just set without a name; None where there is no such one."""
    there = ctx.store.timers()
    found = [timer for timer in spoken_of(ctx, there) if timer.name is None and timer.command is None][-1:]
    if not found or Which(name).among(there) or len(name) > MAX_NAME_LETTERS:
        return None
    seconds = durations.rounded(found[0].left_s(ctx.now))
    effects = (CancelTimers((found[0].id,)), StartTimer(seconds, name, found[0].area))
    said = sentence(f"certo, este é o {call_timer(name, seconds)}")
    return Reply(said, effects, mentions={LAST: (name, seconds)})


def the_only_one(ctx: Context, is_paused: bool) -> Timer | None:
    """The timer that runs, or stands still, where there is but one: "pausa" says no name."""
    found = [timer for timer in ctx.store.timers() if (timer.paused_s is not None) == is_paused]
    return found[0] if len(found) == 1 else None


def call(timer: Timer) -> str:
    if timer.command:
        return f"comando “{timer.command}”"
    return call_timer(timer.name, timer.duration_s)


def named(timers: Sequence[Timer]) -> str:
    return listed([f"o {call(t).removeprefix('temporizador ')}" for t in timers[:MAX_LISTED]])


def left(timer: Timer, ctx: Context, more_s: int = 0) -> str:
    """ "faltam seis minutos no temporizador do macarrão"; more_s: what is just being added."""
    seconds = durations.rounded(timer.left_s(ctx.now) + more_s)
    if seconds <= 0:
        return f"o {call(timer)} já terminou"
    spoken = durations.speak(seconds)
    verb = _falls_short(spoken)
    to = f"para {timer.command}" if timer.command else f"no {call(timer)}"
    return f"{verb} {spoken} {to}" + (", que está pausado" if timer.paused_s is not None and not more_s else "")


def _falls_short(spoken: str) -> str:
    return "falta" if spoken.startswith(("um ", "uma ", "meia ")) else "faltam"


def all_left(timers: Sequence[Timer], ctx: Context) -> str:
    more = f" e mais {numbers.speak(len(timers) - MAX_LISTED)}" if len(timers) > MAX_LISTED else ""
    return sentence("; ".join(left(timer, ctx) for timer in timers[:MAX_LISTED]) + more)


def paused(timer: Timer, ctx: Context) -> Reply:
    seconds = durations.speak(durations.rounded(timer.left_s(ctx.now)))
    return Reply(f"Pausei o {call(timer)}; {_falls_short(seconds)} {seconds}.", (PauseTimers((timer.id,)),))


def resumed(timer: Timer, ctx: Context) -> Reply:
    running = replace(timer, due=ctx.now + timedelta(seconds=timer.left_s(ctx.now)), paused_s=None)
    return Reply(f"Retomei: {left(running, ctx)}.", (ResumeTimers((timer.id,)),))


def changed(timer: Timer, by_s: int, ctx: Context) -> Reply:
    seconds = timer.left_s(ctx.now) + by_s
    if seconds <= 0:
        return Reply(sentence(f"não dá para tirar tanto: {left(timer, ctx)}"))
    if seconds > MAX_DURATION_S:
        return Reply(TOO_LONG)
    return Reply(sentence(f"certo, {left(timer, ctx, by_s)}"), (LengthenTimers((timer.id,), by_s),))
