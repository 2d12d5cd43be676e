"""Text for the language model: sentences out of translations, help pages and prose, written the way they are said.

Strategy: a translator's file (.mo) holds the dialogues and descriptions of a whole game or program, a dialogue being nearer to
what people say than any manual. Mark-up, placeholders and menu entries are left out; a sentence with figures is spelled out,
and one that cannot be said with the head's characters is dropped, as is what hardly looks Portuguese.
"""

from __future__ import annotations

import argparse
import gettext
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from assistant.language.sentences import sentences
from assistant.training.alphabet import normalise
from assistant.training.prose import text_of_html


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MIN_WORDS, MAX_WORDS = 3, 60
_MARKUP = {".html", ".htm", ".xhtml", ".page", ".docbook", ".xhp"}
_TAG = re.compile(r"<[^<>]{0,200}>|</?[A-Za-z]+='[^']*'/?>")
_PLACEHOLDER = re.compile(r"%[-+ #0-9.$]*[a-zA-Z]|%\(\w+\)\w|\$\{?\w+|\{[^{}]*\}|\[\w*\]|\\[a-z]|&\w+;|@\w+")
_CODE = re.compile(r"[<>{}\[\]|\\_=#@*~^`+]|\w/\w|\w\.\w|--")
_QT_MESSAGES, _QT_END, _QT_TRANSLATION, _QT_OBSOLETE = 0x69, 1, 3, 5
_FUNCTION_WORDS = _set("""
    a o as os um uma de do da dos das em no na nos nas por para com e que não se é à ao aos às ou mas como mais seu sua foi são
    está eu você ele ela nós isso este esta esse essa já me te lhe há tem ser pelo pela sem sobre quando
""")
_FOREIGN = _set("the of and to is with for el los las y del una con il lo di und der") - _FUNCTION_WORDS


def sentences_of(path: Path) -> Iterator[str]:
    """Normalised sentences of a file, in its order."""
    for block in _blocks(path):
        for sentence in sentences(block):
            said = _said(" ".join(sentence.split()))
            if said:
                yield said


def _said(sentence: str) -> str | None:
    if not MIN_WORDS <= len(sentence.split()) <= MAX_WORDS or _CODE.search(sentence) or sentence.isupper():
        return None
    said = normalise(sentence)
    words = said.split() if said else []
    if not MIN_WORDS <= len(words) <= MAX_WORDS:
        return None
    n_function = sum(word in _FUNCTION_WORDS for word in words)
    return said if 5 * n_function >= len(words) and _FOREIGN.isdisjoint(words) else None


def _blocks(path: Path) -> Iterator[str]:
    kind = path.suffix.lower()
    if kind == ".mo":
        yield from _translations(path)
    elif kind == ".qm":
        yield from map(_plain, _qt_translations(path.read_bytes()))
    elif kind in {".yml", ".yaml"}:
        yield from _strings(yaml.safe_load(path.read_text(encoding="utf-8")))
    else:
        text = path.read_text(encoding="utf-8", errors="replace")
        yield text_of_html(text) if kind in _MARKUP else text


def _translations(path: Path) -> Iterator[str]:
    """What a catalogue translates into; what it leaves as it is, is not Portuguese."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # there is no public way to list it
    for original, translated in catalogue.items():
        if original and translated != original:
            yield _plain(translated)


def _qt_translations(data: bytes) -> Iterator[str]:
    """Of Qt's compiled catalogue: a magic number, then blocks (tag, length, bytes), the messages being a list of such again."""
    at = 16
    while at + 5 <= len(data):
        tag, length = struct.unpack_from(">BI", data, at)
        block = data[at + 5 : at + 5 + length]
        at += 5 + length
        if tag != _QT_MESSAGES:
            continue
        inside = 0
        while inside < len(block):
            kind = block[inside]
            if kind == _QT_END:
                inside += 1
                continue
            size = 0 if kind == _QT_OBSOLETE else struct.unpack_from(">i", block, inside + 1)[0]
            if kind == _QT_TRANSLATION and size > 0:
                yield block[inside + 5 : inside + 5 + size].decode("utf-16-be", errors="replace")
            inside += 5 + max(0, size)


def _plain(translated: str) -> str:
    plain = _PLACEHOLDER.sub(" # ", _TAG.sub(" ", translated.replace("&", "")))
    return re.sub(r"(?<=[.!?…:])\s*\n", "\n\n", plain)


def _strings(tree: object) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list | dict):
        for item in tree.values() if isinstance(tree, dict) else tree:
            yield from _strings(item)


def collect(paths: Iterable[Path], excluded: Iterable[Path] = ()) -> list[str]:
    """Every sentence once, in order, without those of the excluded files: test sets, one sentence or row of a table a line."""
    kept_out = {said for path in excluded for line in path.read_text(encoding="utf-8").splitlines() for said in _cells(line)}
    found = dict.fromkeys(said for path in paths for said in sentences_of(path))
    return [said for said in found if said not in kept_out]


def _cells(line: str) -> set[str]:
    return {said for cell in line.split("\t") if (said := normalise(cell))}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m assistant.training.corpus", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="text file to write, one sentence a line")
    parser.add_argument("files", type=Path, nargs="+", help=".mo, .html, .page, .yml and text files in Portuguese")
    parser.add_argument("--exclude", type=Path, action="append", default=[], help="test sentences that must not be in it")
    args = parser.parse_args(arguments)
    found = collect(args.files, args.exclude)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("".join(f"{said}\n" for said in found), encoding="utf-8")
    sys.stdout.write(f"{args.out}: {len(found)} sentences, {sum(len(said.split()) for said in found)} words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
