"""Where answers go when it is not a speaker."""

from __future__ import annotations

import numpy as np

from assistant.audio.writing import Writer
from assistant.events import AudioFrame

PAUSE_S = 0.5  # between two answers in one file


class FileSink:
    """Writes answers one after the other, a short pause between, as fast as they are made."""

    def __init__(self, writer: Writer):
        self._writer = writer

    def write(self, frame: AudioFrame) -> None:
        self._writer.write(frame)

    def drain(self) -> None:
        self._writer.write(AudioFrame(np.zeros(int(PAUSE_S * self._writer.rate), np.float32), self._writer.rate))

    def hold(self) -> None:
        pass  # nobody listens to it while it is written

    def release(self) -> None:
        pass

    def stop(self) -> None:
        pass  # what is in the file is in the file


class NullSink:
    """For those who read the answers."""

    def write(self, frame: AudioFrame) -> None:
        pass

    def drain(self) -> None:
        pass

    def hold(self) -> None:
        pass

    def release(self) -> None:
        pass

    def stop(self) -> None:
        pass
