"""EPUB books → their chapters as plain text, in the order of reading.

Strategy: a book is a ZIP file in which META-INF/container.xml names the package, and the package's spine the chapters (EPUB 3.3,
section 5). Everything in it is read by the tolerant HTML parser of the standard library: it knows HTML's own entities alone,
fetches nothing, and books are full of mistakes that an XML parser would refuse. How much is unpacked has a limit, whatever
sizes the archive claims.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from assistant.errors import TextFileError

LARGEST_DOCUMENT = 16 << 20  # bytes, unpacked: ten times "Os Maias" in one document
LARGEST_BOOK = 128 << 20

_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, OSError)
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_DOCUMENTS = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
_SUFFIXES = (".xhtml", ".html", ".htm")
_ENCODING = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([\w.-]+)""")


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_DROPPED = _names("head title script style nav svg math template noscript audio video object rt rp")
_DROPPED_ROLES = _names("toc landmarks page-list pagebreak noteref doc-toc doc-pagebreak doc-noteref")
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_BLOCKS = _names(
    "address article aside blockquote body dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol "
    "p pre section summary table tr ul"
)
_CELL = "\x1f"  # before every cell of a table; no document may hold this character
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")


@dataclass(frozen=True, slots=True)
class Chapter:
    """title: its first heading, or ""; text: paragraphs and headings, an empty line between them."""

    title: str
    text: str


def chapters(path: Path) -> list[Chapter]:
    """What a voice can read of a book: chapters with no text (covers, pictures) are left out.

    Raises TextFileError for what is no EPUB, damaged, protected, larger than LARGEST_BOOK or without text.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            read = [_chapter(document) for document in _Book(path, archive).documents()]
    except NotImplementedError as error:  # which is a RuntimeError, too
        raise _damaged(path, str(error)) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise TextFileError(path, "protected with a password", "unpack it, and pack it again without one") from error
    except FileNotFoundError as error:
        raise TextFileError(path, "no such file", "check the path") from error
    except PermissionError as error:
        raise TextFileError(path, "may not be read", "check its permissions") from error
    except TextFileError:
        raise
    except _DAMAGED as error:
        raise _damaged(path, str(error) or error.__class__.__name__) from error
    found = [chapter for chapter in read if chapter.text]
    if not found:
        raise TextFileError(path, "a book without text (of pictures only?)", "give another one")
    return found


class _Book:
    """An open archive: its documents in the order of the spine."""

    def __init__(self, path: Path, archive: zipfile.ZipFile):
        self._path = path
        self._archive = archive
        self._n_left = LARGEST_BOOK

    def documents(self) -> Iterator[str]:
        root = next(
            (found["full-path"] for tag, found in self._tags(_CONTAINER) if tag == "rootfile" and "full-path" in found), None
        )
        if root is None:
            raise _damaged(self._path, f"{_CONTAINER} names no package")
        protected = self._protected()
        for name in self._spine(root):
            if name in protected:
                raise TextFileError(self._path, "protected (DRM): its text is encrypted", "give a book that is not")
            yield self._text(name)

    def _spine(self, root: str) -> Iterator[str]:
        """The names of the documents that are read one after the other; notes and the table of contents stand apart."""
        tags = self._tags(root)
        items = {found.get("id"): found for tag, found in tags if tag == "item"}
        for reference in (found for tag, found in tags if tag == "itemref"):
            item = items.get(reference.get("idref"), {})
            href = unquote(item.get("href", "").partition("#")[0])
            is_prose = item.get("media-type") in _DOCUMENTS or href.lower().endswith(_SUFFIXES)
            if is_prose and reference.get("linear") != "no" and "nav" not in item.get("properties", "").split():
                yield posixpath.normpath(posixpath.join(posixpath.dirname(root), href))

    def _protected(self) -> set[str]:
        if _ENCRYPTION not in self._archive.namelist():
            return set()
        return {unquote(found.get("uri", "")) for tag, found in self._tags(_ENCRYPTION) if tag == "cipherreference"}

    def _tags(self, name: str) -> list[tuple[str, dict[str, str]]]:
        parser = _Tags()
        parser.feed(self._text(name))
        parser.close()
        return parser.found

    def _text(self, name: str) -> str:
        """Raises TextFileError where it is missing, or where too much is packed into it."""
        try:
            file = self._archive.open(name)
        except KeyError as error:
            raise _damaged(self._path, f"{name} is missing in it") from error
        limit = min(LARGEST_DOCUMENT, self._n_left)
        with file:
            raw = file.read(limit + 1)
        if len(raw) > limit:
            raise TextFileError(self._path, f"{name} unpacks to more than {limit >> 20} MiB", "this is no book to be read aloud")
        self._n_left -= len(raw)
        return _decoded(raw)


def _damaged(path: Path, reason: str) -> TextFileError:
    return TextFileError(path, f"no EPUB, or a damaged one ({reason})", "copy or download it again")


def _decoded(raw: bytes) -> str:
    """By its mark, else by what its first lines say of it, else UTF-8."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    declared = _ENCODING.search(raw[:1024])
    try:
        return raw.decode(declared[1].decode("ascii") if declared else "utf-8", errors="replace")
    except LookupError:
        return raw.decode("utf-8", errors="replace")


class _Tags(HTMLParser):
    """Every tag without its prefix ("opf:item" is "item"), and its attributes, all names in small letters."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag.rpartition(":")[2], {name: value or "" for name, value in attrs}))


def _chapter(document: str) -> Chapter:
    parser = _Prose()
    parser.feed(document)
    parser.close()
    paragraphs = parser.paragraphs()
    title = next((text for text, is_heading in paragraphs if is_heading), "")
    return Chapter(title, "\n\n".join(text for text, _ in paragraphs))


class _Prose(HTMLParser):
    """What of a document is read: no scripts, styles, tables of contents, page numbers nor the numbers of notes."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[tuple[list[str], bool]] = [([], False)]
        self._dropping = ""  # the tag whose end is waited for …
        self._depth = 0  # … and how many of it are open

    def paragraphs(self) -> list[tuple[str, bool]]:
        """(text, whether it is a heading); lines of verse stay lines."""
        texts = ((_tidy("".join(parts)), is_heading) for parts, is_heading in self._blocks)
        return [(text, is_heading) for text, is_heading in texts if text]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._dropping = ""  # a head that was never closed
        if self._dropping:
            self._depth += tag == self._dropping
        elif tag not in _VOID and (tag in _DROPPED or _is_apart(dict(attrs))):
            self._dropping, self._depth = tag, 1
        elif tag == "br":
            self._add("\n")
        elif tag in {"td", "th"}:
            self._add(_CELL)
        elif tag in _BLOCKS:
            self._blocks.append(([], tag in _HEADINGS))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID or (tag in _BLOCKS and not self._dropping):
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._depth -= tag == self._dropping
            if self._depth == 0:
                self._dropping = ""
        elif tag in _BLOCKS:
            self._blocks.append(([], False))

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self._add(re.sub(rf"[\s{_CELL}]+", " ", data))

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))

    def _add(self, text: str) -> None:
        self._blocks[-1][0].append(text)


def _is_apart(attributes: dict[str, str | None]) -> bool:
    roles = f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}".split()
    return "hidden" in attributes or not _DROPPED_ROLES.isdisjoint(roles)


def _tidy(text: str) -> str:
    lines = ([" ".join(cell.split()) for cell in line.split(_CELL)] for line in text.replace("\xad", "").split("\n"))
    return "\n".join(line for line in (", ".join(cell for cell in cells if cell) for cells in lines) if line)
