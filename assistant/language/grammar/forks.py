"""One template compiled to forks: at each, the words and slots that may come next, and the fork that each of them leads to.

Strategy: from the template's end to its beginning, so that an end is shared by all that leads to it; equal forks are one object.
Optional parts cost one fork each, things in any order one for each set of them, and nothing is ever expanded. A fork may have the
same word on several arcs: the automaton (see assistant.language.grammar.automaton) has those made one.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assistant.errors import TemplateError
from assistant.language.grammar.templates import Choice, Node, Rule, Sequence, Slot, Word, parse_template

Rules = Mapping[str, Node]
"""Parsed parts of templates by name; <name> stands for one."""

MAX_STEPS = 400_000
"""Of compiling one template: beyond this it is a mistake or an attack. The largest that ship take a hundredth."""


class Arc:
    """One of `words`, or what `slot` may hold, leads to `then`; or a sentence of `intent` ends here, and there is no `then`."""

    __slots__ = ("intent", "n_words", "slot", "then", "words")

    def __init__(self, words: tuple[str, ...], slot: Slot | None, intent: str, then: Fork | None):
        self.words, self.slot, self.intent, self.then = words, slot, intent, then
        self.n_words = then.n_words + 1 if then else 0


class Fork:
    """n_words: of the longest way from here, a slot being one. `ways`: what is known once somebody has merged its arcs."""

    __slots__ = ("arcs", "n_words", "ways")

    def __init__(self, arcs: tuple[Arc, ...]):
        self.arcs = arcs
        self.n_words = arcs[0].n_words if len(arcs) == 1 else max([arc.n_words for arc in arcs], default=0)
        self.ways: Ways | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """Where each word and each slot leads, each to one fork, and the intents that end here."""

    words: Mapping[str, Fork]
    slots: Mapping[Slot, Fork]
    final: frozenset[str]


class Forks:
    """Those that there are, each once."""

    def __init__(self):
        self._single: dict[tuple, Fork] = {}
        self._joined: dict[frozenset[Arc], Fork] = {}

    def end(self, intent: str) -> Fork:
        return self._single.get((intent, None)) or self._with(intent, Arc((), None, intent, None))

    def words(self, words: tuple[str, ...], then: Fork) -> Fork:
        return self._single.get((words, then)) or self._with(words, Arc(words, None, "", then))

    def slot(self, slot: Slot, then: Fork) -> Fork:
        return self._single.get((slot, then)) or self._with(slot, Arc((), slot, "", then))

    def _with(self, what: object, arc: Arc) -> Fork:
        fork = self._single[what, arc.then] = Fork((arc,))
        return fork

    def union(self, forks: Iterable[Fork]) -> Fork:
        """What goes on as any of them does."""
        different = list(dict.fromkeys(forks))
        if len(different) == 1:
            return different[0]
        # In the order of the template: of two slots that take the same words, the one that was written first is tried first.
        arcs = dict.fromkeys(arc for fork in different for arc in fork.arcs)
        key = frozenset(arcs)
        found = self._joined.get(key)
        if found is None:
            found = self._joined[key] = Fork(tuple(arcs))
        return found


class TemplateCompiler:
    """Compiles one template; knows its place for the messages and the rules that are open, to see a circle.

    kinds: what a slot may be. names: kinds that only this template knows, and what each is called in the automaton.
    `slots`: those that it turned out to have, as they are written.
    """

    def __init__(self, forks: Forks, template: str, where: str, kinds: Collection[str], names: Mapping[str, str]):
        self._forks, self._template, self._where = forks, template, where
        self._kinds, self._names = kinds, names
        self._rules: Rules = {}
        self._n_steps = 0
        self._open: list[str] = []
        self._known: dict[tuple[str, Fork], Fork] = {}
        self.slots: set[Slot] = set()

    def fail(self, reason: str) -> TemplateError:
        return TemplateError(self._where, self._template, reason)

    def compile(self, intent: str, rules: Rules) -> Fork:
        """The fork at which the template's sentences begin, all of them ending as `intent`. Raises TemplateError."""
        self._rules = rules
        node = parse_template(self._template, self._where)
        try:
            first = self._compiled(node, self._forks.end(intent))
        except RecursionError:
            raise self.fail("its rules have too many rules inside each other; split it up") from None
        if any(arc.then is None for arc in first.arcs):
            raise self.fail("it has no words")
        return first

    def _count(self, n_steps: int) -> None:
        self._n_steps += n_steps
        if self._n_steps > MAX_STEPS:
            raise self.fail("it stands for too many sentences, and needs too many states; split it up")

    def _compiled(self, node: Node, then: Fork) -> Fork:
        """The fork from which `node` leads to `then`."""
        self._count(1)
        # Not `match`: some ten thousand nodes are compiled at every start, and it takes twice the time.
        kind = type(node)
        if kind is Word:
            return self._forks.words(node.spellings, then)
        if kind is Sequence:
            for item in reversed(node.items):
                then = self._compiled(item, then)
            return then
        if kind is Choice:
            return self._choice(node.options, then)
        if kind is Rule:
            return self._rule(node.name, then)
        if kind is Slot:
            return self._forks.slot(self._named(node), then)
        return self._in_any_order(node.items, tuple(range(len(node.items))), then, {})

    def _choice(self, options: tuple[Node, ...], then: Fork) -> Fork:
        # Single words side by side are one arc.
        words = [word for option in options if type(option) is Word for word in option.spellings]
        ways = [self._forks.words(tuple(dict.fromkeys(words)), then)] if words else []
        ways += [self._compiled(option, then) for option in options if type(option) is not Word]
        return self._union(ways)

    def _union(self, ways: list[Fork]) -> Fork:
        joined = self._forks.union(ways)
        self._count(len(joined.arcs))
        return joined

    def _in_any_order(self, items: tuple[Node, ...], left: tuple[int, ...], then: Fork, known: dict[tuple, Fork]) -> Fork:
        if not left:
            return then
        if left not in known:
            ways = []
            for number in left:
                rest = self._in_any_order(items, tuple(other for other in left if other != number), then, known)
                ways.append(self._compiled(items[number], rest))
            known[left] = self._union(ways)
        return known[left]

    def _rule(self, name: str, then: Fork) -> Fork:
        if name not in self._rules:
            raise self.fail(f"there is no rule <{name}>; there are {', '.join(sorted(self._rules)) or 'none'}")
        if name in self._open:
            raise self.fail(f"the rule <{name}> contains itself")
        if (name, then) not in self._known:
            self._open.append(name)
            self._known[name, then] = self._compiled(self._rules[name], then)
            self._open.pop()
        return self._known[name, then]

    def _named(self, slot: Slot) -> Slot:
        """The slot with its kind checked, and called as it is in the automaton."""
        self.slots.add(slot)
        if slot.kind in self._names:
            return Slot(self._names[slot.kind], slot.name)
        if slot.kind not in self._kinds:
            there = sorted({*self._kinds, *self._names})
            near = difflib.get_close_matches(slot.kind, there, n=1)
            hint = f'did you mean "{near[0]}"? ' if near else ""
            raise self.fail(f'no kind of slot is called "{slot.kind}"; {hint}there are {", ".join(there)}')
        return slot
