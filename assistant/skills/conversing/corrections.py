"""Somebody puts right what they are just saying: "põe um timer de cinco, não, espera, dez minutos".

Strategy: where a word of correction is, what comes after it takes the place of as many words before it as make a command of
the two: of all where it is a command itself, of those at the end ("de cinco", "da sala") or at the beginning ("acende a luz,
quer dizer, apaga").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_WORDS = 24
_RETRACTS = re.compile(r"não[\s,.…]+(?:não|espera|pera|peraí|é|era|na verdade)?(?: aí)?[\s,.…]*(?=\w)", re.IGNORECASE)
_CORRECTED = re.compile(
    r"[\s,.…]+(?:"
    r"não[\s,.…]+(?:não[\s,.…]+)?(?:espera|pera|peraí|espera aí|melhor|desculpa|perdão|quer dizer|quero dizer|minto|digo)"
    r"|ou melhor|quer dizer|quero dizer|aliás|minto|(?:espera|pera)(?: aí)?|peraí|ops"
    r"|não(?=,)"
    r")[\s,.…]+(?:é )?",
    re.IGNORECASE,
)


def retracts(text: str) -> str | None:
    """What is said instead of what was asked for just before: "não, às oito"; None where it is no such thing."""
    found = _RETRACTS.match(text) if len(text.split()) <= MAX_WORDS else None
    return text[found.end() :] if found and re.match(r"não(,|\.|…| espera| pera| na verdade)", text, re.IGNORECASE) else None


def readings(text: str) -> Iterator[str]:
    """What may have been meant in the end: what came last alone, then what keeps most; nothing where all was right."""
    *_, last = [None, *_CORRECTED.finditer(text)]
    if last is None or len(text.split()) > MAX_WORDS:
        return
    before, after = _CORRECTED.sub(" ", text[: last.start()]).split(), text[last.end() :].split()
    if not before or not after:
        return
    yield " ".join(after)
    for kept in range(len(before) - 1, 0, -1):
        if before[kept - 1] != after[0]:
            yield " ".join((*before[:kept], *after))
        yield " ".join((*after, *before[-kept:]))
