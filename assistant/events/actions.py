"""What a dialogue asks for. Each carries its turn: what belongs to an abandoned one is ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.events.conversation import Completeness, Earcon, Topic, TurnRecord
from assistant.events.recognition import Transcript


@dataclass(frozen=True, slots=True)
class Action:
    turn: int


@dataclass(frozen=True, slots=True)
class StartTranscription(Action):
    """Open a recogniser stream and feed it from the pre-roll on."""


@dataclass(frozen=True, slots=True)
class FinishTranscription(Action):
    """Answer Recognized, of all that was heard in this turn so far; or of so many samples of it."""

    until: int | None = None


@dataclass(frozen=True, slots=True)
class ResumeTranscription(Action):
    """What was finished goes on, under this turn's number: speech was resumed."""


@dataclass(frozen=True, slots=True)
class ExpectEnd(Action):
    """How complete what was said so far is: how long a silence ends the turn."""

    completeness: Completeness


@dataclass(frozen=True, slots=True)
class EndSpeech(Action):
    """The turn of speech is over, whoever goes on speaking."""


@dataclass(frozen=True, slots=True)
class DropTranscription(Action):
    """Forget the stream: there was nothing worth hearing."""


@dataclass(frozen=True, slots=True)
class MakePlan(Action):
    """Ask the skills; answer Planned. Has no effect on the world. topic: what the conversation is about."""

    transcript: Transcript
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Foresee(Action):
    """Plan for what seems to have been said so far, while somebody speaks; answer Foreseen where it may be all. See MakePlan."""

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
class Prepare(Action):
    """Begin to synthesise what will be spoken when Speak says the same: its first segment, not yet to be heard."""

    text: str
    voice: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class HoldSpeech(Action):
    """Fall silent at once in the middle of this turn's answer, which may go on where it was."""


@dataclass(frozen=True, slots=True)
class ReleaseSpeech(Action):
    """Go on with it where it was."""


@dataclass(frozen=True, slots=True)
class Signal(Action):
    """Let a short sound be heard, over nothing and before whatever comes."""

    earcon: Earcon


@dataclass(frozen=True, slots=True)
class StopSpeaking(Action):
    """Silence at once; whatever is left of the turn's answer is thrown away."""


@dataclass(frozen=True, slots=True)
class PauseCapture(Action):
    """Stop attending to the microphone (a file is not read on).

    may_interrupt: one that does not hear the assistant's own voice stays open, for whoever speaks over it.
    """

    may_interrupt: bool = True


@dataclass(frozen=True, slots=True)
class ResumeCapture(Action):
    """Attend to the microphone again, from now on."""


@dataclass(frozen=True, slots=True)
class DistrustEcho(Action):
    """What was taken for somebody's words were the assistant's own, come back from the room."""


@dataclass(frozen=True, slots=True)
class Report(Action):
    """A turn is over: show and log it."""

    record: TurnRecord


@dataclass(frozen=True, slots=True)
class Finish(Action):
    """The session is over."""
