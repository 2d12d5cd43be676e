"""Whether the assistant is meant: by its name before what was said, or because it has just answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.dialogue.ownership import is_another
from assistant.events import Transcript
from assistant.language.understanding.wake_phrase import without_phrases

OPEN, WAKE, MUTED = "open", "wake", "muted"
AT_YOUR_SERVICE = "Pois não?"
"""What is said to somebody who said the wake phrase and nothing else."""


class Attention:
    """Open, everything is meant; muted, nothing; else what comes after a wake phrase, or begins `follow_up_s` after an answer.

    A recogniser that listens for the phrase says where it was (Transcript.called); the text of one that does not, and of what was
    not clear enough for it, must begin with it. An answer to somebody who is known by voice leaves it out for them, and not for a
    voice that is certainly another's.
    """

    def __init__(self, mode: str = OPEN, phrases: Sequence[str] = (), follow_up_s: float = 8.0):
        self._mode = mode
        self._phrases = tuple(phrases)
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

    def must_be_called(self, at: float) -> bool:
        """Whether what is said at this moment has to begin with the name."""
        return self._mode == WAKE and at > self._awake_until

    def meant(self, transcript: Transcript) -> Transcript | None:
        """What of it is said to the assistant, without the wake phrase (perhaps nothing is left); None when nothing is."""
        if self._mode == OPEN:
            # Who is used to it says it all the same.
            return self._without_phrase(transcript) if transcript.called else transcript
        if self._mode == MUTED:
            return None
        if transcript.called:
            return self._without_phrase(transcript)
        called = self._after_phrase(transcript)
        if called:
            return replace(transcript, text=called[0], alternatives=tuple(filter(None, called[1:])))
        return transcript if self._is_awake and not is_another(transcript, self._answered) else None

    def _without_phrase(self, transcript: Transcript) -> Transcript:
        """Of one that was heard to be called; another engine's phrase need not be in the text."""
        rest = without_phrases(self._phrases, transcript.text)
        text = transcript.text if rest is None else rest
        others = (other for other in self._after_phrase(transcript) if other and other != text)
        return replace(transcript, text=text, alternatives=tuple(dict.fromkeys(others)))

    def _after_phrase(self, transcript: Transcript) -> list[str]:
        readings = (transcript.text, *transcript.alternatives)
        return [rest for text in readings if (rest := without_phrases(self._phrases, text)) is not None]
