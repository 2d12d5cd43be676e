"""What happens to a dialogue. `at` is in seconds on the session's clock: a monotonic one in life, a virtual one in tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.events.conversation import Completeness, Plan, Topic, Urgency
from assistant.events.recognition import Partial, Transcript


@dataclass(frozen=True, slots=True)
class Event:
    at: float


@dataclass(frozen=True, slots=True)
class TurnEvent(Event):
    """What a worker answers to an action of this turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class SpeechStarted(Event):
    """Someone began to speak."""


@dataclass(frozen=True, slots=True)
class SpeechPaused(Event):
    """Nothing was said for `silence_ms`: perhaps that was all."""

    silence_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class SpeechResumed(Event):
    """It was not: the same person speaks on, in the same turn."""


@dataclass(frozen=True, slots=True)
class SpeechEnded(Event):
    """The utterance is over; `silence_ms` of silence were waited for to be sure."""

    silence_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class SpeechDiscarded(Event):
    """What began was too short to be speech."""


@dataclass(frozen=True, slots=True)
class TextTyped(Event):
    """A question came by keyboard."""

    text: str


@dataclass(frozen=True, slots=True)
class PartialRecognized(TurnEvent):
    partial: Partial


@dataclass(frozen=True, slots=True)
class VoiceChanged(TurnEvent):
    """From this sample of the utterance on it is another's voice, fainter: a television goes on behind who began it."""

    sample: int


@dataclass(frozen=True, slots=True)
class Recognized(TurnEvent):
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Planned(TurnEvent):
    """`ms`: how long planning took. completeness: of what was planned for."""

    plan: Plan
    ms: float = 0.0
    completeness: Completeness = Completeness.UNKNOWN


@dataclass(frozen=True, slots=True)
class Foreseen(TurnEvent):
    """What would be planned if no more were said than what was heard so far, which is a whole command."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Committed(TurnEvent):
    """The effects of the plan have run. `said`: what is answered instead of the plan's text, when they have found out better."""

    said: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentMade(TurnEvent):
    cached: bool


@dataclass(frozen=True, slots=True)
class PlaybackStarted(TurnEvent):
    """The first sample of an answer went out."""


@dataclass(frozen=True, slots=True)
class PlaybackFinished(TurnEvent):
    """The last one was heard."""


@dataclass(frozen=True, slots=True)
class StageFailed(TurnEvent):
    """A worker could not do what an action asked. `stage`: "recognition", "planning", "synthesis", "playback", "effect"."""

    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnnouncementDue(Event):
    """Something wants to be said unasked: a timer rings. `effects` run once it is heard.

    topic: what the conversation is about from then on ("mais cinco minutos"); None leaves it as it was.
    """

    text: str
    skill: str | None = None
    effects: tuple[Any, ...] = ()
    topic: Topic | None = None
    urgency: Urgency = Urgency.NEWS


@dataclass(frozen=True, slots=True)
class CommandDue(Event):
    """What somebody asked to have done later is to be done now: answered as if typed, once nobody speaks.

    `effects` run before it.
    """

    text: str
    speaker: str | None = None
    effects: tuple[Any, ...] = ()
    urgency: Urgency = Urgency.COMMAND


@dataclass(frozen=True, slots=True)
class MuteToggled(Event):
    """The microphone was switched off or on by a person."""

    muted: bool


@dataclass(frozen=True, slots=True)
class DeviceLost(Event):
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceRestored(Event):
    kind: str


@dataclass(frozen=True, slots=True)
class Tick(Event):
    """Time passes; what wakes the watchdogs."""


@dataclass(frozen=True, slots=True)
class InputEnded(Event):
    """Nothing more will be heard: the file or the pipe is at its end."""
