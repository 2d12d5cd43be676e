"""Words with times and confidences, from the alignment of a decoder's tokens with the frames it attended to.

Source: the cross-attention alignment of openai/whisper (timing.py). Its word boundaries are where attention jumps, which
leaves the pauses inside the neighbouring words; here they are given back to silence by the loudness of the sound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from assistant.asr.mel import RATE
from assistant.events import Word

SECONDS_PER_POSITION = 0.02
MIN_WORD_S = 0.06
_QUIET_BELOW_PEAK_DB = 35.0
_LONGEST_WORD_S, _LONGEST_CHAR_S = 0.3, 0.1
_QUIET_SHARE = 0.3  # of the way from the background's level to the voice's


def words_of(
    ids: Sequence[int],
    alignment: Sequence[tuple[int, int]],
    logprobs: Sequence[float],
    spell: Callable[[tuple[int, ...]], str],
    begins_word: Callable[[int], bool],
) -> tuple[Word, ...]:
    """Group tokens into words.

    alignment: pairs (token, position of 20 ms) along the path, tokens ascending, the end of text last.
    logprobs: one a token. spell: tokens to text. Punctuation belongs to the word before it.
    """
    starts = _token_starts(alignment, len(ids))
    words: list[Word] = []
    for first, last in _groups(ids, spell, begins_word):
        start, end = starts[first], max(starts[last], starts[first])
        confidence = float(np.exp(np.mean(logprobs[first:last])))
        words.append(Word(spell(tuple(ids[first:last])), start, end, min(1.0, confidence)))
    return tuple(words)


def fit_to_sound(words: tuple[Word, ...], samples: np.ndarray) -> tuple[Word, ...]:
    """Take silence off both ends of each word; one that would vanish stays as it is. Times stay in order."""
    hop = round(SECONDS_PER_POSITION * RATE)
    levels = np.sqrt(np.mean(np.square(samples[: len(samples) // hop * hop].reshape(-1, hop)), axis=1))
    if not len(levels):
        return words
    floor_db, peak_db = 20 * np.log10(np.maximum(np.percentile(levels, [10, 95]), 1e-6))
    loud_db = max(peak_db - _QUIET_BELOW_PEAK_DB, floor_db + _QUIET_SHARE * (peak_db - floor_db))
    loud = levels > 10 ** (loud_db / 20)
    fitted = []
    for word in words:
        first, last = round(word.start / SECONDS_PER_POSITION), round(word.end / SECONDS_PER_POSITION)
        heard = np.flatnonzero(loud[first:last])
        start, end = word.start, min(word.end, len(samples) / RATE)
        if len(heard):
            start, end = (first + heard[0]) * SECONDS_PER_POSITION, (first + heard[-1] + 1) * SECONDS_PER_POSITION
        if end - start < MIN_WORD_S:
            start, end = word.start, word.end
        # Attention counts a pause, even a noisy one, with the word that follows it.
        start = max(start, end - _LONGEST_WORD_S - _LONGEST_CHAR_S * len(word.text))
        fitted.append(Word(word.text, round(float(start), 3), round(float(end), 3), word.confidence))
    return tuple(fitted)


def _token_starts(alignment: Sequence[tuple[int, int]], n_tokens: int) -> list[float]:
    """When each token begins and, last, when the text ends; a token that got no position begins with the next one."""
    starts = [-1.0] * (n_tokens + 1)
    for token, position in alignment:
        if token <= n_tokens and starts[token] < 0:
            starts[token] = position * SECONDS_PER_POSITION
    following = max([position for _, position in alignment], default=0) * SECONDS_PER_POSITION
    for token in range(n_tokens, -1, -1):
        following = starts[token] = starts[token] if starts[token] >= 0 else following
    return starts


def _groups(
    ids: Sequence[int], spell: Callable[[tuple[int, ...]], str], begins_word: Callable[[int], bool]
) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    for i, token in enumerate(ids):
        if groups and not begins_word(token):
            groups[-1] = (groups[-1][0], i + 1)
        else:
            groups.append((i, i + 1))
    merged: list[tuple[int, int]] = []
    for first, last in groups:
        if merged and not any(char.isalnum() for char in spell(tuple(ids[first:last]))):
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return merged
