"""Finds and cuts the loops that an autoregressive decoder falls into ("que oração! Que oração! Que oração! …").

A loop runs to the end of the hypothesis: it ends only because the decoder ran out of room. People repeat themselves, too
("não, não, não"), hence the minima: what is cut was said at least three times and fills at least eight tokens.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

MIN_REPEATS = 3
MIN_LOOP_TOKENS = 8
MAX_PERIOD_TOKENS = 24
_MIN_SQUEEZED_CHARS = 60
_MAX_COMPRESSION = 2.4  # Whisper's own threshold; ordinary Portuguese text of this length stays below 1.7


def without_loop(ids: Sequence[int]) -> tuple[tuple[int, ...], bool]:
    """The tokens with a loop at their end reduced to its first round, and whether there was one."""
    for period in range(1, min(MAX_PERIOD_TOKENS, len(ids) // MIN_REPEATS) + 1):
        start = len(ids) - period
        while start > 0 and ids[start - 1] == ids[start - 1 + period]:
            start -= 1
        n_looped = len(ids) - start
        if n_looped >= max(MIN_REPEATS * period, MIN_LOOP_TOKENS):
            return tuple(ids[: start + period]), True
    return tuple(ids), False


def is_monotonous(text: str) -> bool:
    """Text so repetitive that it compresses as no sentence does ("Aaaaaaaa…" is one token after another, all different)."""
    data = text.encode()
    return len(data) >= _MIN_SQUEEZED_CHARS and len(data) / len(zlib.compress(data)) > _MAX_COMPRESSION
