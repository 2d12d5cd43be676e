"""What can be set about a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DialogueRules:
    """Deadlines in seconds; past one, the state is left. Listening's covers a microphone that stalls in a turn.

    skill_voices, speaker_voices: in whose voice a skill answers, and in whose voice a person is answered. topic_s: so long after
    an answer "e amanhã?" or "sim" still refer to it. wake_mode: "open", "wake" or "muted" (see Attention); wake_phrases: what the
    assistant is called by; follow_up_s: so long after an answer they are not needed. earcons: short sounds tell what it does.
    """

    listening_timeout_s: float = 30.0
    thinking_timeout_s: float = 15.0
    speaking_timeout_s: float = 120.0
    skill_voices: Mapping[str, str] = field(default_factory=dict)
    speaker_voices: Mapping[str, str] = field(default_factory=dict)
    topic_s: float = 45.0
    wake_mode: str = "open"
    wake_phrases: tuple[str, ...] = ()
    follow_up_s: float = 8.0
    earcons: bool = False
