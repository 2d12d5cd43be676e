"""The microphone as a session's source: frames as they come, and a way back when it goes away."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

import numpy as np

from assistant.audio import devices
from assistant.audio.echo import EchoRemoval
from assistant.audio.reference import Mark
from assistant.audio.resampling import Resampler
from assistant.audio.vad import FRAME_SAMPLES
from assistant.config import AudioConfig
from assistant.errors import AudioError, DeviceLostError
from assistant.events import AudioFrame, DeviceLost, DeviceRestored, Event

log = logging.getLogger(__name__)

RATE = 16_000
NOTHING_PLAYED = Mark()
STALLED_AFTER_S = 1.5  # a microphone that gives nothing for so long is gone: PortAudio does not always tell
STARTING_S = 5.0  # so long a device may take to give its first sound: Bluetooth and sound servers do


class Microphone:
    """Posts FRAME_SAMPLES at 16 kHz each; DeviceLost when the device stalls, DeviceRestored when it is back."""

    def __init__(
        self,
        config: AudioConfig,
        post_frame: Callable[[AudioFrame], None],
        post: Callable[[Event], None],
        monotonic: Callable[[], float] = time.monotonic,
        echo: EchoRemoval | None = None,
    ):
        self._config = config
        self._post_frame = post_frame
        self._post = post
        self._monotonic = monotonic
        self._echo = echo
        self._chunks: queue.Queue[tuple[bytes, Mark]] = queue.Queue(int(config.queue_s * 50))
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)
        self._stream = None
        self._at = 0
        self.name = ""
        self.failure = None  # a device is never at its end
        self.n_overflows = 0

    def start(self) -> None:
        self._open()
        self._thread.start()

    def request(self) -> None:
        pass

    def close(self) -> None:
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(timeout=STARTING_S + 1)
        self._close_stream()

    def _open(self) -> None:
        self._stream, rate, self.name = devices.open_stream("input", self._config.input, RATE, self._callback)
        self._resampler = Resampler(rate, RATE)
        self._held = np.empty(0, np.float32)
        if self._echo is not None:
            self._echo.reopened()
        self._patience_s = STARTING_S

    def _close_stream(self) -> None:
        if self._stream is not None:
            devices.close_stream(self._stream)
        self._stream = None

    def _callback(self, buffer, overflowed: bool) -> None:
        self.n_overflows += overflowed
        try:
            self._chunks.put_nowait((bytes(buffer), self._echo.mark() if self._echo is not None else NOTHING_PLAYED))
        except queue.Full:
            self.n_overflows += 1

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                chunk, played = self._chunks.get(timeout=self._patience_s)
            except queue.Empty:
                self._recover()
                continue
            self._patience_s = STALLED_AFTER_S
            self._deliver(np.frombuffer(chunk, np.int16).astype(np.float32) / 32768, played)

    def _deliver(self, samples: np.ndarray, played: Mark) -> None:
        samples = self._resampler.feed(samples)
        if self._echo is not None:
            samples = self._echo.clean(samples, played)
        self._held = np.concatenate([self._held, samples])
        while len(self._held) >= FRAME_SAMPLES:
            self._post_frame(AudioFrame(self._held[:FRAME_SAMPLES], RATE, self._at))
            self._held, self._at = self._held[FRAME_SAMPLES:], self._at + FRAME_SAMPLES

    def _recover(self) -> None:
        """Open the device again and again until it is there."""
        if self._closing.is_set():
            return
        lost = DeviceLostError("microphone", self.name)
        log.warning("%s", lost)
        self._post(DeviceLost(self._monotonic(), "microphone", str(lost)))
        self._close_stream()
        while not self._closing.wait(self._config.reopen_every_s):
            try:
                devices.restart()
                self._open()
            except AudioError as error:
                log.debug("still without a microphone: %s", error)
                continue
            self._post(DeviceRestored(self._monotonic(), "microphone"))
            return
