"""A sum as a tree, and the one way in which it is written down: "7 * 8", "√144", "10 BRL - 3,5 BRL"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    """`currency`: the code of the money that is counted; None for a plain number."""

    value: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Percent:
    of: Node


@dataclass(frozen=True, slots=True)
class Unary:
    """`operator`: "-", "√" or "∛"."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """`operator`: one of + - * / ^."""

    operator: str
    left: Node
    right: Node


Node = Number | Percent | Unary | Binary

_TIGHTNESS = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}


def _tightness(node: Node) -> int:
    if isinstance(node, Binary):
        return _TIGHTNESS[node.operator]
    if isinstance(node, Unary):
        return 3 if node.operator == "-" else 5
    if isinstance(node, Percent):
        return 3
    return 5 if node.currency else 6


def canonical(node: Node) -> str:
    """The tree as text that parses to it again: "7 * 8", "15% * 200", "(2 + 3) ^ 2", "√144"."""

    def inside(child: Node, least: int) -> str:
        text = canonical(child)
        return f"({text})" if _tightness(child) < least else text

    if isinstance(node, Number):
        return f"{node.value:f}".replace(".", ",") + (f" {node.currency}" if node.currency else "")
    if isinstance(node, Percent):
        return inside(node.of, 6) + "%"
    if isinstance(node, Unary):
        return node.operator + inside(node.operand, 4 if node.operator == "-" else 6)
    tight = _TIGHTNESS[node.operator]
    left, right = (tight + 1, 3) if node.operator == "^" else (tight, tight + 1)
    return f"{inside(node.left, left)} {node.operator} {inside(node.right, right)}"
