"""Kokoro's phonemes: the letters that its model was trained on, and what is done with others."""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assistant.errors import PhonemeError

MARKS = ';:,.!?—…"()“”'
"""Those of its letters that are no sounds but punctuation."""

_NO_SOUNDS = frozenset("ˈˌːʰʲᵝ\u0303↓→↗↘")  # they say how a phoneme sounds that stands beside them
_log = logging.getLogger(__name__)


@cache
def vocabulary() -> dict[str, int]:
    """Kokoro's number of every phoneme and mark it knows."""
    return json.loads(Path(__file__).with_name("kokoro_vocab.json").read_text(encoding="utf-8"))


def unknown(phonemes: Iterable[str]) -> list[str]:
    """What the model does not know of them, each once, in order."""
    return list(dict.fromkeys(p for p in phonemes if p not in vocabulary()))


def spelled(phonemes: str) -> str:
    """Phonemes as a person may write them in the letters of the model: ã is two of them, and g is its ɡ."""
    return "".join(p if p in vocabulary() else unicodedata.normalize("NFD", p.replace("g", "ɡ")) for p in phonemes)


def checked(written: str) -> str:
    """Phonemes that a person wrote, as `spelled` has them. Raises PhonemeError for what the model does not know."""
    phonemes = spelled(written)
    if strange := unknown(phonemes):
        raise PhonemeError(strange)
    return phonemes


def known(phonemes: str) -> str:
    """Only what the model knows; the rest is left out, and told at DEBUG."""
    strange = unknown(phonemes)
    if not strange:
        return phonemes
    _log.debug("phonemes outside Kokoro's vocabulary left out: %s", " ".join(strange))
    return "".join(p for p in phonemes if p not in strange)


def is_heard(phonemes: str) -> bool:
    """Whether they are more than marks."""
    return any(p.isalpha() and p not in _NO_SOUNDS for p in phonemes)
