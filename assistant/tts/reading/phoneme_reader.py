"""The reader of texts that are phonemes already."""

from __future__ import annotations

from assistant.tts.phonemes import checked, is_heard
from assistant.tts.reading.protocol import Spoken


class PhonemeReader:
    """Reads what is phonemes already, words between spaces."""

    def read(self, sentence: str) -> tuple[Spoken, ...]:
        """Raises PhonemeError for what Kokoro does not know."""
        words: list[str] = []
        waiting = ""
        for word in checked(" ".join(sentence.split())).split():
            if is_heard(word):
                words.append(waiting + word)
                waiting = ""
            elif words and word not in {"(", "“"}:
                words[-1] += f" {word}"  # a dash between spaces
            else:
                waiting += f"{word} "
        return tuple(Spoken(word, word) for word in words)
