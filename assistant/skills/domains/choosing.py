"""Which of those that were listed somebody chooses by its place: "o segundo", "os dois"; two words that name nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from assistant.language.words.text import tokenize

T = TypeVar("T")
_PLACES = {"primeiro": 0, "primeira": 0, "segundo": 1, "segunda": 1, "terceiro": 2, "terceira": 2, "ultimo": -1, "ultima": -1}
_ALL = frozenset(("todos", "todas", "tudo", "ambos", "ambas"))
_COUNTS = {"dois": 2, "duas": 2, "tres": 3, "quatro": 4, "cinco": 5}
_AROUND = frozenset(("o", "a", "os", "as", "e", "eles", "elas", "mesmo", "so"))


def chosen(heard: str, listed: Sequence[T]) -> list[T]:
    """None where something else was said, or where there are not so many."""
    said = [token.folded for token in tokenize(heard)]
    words = [word for word in said if word not in _AROUND]
    if len(words) != 1:
        return []
    if words[0] in _ALL or (_COUNTS.get(words[0]) == len(listed) and {"os", "as"} & set(said)):
        return list(listed)
    place = _PLACES.get(words[0])
    return [listed[place]] if place is not None and -len(listed) <= place < len(listed) else []
