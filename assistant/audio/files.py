"""Reading audio from files and pipes, at any rate, as mono float32 frames.

Strategy: soundfile reads what can be sought in (WAV, FLAC, OGG, MP3); a pipe is a WAV stream or bare 16-bit samples and is
read as it comes, so that `arecord | assistant run --input -` works. Nothing is ever read whole unless `read` is asked for it.
"""

from __future__ import annotations

import io
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile

from assistant.audio.resampling import Resampler, mono
from assistant.errors import AudioFileError, AudioNotFoundError
from assistant.events import AudioFrame

RAW_PIPE_RATE = 16_000
_UNKNOWN_SIZES = (0, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)  # what streaming writers put where they cannot know
_COMPRESSED_MAGIC = (b"fLaC", b"OggS", b"ID3", b"\xff\xfb", b"\xff\xf3")


def read(path: Path | str, rate: int = 16_000, max_seconds: float | None = None) -> AudioFrame:
    """A whole file, shape (n,), at `rate`.

    Raises AudioNotFoundError, and AudioFileError for what is no audio, empty, damaged or longer than `max_seconds`.
    """
    parts, n_samples = [], 0
    for frame in blocks(path, rate, rate):
        parts.append(frame.samples)
        n_samples += len(frame.samples)
        if max_seconds is not None and n_samples > max_seconds * rate:
            raise AudioFileError(path, f"longer than {max_seconds:g} s", "cut it, or use `assistant transcribe`")
    return AudioFrame(np.concatenate(parts), rate)


def blocks(path: Path | str, rate: int, n_samples: int) -> Iterator[AudioFrame]:
    """The sound of a file (or of standard input, "-") in frames of `n_samples` at `rate`; the last one may be shorter.

    Memory does not grow with the file. Raises AudioNotFoundError and AudioFileError, before the first frame where
    the mistake can be seen then.
    """
    source_rate, chunks = _open_pipe(sys.stdin.buffer) if str(path) == "-" else _open_file(Path(path))
    resampler = Resampler(source_rate, rate)
    held, at = np.empty(0, np.float32), 0
    for chunk in chunks:
        held = np.concatenate([held, resampler.feed(mono(chunk))])
        while len(held) >= n_samples:
            yield AudioFrame(held[:n_samples], rate, at)
            held, at = held[n_samples:], at + n_samples
    held = np.concatenate([held, resampler.feed(np.empty(0, np.float32), last=True)])
    for start in range(0, len(held), n_samples):
        frame = AudioFrame(held[start : start + n_samples], rate, at)
        at = frame.end
        yield frame
    if at == 0:
        raise AudioFileError(path, "no sound in it (0 samples)", "record it again")


def _open_file(path: Path) -> tuple[int, Iterator[np.ndarray]]:
    if not path.exists():
        raise AudioNotFoundError(path)
    if path.is_dir():
        raise AudioFileError(path, "a folder, not an audio file")
    if path.stat().st_size == 0:
        raise AudioFileError(path, "an empty file", "record or copy it again")
    _refuse_truncated_wav(path)
    try:
        sound = soundfile.SoundFile(path)
    except (soundfile.SoundFileError, OSError) as error:
        raise AudioFileError(path, "not audio that can be read") from error
    return sound.samplerate, _file_chunks(path, sound)


def _file_chunks(path: Path | str, sound: soundfile.SoundFile) -> Iterator[np.ndarray]:
    n_read = 0
    with sound:
        while True:
            try:
                chunk = sound.read(sound.samplerate, dtype="float32", always_2d=True)
            except soundfile.SoundFileError as error:
                raise _truncated(path, n_read / sound.samplerate) from error
            if not len(chunk):
                break
            n_read += len(chunk)
            yield chunk
        # FLAC and OGG know how long they should be; libsndfile ends quietly where the bytes end.
        if sound.format != "MP3" and 0 < n_read < sound.frames < 2**62:
            raise _truncated(path, n_read / sound.samplerate)


def _truncated(path: Path | str, seconds: float) -> AudioFileError:
    return AudioFileError(path, f"damaged or truncated after {seconds:.1f} s", "copy or record it again")


def _refuse_truncated_wav(path: Path) -> None:
    """libsndfile shortens a WAV whose end is missing without a word; its header still knows."""
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return
        size = path.stat().st_size
        while len(chunk := file.read(8)) == 8:
            n_bytes = int.from_bytes(chunk[4:], "little")
            if chunk[:4] == b"data":
                if n_bytes not in _UNKNOWN_SIZES and n_bytes < 0x7FFFFF00 and file.tell() + n_bytes > size:
                    raise AudioFileError(
                        path,
                        f"truncated ({100 * (size - file.tell()) // n_bytes} % of its samples are there)",
                        "copy or record it again",
                    )
                return
            file.seek(n_bytes + n_bytes % 2, io.SEEK_CUR)


def _open_pipe(pipe: BinaryIO) -> tuple[int, Iterator[np.ndarray]]:
    magic = pipe.peek(4)[:4] if hasattr(pipe, "peek") else b""
    if not magic:
        raise AudioFileError("-", "nothing came through the pipe", "check the program before it")
    if magic.startswith(_COMPRESSED_MAGIC):
        try:
            sound = soundfile.SoundFile(io.BytesIO(pipe.read()))
        except soundfile.SoundFileError as error:
            raise AudioFileError("-", "not audio that can be read") from error
        return sound.samplerate, _file_chunks("-", sound)
    if magic == b"RIFF":
        return _open_wav_pipe(pipe)
    return RAW_PIPE_RATE, _pcm_chunks(lambda: pipe.read1(RAW_PIPE_RATE // 5), n_channels=1)


def _open_wav_pipe(pipe: BinaryIO) -> tuple[int, Iterator[np.ndarray]]:
    try:
        sound = wave.open(pipe)  # noqa: SIM115 - closed with the process: it is standard input
    except (wave.Error, EOFError) as error:
        raise AudioFileError("-", f"a WAV stream that cannot be read ({error})", "send 16-bit PCM") from error
    if sound.getsampwidth() != 2:
        raise AudioFileError("-", f"{8 * sound.getsampwidth()}-bit samples", "send 16-bit PCM")
    n_frames = max(1, sound.getframerate() // 50)
    return sound.getframerate(), _pcm_chunks(lambda: sound.readframes(n_frames), sound.getnchannels())


def _pcm_chunks(take, n_channels: int) -> Iterator[np.ndarray]:
    """16-bit little-endian bytes from `take()`, which may split a sample in two, until it gives none."""
    rest = b""
    while data := take():
        data = rest + data
        whole = len(data) - len(data) % (2 * n_channels)
        data, rest = data[:whole], data[whole:]
        if data:
            yield np.frombuffer(data, "<i2").reshape(-1, n_channels).astype(np.float32) / 32768
