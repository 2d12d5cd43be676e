"""A checkpoint's language_model/ folder, made on the spot: three-gram counts over a few sentences, smoothed, as ARPA."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

SENTENCES = (
    "acende a luz da sala",
    "apaga a luz da cozinha",
    "que horas são",
    "a casa é azul",
    "o caso é sério",
    "toca a música da ana",
)
ATTRIBUTES = {"alpha": 0.5, "beta": 1.5, "unk_score_offset": -10.0, "score_boundary": True}


def grams(sentences, order=3):
    """One Counter an order."""
    counts = [Counter() for _ in range(order)]
    for sentence in sentences:
        words = ["<s>", *sentence.split(), "</s>"]
        for n in range(order):
            counts[n].update(tuple(words[i : i + n + 1]) for i in range(len(words) - n))
    return counts


def arpa(sentences=SENTENCES):
    """Nine tenths of each context's mass for what was counted after it; the rest backs off."""
    counts = grams(sentences)
    n_words = sum(counts[0].values())
    lines = ["\\data\\", *(f"ngram {n + 1}={len(c) + (n == 0)}" for n, c in enumerate(counts))]
    for n, counter in enumerate(counts):
        lines += ["", f"\\{n + 1}-grams:"]
        if n == 0:
            lines.append("-3.0\t<unk>\t0.0")
        for gram, count in sorted(counter.items()):
            context = counts[n - 1][gram[:-1]] if n else n_words
            log10 = -99.0 if gram == ("<s>",) else math.log10(0.9 * count / context)
            backoff = "" if n == 2 or gram[-1] == "</s>" else "\t-1.0"
            lines.append(f"{log10:.5f}\t{' '.join(gram)}{backoff}")
    return "\n".join([*lines, "", "\\end\\", ""])


def write(folder: Path, sentences=SENTENCES, **attributes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lm.arpa").write_text(arpa(sentences), encoding="utf-8")
    words = sorted({word for sentence in sentences for word in sentence.split()})
    (folder / "unigrams.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (folder / "attrs.json").write_text(json.dumps(ATTRIBUTES | attributes), encoding="utf-8")
    return folder
