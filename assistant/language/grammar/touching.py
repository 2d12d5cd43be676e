"""The brackets of a template as they were written, and which of them may touch: "hora[s]" is two spellings of one word.

What stands between the brackets, slots and rules among it, is whatever a parser puts there; here it only is no blank.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


class Blank:
    """Stands where a blank was written."""


BLANK = Blank()

Edges = tuple[bool, bool, bool]
"""Whether something may begin with a letter, may end with one, may be nothing at all."""


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket as it was written: its parts, and the sign between them: "|" or ";". Made by `grouped`."""

    separator: str
    parts: tuple[Pieces, ...]
    edges: Edges


Piece = Any
"""A text, BLANK, a Group, or what else was written between blanks."""
Pieces = tuple[Piece, ...]


def clusters(pieces: Pieces) -> Iterator[Pieces]:
    """Pieces by themselves where nothing of theirs can touch a neighbour, together where it can."""
    joined = [False] * len(pieces)  # joined[i]: i belongs to the cluster of i - 1
    open_from: int | None = None  # the first piece that ends in a letter with nothing but what may be left out after it
    for at, piece in enumerate(pieces):
        starts_solid, ends_solid, may_be_nothing = _edges(piece)
        if starts_solid and open_from is not None:
            for between in range(at, open_from, -1):
                if joined[between]:
                    break
                joined[between] = True
        if not may_be_nothing:
            open_from = None
        if ends_solid and open_from is None:
            open_from = at
    start = 0
    for end in range(1, len(pieces) + 1):
        if end == len(pieces) or not joined[end]:
            yield pieces[start:end]
            start = end


def grouped(separator: str, *parts: Pieces) -> Group:
    if separator == ";":
        return Group(separator, parts, (False, False, False))
    starts = ends = nothing = False
    for part in parts:
        edges = [_edges(inner) for inner in part]
        starts |= _reaches(edges, 0)
        ends |= _reaches(edges[::-1], 1)
        nothing |= all(edge[2] for edge in edges)
    return Group(separator, parts, (starts, ends, nothing))


def _edges(piece: Piece) -> Edges:
    if isinstance(piece, Group):
        return piece.edges
    is_solid = not isinstance(piece, Blank)
    return is_solid, is_solid, False


def _reaches(edges: Iterable[Edges], side: int) -> bool:
    for edge in edges:
        if edge[side]:
            return True
        if not edge[2]:
            return False
    return False


def spellings(pieces: Pieces) -> Iterator[Pieces]:
    """Every way through the brackets, never all of them at once: there may be too many."""
    if not pieces:
        yield ()
        return
    first, rest = pieces[0], pieces[1:]
    if not isinstance(first, Group):
        heads: Iterable[Pieces] = ((first,),)
    elif first.separator == ";":
        orders = itertools.permutations(first.parts)
        heads = (spelled for order in orders for spelled in spellings(tuple(p for part in order for p in (BLANK, *part, BLANK))))
    else:
        heads = (spelled for part in first.parts for spelled in spellings(part))
    for head in heads:
        for tail in spellings(rest):
            yield (*head, *tail)
