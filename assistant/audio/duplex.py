"""Whether the assistant can listen while it speaks: by what the echo canceller leaves of its sound.

Strategy: only while sound plays is there anything to judge. A piece of such time is bad when what is left after cancellation
stands out of the room's own noise and little was taken away. Somebody who speaks at the same time looks just so; but an answer is
held as soon as anyone speaks over it, so that the greater part of what plays is heard alone, and a share decides, not a moment.
"""

from __future__ import annotations

import logging
from collections import deque

log = logging.getLogger(__name__)

PLAYING_DB = -55.0  # a reference fainter than this (of full scale) makes no echo that one could hear
RINGS_MS = 400  # so long after the sound its echo may still arrive: 250 ms of delay, and the room
STANDS_OUT_DB = 12.0  # above the noise: less, and a voice detector takes it for no speech
ENOUGH_DB = 12.0  # at the least so much less than came in: a canceller that has found the echo takes away 20 and more
JUDGED_MS = 3000  # of playing: two short answers, or the first sentences of one
POOR = 0.4  # so much of the playing being bad is more than somebody who speaks over it
GOOD = 0.15  # … and not before so little is bad is it trusted again
FIRST_MS = 600  # judged as soon as there is so much: a first answer may be short
LOUDEST_ROOM_DB = -40.0  # taken for noise at first: what is louder may be somebody who already speaks
FLOOR_RISE_DB_S = 2.0  # slower than any word …
FLOOR_FALL_DB_S = 50.0  # … but a drop-out of the microphone is not a quiet room


class Duplex:
    """Told every piece of sound; pure. All levels are of full scale, in dB."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[float, bool]] = deque()
        self._judged_ms = 0.0
        self._since_sound_ms = float("inf")
        self._floor_db: float | None = None
        self._is_full = True

    @property
    def is_full(self) -> bool:
        return self._is_full

    def observe(self, heard_db: float, left_db: float, played_db: float, piece_ms: float) -> None:
        """heard, left: before and after cancellation."""
        self._since_sound_ms = 0.0 if played_db > PLAYING_DB else self._since_sound_ms + piece_ms
        if self._since_sound_ms > RINGS_MS:
            self._follow_floor(left_db, piece_ms / 1000)
            return
        if played_db <= PLAYING_DB:
            return
        floor_db = PLAYING_DB if self._floor_db is None else max(self._floor_db, PLAYING_DB)
        is_bad = left_db > floor_db + STANDS_OUT_DB and heard_db - left_db < ENOUGH_DB
        self._pieces.append((piece_ms, is_bad))
        self._judged_ms += piece_ms
        while self._judged_ms > JUDGED_MS:
            self._judged_ms -= self._pieces.popleft()[0]
        if self._judged_ms >= FIRST_MS:
            self._judge()

    def _follow_floor(self, left_db: float, seconds: float) -> None:
        floor_db = min(left_db, LOUDEST_ROOM_DB) if self._floor_db is None else self._floor_db
        self._floor_db = min(max(left_db, floor_db - FLOOR_FALL_DB_S * seconds), floor_db + FLOOR_RISE_DB_S * seconds)

    def heard_own_words(self) -> None:
        """The assistant's own words were recognised as if somebody had said them: whatever the levels say, it hears itself."""
        self._pieces.clear()
        self._pieces.append((JUDGED_MS, True))
        self._judged_ms = JUDGED_MS
        self._judge()

    def _judge(self) -> None:
        share = sum(ms for ms, is_bad in self._pieces if is_bad) / self._judged_ms
        if self._is_full and share > POOR:
            self._is_full = False
            log.warning("echo cancellation is poor here: the assistant does not listen while it speaks, until that is better")
        elif not self._is_full and share < GOOD:
            self._is_full = True
            log.warning("echo cancellation is good again: the assistant can be interrupted")
