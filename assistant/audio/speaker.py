"""The loudspeaker as a sink: a short queue before the device, silence when it is empty or held."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from assistant.audio import devices
from assistant.audio.reference import Played
from assistant.audio.resampling import Resampler
from assistant.errors import DeviceLostError
from assistant.events import AudioFrame

QUEUE_S = 0.4  # how far ahead of the ear: enough to ride out a busy processor, and no longer
STALLED_AFTER_S = 3.0
POLL_S = 0.25
STARTS_UP_S = 0.5  # at the longest it is waited until a device that was opened plays steadily …
STEADY_S = 0.008  # … which is when its calls are no longer one burst; they come every 20 ms then


class Speaker:
    """Opens its device at the first sound, and again after it went away. The frames of one answer have one rate.

    played: what it really gave to the device.
    """

    def __init__(self, name: str | None = None, rate: int = 24_000):
        self._wanted = name
        self._wanted_rate = rate
        self._room = threading.Condition()
        self._queued = bytearray()
        self._generation = 0  # counts the stops: a writer that waits learns of one by it
        self._stream = None
        self._resampler: Resampler | None = None  # of what is being said: it runs through all its frames
        self._held = False
        self._opened_at: float | None = None  # None once it plays steadily
        self._called_at: float | None = None
        self.played = Played()

    def open(self) -> None:
        """Raises NoDeviceError, DeviceBusyError, PortAudioMissingError."""
        if self._stream is None or self._stream.closed:
            self._opened_at, self._called_at = time.monotonic(), None
            self._stream, self._rate, self._name = devices.open_stream("output", self._wanted, self._wanted_rate, self._callback)
            self.played.begin(self._rate)

    def _starts_up(self, underflowed: bool) -> bool:
        """Whether the device has not yet found its pace: it asks for one piece after the other, and throws some of them away."""
        now, before = time.monotonic(), self._called_at
        self._called_at = now
        if self._opened_at is None or now - self._opened_at > STARTS_UP_S:
            return False
        if not underflowed and before is not None and now - before > STEADY_S:
            self._opened_at = None
            return False
        return True

    def write(self, frame: AudioFrame) -> None:
        self.open()
        if self._resampler is None:
            self._resampler = Resampler(frame.rate, self._rate)
        self._enqueue(self._resampler.feed(frame.samples))

    def _enqueue(self, samples: np.ndarray) -> None:
        pcm = (np.clip(samples, -1.0, 1.0) * 32767).astype("<i2").tobytes()
        limit = int(QUEUE_S * self._rate) * 2
        generation = self._generation
        while pcm and self._wait(lambda: len(self._queued) < limit, generation):
            with self._room:
                n_bytes = limit - len(self._queued)
                self._queued += pcm[:n_bytes]
                pcm = pcm[n_bytes:]

    def drain(self) -> None:
        if self._stream is None:
            return
        if self._resampler is not None:
            self._enqueue(self._resampler.feed(np.empty(0, np.float32), last=True))
            self._resampler = None
        if self._wait(lambda: not self._queued, self._generation):
            # What the callback has taken still has to pass through the device.
            time.sleep(min(0.5, self._stream.latency))

    def hold(self) -> None:
        """Silence from now on; what is queued stays, and who writes waits, until `release` or `stop`."""
        with self._room:
            self._held = True

    def release(self) -> None:
        with self._room:
            self._held = False

    def stop(self) -> None:
        with self._room:
            self._held = False  # or the next answer would never sound
            self._queued.clear()
            self._generation += 1
            self._resampler = None
            self._room.notify_all()

    def close(self) -> None:
        """Silent at once when something was still to be said; else what the device holds is heard to its end."""
        with self._room:
            was_interrupted = bool(self._queued)
        self.stop()
        if self._stream is not None:
            devices.close_stream(self._stream, play_out=not was_interrupted)
        self._stream = None

    def _wait(self, is_ready: Callable[[], bool], generation: int) -> bool:
        """True when `is_ready`, False when stopped meanwhile. Raises AudioError when the device takes nothing any more."""
        waited_s = 0.0
        while waited_s < STALLED_AFTER_S:
            with self._room:
                if self._room.wait_for(lambda: is_ready() or generation != self._generation, POLL_S):
                    return generation == self._generation
                waited_s = 0.0 if self._held else waited_s + POLL_S
            if self._stream.closed:  # `devices.restart`: a microphone was looked for
                self._stream = None
                self.open()
        self.close()
        raise DeviceLostError("speaker", self._name)

    def _callback(self, buffer, underflowed: bool) -> None:
        with self._room:
            is_silent = self._starts_up(underflowed) or self._held
            n_bytes = 0 if is_silent else min(len(buffer), len(self._queued))
            pcm = bytes(self._queued[:n_bytes]) + bytes(len(buffer) - n_bytes)
            del self._queued[:n_bytes]
            self._room.notify_all()
        buffer[:] = pcm
        self.played.write(pcm)
