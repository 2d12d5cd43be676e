"""The silence around spoken segments: what the model leaves is cut, what a reader would leave is put."""

from __future__ import annotations

import numpy as np

from assistant.language.sentences import Break
from assistant.tts.protocol import SAMPLE_RATE

_FRAME = SAMPLE_RATE // 100
_SILENCE_DB = -42.0  # below the loudest 10 ms; a final "s" or "f" is louder
_LEAD_S, _TAIL_S, _FADE_S = 0.03, 0.08, 0.008

_AFTER_SENTENCE = {".": 0.30, "!": 0.30, "?": 0.32, "…": 0.35}
_AFTER_SENTENCE_S, _AFTER_PARAGRAPH_S = 0.30, 0.50
_AFTER_CLAUSE = {".": 0.30, "!": 0.30, "?": 0.32, "…": 0.25, ";": 0.20, ":": 0.20, "—": 0.16}
_AFTER_CLAUSE_S = 0.14
_CLOSING = "\"'”’»)] "


def trim(samples: np.ndarray, start: int = 0, end: int | None = None) -> tuple[int, int]:
    """(start, end) of what is heard of these samples (24 kHz), with a little of the silence around it. Of silence: nothing."""
    end = len(samples) if end is None else end
    n_frames = (end - start) // _FRAME
    if n_frames == 0:
        return start, end
    level = levels(samples[start:end])
    loud = np.flatnonzero(level > level.max() * 10 ** (_SILENCE_DB / 20))
    if len(loud) == 0:
        return start, start
    first = start + int(loud[0]) * _FRAME - int(_LEAD_S * SAMPLE_RATE)
    last = start + int(loud[-1] + 1) * _FRAME + int(_TAIL_S * SAMPLE_RATE)
    return max(start, first), min(end, last)


def faded(samples: np.ndarray) -> np.ndarray:
    """Beginning and ending in silence, so that it does not click."""
    n_fade = min(int(_FADE_S * SAMPLE_RATE), len(samples) // 2)
    ramp = np.linspace(0.0, 1.0, n_fade, dtype=np.float32)
    samples = samples.copy()
    samples[:n_fade] *= ramp
    samples[len(samples) - n_fade :] *= ramp[::-1]
    return samples


def quietest(samples: np.ndarray, start: int, end: int) -> int:
    """The sample between two where a cut is heard least: amidst its quietest 10 ms."""
    start, end = max(0, int(start)), min(len(samples), int(end))
    if end - start < 2 * _FRAME:
        return (start + end) // 2
    return start + int(levels(samples[start:end]).argmin()) * _FRAME + _FRAME // 2


def levels(samples: np.ndarray) -> np.ndarray:
    """The root mean square of every 10 ms, shape (n // 240,)."""
    n_frames = len(samples) // _FRAME
    return np.sqrt(np.mean(samples[: n_frames * _FRAME].reshape(n_frames, _FRAME) ** 2, axis=1))


def pause_after(phonemes: str, ends: Break, speed: float) -> np.ndarray:
    """Silence before the next segment, by what ends with these phonemes and their mark; shorter when one speaks quicker.

    None where a clause had to be broken between words: there the speaker would not even have drawn breath.
    """
    mark = phonemes.rstrip(_CLOSING)[-1:]
    seconds = {
        Break.WORD: 0.0,
        Break.CLAUSE: _AFTER_CLAUSE.get(mark, _AFTER_CLAUSE_S),
        Break.SENTENCE: _AFTER_SENTENCE.get(mark, _AFTER_SENTENCE_S),
        Break.PARAGRAPH: _AFTER_PARAGRAPH_S,
    }[ends]
    return np.zeros(int(seconds / speed * SAMPLE_RATE), np.float32)
