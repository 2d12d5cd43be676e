"""What a reader decides that was said."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.events import Transcript


@dataclass(frozen=True, slots=True)
class Judgement:
    """intents: of the grammar's sentence that is the text; empty when the text is free, or none."""

    transcript: Transcript
    intents: frozenset[str] = frozenset()
