"""Text as the embedded recogniser might have heard it: letters changed, lost and put in as it really confuses them.

The table, confusions.tsv, is counted from recordings by `python -m assistant.bench.confusions`. Digits and signs stay: they are
not what a recogniser of letters hears.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

TABLE = Path(__file__).with_name("confusions.tsv")
_BLANK = "_"


@dataclass(frozen=True, slots=True)
class Confusions:
    """What a letter is heard as. rate: how often it is heard wrongly; said[""]: what is heard where nothing was said."""

    heard: dict[str, tuple[list[str], list[int]]]
    rate: dict[str, float]
    mean_rate: float


@lru_cache(maxsize=1)
def confusions() -> Confusions:
    """The checked-in table."""
    times: dict[str, dict[str, int]] = defaultdict(dict)
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            said, heard, n = line.split("\t")
            times[said.replace(_BLANK, " ")][heard.replace(_BLANK, " ")] = int(n)
    n_letters = sum(sum(ways.values()) for said, ways in times.items() if said)
    wrong = {said: {heard: n for heard, n in ways.items() if heard != said} for said, ways in times.items()}
    rate = {
        said: sum(wrong[said].values()) / (sum(ways.values()) if said else n_letters)
        for said, ways in times.items()
        if wrong[said]
    }
    n_wrong = sum(sum(ways.values()) for ways in wrong.values())
    return Confusions({s: (list(w), list(w.values())) for s, w in wrong.items() if w}, rate, n_wrong / n_letters)


def slip(text: str, rate: float, random: Random) -> str:
    """`text` with about `rate` errors a letter (blanks among them), each as likely as the recogniser makes it."""
    table = confusions()
    more = rate / table.mean_rate
    heard: list[str] = []
    for letter in text:
        lower = letter.lower()
        if random.random() < min(0.9, more * table.rate.get(lower, 0.0)):
            heard.append(random.choices(*table.heard[lower])[0])
        else:
            heard.append(letter)
        if letter.isalpha() and random.random() < min(0.9, more * table.rate[""]):
            heard.append(random.choices(*table.heard[""])[0])
    return " ".join("".join(heard).split())
