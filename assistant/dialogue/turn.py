"""One turn while it lasts: what is known of it, and the record that it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from assistant.events import Plan, Speculation, Topic, Transcript, TurnRecord

_NOTHING, _NO_PLAN = Transcript("", 0.0), Plan("")


class Progress(Enum):
    """How far it is known what was said so far. Until the turn is committed speech that goes on takes it back to HEARING."""

    HEARING = "hearing"
    RECOGNISING = "recognising"
    PLANNING = "planning"
    PLANNED = "planned"
    UNMEANT = "unmeant"  # recognised, and nothing that is to be answered


@dataclass(slots=True)
class Turn:
    """began_at: when it began, on the session's clock. ended_at: when speech was over, after `silence_ms` of silence; text_at,
    audio_at: when its text was known and its answer first sounded.

    topic: what it may refer to. on_heard: effects that wait for the answer's first sound. echo: what the assistant was saying
    when it began, and may hear of itself. is_spoken: it can be gone on with by speaking. is_called: the wake phrase was heard in
    it; is_call: that, and nothing else. is_unasked: nobody has just said this. is_interruption: a question was put to another
    than who said this. is_committed: its effects may have run. is_interrupted: its answer was spoken over.
    n_disturbed: how often that came to nothing.
    """

    number: int
    topic: Topic | None = None
    began_at: float = 0.0
    ended_at: float = 0.0
    silence_ms: float = 0.0
    heard: Transcript = _NOTHING
    plan: Plan = _NO_PLAN
    progress: Progress = Progress.HEARING
    on_heard: tuple[Any, ...] = ()
    echo: str = ""
    is_spoken: bool = False
    is_called: bool = False
    is_call: bool = False
    is_unasked: bool = False
    is_interruption: bool = False
    is_committed: bool = False
    is_interrupted: bool = False
    n_disturbed: int = 0
    speculation: Speculation | None = None
    text_at: float | None = None
    plan_ms: int | None = None
    audio_at: float | None = None
    sound: dict[str, int] = field(default_factory=lambda: {"cached": 0, "made": 0})

    @property
    def answered(self) -> str | None:
        """Whom the answer is for; None for anybody."""
        topic = self.plan.topic
        return None if topic is not None and topic.wants_voice else self.heard.speaker

    def _since_speech_ms(self, at: float | None) -> int | None:
        """Of what was known before it was known that speech was over, too."""
        return None if at is None or not self.ended_at else round(self.silence_ms + 1000 * (at - self.ended_at))

    def take_back(self, number: int) -> None:
        """Speech goes on: what was made of it so far counts for nothing, and answers to it come too late."""
        if self.progress is not Progress.HEARING:
            self.speculation = Speculation.MISS
        self.number = number
        self.heard, self.plan, self.progress, self.text_at, self.is_call = _NOTHING, _NO_PLAN, Progress.HEARING, None, False

    def record(self, number: int) -> TurnRecord:
        heard, plan = self.heard, self.plan
        silence_ms = round(self.silence_ms) if self.is_spoken and self.ended_at else None
        text_ms, audio_ms = self._since_speech_ms(self.text_at), self._since_speech_ms(self.audio_at)
        ms = {"silence": silence_ms, "text": text_ms, "plan": self.plan_ms, "audio": audio_ms}
        said = (heard.text, round(heard.confidence, 3), heard.speaker)
        ended = {"speculation": self.speculation, "is_interrupted": self.is_interrupted}
        return TurnRecord(number, *said, plan.skill, plan.slots, plan.text, ms, self.sound, **ended)
