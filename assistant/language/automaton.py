"""All templates compiled to one small automaton over words and slots: what the matcher walks, and a grammar pass can.

Strategy: a template is compiled from its end to its beginning; a state is the set of its arcs, and equal states are one
object, so endings are shared. Where two alternatives begin with the same word their targets are merged, so beginnings are
shared too: the automaton is deterministic over words, optional parts cost one state each, and nothing is ever expanded.
The method is that of incremental minimal acyclic automata (Daciuk et al., 2000), with trees in the place of words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from assistant.errors import TemplateError
from assistant.language.templates import Choice, Node, Rule, Sequence, Slot, Word, parse_template

Rules = Mapping[str, Node]
"""Parsed parts of templates by name; <name> stands for one."""

MAX_STATES = 20_000
"""Beyond this a set of templates is a mistake or an attack; the skills of a whole home need a tenth."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """`words`, `slots`: arcs to further states. `final`: the intents whose sentence may end here."""

    number: int
    words: Mapping[str, State] = field(repr=False)  # printed whole, shared endings would be printed once a path
    slots: Mapping[Slot, State] = field(repr=False)
    final: frozenset[str]


class AutomatonBuilder:
    """Collects templates; `start` is the state in which every sentence begins."""

    def __init__(self, kinds: Collection[str]):
        self._kinds = kinds
        self._states: dict[tuple, State] = {}
        self._merged: dict[tuple[int, int], State] = {}
        self.start = self._state({}, {}, frozenset())

    @property
    def n_states(self) -> int:
        return len(self._states)

    def add(self, intent: str, template: str, rules: Rules, where: str = "template") -> None:
        """Let `template` mean `intent`. Raises TemplateError; then nothing was added."""
        node = parse_template(template, where)
        compiler = _Compiler(self, template, where, rules)
        end = self._state({}, {}, frozenset((intent,)))
        self.start = self._merge(self.start, compiler.compile(node, end), compiler)

    def _state(self, words: Mapping[str, State], slots: Mapping[Slot, State], final: frozenset[str]) -> State:
        key = (
            frozenset((word, target.number) for word, target in words.items()),
            frozenset((slot, target.number) for slot, target in slots.items()),
            final,
        )
        if key not in self._states:
            self._states[key] = State(len(self._states), words, slots, final)
        return self._states[key]

    def _merge(self, a: State, b: State, compiler: _Compiler) -> State:
        """The state that goes on as `a` or as `b` does."""
        if a is b:
            return a
        key = (min(a.number, b.number), max(a.number, b.number))
        if key not in self._merged:
            if len(self._merged) > 10 * MAX_STATES or self.n_states > MAX_STATES:
                raise compiler.fail(f"it makes the grammar larger than {MAX_STATES} states; split it up")
            arcs = []
            for mine, theirs in ((a.words, b.words), (a.slots, b.slots)):
                joint = {label: self._merge(mine[label], theirs[label], compiler) for label in mine.keys() & theirs.keys()}
                arcs.append({**mine, **theirs, **joint})
            self._merged[key] = self._state(arcs[0], arcs[1], a.final | b.final)
        return self._merged[key]

    def arc(self, label: str | Slot, target: State) -> State:
        if isinstance(label, Slot):
            return self._state({}, {label: target}, frozenset())
        return self._state({label: target}, {}, frozenset())

    def union(self, states: Iterable[State], compiler: _Compiler) -> State:
        first, *others = states
        for other in others:
            first = self._merge(first, other, compiler)
        return first

    def check_kind(self, slot: Slot, compiler: _Compiler) -> None:
        if slot.kind not in self._kinds:
            raise compiler.fail(f'no kind of slot is called "{slot.kind}"; there are {", ".join(sorted(self._kinds))}')


class _Compiler:
    """Compiles one template; knows its place for the messages and the rules that are open, to see a circle."""

    def __init__(self, builder: AutomatonBuilder, template: str, where: str, rules: Rules):
        self._builder, self._template, self._where, self._rules = builder, template, where, rules
        self._open: list[str] = []

    def fail(self, reason: str) -> TemplateError:
        return TemplateError(self._where, self._template, reason)

    def compile(self, node: Node, then: State) -> State:
        """The state from which `node` leads to `then`."""
        if self._builder.n_states > MAX_STATES:
            raise self.fail(f"it makes the grammar larger than {MAX_STATES} states; split it up")
        match node:
            case Word(spellings):
                return self._builder.union((self._builder.arc(s, then) for s in spellings), self)
            case Slot():
                self._builder.check_kind(node, self)
                return self._builder.arc(node, then)
            case Sequence(items):
                for item in reversed(items):
                    then = self.compile(item, then)
                return then
            case Choice(options):
                return self._builder.union([self.compile(option, then) for option in options], self)
            case Rule(name):
                return self._rule(name, then)

    def _rule(self, name: str, then: State) -> State:
        if name not in self._rules:
            raise self.fail(f"there is no rule <{name}>; there are {', '.join(sorted(self._rules)) or 'none'}")
        if name in self._open:
            raise self.fail(f"the rule <{name}> contains itself")
        self._open.append(name)
        compiled = self.compile(self._rules[name], then)
        self._open.pop()
        return compiled


def reachable(start: State) -> list[State]:
    """Every state that a sentence can pass, each once."""
    found, waiting = {start.number: start}, [start]
    while waiting:
        state = waiting.pop()
        for target in (*state.words.values(), *state.slots.values()):
            if target.number not in found:
                found[target.number] = target
                waiting.append(target)
    return list(found.values())
