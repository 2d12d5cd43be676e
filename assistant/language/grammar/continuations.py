"""What goes on from the result of a sum: "vezes três", "menos dez por cento", "a metade disso".

It is written down as a sum with an ellipsis for that result: "… * 3", "… - 10%", "… / 2", "√…".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.language.quantities import expressions, percentages
from assistant.language.quantities.sums import canonical
from assistant.language.words.text import Token

RESULT = "…"
_PARTS = {
    **{"metade": "… / 2", "terco": "… / 3", "terca parte": "… / 3", "quarto": "… / 4", "quarta parte": "… / 4"},
    **{"dobro": "2 * …", "triplo": "3 * …", "quadruplo": "4 * …"},
    **{"raiz quadrada": "√…", "raiz": "√…", "raiz cubica": "∛…", "quadrado": "… ^ 2", "cubo": "… ^ 3"},
}
_OF_IT = (("disso",), ("disto",), ("dele",), ("desse", "valor"), ("desse", "numero"), ("desse", "resultado"), ("do", "resultado"))
_ARTICLES = ("o", "a", "um", "uma")


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, continuation) that begins at token `at`."""
    parsed = expressions.parse_on(tokens, at)
    written = canonical(parsed[0]) if parsed else ""
    if written.startswith("0 "):
        yield parsed[1], RESULT + written[1:]
    words = [token.folded for token in tokens[at : at + 8]]
    named = _part(words)
    if named:
        end, part = named
        yield from ((at + stop, part) for stop in (end, *_of_it(words, end)))
        return
    for end, share in percentages.spans(tokens, at):
        yield from ((at + stop, f"{share.normalize():f}% * {RESULT}".replace(".", ",")) for stop in _of_it(words, end - at))


def _part(words: Sequence[str]) -> tuple[int, str] | None:
    start = 1 if words[:1] and words[0] in _ARTICLES else 0
    for n_words in (2, 1):
        part = _PARTS.get(" ".join(words[start : start + n_words]))
        if part and len(words) >= start + n_words:
            return start + n_words, part
    return None


def _of_it(words: Sequence[str], at: int) -> Iterator[int]:
    return (at + len(phrase) for phrase in _OF_IT if tuple(words[at : at + len(phrase)]) == phrase)


def on(result: str, continuation: str) -> str:
    """The whole sum: on("56", "… * 3") == "56 * 3"."""
    return continuation.replace(RESULT, result)
