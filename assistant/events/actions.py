"""What a dialogue asks for. Each carries its turn: what belongs to an abandoned one is ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.events.conversation import Topic, TurnRecord
from assistant.events.recognition import Transcript


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
