"""Writing audio to files and pipes: whole at the end, or not there at all."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import TracebackType

import numpy as np
import soundfile

from assistant.errors import AudioFileError, NoSpaceError
from assistant.events import AudioFrame

FORMATS = {".wav": "WAV", ".flac": "FLAC", ".ogg": "OGG", ".mp3": "MP3"}
_NO_SPACE_LEFT = 1 << 16


class Writer:
    """A mono file at `rate`, its format told by the name; "-" streams WAV to standard output.

    The file appears under its name when the block ends well. Raises AudioFileError and NoSpaceError.
    """

    def __init__(self, path: Path | str, rate: int):
        self.rate = rate
        self._path = Path(path)
        self._to_stdout = str(path) == "-"
        self._failure: AudioFileError | NoSpaceError | None = None  # the first: what comes after it is only its consequence
        if self._to_stdout:
            self._pipe = sys.stdout.buffer
            self._pipe.write(_endless_wav_header(rate))
            return
        suffix = self._path.suffix.lower()
        if suffix not in FORMATS:
            raise AudioFileError(path, f'cannot be written as "{suffix}"', "end its name with .wav, .flac, .ogg or .mp3")
        if not self._path.parent.is_dir():
            raise AudioFileError(path, "its folder does not exist", "make it, or choose another")
        self._partial = self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        try:
            self._file = soundfile.SoundFile(self._partial, "w", rate, 1, format=FORMATS[suffix])
        except (soundfile.SoundFileError, OSError) as error:
            raise self._fail(error) from error

    def write(self, frame: AudioFrame) -> None:
        """Append; the frame's rate must be the writer's."""
        if frame.rate != self.rate:
            raise AudioFileError(self._path, f"{frame.rate} Hz sound in a {self.rate} Hz file", "resample it first")
        if self._to_stdout:
            self._pipe.write((np.clip(frame.samples, -1, 1) * 32767).astype("<i2").tobytes())
            self._pipe.flush()
            return
        if self._failure is not None:
            raise self._failure
        try:
            self._file.write(frame.samples)
        except (soundfile.SoundFileError, OSError, AssertionError) as error:
            # soundfile asserts that all was written: a full disk arrives as an AssertionError.
            raise self._fail(error) from error

    def close(self) -> None:
        if self._to_stdout:
            self._pipe.flush()
            return
        if self._failure is not None:
            self.abandon()
            raise self._failure
        try:
            self._file.close()
            if shutil.disk_usage(self._partial.parent).free < _NO_SPACE_LEFT:
                raise OSError("no space")  # libsndfile does not tell when its last buffer did not fit
            self._partial.replace(self._path)
        except (soundfile.SoundFileError, OSError) as error:
            raise self._fail(error) from error

    def abandon(self) -> None:
        """Leave nothing behind."""
        if not self._to_stdout:
            self._file.close()
            self._partial.unlink(missing_ok=True)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def _fail(self, error: Exception) -> AudioFileError | NoSpaceError:
        is_full = shutil.disk_usage(self._partial.parent).free < _NO_SPACE_LEFT
        self._partial.unlink(missing_ok=True)
        if is_full:
            self._failure = NoSpaceError(self._path)
        else:
            self._failure = AudioFileError(self._path, f"cannot be written ({error})", "choose another place")
        return self._failure


def _endless_wav_header(rate: int) -> bytes:
    """A 16-bit mono header for a stream whose length nobody knows yet."""
    unknown = b"\xff\xff\xff\xff"
    fmt = b"fmt " + (16).to_bytes(4, "little") + (1).to_bytes(2, "little") * 2
    fmt += rate.to_bytes(4, "little") + (2 * rate).to_bytes(4, "little") + (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
    return b"RIFF" + unknown + b"WAVE" + fmt + b"data" + unknown
