"""A sentence as a voice reads it: words, each with the phonemes that are said for it.

The phonemes themselves, `vocabulary()` with their numbers among them, are in `assistant.tts.phonemes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.errors import PhonemeError
from assistant.tts.phonemes import is_heard, spelled, unknown


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


class PhonemeReader:
    """Reads what is phonemes already, words between spaces."""

    def read(self, sentence: str) -> tuple[Spoken, ...]:
        """Raises PhonemeError for what Kokoro does not know."""
        phonemes = spelled(" ".join(sentence.split()))
        if strange := unknown(phonemes):
            raise PhonemeError(strange)
        words: list[str] = []
        waiting = ""
        for word in phonemes.split():
            if is_heard(word):
                words.append(waiting + word)
                waiting = ""
            elif words and word not in {"(", "“"}:
                words[-1] += f" {word}"  # a dash between spaces
            else:
                waiting += f"{word} "
        return tuple(Spoken(word, word) for word in words)
