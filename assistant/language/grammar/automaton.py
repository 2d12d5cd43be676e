"""All templates compiled to one small automaton over words and slots: what the matcher walks, and a grammar pass can.

Strategy: a template is compiled from its end to its beginning; a state is the set of its arcs, and equal states are one
object, so endings are shared. Where two alternatives begin with the same word their targets are merged, so beginnings are
shared too: the automaton is deterministic over words, optional parts cost one state each, things in any order one state for
each set of them, and nothing is ever expanded. The method is that of incremental minimal acyclic automata (Daciuk et al.,
2000), with trees in the place of words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from assistant.errors import TemplateError
from assistant.language.grammar.lists import Lists, WordList
from assistant.language.grammar.templates import Choice, Node, Permutation, Rule, Sequence, Slot, Word, parse_template

Rules = Mapping[str, Node]
"""Parsed parts of templates by name; <name> stands for one."""

MAX_STATES = 200_000
"""Of all that are made while the templates are put together; a whole home needs a tenth, and most of them are gone at the end."""
MAX_STATES_A_TEMPLATE = 6000
"""Beyond this a template is a mistake or an attack."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """`words`, `slots`: arcs to further states. `final`: the intents whose sentence may end here."""

    number: int
    words: Mapping[str, State] = field(repr=False)  # printed whole, shared endings would be printed once a path
    slots: Mapping[Slot, State] = field(repr=False)
    final: frozenset[str]


class AutomatonBuilder:
    """Collects templates; `start` is the state in which every sentence begins. `lists`: what slots of files' own kinds may hold.

    kinds: what a slot may be, besides the lists that `add` is given.
    """

    def __init__(self, kinds: Collection[str]):
        self._kinds = frozenset(kinds)
        self._states: dict[tuple, State] = {}
        self._merged: dict[frozenset[int], State] = {}
        self._start: State | None = None
        # The first state grows with every template: a new one each time would be most of the memory.
        self._first_words: dict[str, State] = {}
        self._first_slots: dict[Slot, State] = {}
        self.lists: dict[str, WordList] = {}

    @property
    def n_states(self) -> int:
        return len(self._states)

    @property
    def start(self) -> State:
        if self._start is None:
            self._start = self.state(dict(self._first_words), dict(self._first_slots), frozenset())
        return self._start

    @start.setter
    def start(self, state: State) -> None:
        """Go back to what was there before, say because a file was half right."""
        self._start, self._first_words, self._first_slots = state, dict(state.words), dict(state.slots)

    def add(self, intent: str, template: str, rules: Rules, where: str = "template", lists: Lists | None = None) -> None:
        """Let `template` mean `intent`. lists: kinds of slots that only this template knows. Raises TemplateError; then
        nothing was added."""
        node = parse_template(template, where)
        compiler = _Compiler(self, template, where, rules, lists or {})
        try:
            root = compiler.compile(node, self.state({}, {}, frozenset((intent,))))
            words = {word: self._joined(self._first_words.get(word), then, compiler) for word, then in root.words.items()}
            slots = {slot: self._joined(self._first_slots.get(slot), then, compiler) for slot, then in root.slots.items()}
        except RecursionError:
            raise compiler.fail("it makes sentences of too many words; split it up") from None
        if root.final:
            raise compiler.fail("it has no words")
        self._first_words |= words
        self._first_slots |= slots
        self._start = None

    def state(self, words: Mapping[str, State], slots: Mapping[Slot, State], final: frozenset[str]) -> State:
        key = (
            frozenset((word, target.number) for word, target in words.items()),
            frozenset((slot, target.number) for slot, target in slots.items()),
            final,
        )
        if key not in self._states:
            self._states[key] = State(len(self._states), words, slots, final)
        return self._states[key]

    def union(self, states: Iterable[State], compiler: _Compiler) -> State:
        """The state that goes on as any of them does."""
        different = {state.number: state for state in states}
        if len(different) == 1:
            return next(iter(different.values()))
        key = frozenset(different)
        if key not in self._merged:
            compiler.check_size()
            # Lists, not sets: of two slots that take the same words, the one that was written first is tried first.
            words: dict[str, list[State]] = {}
            slots: dict[Slot, list[State]] = {}
            for state in different.values():
                for word, target in state.words.items():
                    words.setdefault(word, []).append(target)
                for slot, target in state.slots.items():
                    slots.setdefault(slot, []).append(target)
            self._merged[key] = self.state(
                {word: self._one_of(targets, compiler) for word, targets in words.items()},
                {slot: self._one_of(targets, compiler) for slot, targets in slots.items()},
                frozenset().union(*(state.final for state in different.values())),
            )
        return self._merged[key]

    def _one_of(self, states: list[State], compiler: _Compiler) -> State:
        """Nine times of ten there is but one."""
        return states[0] if len(states) == 1 else self.union(states, compiler)

    def _joined(self, known: State | None, then: State, compiler: _Compiler) -> State:
        return then if known is None or known is then else self.union([known, then], compiler)

    def kind_of(self, slot: Slot, own: Lists, compiler: _Compiler) -> Slot:
        """The slot with its kind checked; a kind of the file's own gets a name that no other file's list has."""
        if slot.kind not in own:
            if slot.kind not in self._kinds:
                there = ", ".join(sorted(self._kinds | own.keys()))
                raise compiler.fail(f'no kind of slot is called "{slot.kind}"; there are {there}')
            return slot
        name, number = slot.kind, 1
        while name in self._kinds or self.lists.get(name, own[slot.kind]) != own[slot.kind]:
            number += 1
            name = f"{slot.kind}_{number}"
        self.lists[name] = own[slot.kind]
        return Slot(name, slot.name)


class _Compiler:
    """Compiles one template; knows its place for the messages and the rules that are open, to see a circle."""

    def __init__(self, builder: AutomatonBuilder, template: str, where: str, rules: Rules, lists: Lists):
        self._builder, self._template, self._where, self._rules = builder, template, where, rules
        self._lists = lists
        self._n_before = builder.n_states
        self._n_steps = 0
        self._open: list[str] = []
        self._known: dict[tuple[str, int], State] = {}

    def fail(self, reason: str) -> TemplateError:
        return TemplateError(self._where, self._template, reason)

    def check_size(self) -> None:
        # Steps that make no new state take their time as well.
        self._n_steps += 1
        n_states = max(self._builder.n_states - self._n_before, self._n_steps // 10)
        if n_states > MAX_STATES_A_TEMPLATE:
            raise self.fail(f"it needs more than {MAX_STATES_A_TEMPLATE} states; split it up")
        if self._builder.n_states > MAX_STATES:
            raise self.fail(f"it makes the grammar larger than {MAX_STATES} states; split it up")

    def compile(self, node: Node, then: State) -> State:
        """The state from which `node` leads to `then`."""
        self.check_size()
        match node:
            case Word(spellings):
                return self._builder.state(dict.fromkeys(spellings, then), {}, frozenset())
            case Slot():
                return self._builder.state({}, {self._builder.kind_of(node, self._lists, self): then}, frozenset())
            case Sequence(items):
                for item in reversed(items):
                    then = self.compile(item, then)
                return then
            case Choice(options):
                return self._builder.union([self.compile(option, then) for option in options], self)
            case Permutation(items):
                return self._in_any_order(items, then, {})
            case Rule(name):
                return self._rule(name, then)

    def _in_any_order(self, items: tuple[Node, ...], then: State, known: dict[tuple[Node, ...], State]) -> State:
        if not items:
            return then
        if items not in known:
            ways = []
            for at, item in enumerate(items):
                rest = self._in_any_order((*items[:at], *items[at + 1 :]), then, known)
                ways.append(self.compile(item, rest))
            known[items] = self._builder.union(ways, self)
        return known[items]

    def _rule(self, name: str, then: State) -> State:
        if name not in self._rules:
            raise self.fail(f"there is no rule <{name}>; there are {', '.join(sorted(self._rules)) or 'none'}")
        if name in self._open:
            raise self.fail(f"the rule <{name}> contains itself")
        if (name, then.number) not in self._known:
            self._open.append(name)
            self._known[name, then.number] = self.compile(self._rules[name], then)
            self._open.pop()
        return self._known[name, then.number]


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
