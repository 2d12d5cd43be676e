"""Names as they can be said: people put pictures, quotation marks and whole descriptions into those of their devices."""

from __future__ import annotations

import unicodedata

MAX_LETTERS = 60
"""Nobody calls anything by more, and nobody wants to hear it."""
_UNSAID = frozenset('"“”„«»`´*_|<>{}[]()#~^\\')
_UNSAID_CATEGORIES = frozenset(("So", "Sk", "Sm", "Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me"))


def plain(name: str) -> str:
    """ "💡 Luz "da" Copa" → "Luz da Copa"; "" where nothing is left. Cut where a word ends, if there is more than can be said."""
    composed = unicodedata.normalize("NFC", name)
    said = "".join(" " if c in _UNSAID or unicodedata.category(c) in _UNSAID_CATEGORIES else c for c in composed)
    kept = " ".join(said.split())
    if not any(c.isalnum() for c in kept):
        return ""
    return kept if len(kept) <= MAX_LETTERS else kept[:MAX_LETTERS].rpartition(" ")[0] or kept[:MAX_LETTERS]
