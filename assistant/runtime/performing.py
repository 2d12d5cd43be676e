"""What is done for each action of a dialogue, and with which engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.events import (
    Action,
    Commit,
    DistrustEcho,
    DropTranscription,
    EndSpeech,
    ExpectEnd,
    FinishTranscription,
    HoldSpeech,
    PauseCapture,
    Prepare,
    ReleaseSpeech,
    ResumeCapture,
    ResumeTranscription,
    Signal,
    Speak,
    StartTranscription,
    StopSpeaking,
)
from assistant.runtime.agenda import Agenda
from assistant.runtime.hearing import Hearing
from assistant.runtime.planning import Planning
from assistant.runtime.recognition import Recognition
from assistant.runtime.speech import Speech
from assistant.runtime.workers import Worker


@dataclass(frozen=True, slots=True)
class Engines:
    """What a session's actions are performed with; it ends the workers when it ends.

    timers: None where nobody would hear them ring.
    """

    hearing: Hearing
    recognition: Recognition | None
    planning: Planning
    speech: Speech
    workers: tuple[Worker, ...]
    timers: Agenda | None = None


def _start_transcription(engines: Engines, action: StartTranscription) -> None:
    engines.recognition.start(action.turn)
    engines.hearing.replay(engines.recognition.feed)


def _resume_transcription(engines: Engines, action: ResumeTranscription) -> None:
    engines.recognition.resume(action.turn)
    engines.hearing.replay(engines.recognition.feed)


PERFORMED: dict[type[Action], Callable[[Engines, Any], None]] = {
    StartTranscription: _start_transcription,
    ResumeTranscription: _resume_transcription,
    FinishTranscription: lambda engines, it: engines.recognition.finish(it.turn, it.until),
    DropTranscription: lambda engines, it: engines.recognition.drop(),
    EndSpeech: lambda engines, it: engines.hearing.end_speech(),
    ExpectEnd: lambda engines, it: engines.hearing.expect(it.completeness),
    PauseCapture: lambda engines, it: engines.hearing.pause(it.may_interrupt),
    ResumeCapture: lambda engines, it: engines.hearing.resume(),
    DistrustEcho: lambda engines, it: engines.hearing.heard_own_words(),
    Commit: lambda engines, it: engines.planning.commit(it.turn, it.effects, it.speaker),
    Prepare: lambda engines, it: engines.speech.prepare(it.turn, it.text, it.voice, it.speaker),
    Speak: lambda engines, it: engines.speech.speak(it.turn, it.text, it.chime, it.voice, it.speaker),
    HoldSpeech: lambda engines, it: engines.speech.hold(it.turn),
    ReleaseSpeech: lambda engines, it: engines.speech.release(it.turn),
    StopSpeaking: lambda engines, it: engines.speech.stop(it.turn),
    Signal: lambda engines, it: engines.speech.signal(it.earcon),
}
"""But for MakePlan, Foresee, Report and Finish, which are the session's own."""
