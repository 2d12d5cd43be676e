"""What a batch is to read: every text of a folder, every line of a file, every chapter of a book."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.errors import TextFileError
from assistant.tts.files import epub, texts
from assistant.tts.files.texts import Text


@dataclass(frozen=True, slots=True)
class Source:
    """A text that becomes one audio file.

    name: of that file, relative to the batch's folder and without its ending ("contos/a", "0007"). origin: for a person
    ("contos/a.txt", "frases.txt:7"). read: its text; raises TextFileError.
    """

    name: str
    origin: str
    read: Callable[[], Text]


def of_files(paths: Iterable[Path], by_chapter: bool = False) -> list[Source]:
    """The files, and in folders every text that is in them or in the folders below; by_chapter: each chapter of a book apart.

    What cannot be read is a source, too, and says so when it is. Raises TextFileError for folders without any text, and for
    texts whose audio files would have one name.
    """
    found = [item for path in paths for item in (_in_folder(path) if os.path.isdir(path) else [(path, Path(path.name))])]
    stems = Counter(name.with_suffix("") for _, name in found)
    sources: list[Source] = []
    for path, name in found:
        # The ending stays where two files differ in nothing else: a.txt and a.md.
        stem = name if stems[name.with_suffix("")] > 1 else name.with_suffix("")
        if by_chapter and path.suffix.lower() == ".epub":
            # One book alone needs no folder of its own.
            sources.extend(_of_chapters(path, stem if len(found) > 1 else Path()))
        else:
            sources.append(Source(stem.as_posix(), str(path), partial(texts.read, path)))
    _refuse_twins(sources)
    return sources


def of_lines(text: str, origin: str) -> list[Source]:
    """Each line that is not empty, named by its number. Raises TextFileError where there is none."""
    numbered = list(texts.lines(text))
    if not numbered:
        raise TextFileError(origin, "there is no line in it", "write something to be said")
    width = max(4, len(str(numbered[-1][0])))
    return [Source(f"{number:0{width}}", f"{origin}:{number}", partial(Text, line)) for number, line in numbered]


def _of_chapters(path: Path, stem: Path) -> Iterator[Source]:
    try:
        chapters = epub.chapters(path)
    except TextFileError as error:
        yield Source(stem.as_posix() if stem.name else path.stem, str(path), partial(_refuse, error))
        return
    width = max(2, len(str(len(chapters))))
    for number, chapter in enumerate(chapters, 1):
        origin = f"{path}, {chapter.title or f'chapter {number}'}".replace("\n", " ")
        yield Source((stem / f"{number:0{width}}").as_posix(), origin, partial(Text, chapter.text))


def _in_folder(folder: Path) -> list[tuple[Path, Path]]:
    """(path, its name relative to the folder) of every text, by name; a folder in it that may not be opened counts as one."""
    found: list[Path] = []

    def closed(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise TextFileError(folder, f"cannot be read ({error.strerror})", "check its permissions")
        found.append(Path(error.filename))

    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found.extend(
            Path(place, name) for name in sorted(names) if not name.startswith(".") and name.lower().endswith(texts.SUFFIXES)
        )
    if not found:
        raise TextFileError(folder, "there is no .txt, .md or .epub in it", "give another folder")
    return [(path, path.relative_to(folder)) for path in sorted(found)]


def _refuse(error: TextFileError) -> Text:
    raise error


def _refuse_twins(sources: list[Source]) -> None:
    first: dict[str, Source] = {}
    for source in sources:
        twin = first.setdefault(source.name, source)
        if twin is not source:
            reason = f"its audio file would have the name of that of {twin.origin}"
            raise TextFileError(source.origin, reason, "rename one, or give two commands")
