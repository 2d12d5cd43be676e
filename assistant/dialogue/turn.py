"""One turn while it lasts: what is known of it, and the record that it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.events import Plan, Topic, Transcript, TurnRecord

_NOTHING, _NO_PLAN = Transcript("", 0.0), Plan("")


@dataclass(slots=True)
class Turn:
    """ended_at: when speech was over, on the session's clock, after `silence_ms` of silence. topic: what it may refer to.

    on_heard: effects that wait for the answer's first sound. is_unasked: nobody has just said this. is_interruption: a question
    was put to another than who said this. is_committed: its effects may have run.
    """

    number: int
    topic: Topic | None = None
    ended_at: float = 0.0
    silence_ms: float = 0.0
    heard: Transcript = _NOTHING
    plan: Plan = _NO_PLAN
    on_heard: tuple[Any, ...] = ()
    is_unasked: bool = False
    is_interruption: bool = False
    is_committed: bool = False
    text_ms: int | None = None
    plan_ms: int | None = None
    audio_ms: int | None = None
    sound: dict[str, int] = field(default_factory=lambda: {"cached": 0, "made": 0})

    @property
    def answered(self) -> str | None:
        """Whom the answer is for; None for anybody."""
        topic = self.plan.topic
        return None if topic is not None and topic.wants_voice else self.heard.speaker

    def since_speech_ms(self, at: float) -> int:
        return round(self.silence_ms + 1000 * (at - self.ended_at))

    def record(self, number: int) -> TurnRecord:
        heard, plan = self.heard, self.plan
        ms = {"text": self.text_ms, "plan": self.plan_ms, "audio": self.audio_ms}
        said = (heard.text, round(heard.confidence, 3), heard.speaker)
        return TurnRecord(number, *said, plan.skill, plan.slots, plan.text, ms, self.sound)
