"""What travels between the rooms: sound, what was recognised, the events that drive a dialogue and the actions it asks for.

Times named `at` on an Event are seconds on the session's clock (a monotonic clock in life, a virtual one in tests).
`AudioFrame.at` is a sample index. Nothing here imports anything of ours, nor numpy at run time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class AudioFrame:
    """Mono sound.

    samples: float32, shape (n,), in [-1, 1]. rate: samples per second (16 000 into recognition, 24 000 out of synthesis).
    at: index of the first sample since its stream began.
    """

    samples: np.ndarray
    rate: int
    at: int = 0

    @property
    def end(self) -> int:
        return self.at + len(self.samples)

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; start and end in seconds since the utterance began, confidence in [0, 1]."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Partial:
    """What seems to have been said so far. The first `n_stable` characters will not change any more."""

    text: str
    n_stable: int = 0


@dataclass(frozen=True, slots=True)
class Transcript:
    """The final word on an utterance.

    confidence: in [0, 1]. rejected: why there is no text ("silence", "noise", "repetition", "uncertain"), else None.
    alternatives: other readings, best first. embedding: pooled encoder frames, shape (d,), or None.
    cost_ms: time spent by stage, e.g. {"mel": 3, "encode": 21, "decode": 120}. suspicion: "language": it was probably no
    Portuguese; "noise": too noisy to trust; else None. language_doubt, quality: how likely the one, and the other not, in [0, 1];
    None where nobody looked: an accepted command is not suspected. speaker: the name of who said it, None when unknown.
    """

    text: str
    confidence: float = 1.0
    words: tuple[Word, ...] = ()
    alternatives: tuple[str, ...] = ()
    embedding: np.ndarray | None = field(default=None, compare=False)
    rejected: str | None = None
    cost_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    suspicion: str | None = None
    language_doubt: float | None = field(default=None, compare=False)
    quality: float | None = field(default=None, compare=False)
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about: what the next utterance may leave unsaid.

    intent: what was understood last ("clima.previsao"), slots: with what. asks: the slot that was asked for ("duracao"), or
    None. offered: what is done when the next utterance agrees ("sim"), None when nothing was offered; a plan without a text is
    made only then, with what is known then. mentions: what "ela", "isso" may stand for, in the words of the skill that
    mentioned it. question: how it was asked or offered; n_asked: how often, refused: what is said at "não", heard: the command
    that is offered, in words. before: what the conversation was about before it came to this.
    """

    intent: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    asks: str | None = None
    offered: Plan | None = None
    mentions: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    n_asked: int = 0
    refused: str = ""
    heard: str = ""
    before: Topic | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self.asks is not None or self.offered is not None

    def closed(self) -> Topic:
        """The same, with no question open."""
        return Topic(self.intent, self.slots, mentions=self.mentions, before=self.before) if self.is_open else self


@dataclass(frozen=True, slots=True)
class Plan:
    """What a skill wants said and done about an utterance.

    text: the answer, in Portuguese. effects: what to do at commit; opaque to the dialogue, run by the runtime.
    skill: its name, None when nothing was understood. slots: what the templates captured, JSON-serialisable. intent: the function
    of the skill. topic: what the conversation is about from now on; None forgets it. picture: a path or URL for a screen.
    """

    text: str
    effects: tuple[Any, ...] = ()
    skill: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    intent: str | None = None
    topic: Topic | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One finished turn, as `--json` prints it.

    ms: "text" and "audio" count from the last sample of speech to the text and to the first sample of the answer; "plan" is the
    planning alone; None where a stage did not happen. sound: how many of the answer's segments were "cached" and "made".
    """

    turn: int
    heard: str
    confidence: float
    speaker: str | None
    skill: str | None
    slots: Mapping[str, Any]
    answer: str
    ms: Mapping[str, int | None]
    sound: Mapping[str, int] = field(default_factory=lambda: {"cached": 0, "made": 0})


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
class Recognized(TurnEvent):
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Planned(TurnEvent):
    """`ms`: how long planning took."""

    plan: Plan
    ms: float = 0.0


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


@dataclass(frozen=True, slots=True)
class CommandDue(Event):
    """What somebody asked to have done later is to be done now: answered as if typed, once nobody speaks.

    `effects` run before it.
    """

    text: str
    speaker: str | None = None
    effects: tuple[Any, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Action:
    turn: int


@dataclass(frozen=True, slots=True)
class StartTranscription(Action):
    """Open a recogniser stream and feed it from the pre-roll on."""


@dataclass(frozen=True, slots=True)
class FinishTranscription(Action):
    """No more sound for this turn: answer Recognized."""


@dataclass(frozen=True, slots=True)
class DropTranscription(Action):
    """Forget the stream: there was nothing worth hearing."""


@dataclass(frozen=True, slots=True)
class MakePlan(Action):
    """Ask the skills; answer Planned. Has no effect on the world. topic: what the conversation is about."""

    transcript: Transcript
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Commit(Action):
    """Run effects, once; answer Committed. speaker: who asked for them."""

    effects: tuple[Any, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Speak(Action):
    """Synthesise and play; answer PlaybackStarted and PlaybackFinished. `chime`: ring first. `voice`: None is the usual one.

    speaker: who is answered, None when unknown.
    """

    text: str
    chime: bool = False
    voice: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class StopSpeaking(Action):
    """Silence at once; whatever is left of the turn's answer is thrown away."""


@dataclass(frozen=True, slots=True)
class PauseCapture(Action):
    """Stop attending to the microphone (a file is not read on)."""


@dataclass(frozen=True, slots=True)
class ResumeCapture(Action):
    """Attend to the microphone again, from now on."""


@dataclass(frozen=True, slots=True)
class Report(Action):
    """A turn is over: show and log it."""

    record: TurnRecord


@dataclass(frozen=True, slots=True)
class Finish(Action):
    """The session is over."""
