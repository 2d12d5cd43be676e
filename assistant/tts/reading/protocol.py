"""What reads a sentence as a voice will say it: words, each with its phonemes (those of `assistant.tts.phonemes`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Spoken:
    """One word as it is said ("quinze") and its phonemes with the marks that belong to it ("kˈiŋzy,").

    Closing marks are with the word before them, opening ones with the word after. Every phoneme is in Kokoro's vocabulary,
    and there is at least one that sounds.
    """

    text: str
    phonemes: str


class Reader(Protocol):
    def read(self, sentence: str) -> tuple[Spoken, ...]:
        """The sentence's words in order, () when there is nothing to say. Their phonemes between spaces are what the model gets.

        From any thread. Raises PhonemizerError, PhonemeError.
        """
