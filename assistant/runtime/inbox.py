"""What a session has yet to handle: one bounded queue that everyone posts to and only the session reads."""

from __future__ import annotations

import logging
import queue

from assistant.events import AudioFrame, Event

log = logging.getLogger(__name__)


class Inbox:
    """Events wait for room; frames from a device, which cannot wait, are counted and dropped when there is none."""

    def __init__(self, size: int = 1024):
        self._items: queue.Queue[Event | AudioFrame] = queue.Queue(size)
        self.n_dropped = 0

    def post(self, item: Event | AudioFrame) -> None:
        self._items.put(item)

    def post_frame(self, frame: AudioFrame) -> None:
        try:
            self._items.put_nowait(frame)
        except queue.Full:
            self.n_dropped += 1
            if self.n_dropped in (1, 10, 100) or self.n_dropped % 1000 == 0:
                log.warning("the session is behind: %d frames of the microphone were dropped", self.n_dropped)

    def get(self, timeout_s: float) -> Event | AudioFrame | None:
        """The next item, or None when none came in time."""
        try:
            return self._items.get(timeout=timeout_s)
        except queue.Empty:
            return None
