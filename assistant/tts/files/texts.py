"""Texts to be read aloud, from files of several kinds.

Strategy: a text is UTF-8; one that is not is taken for Windows-1252, which Latin-1 is a part of and which is what old Portuguese
files are in, and it is said so. What is mostly UTF-8 stays it, without its broken characters. Nothing that holds a NUL is text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import TextFileError
from assistant.tts.files import epub

SUFFIXES = (".txt", ".md", ".markdown", ".epub")
LARGEST_TEXT = 64 << 20  # bytes: 60 days of speech
OLD_ENCODING = "cp1252"
AS_OLD = "not UTF-8: read as Windows-1252 (Latin-1)"


@dataclass(frozen=True, slots=True)
class Text:
    """content: lines end with "\\n". note: what was odd about reading it, else ""."""

    content: str
    note: str = ""


def read(path: Path) -> Text:
    """A .txt, .md or .epub; what ends otherwise is taken for plain text.

    Raises TextFileError for what is missing, may not be read, is no text or empty, and what `epub.chapters` raises it for.
    """
    suffix = path.suffix.lower()
    if suffix == ".epub":
        return Text("\n\n".join(chapter.text for chapter in epub.chapters(path)))
    text = decode(_bytes(path), path)
    if not text.content.strip():
        raise TextFileError(path, "there is nothing in it", "write something to be said")
    return Text(without_apparatus(text.content), text.note) if suffix in {".md", ".markdown"} else text


def lines(text: str) -> Iterator[tuple[int, str]]:
    """(number from 1, line) of those that are not empty."""
    return ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def decode(raw: bytes, path: Path | str) -> Text:
    """Raises TextFileError for what is no text."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            return Text(_with_newlines(raw.decode(encoding, errors="replace")))
    if b"\0" in raw:
        raise TextFileError(path, "not a text (it holds NUL bytes)", "give .txt, .md or .epub, saved as UTF-8")
    try:
        return Text(_with_newlines(raw.decode("utf-8")))
    except UnicodeDecodeError:
        return _decode_other(raw, path)


def without_apparatus(markdown: str) -> str:
    """Markdown without what belongs to the page and not to the text: front matter, comments, code blocks, link definitions."""
    for pattern, said in _APPARATUS:
        markdown = pattern.sub(said, markdown)
    return markdown


_APPARATUS = tuple(
    (re.compile(pattern, re.MULTILINE | re.DOTALL), said)
    for pattern, said in (
        (r"\A---[ \t]*\n(?=[\w-]+[ \t]*:|#).*?\n---[ \t]*(?:\n|\Z)", ""),
        (r"<!--.*?(?:-->|\Z)", ""),
        (r"^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", "\n"),
        (r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S[^\n]*$", ""),
        (r"\[\^[^\]\n]+\]", ""),
        (r"(!?\[[^\][\n]*\])\[[^\][\n]*\]", r"\1()"),
    )
)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_TEXT + 1)
    except FileNotFoundError as error:
        raise TextFileError(path, "no such file", "check the path") from error
    except IsADirectoryError as error:
        raise TextFileError(path, "a folder, not a text", "give a file") from error
    except OSError as error:
        raise TextFileError(path, f"cannot be read ({error.strerror or error})", "check its permissions") from error
    if len(raw) > LARGEST_TEXT:
        raise TextFileError(path, f"larger than {LARGEST_TEXT >> 20} MiB", "split it")
    return raw


def _decode_other(raw: bytes, path: Path | str) -> Text:
    damaged = raw.decode("utf-8", errors="replace")
    n_broken = damaged.count("\ufffd")
    n_whole = sum(ord(character) > 127 for character in damaged) - n_broken
    if n_whole > n_broken:
        return Text(_with_newlines(damaged.replace("\ufffd", "")), f"{n_broken} characters are no UTF-8: left out")
    try:
        return Text(_with_newlines(raw.decode(OLD_ENCODING)), AS_OLD)
    except UnicodeDecodeError as error:
        raise TextFileError(path, "neither UTF-8 nor Windows-1252 text", "save it as UTF-8") from error


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
