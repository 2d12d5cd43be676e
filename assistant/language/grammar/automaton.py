"""All templates compiled to one small automaton over words and slots: what the matcher walks, and a grammar pass can.

Strategy: each template becomes forks that share their endings (see assistant.language.grammar.forks). Where a word leads to
several they are merged, from the first fork on, so that the automaton is deterministic over words and beginnings are shared: the
subset construction. The states are then made from the ends backwards, equal ones being one object, so that endings are shared:
the method of minimal acyclic automata (Daciuk et al., 2000). All this is done once, when the templates are all there: one after
the other, most of the work would go into states that the next one replaces.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from assistant.errors import TemplateError
from assistant.language.grammar.forks import Arc, Fork, Forks, Rules, TemplateCompiler, Ways
from assistant.language.grammar.templates import Slot

MAX_STATES = 60_000
"""Of one automaton; all skills that ship need a tenth. What walks it takes some tens of microseconds a state to be prepared."""
MAX_STATES_A_TEMPLATE = 6000
"""Beyond this a template is a mistake or an attack."""
ARCS_A_STATE = 100
"""So many at most, over all states; otherwise a few states with thousands of words each would take as long as many."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """`words`, `slots`: arcs to further states. `final`: the intents whose sentence may end here."""

    number: int
    words: Mapping[str, State] = field(repr=False)  # printed whole, shared endings would be printed once a path
    slots: Mapping[Slot, State] = field(repr=False)
    final: frozenset[str]


class TooManyStatesError(Exception):
    """Forks cannot be made an automaton of a bearable size. Whoever made them knows what to say about it."""


class AutomatonBuilder:
    """Collects templates; `start` is the state in which every sentence begins.

    kinds: what a slot may be, besides those that `add` is given names for. `roots`: where the templates begin, to be joined with
    those of other builders; `size`: the states of all templates, each by itself.
    """

    def __init__(self, kinds: Collection[str]):
        self._kinds = frozenset(kinds)
        self._forks = Forks()
        self._built: tuple[State, int] | None = None
        self.roots: list[Fork] = []
        self.size = 0

    @property
    def start(self) -> State:
        """Raises TemplateError where the templates, each of them small enough, are too large together."""
        return self._automaton()[0]

    @property
    def n_states(self) -> int:
        """Their numbers are smaller."""
        return self._automaton()[1]

    def _automaton(self) -> tuple[State, int]:
        if self._built is None:
            try:
                self._built = automaton(self.roots)
            except TooManyStatesError:
                reason = f"together they need more than {MAX_STATES} states; split them up"
                raise TemplateError("templates", f"one of {len(self.roots)}", reason) from None
        return self._built

    def add(
        self, intent: str, template: str, rules: Rules, where: str = "template", names: Mapping[str, str] | None = None
    ) -> set[Slot]:
        """Let `template` mean `intent`; the slots that it has. Raises TemplateError; then nothing was added.

        names: kinds of slots that only this template knows, and what they are called in the automaton.
        """
        compiler = TemplateCompiler(self._forks, template, where, self._kinds, names or {})
        root = compiler.compile(intent, rules)
        try:
            self.size += automaton((root,), MAX_STATES_A_TEMPLATE)[1]
        except TooManyStatesError:
            raise compiler.fail(f"it needs more than {MAX_STATES_A_TEMPLATE} states; split it up") from None
        self.roots.append(root)
        self._built = None
        return compiler.slots


def automaton(roots: Iterable[Fork], most: int = MAX_STATES) -> tuple[State, int]:
    """The state in which all sentences begin, and how many states there are. Raises TooManyStatesError beyond `most`."""
    merging = _Merging(most)
    return merging.start(tuple(dict.fromkeys(arc for root in roots for arc in root.arcs))), merging.n_states


class _Merging:
    def __init__(self, most: int):
        self._most, self._n_arcs = most, 0
        self._met: dict[tuple[Fork, ...], Fork] = {}
        self._joined: dict[frozenset[Arc], Fork] = {}
        self._states: dict[tuple, State] = {}

    @property
    def n_states(self) -> int:
        return len(self._states)

    def start(self, arcs: tuple[Arc, ...]) -> State:
        root = Fork(arcs)
        made: dict[Fork, State] = {}
        # From any fork on there are more words than from what follows it.
        for fork in sorted(self._reachable(root), key=_n_words):
            ways = fork.ways
            words = {word: made[then] for word, then in ways.words.items()}
            made[fork] = self._state(words, {slot: made[then] for slot, then in ways.slots.items()}, ways.final)
        return made[root]

    def _reachable(self, root: Fork) -> list[Fork]:
        """Every fork on the way of a sentence, its arcs merged."""
        found, seen = [root], {root}
        for fork in found:  # which grows meanwhile
            # What somebody has merged before leads nowhere but into the same template.
            ways = fork.ways = fork.ways or self._merged(fork)
            self._n_arcs += len(ways.words) + len(ways.slots)
            if len(found) > 4 * self._most or self._n_arcs > ARCS_A_STATE * self._most:
                raise TooManyStatesError
            for then in (*ways.words.values(), *ways.slots.values()):
                if then not in seen:
                    seen.add(then)
                    found.append(then)
        return found

    def _merged(self, fork: Fork) -> Ways:
        words: dict[str, Fork] = {}
        slots: dict[Slot, Fork] = {}
        several: dict[str | Slot, list[Fork]] = {}  # nine times of ten there is but one
        final: list[str] = []
        for arc in fork.arcs:
            then = arc.then
            if then is None:
                final.append(arc.intent)
            for what in arc.words:
                known = words.setdefault(what, then)
                if known is not then:
                    several.setdefault(what, [known]).append(then)
            if arc.slot is not None:
                known = slots.setdefault(arc.slot, then)
                if known is not then:
                    several.setdefault(arc.slot, [known]).append(then)
        for what, forks in several.items():
            (words if isinstance(what, str) else slots)[what] = self._union(forks)
        return Ways(words, slots, frozenset(final))

    def _union(self, forks: list[Fork]) -> Fork:
        # The same forks meet after many a word ("me diz", "me fala" …).
        met = tuple(forks)
        if met not in self._met:
            self._n_arcs += sum(len(fork.arcs) for fork in forks)
            arcs = dict.fromkeys(arc for fork in forks for arc in fork.arcs)
            key = frozenset(arcs)
            if key not in self._joined:
                self._joined[key] = Fork(tuple(arcs))
            self._met[met] = self._joined[key]
        return self._met[met]

    def _state(self, words: dict[str, State], slots: dict[Slot, State], final: frozenset[str]) -> State:
        key = (frozenset(words.items()), frozenset(slots.items()) if slots else None, final)
        found = self._states.get(key)
        if found is None:
            if len(self._states) >= self._most:
                raise TooManyStatesError
            found = self._states[key] = State(len(self._states), words, slots, final)
        return found


def _n_words(fork: Fork) -> int:
    return fork.n_words


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
