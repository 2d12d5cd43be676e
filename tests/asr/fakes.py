"""A decoder and a reader of sound that is a row of tones, one tone a word: what they hear depends on the samples alone."""

import hashlib

import numpy as np

from assistant.asr.acoustics import Hearing
from assistant.asr.ctc_reader import CtcReader
from assistant.asr.reading import Reading
from assistant.asr.windows import FRAME_SAMPLES
from assistant.events import Transcript, Word
from tests.asr.posteriors import CHARACTERS, of_path, of_text
from tests.asr.sounds import RATE

WORD_S = 0.4


def spoken(n_words: int) -> np.ndarray:
    """Word number i as a burst of level 0.1 + i / 300, with a short gap after it."""
    burst = np.sin(2 * np.pi * 200 * np.arange(round(0.75 * WORD_S * RATE)) / RATE)
    gap = np.zeros(round(0.25 * WORD_S * RATE))
    return np.concatenate([np.concatenate([burst * (0.1 + i / 300), gap]) for i in range(n_words)]).astype(np.float32)


def name(token: int) -> str:
    """Words that do not look alike: a text of look-alikes would pass for a loop."""
    return hashlib.sha256(str(token).encode()).hexdigest()[:6]


def bursts(samples: np.ndarray) -> list[tuple[int, float, float]]:
    """(token, start, end) of every tone, in seconds."""
    levels = np.abs(samples[: len(samples) // 160 * 160].reshape(-1, 160)).max(axis=1)
    loud = np.concatenate([[0], levels > 0.05, [0]]).astype(int)
    starts, ends = np.flatnonzero(np.diff(loud) == 1), np.flatnonzero(np.diff(loud) == -1)
    return [(round(300 * (float(levels[a:b].max()) - 0.1)), a / 100, b / 100) for a, b in zip(starts, ends, strict=True)]


class Rereading:
    """A CtcReader for a stream: all is heard anew each time."""

    def __init__(self, reader: CtcReader):
        self.is_called = False
        self.glimpse = reader.glimpse
        self._read = reader.read

    def read(self, samples: np.ndarray, n_samples: int, is_whole: bool = True) -> Transcript:
        return self._read(samples[:n_samples], is_whole)

    def forget(self, n_samples: int) -> None:
        pass


class ToneReader:
    """A CTC reader of tones. `waver`: the last word of a glimpse is misheard. n_heard: samples of all glimpses."""

    is_called = False

    def __init__(self, waver: bool = False):
        self.waver = waver
        self.n_glimpses = 0
        self.n_heard = 0
        self.read_lengths: list[int] = []

    def glimpse(self, samples: np.ndarray, is_whole: bool = True) -> tuple[Word, ...]:
        self.n_glimpses += 1
        self.n_heard += len(samples)
        words = self._words(samples)
        if self.waver and words:
            last = words[-1]
            words = (*words[:-1], Word(name(1000 + self.n_glimpses), last.start, last.end, 0.5))
        return words

    def read(self, samples: np.ndarray, n_samples: int, is_whole: bool = True) -> Transcript:
        self.read_lengths.append(n_samples)
        words = self._words(samples[:n_samples])
        text = " ".join(word.text for word in words)
        return Transcript(text, 0.9, words, embedding=np.ones(4), cost_ms={"encode": 1.0})

    def forget(self, n_samples: int) -> None:
        pass

    def _words(self, samples: np.ndarray) -> tuple[Word, ...]:
        return tuple(Word(name(token), start, end, 0.9) for token, start, end in bursts(samples))


class SpellingModel:
    """A CTC model that hears what it is told to hear. `said`: by the loudest sample of a sound, in thousandths."""

    characters = CHARACTERS

    def __init__(self, said: dict[int, str] | None = None):
        self.said = said or {}
        self.lengths: list[int] = []

    def label_of(self, character: str) -> int | None:
        return (CHARACTERS.find(character) + 1) or None

    def hear(self, samples: np.ndarray) -> Hearing:
        self.lengths.append(len(samples))
        text = self.said.get(round(1000 * float(np.abs(samples).max())), "")
        frames = max(1, len(samples) * 50 // RATE)
        posteriors = of_text(text) if text else of_path("_" * frames)
        return Hearing(posteriors, np.zeros((len(posteriors), 4), np.float32), {"encode": 1.0})


class ToneModel:
    """A CTC model of tones: tone k is the letter k of its alphabet, in the first frame that lies wholly in it. Of a tone that is
    cut off it hears nothing, as of one in the first or last `blind_s` of a sound: there it lacks context.

    lengths: of all sounds that it heard.
    """

    characters = "".join(map(chr, range(0x4E00, 0x4E00 + 300))) + " "

    def __init__(self, blind_s: float = 0.0):
        self._blind = round(50 * blind_s)
        self.lengths: list[int] = []

    def label_of(self, character: str) -> int | None:
        return (self.characters.find(character) + 1) or None

    def hear(self, samples: np.ndarray) -> Hearing:
        self.lengths.append(len(samples))
        log_posteriors = np.full((len(samples) // FRAME_SAMPLES, len(self.characters) + 1), -12.0, np.float32)
        log_posteriors[:, 0] = -0.01
        first, last = self._blind, len(log_posteriors) - self._blind
        for token, start, end in bursts(samples):
            frame = round(50 * start)
            if first <= frame < last and start > 0 and end < len(samples) / RATE:
                for at, label in ((frame, token % 300 + 1), (frame + 4, len(self.characters))):
                    if at < len(log_posteriors):
                        log_posteriors[at, [0, label]] = -12.0, -0.01
        return Hearing(log_posteriors, np.ones((len(log_posteriors), 4), np.float32), {"encode": 1.0})


class ToneDecoder:
    """Token k is `name(k)`. `waver`: the last word of a glimpse is misheard."""

    def __init__(self, waver: bool = False):
        self.waver = waver
        self.n_glimpses = 0
        self.read_lengths: list[int] = []

    def glimpse(self, samples: np.ndarray, prefix: tuple[int, ...]) -> Reading:
        self.n_glimpses += 1
        ids = self._ids(samples)
        if self.waver and ids:
            ids = (*ids[:-1], 1000 + self.n_glimpses)
        return self._reading((*prefix, *ids[len(prefix) :]))

    def read(self, samples: np.ndarray) -> Reading:
        self.read_lengths.append(len(samples))
        return self._reading(self._ids(samples))

    def text(self, ids: tuple[int, ...]) -> str:
        return " ".join(name(i) for i in ids)

    def begins_word(self, token: int) -> bool:
        return True

    def _ids(self, samples: np.ndarray) -> tuple[int, ...]:
        return tuple(token for token, _, _ in bursts(samples))

    def _reading(self, ids: tuple[int, ...]) -> Reading:
        words = tuple(Word(name(k), WORD_S * i, WORD_S * i + 0.3, 0.9) for i, k in enumerate(ids))
        return Reading(self.text(ids), ids, logprob=-0.1, words=words)
