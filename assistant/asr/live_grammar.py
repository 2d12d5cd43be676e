"""The grammar of what may be said just now: compiled anew, off to one side, when a skill or something of the user's changed.

Strategy: at the beginning of each utterance what may be said is asked for and compared with what was compiled. When it is
another, a thread compiles it (some 50 ms) while the person speaks, and the next look at the grammar finds the new one; until
then, and when it cannot be compiled, the old one serves.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.asr.grammar import Grammar, Spell
from assistant.errors import AssistantError
from assistant.language.grammar.automaton import AutomatonBuilder, State
from assistant.language.speakable import speakable
from assistant.language.words.text import tokenize

log = logging.getLogger(__name__)

MAX_NAMES = 1000
"""Of one kind; the grammar stays small, whatever a list has grown to."""


@dataclass(frozen=True, slots=True)
class Commands:
    """What may be said: equal ones need not be compiled again.

    start: of the automaton of the skills' templates; another automaton is another grammar. names: by the kind of slot, what
    the user calls things ("name": {"macarrão"}): expected there, beside anything else. reads: whether the skills understand a
    text: the network of letters allows more than the templates do.
    """

    start: State
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reads: Callable[[str], bool] | None = field(default=None, compare=False)


class LiveGrammar:
    """Called, it gives the newest grammar that is compiled. Safe to share between threads."""

    def __init__(self, commands: Callable[[], Commands], characters: str, spell: Spell | None = None):
        """commands: cheap, and callable from any thread. characters: of the head. spell: see Grammar."""
        self._commands = commands
        self._characters = characters
        self._spell = spell
        self._lock = threading.Lock()
        self._is_compiling = False
        self._compiled = commands()
        self._grammar = grammar_of(self._compiled, characters, spell)

    def __call__(self) -> Grammar:
        return self._grammar

    def refresh(self) -> None:
        """Begin to compile what may be said now, if that is something new. Returns at once; never fails."""
        try:
            wanted = self._commands()
        except AssistantError as error:
            log.warning("what may be said could not be read: %s", error)
            return
        with self._lock:
            if self._is_compiling or wanted == self._compiled:
                return
            self._is_compiling = True
        threading.Thread(target=self._compile, args=(wanted,), name="grammar", daemon=True).start()

    def _compile(self, wanted: Commands) -> None:
        try:
            self._grammar = grammar_of(wanted, self._characters, self._spell)
        except (AssistantError, MemoryError) as error:
            log.error("the grammar stays as it was: %s", error)
        finally:
            with self._lock:
                # Also when it failed: the same would fail again at every utterance.
                self._compiled = wanted
                self._is_compiling = False
        self.refresh()  # something may have changed meanwhile


def grammar_of(commands: Commands, characters: str, spell: Spell | None = None) -> Grammar:
    names = {kind: _names(kind, names) for kind, names in commands.names.items() if names}
    known = {kind: start for kind, start in names.items() if start.words}
    return Grammar(commands.start, characters, names=known, spell=spell, reads=commands.reads)


@lru_cache(maxsize=256)  # most names are still what they were when something else has changed
def _names(kind: str, names: frozenset[str]) -> State:
    builder = AutomatonBuilder(())
    for name in sorted(names)[:MAX_NAMES]:
        spoken = " ".join(token.text for token in tokenize(speakable(name)) if token.text.isalpha())
        if spoken:
            builder.add(kind, spoken, {}, f'the name "{name}"')
    return builder.start
