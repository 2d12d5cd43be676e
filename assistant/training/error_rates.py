"""Word and character error rates: edits over what was said, all recordings together."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein


def error_rates(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """(word, character) error rate of (said, written) pairs; NaN for none."""
    if not pairs:
        return float("nan"), float("nan")
    wrong_words = sum(Levenshtein.distance(said.split(), written.split()) for said, written in pairs)
    wrong_characters = sum(Levenshtein.distance(said, written) for said, written in pairs)
    return wrong_words / sum(len(said.split()) for said, _ in pairs), wrong_characters / sum(len(said) for said, _ in pairs)
