"""Speech with its text, however it lies on the disk: a table, a folder as Common Voice has it, or sounds with .txt beside them.

Strategy: reading a source looks at names and texts only; whether the sound is any good is for `checks` to find out. What one line
cannot give is a Problem of that line: nothing that is wrong with one recording may cost the others.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ManifestError
from assistant.training.manifest import FILE_NAME

SOUND_SUFFIXES = frozenset((".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aiff", ".aif", ".au"))
CLIPS = "clips"  # where Common Voice keeps its sounds, beside its tables
_TABLES = (FILE_NAME, "manifest.tsv", "manifest.csv", "metadata.csv", "train.tsv", "validated.tsv")
_DELIMITERS = {".tsv": "\t", ".csv": ","}
_FILE = ("file", "path", "audio", "audio_filepath", "filename", "file_name", "wav")
_TEXT = ("text", "sentence", "transcript", "transcription")
_SPEAKER = ("speaker", "client_id", "speaker_id", "voice")
_SPLIT = ("split",)


@dataclass(frozen=True, slots=True)
class Example:
    """A recording and its text, as it is written. where: the line or file it comes from.

    speaker, split: "" where the source does not say. seconds: 0.0 where it was not measured.
    """

    audio: Path
    text: str
    speaker: str = ""
    split: str = ""
    seconds: float = 0.0
    where: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """kind: a word to count by ("missing", "broken", …). detail: what is wrong with this one."""

    kind: str
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.where}: {self.kind}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Source:
    examples: tuple[Example, ...]
    problems: tuple[Problem, ...] = ()


def read(path: Path) -> Source:
    """A .tsv, .csv or .jsonl, or a folder. Raises ManifestError where there is none, or no columns for file and text."""
    if path.is_dir():
        table = next((path / name for name in _TABLES if (path / name).is_file()), None)
        return _read_table(table) if table else _read_folder(path)
    if not path.is_file():
        raise ManifestError(path, None, "there is no such file or folder", "check the path")
    return _read_table(path)


def read_all(paths: list[Path]) -> Source:
    sources = [read(path) for path in paths]
    return Source(
        tuple(example for source in sources for example in source.examples),
        tuple(problem for source in sources for problem in source.problems),
    )


def _read_folder(folder: Path) -> Source:
    sounds = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SOUND_SUFFIXES)
    if not sounds:
        raise ManifestError(
            folder, None, "neither a table nor sounds are in it", f"put one of {', '.join(_TABLES)} there, or sounds with .txt"
        )
    examples, problems = [], []
    for sound in sounds:
        text = sound.with_suffix(".txt")
        # A folder for each speaker is how such sets are kept; where all lie in one, nobody says whose voice it is.
        speaker = sound.parent.name if sound.parent != folder else ""
        try:
            examples.append(Example(sound, text.read_text(encoding="utf-8").strip(), speaker, where=str(sound)))
        except (OSError, UnicodeError) as error:
            reason = "there is no .txt beside it" if isinstance(error, FileNotFoundError) else f"its .txt cannot be read: {error}"
            problems.append(Problem("no text", str(sound), reason))
    return Source(tuple(examples), tuple(problems))


def _read_table(path: Path) -> Source:
    examples, problems = [], []
    for number, row in _rows(path):
        where = f"{path}:{number}"
        if isinstance(row, str):
            problems.append(Problem("line", where, row))
            continue
        name, text = (_column(row, names) for names in (_FILE, _TEXT))
        if name is None or text is None:
            missing = "file (or path, audio, …)" if name is None else "text (or sentence, transcript, …)"
            if path.suffix.lower() in _DELIMITERS:
                raise ManifestError(path, 1, f"it has no column {missing}, only {', '.join(map(str, row))}", "name the columns")
            problems.append(Problem("line", where, f"it has no {missing}"))
            continue
        if not name:
            problems.append(Problem("no sound", where, "it was never spoken: it names no file"))
            continue
        audio = _sound(path.parent, name)
        speaker, split = (_column(row, names) or "" for names in (_SPEAKER, _SPLIT))
        examples.append(Example(audio, text.strip(), speaker, split, where=where))
    return Source(tuple(examples), tuple(problems))


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    """(line, its columns); where a line is none, what is wrong with it."""
    delimiter = _DELIMITERS.get(path.suffix.lower())
    if delimiter is None and path.suffix.lower() not in (".jsonl", ".json", ".ndjson"):
        raise ManifestError(path, None, "it is neither .tsv, .csv nor .jsonl", "give it the ending of what it is")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if delimiter is None:
                yield from _json_rows(file)
                return
            # Common Voice writes quotation marks as they are; in a CSV they hold commas together.
            quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
            reader = csv.DictReader(file, delimiter=delimiter, quoting=quoting)
            for row in reader:
                n_missing = sum(value is None for value in row.values())
                whole = None not in row and not n_missing
                yield reader.line_num, row if whole else "it has not as many columns as the first line"
    except (OSError, UnicodeError, csv.Error) as error:
        raise ManifestError(path, None, f"it cannot be read ({error})", "save it as UTF-8 text") from error


def _json_rows(lines: Iterator[str]) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            yield number, f"no JSON ({error})"
            continue
        yield number, row if isinstance(row, dict) else "no JSON object"


def _column(row: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    found = next((row[name] for name in names if isinstance(row.get(name), str)), None)
    return found if isinstance(found, str) else None


def _sound(folder: Path, name: str) -> Path:
    in_clips = folder / CLIPS / name
    return in_clips if not (folder / name).is_file() and in_clips.is_file() else folder / name
