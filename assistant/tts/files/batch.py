"""Many texts → a folder of audio files, one record a text; what is there already is not made again."""

from __future__ import annotations

import errno
import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assistant.audio.writing import remove_leftovers
from assistant.errors import (
    AssistantError,
    AudioFileError,
    NoSpaceError,
    PhonemeError,
    SynthesisError,
    TextFileError,
    UnspeakableTextError,
)
from assistant.tts.files.batch_manifest import Manifest
from assistant.tts.files.batch_sources import Source
from assistant.tts.files.speech_file import SpeechFile
from assistant.tts.protocol import Synthesizer

Progress = Callable[[Source, float], None]
"""Called with the text that is being read, and how much of it was, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is said: what shapes the sound beside the text.

    from_phonemes: the texts are phonemes. engine: whatever tells another model and another pronunciation apart.
    """

    voice: str
    speed: float = 1.0
    volume: float = 1.0
    from_phonemes: bool = False
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the files go, and of which kind they are: suffix ".mp3", subtitles "srt" or "vtt" or none.

    anew: make those, too, that are there already.
    """

    folder: Path
    suffix: str = ".wav"
    subtitles: str | None = None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a text. path: its audio file. status: "made", "kept" (it was there already) or "failed".

    seconds: of sound; spent_s: to make it. note: what was odd about the text.
    """

    source: str
    path: str
    status: Literal["made", "kept", "failed"] = "made"
    seconds: float = 0.0
    spent_s: float = 0.0
    note: str = ""
    error: str = ""

    @property
    def rtf(self) -> float | None:
        """Real-time factor: seconds that a second of sound took."""
        return self.spent_s / self.seconds if self.status == "made" and self.seconds else None

    def as_json(self) -> dict[str, Any]:
        tree = {name: value for name, value in asdict(self).items() if value != "" and name != "spent_s"}
        tree["seconds"] = round(self.seconds, 3)
        if self.rtf is not None:
            tree["rtf"] = round(self.rtf, 3)
        return tree


def read_aloud(
    sources: Iterable[Source],
    synthesizer: Synthesizer,
    manner: Manner,
    destination: Destination,
    tell: Callable[[Record], None],
    progress: Progress = lambda source, fraction: None,
) -> None:
    """tell: gets a record of each text, in order, each as soon as it is done; one that fails does not stop the others.

    Raises NoSpaceError or AudioFileError for a folder that cannot be made, and what would befall every text: of the voice, the
    model, the language.
    """
    try:
        destination.folder.mkdir(parents=True, exist_ok=True)
        manifest = Manifest(destination.folder)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NoSpaceError(destination.folder) from error
        reason = f"cannot be made or read ({error.strerror or error})"
        raise AudioFileError(destination.folder, reason, "choose another folder") from error
    swept: set[Path] = set()
    for source in sources:
        path = destination.folder / f"{source.name}{destination.suffix}"
        if path.parent not in swept:
            remove_leftovers(path.parent)
            swept.add(path.parent)
        progress(source, 0.0)
        job = _Job(source, path, manner, destination)
        try:
            record = job.done(synthesizer, manifest, progress)
        except (AssistantError, OSError) as error:
            if not _is_of_one_text(error):
                raise
            record = job.failed(NoSpaceError(path) if getattr(error, "errno", None) == errno.ENOSPC else error)
        tell(record)


def _is_of_one_text(error: Exception) -> bool:
    """Whether the next text may do better: a shorter one may fit on a full disk; not with a voice that is missing."""
    if isinstance(error, TextFileError | UnspeakableTextError | PhonemeError | AudioFileError | NoSpaceError):
        return True
    return type(error) is SynthesisError or not isinstance(error, AssistantError)


@dataclass(frozen=True, slots=True)
class _Job:
    """One text of a batch and its file."""

    source: Source
    path: Path
    manner: Manner
    destination: Destination

    def done(self, synthesizer: Synthesizer, manifest: Manifest, progress: Progress) -> Record:
        """Made, or kept as the manifest has it. Raises what reading, speaking and writing the text do."""
        text = self.source.read()
        name = self.path.relative_to(self.destination.folder).as_posix()
        key = self._key(text.content)
        record = Record(self.source.origin, str(self.path), note=text.note)
        made = None if self.destination.anew else manifest.find(name, key)
        if made and self._has_subtitles():
            return replace(record, status="kept", seconds=made.seconds)
        if not text.content.strip():
            raise UnspeakableTextError
        self.path.parent.mkdir(parents=True, exist_ok=True)
        segments = synthesizer.speak(text.content, self.manner.voice, self.manner.speed, self.manner.volume)
        began = time.perf_counter()  # after a model was loaded for the first text
        with SpeechFile(self.path, self.destination.subtitles) as file:
            n_read = 0
            for segment in segments:
                file.write(segment)
                n_read += len(segment.graphemes) + 1
                progress(self.source, min(1.0, n_read / len(text.content)))
        manifest.add(name, key, file.seconds)
        return replace(record, seconds=file.seconds, spent_s=time.perf_counter() - began)

    def failed(self, error: Exception) -> Record:
        sentence = str(error) if isinstance(error, AssistantError) else f"{getattr(error, 'strerror', None) or error}"
        return Record(self.source.origin, str(self.path), "failed", error=sentence.removeprefix(f"{self.source.origin}: "))

    def _key(self, text: str) -> str:
        shaping = [text, *asdict(self.manner).values(), self.destination.subtitles]
        return hashlib.sha256(json.dumps(shaping).encode()).hexdigest()

    def _has_subtitles(self) -> bool:
        return self.destination.subtitles is None or self.path.with_suffix(f".{self.destination.subtitles}").is_file()
