"""Writing audio to files and pipes: whole at the end, or not there at all."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import numpy as np
import soundfile

from assistant.errors import AudioFileError, NoSpaceError, OutputNameError
from assistant.events import AudioFrame

FORMATS = {".wav": "WAV", ".flac": "FLAC", ".ogg": "OGG", ".mp3": "MP3"}
_LOSSY, _LOSSY_PEAK = (".ogg", ".mp3"), 0.89
_NO_SPACE_LEFT = 1 << 16
_PARTIAL = re.compile(r"\..+\.(\d+)\.part", re.DOTALL)


class Writer:
    """A mono file at `rate`, its format told by the name; "-" streams WAV to standard output, or bare 16-bit samples if `raw`.

    The file appears under its name when the block ends well. Raises AudioFileError and NoSpaceError.
    """

    def __init__(self, path: Path | str, rate: int, raw: bool = False):
        self.rate = rate
        self._path = Path(path)
        self._to_stdout = str(path) == "-"
        self._failure: AudioFileError | NoSpaceError | None = None  # the first: what comes after it is only its consequence
        if self._to_stdout:
            self._pipe = sys.stdout.buffer
            self._pipe.write(b"" if raw else _endless_wav_header(rate))
            return
        suffix = check_name(self._path)
        self._is_lossy = suffix in _LOSSY
        self._partial = partial_name(self._path)
        try:
            self._partial.touch()  # which tells why it cannot be written; libsndfile says "System error"
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
            self._file.write(self._headroom(frame.samples))
        except (soundfile.SoundFileError, OSError, AssertionError) as error:
            # soundfile asserts that all was written: a full disk arrives as an AssertionError.
            raise self._fail(error) from error

    def _headroom(self, samples: np.ndarray) -> np.ndarray:
        """What is lossily packed comes out up to half a decibel louder: it must not be too loud then."""
        peak = float(np.abs(samples).max(initial=0.0))
        return samples * (_LOSSY_PEAK / peak) if self._is_lossy and peak > _LOSSY_PEAK else samples

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
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)
        if is_full:
            self._failure = NoSpaceError(self._path)
        else:
            reason = getattr(error, "strerror", None) or error
            self._failure = AudioFileError(self._path, f"cannot be written ({reason})", "choose another place")
        return self._failure


def check_name(path: Path) -> str:
    """The ending that tells the format. Raises OutputNameError for a name that no file can be written under."""
    suffix = path.suffix.lower()
    if os.path.isdir(path):  # which raises for no name, however odd
        raise OutputNameError(path, "a folder", "give the name of a file in it")
    if suffix not in FORMATS:
        raise OutputNameError(path, f'cannot be written as "{suffix}"', "end its name with .wav, .flac, .ogg or .mp3")
    if not os.path.isdir(path.parent):
        raise OutputNameError(path, "its folder does not exist", "make it, or choose another")
    return suffix


def partial_name(path: Path) -> Path:
    """Under which name a file of this process is written until it is whole."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def remove_leftovers(folder: Path) -> None:
    """Remove what processes left in a folder that were killed while they wrote there; those still at work keep theirs."""
    with suppress(OSError):
        for path in folder.iterdir():
            if (partial := _PARTIAL.fullmatch(path.name)) and not _is_alive(int(partial[1])):
                with suppress(OSError):
                    path.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass  # somebody else's
    return True


def _endless_wav_header(rate: int) -> bytes:
    """A 16-bit mono header for a stream whose length nobody knows yet."""
    unknown = b"\xff\xff\xff\xff"
    fmt = b"fmt " + (16).to_bytes(4, "little") + (1).to_bytes(2, "little") * 2
    fmt += rate.to_bytes(4, "little") + (2 * rate).to_bytes(4, "little") + (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
    return b"RIFF" + unknown + b"WAVE" + fmt + b"data" + unknown
