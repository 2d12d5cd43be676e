"""Takes the figures of every turn, those that come to nothing among them, by watching a session.

Strategy: a turn is opened by what begins one, and closed by its Report, else by whatever shows that the dialogue has left it: it
rests, goes on with the answer that was spoken over, or has begun something else. A turn's number grows while it lasts (speech
goes on after a pause; a stage fails), and two can be open: an answer, and what somebody says over it. Numbers of turns that are
open never cross, so that a number belongs to the newest turn that began at or below it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.dialogue import APOLOGIES, Dialogue, State
from assistant.events import (
    Action,
    AudioFrame,
    Event,
    Finish,
    HoldSpeech,
    MakePlan,
    Plan,
    Planned,
    Recognized,
    ReleaseSpeech,
    Report,
    ResumeCapture,
    ResumeTranscription,
    Speak,
    SpeechEnded,
    StageFailed,
    StartTranscription,
    StopSpeaking,
    TextTyped,
    Tick,
    Transcript,
    TurnRecord,
)
from assistant.runtime.clock import Clock
from assistant.runtime.turn_figures import Origin, Outcome, TurnFigures, Words

_UNHEARD = (None, "silence", "noise")
_CAUSES = {text: cause for cause, text in APOLOGIES.items()}


@dataclass(slots=True, eq=False)
class _Open:
    """number: the dialogue's at the moment, of what is answered to. cpu_s: the process's when it began."""

    number: int
    origin: Origin
    began: datetime
    at: float
    cpu_s: float
    speech_s: float | None = None
    heard: Transcript | None = None
    plan: Plan | None = None
    failure: str | None = None
    n_resumed: int = 0
    is_spoken: bool = False
    is_held: bool = False
    is_stopped: bool = False


class TurnWatch:
    """An observer of one session. `take` is called in the session's thread, once for each turn, when it is over."""

    def __init__(
        self,
        take: Callable[[TurnFigures], None],
        clock: Clock,
        keeps_words: bool = False,
        cpu_s: Callable[[], float] = time.process_time,
    ):
        self._take = take
        self._clock = clock
        self._keeps_words = keeps_words
        self._cpu_s = cpu_s
        self._open: list[_Open] = []  # in the order in which they began
        self._event: Event = Tick(0.0)  # the last

    def __call__(self, item: Event | Action | AudioFrame, dialogue: Dialogue) -> None:
        if isinstance(item, AudioFrame):
            return
        if isinstance(item, Event):
            self._event = item
            self._note(item)
        else:
            self._follow(item)
        if isinstance(item, Finish) or (
            isinstance(item, ResumeCapture | Tick) and dialogue.state in (State.IDLE, State.MUTED)  # its actions all done
        ):
            self._abandon(lambda turn: True)

    def _note(self, event: Event) -> None:
        match event:
            case SpeechEnded(at=at, silence_ms=silence_ms) if self._open:
                self._open[-1].speech_s = max(0.0, at - silence_ms / 1000 - self._open[-1].at)
            case Recognized(turn=number, transcript=transcript) if turn := self._numbered(number):
                turn.heard = transcript
            case Planned(turn=number, plan=plan) if turn := self._numbered(number):
                turn.plan = plan
            case StageFailed(turn=number, stage=stage) if turn := self._of(number):
                # What was only prepared is made again; what is done once an announcement was heard is no part of a turn.
                if stage != ("effect" if turn.is_spoken else "synthesis"):
                    turn.failure = stage

    def _follow(self, action: Action) -> None:
        number = action.turn
        match action:
            case StartTranscription():
                self._begin(number, Origin.VOICE)
            case MakePlan() if self._of(number) is None or number > self._newest():
                self._begin(number, Origin.TEXT if isinstance(self._event, TextTyped) else Origin.SCHEDULE)
            case Speak(chime=True):
                self._begin(number, Origin.ANNOUNCEMENT)
                self._open[-1].is_spoken = True
            case Speak() if turn := self._of(number):
                turn.is_spoken = True
            case ResumeTranscription() if self._open:
                self._resume(self._open[-1], number)
            case HoldSpeech() if turn := self._of(number):
                turn.is_held = True
            case ReleaseSpeech() if turn := self._of(number):
                turn.is_held = False
                self._abandon(lambda it: it is not turn)
            case StopSpeaking() if turn := self._of(number):
                turn.is_stopped |= turn.is_spoken
            case Report(record=record) if turn := self._of(number):
                self._report(turn, record)

    def _begin(self, number: int, origin: Origin) -> None:
        self._abandon(lambda turn: not turn.is_held)
        self._open.append(_Open(number, origin, self._clock.wall(), self._event.at, self._cpu_s()))

    def _resume(self, turn: _Open, number: int) -> None:
        """What was made of it so far counts for nothing."""
        turn.number, turn.heard, turn.plan, turn.failure = number, None, None, None
        turn.n_resumed += 1

    def _of(self, number: int) -> _Open | None:
        return next((turn for turn in reversed(self._open) if turn.number <= number), None)

    def _numbered(self, number: int) -> _Open | None:
        """None for what is answered too late."""
        return next((turn for turn in self._open if turn.number == number), None)

    def _newest(self) -> int:
        return max((turn.number for turn in self._open), default=0)

    def _abandon(self, is_over: Callable[[_Open], bool]) -> None:
        for turn in [turn for turn in self._open if is_over(turn)]:
            rejected = turn.heard.rejected if turn.heard else None
            is_silent = turn.heard is None or (not turn.heard.text.strip() and rejected in _UNHEARD)
            outcome = Outcome.UNHEARD if is_silent else Outcome.NOT_MEANT
            if turn.failure or turn.is_stopped:
                outcome = Outcome.FAILED if turn.failure else Outcome.INTERRUPTED
            self._close(turn, outcome, None)

    def _report(self, turn: _Open, record: TurnRecord) -> None:
        turn.failure = turn.failure or _CAUSES.get(record.answer)
        ended = Outcome.INTERRUPTED if record.is_interrupted else Outcome.ANSWERED
        self._close(turn, Outcome.FAILED if turn.failure else ended, record)

    def _close(self, turn: _Open, outcome: Outcome, record: TurnRecord | None) -> None:
        self._open.remove(turn)
        heard = turn.heard
        # Words that nobody said to the assistant are in no record, and are never kept.
        reported = {} if record is None else self._of_record(record, turn.plan)
        figures = TurnFigures(
            began=turn.began,
            turn=turn.number,
            origin=turn.origin,
            outcome=outcome,
            seconds=round(self._event.at - turn.at, 3),
            cpu_s=round(self._cpu_s() - turn.cpu_s, 3),
            speech_s=None if turn.speech_s is None else round(turn.speech_s, 3),
            confidence=round(heard.confidence, 3) if heard else None,
            rejected=heard.rejected if heard else None,
            n_resumed=turn.n_resumed,
            is_interrupted=turn.is_stopped or (record is not None and record.is_interrupted),
            failure=turn.failure,
            **reported,
        )
        self._take(figures)

    def _of_record(self, record: TurnRecord, plan: Plan | None) -> dict[str, Any]:
        said = Words(record.heard, record.answer, record.speaker, dict(record.slots))
        return {
            "ms": dict(record.ms),
            "skill": record.skill,
            "intent": plan.intent if plan else None,
            "is_speaker_known": record.speaker is not None,
            "speculation": record.speculation,
            "cached": record.sound["cached"],
            "made": record.sound["made"],
            "words": said if self._keeps_words else None,
        }
