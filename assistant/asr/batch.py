"""Recognises files, one record a file, whatever state they are in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE, Recognizer
from assistant.asr.segmentation import pieces
from assistant.asr.suspicion import merged
from assistant.audio.files import blocks
from assistant.audio.vad import FRAME_SAMPLES, VoiceActivityDetector
from assistant.errors import AudioFileError, AudioNotFoundError, RecognitionError
from assistant.events import AudioFrame, Transcript, Word

Status = Literal["ok", "no speech", "empty", "corrupted", "unsupported", "missing", "unreadable", "failed"]
FAILURES = (AudioNotFoundError, AudioFileError, RecognitionError, OSError)
"""What a file can fail with: each is a status of its own."""
_KNOWN_MAGIC = (b"RIFF", b"RF64", b"fLaC", b"OggS", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"FORM")


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a file. Word times count from the beginning of the file; `text` holds what was heard before an error.

    status: "ok" and "no speech" are fine; "empty": no samples; "corrupted": audio, damaged or cut off; "unsupported": no
    audio of a known kind; "missing", "unreadable": the file system says so; "failed": the recogniser did. suspicion,
    language_doubt, quality: of most of what was heard, as in Transcript.
    """

    path: str
    status: Status
    text: str = ""
    words: tuple[Word, ...] = ()
    confidence: float = 0.0
    seconds: float = 0.0
    error: str | None = None
    suspicion: str | None = None
    language_doubt: float | None = None
    quality: float | None = None

    @property
    def fine(self) -> bool:
        return self.status in ("ok", "no speech")

    def as_json(self) -> dict[str, Any]:
        tree = asdict(self)
        tree["confidence"] = round(self.confidence, 3)
        tree["seconds"] = round(self.seconds, 2)
        tree["words"] = [{**asdict(word), "confidence": round(word.confidence, 3)} for word in self.words]
        if self.error is None:
            del tree["error"]
        if self.quality is None:
            for name in ("suspicion", "language_doubt", "quality"):
                del tree[name]
        return tree


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of a file: what was heard in it, where it begins, how long it is."""

    transcript: Transcript
    at_s: float
    seconds: float


def transcribe_files(
    paths: Iterable[Path | str],
    recognizer: Recognizer,
    detector: VoiceActivityDetector,
    progress: Callable[[str, float], None] | None = None,
    also: Callable[[AudioFrame], None] | None = None,
) -> Iterator[Record]:
    """A record for each path ("-" is standard input), in order, each as soon as it is done; none stops the others.

    Memory does not grow with a file's length, but for its text. progress: called with the path and the seconds heard. also:
    called with every stretch of speech, for what else is to be known of it; a record comes after all of its file's.
    """
    for path in paths:
        detector.reset()
        yield _transcribe(path, recognizer, detector, progress or _no_progress, also or _nothing)


def _transcribe(
    path: Path | str,
    recognizer: Recognizer,
    detector: VoiceActivityDetector,
    progress: Callable[[str, float], None],
    also: Callable[[AudioFrame], None],
) -> Record:
    heard: list[Heard] = []
    n_samples = 0

    def counted() -> Iterator[AudioFrame]:
        nonlocal n_samples
        for frame in blocks(path, SAMPLE_RATE, FRAME_SAMPLES):
            n_samples = frame.end
            yield frame

    status: Status | None = None
    error = None
    try:
        for piece in pieces(counted(), detector):
            stream = recognizer.start()
            heard.append(Heard(stream.finish(piece), piece.at / SAMPLE_RATE, piece.seconds))
            also(piece)
            progress(str(path), n_samples / SAMPLE_RATE)
    except FAILURES as mistake:
        status, error = failure(path, mistake)
    record = replace(_joined(str(path), heard), seconds=n_samples / SAMPLE_RATE)
    return replace(record, status=status, error=error) if status else record


def _joined(path: str, heard: list[Heard]) -> Record:
    suspicion = merged((piece.transcript, piece.seconds) for piece in heard)
    spoken = [(piece.transcript, piece.at_s) for piece in heard if piece.transcript.text]
    if not spoken:
        return Record(path, "no speech", **suspicion)
    words = tuple(
        replace(word, start=round(word.start + at_s, 3), end=round(word.end + at_s, 3))
        for transcript, at_s in spoken
        for word in transcript.words
    )
    lengths = [len(transcript.text) for transcript, _ in spoken]
    confidence = float(np.average([transcript.confidence for transcript, _ in spoken], weights=lengths))
    return Record(path, "ok", " ".join(transcript.text for transcript, _ in spoken), words, confidence, **suspicion)


def failure(path: Path | str, mistake: Exception) -> tuple[Status, str]:
    """The status of a file that one of FAILURES came from, and a sentence that names the file."""
    if isinstance(mistake, AudioNotFoundError):
        return "missing", str(mistake)
    if isinstance(mistake, AudioFileError):
        return _status_of(path, mistake), str(mistake)
    if isinstance(mistake, RecognitionError):
        return "failed", f"{path}: {mistake}"
    return "unreadable", f"{path}: {getattr(mistake, 'strerror', None) or mistake}; check its permissions"


def _status_of(path: Path | str, mistake: AudioFileError) -> Status:
    """A file that begins as audio and cannot be read is damaged; any other was no audio to begin with."""
    if any(sign in mistake.reason for sign in ("empty", "0 samples", "nothing came")):
        return "empty"
    if any(sign in mistake.reason for sign in ("damaged", "truncated")):
        return "corrupted"
    if str(path) == "-" or os.path.isdir(path):
        return "unsupported"
    with open(path, "rb") as file:
        return "corrupted" if file.read(4).startswith(_KNOWN_MAGIC) else "unsupported"


def _no_progress(path: str, seconds: float) -> None:
    pass


def _nothing(piece: AudioFrame) -> None:
    pass
