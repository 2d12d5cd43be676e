"""Words whose pronunciation is written down: those of the package, and a user's own in a second file.

A file is YAML, a word and its phonemes a line: `whatsapp: wˌatsˈapi`. What is said of a word holds for its plural in -s.
Where the word before tells how to read it, it is there too: `eu|não gosto: ɡˈɔstʊ`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from assistant.errors import PronunciationsError
from assistant.tts.phonemes import is_heard, spelled, unknown

PORTUGUESE = Path(__file__).with_name("portuguese_pronunciations.yaml")

_VOWELS = frozenset("aeiouyæɐɛɔʊ\u0303")
_VOICED = frozenset("bdɡvzʒʤmnɲlɾrx")
_GLIDES = {"y": "j", "ʊ": "w"}


class Lexicon:
    """word, or two of them → phonemes of the last one, whatever the case."""

    def __init__(self, entries: Mapping[str, str]):
        self._entries = entries

    def find(self, word: str, following: str = "", before: str = "") -> str | None:
        """The phonemes of a word, or None. `before` is the word before it; `following` are the next one's phonemes."""
        word = word.lower()
        phonemes = self._entries.get(f"{before.lower()} {word}") or self._entries.get(word)
        if phonemes is None and word.endswith("s"):
            singular = self._entries.get(word[:-1])
            phonemes = singular + "s" if singular and singular[-1] in _VOWELS | {"j", "w"} else None
        return None if phonemes is None else _leaning(phonemes, following.lstrip("ˈˌ")[:1])


def load(*paths: Path) -> Lexicon:
    """The entries of all files; a later file's count. Raises PronunciationsError, which names the file and the line."""
    entries: dict[str, str] = {}
    for path in paths:
        entries.update(_entries(path))
    return Lexicon(entries)


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    seen = set()
    for key, value in _pairs(path):
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise PronunciationsError(path, line, "this is no word with its phonemes")
        phonemes = _checked(value.value, path, line)
        *before, word = key.value.lower().split() or [""]
        if not word or len(before) > 1:
            raise PronunciationsError(path, line, f'"{key.value}" is not one word, nor one and the word before it')
        for written in [f"{other} {word}" for other in before[0].split("|")] if before else [word]:
            if written in seen:
                raise PronunciationsError(path, line, f'"{written}" is there twice')
            seen.add(written)
            yield written, phonemes


def _checked(written: str, path: Path, line: int) -> str:
    phonemes = spelled(written.strip().strip("/"))
    if strange := unknown(phonemes):
        raise PronunciationsError(path, line, f'"{" ".join(strange)}" in "{phonemes}" is no phoneme of Kokoro\'s')
    if not is_heard(phonemes):
        raise PronunciationsError(path, line, "there are no phonemes")
    return phonemes


def _pairs(path: Path) -> list[tuple[yaml.Node, yaml.Node]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    except OSError as error:
        raise PronunciationsError(path, None, error.strerror or str(error), "check tts.pronunciations") from error
    except UnicodeDecodeError as error:
        raise PronunciationsError(path, None, "it is not UTF-8", "save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise PronunciationsError(path, line, f"this is not YAML ({error.problem or error.context})") from error
    except yaml.YAMLError as error:  # a control character
        raise PronunciationsError(path, None, f"this is not YAML ({str(error).splitlines()[0]})") from error
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise PronunciationsError(path, root.start_mark.line + 1, "this is no word with its phonemes")
    return root.value


def _leaning(phonemes: str, following: str) -> str:
    """As Portuguese words lean on the next: a final s is voiced before a vowel or a voiced sound, a final e or o glides."""
    last = phonemes[-1]
    if following in _VOWELS and last in _GLIDES:
        return phonemes[:-1] + _GLIDES[last]
    return phonemes[:-1] + "z" if last == "s" and (following in _VOWELS or following in _VOICED) and following else phonemes
