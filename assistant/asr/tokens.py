"""What is passed on in a search of a letter network, and how much it has lost.

A token is one 32-bit integer: above, how far it is behind what is heard freely, in 128ths of a nat; below, the frame at which
it entered its word, so that the maximum of two tokens is the better one, with its memory.
"""

from __future__ import annotations

import numpy as np

UNITS = 128.0
TIME_BITS = 11
_TIME = (1 << TIME_BITS) - 1
NEVER = -(1 << 30)
# A token loses at most this in a frame, so that it cannot overflow within a few frames and be the best.
_MOST_LOST = 30.0


def score_of(token: int) -> int:
    """In 128ths of a nat."""
    return int(token) >> TIME_BITS


def entered_at(token: int) -> int:
    return int(token) & _TIME


def entering(tokens: np.ndarray, frame: int) -> np.ndarray:
    """Tokens of junctions as they begin a word."""
    return tokens & ~_TIME | np.int32(frame)


def packed(nats: np.ndarray | float) -> np.ndarray:
    """Tokens that entered at frame 0."""
    return np.rint(np.asarray(nats) * UNITS).astype(np.int32) << np.int32(TIME_BITS)


def lost_in(emissions: np.ndarray) -> np.ndarray:
    """What tokens lose, by frame and label. emissions: nats, none above 0."""
    return packed(np.maximum(emissions, -_MOST_LOST))
