"""Whether the assistant is meant: by its name at the beginning of what was said, or because it has just answered."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.ownership import is_another
from assistant.events import Transcript
from assistant.language.understanding.wake_phrase import without_phrase

AT_YOUR_SERVICE = "Pois não?"
"""What is said to somebody who said the wake phrase and nothing else."""


class Attention:
    """Without a wake phrase everything is meant; with one, what begins with it, or begins `follow_up_s` after an answer.

    An answer to somebody who is known by voice leaves it out for them, and not for a voice that is certainly another's.
    """

    def __init__(self, wake_phrase: str | None, follow_up_s: float):
        self._wake_phrase = wake_phrase or None
        self._follow_up_s = follow_up_s
        self._awake_until = float("-inf")
        self._is_awake = False
        self._answered: str | None = None

    def begin(self, at: float) -> None:
        """Somebody begins to speak."""
        self._is_awake = at <= self._awake_until

    def rest(self, at: float, answered: str | None = None) -> None:
        """An answer, or an announcement, has ended: whoever speaks now, speaks to the assistant. answered: who, if known."""
        self._awake_until = at + self._follow_up_s
        self._answered = answered

    def meant(self, transcript: Transcript) -> Transcript | None:
        """What of it is said to the assistant, without the wake phrase (perhaps nothing is left); None when nothing is."""
        if self._wake_phrase is None:
            return transcript
        readings = (transcript.text, *transcript.alternatives)
        called = [rest for text in readings if (rest := without_phrase(self._wake_phrase, text)) is not None]
        if called:
            return replace(transcript, text=called[0], alternatives=tuple(filter(None, called[1:])))
        return transcript if self._is_awake and not is_another(transcript, self._answered) else None
