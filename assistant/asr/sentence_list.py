"""A list of sentences or templates, one a line, as a grammar: what was said is the best of them, or none.

Strategy: a line is read aloud first ("às 15h30" → "às quinze horas e trinta"), because that is what the recogniser hears; what
is answered is the user's own line. Templates are compiled as those of skills are; plain sentences, of which there may be
thousands, go into a tree of words that begins with the templates' automaton, so that the time to build it grows with their
number and not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.asr.ctc_reader import CtcModel
from assistant.asr.grammar import Candidate, Grammar
from assistant.asr.word_graph import OPEN_KINDS
from assistant.errors import GrammarFileError, TemplateError
from assistant.language.grammar.automaton import AutomatonBuilder, State
from assistant.language.grammar.slots import KINDS
from assistant.language.grammar.templates import Slot
from assistant.language.speakable import speakable
from assistant.language.words.text import tokenize

MAX_LINES, MAX_TEMPLATES, MAX_WORDS, MAX_WORDS_A_LINE = 5000, 1000, 20_000, 80
_MAX_BYTES = 4_000_000
_COMMENT = re.compile(r"(?:^|\s)#.*")
_LITERAL = re.compile(r"(\{[^{}]*\}?|<[^<>]*>?|[\[\]()|>}])|([^\[\](){}<>|]+)")
_IS_TEMPLATE = re.compile(r"[\[\](){}<>|]")
_TAKES_ANYTHING = re.compile(rf"\{{({'|'.join(OPEN_KINDS)})\b")
_IS_UNSPOKEN = re.compile(r"\d|[^\w\s.,;:!?…'’\"“”-]")  # what is not said as it is written
_PUNCTUATION = re.compile(r"[.,;:!?…\"“”]+")


@dataclass(frozen=True, slots=True)
class Line:
    """number: from 1, as an editor counts. text: as it was written, its comment left out."""

    number: int
    text: str

    @property
    def is_template(self) -> bool:
        return bool(_IS_TEMPLATE.search(self.text))


class SentenceList:
    """Its `lines` by number, and the grammar of them. Safe to share between threads."""

    def __init__(self, lines: Iterable[str], model: CtcModel, where: Path | str = "grammar"):
        """where: their file, for the messages. Raises GrammarFileError, naming the line."""
        self._model = model
        self._where = where
        written = (Line(number, _COMMENT.sub("", line).strip()) for number, line in enumerate(lines, start=1))
        self.lines = {line.number: line for line in written if line.text}
        self._check_size()
        self._grammar = self._compiled(self.lines.values())
        closed = [line for line in self.lines.values() if not _TAKES_ANYTHING.search(line.text)]
        self._closed = self._compiled(closed) if 0 < len(closed) < len(self.lines) else None

    def candidates(self, log_posteriors: np.ndarray, n: int = 5) -> list[Candidate]:
        """The best lines, best first (see Grammar). A template that takes anything is none where nothing was heard for it."""
        found = self._grammar.candidates(log_posteriors, n)
        # Where it was the best all the same, it has kept the others away.
        return found or (self._closed.candidates(log_posteriors, n) if self._closed else [])

    def line_of(self, intents: Iterable[str]) -> Line | None:
        """The line that a sentence of the grammar comes from; of several the first."""
        return self.lines[min(map(int, intents))] if intents else None

    def _check_size(self) -> None:
        if not self.lines:
            raise GrammarFileError(self._where, None, "no sentence in it", "write one a line")
        n_templates = sum(line.is_template for line in self.lines.values())
        for n, most, what in ((len(self.lines), MAX_LINES, "sentences"), (n_templates, MAX_TEMPLATES, "templates")):
            if n > most:
                reason = f"{n} {what}, and at most {most} can be listened for at once"
                raise GrammarFileError(self._where, None, reason, "split the file up")

    def _compiled(self, lines: Iterable[Line]) -> Grammar:
        return Grammar(self._automaton(lines), self._model.characters, with_fillers=False)

    def _automaton(self, lines: Iterable[Line]) -> State:
        builder = AutomatonBuilder(KINDS)
        plain: list[tuple[str, list[str]]] = []
        n_words = 0
        for line in lines:
            if line.is_template:
                self._add_template(builder, line)
                continue
            words = self._words(line, _spoken(line.text))
            n_words += len(words)
            if n_words > MAX_WORDS:
                reason = f"more than {MAX_WORDS} words, too many to listen for at once"
                raise GrammarFileError(self._where, None, reason, "split the file up")
            plain.append((str(line.number), words))
        return _Tree(builder).grown(plain)

    def _add_template(self, builder: AutomatonBuilder, line: Line) -> None:
        parts = [(syntax, _spoken(literal) if literal else "") for syntax, literal in _LITERAL.findall(line.text)]
        for _, literal in parts:
            if literal.strip():
                self._words(line, literal)
        try:
            builder.add(str(line.number), "".join(syntax + literal for syntax, literal in parts), {})
        except TemplateError as error:
            reason = f'the template "{line.text}" does not parse ({error.reason})'
            raise GrammarFileError(self._where, line.number, reason) from error

    def _words(self, line: Line, spoken: str) -> list[str]:
        """Raises GrammarFileError for what cannot be heard."""
        words = [token.text for token in tokenize(spoken)]
        for word in words:
            strange = [character for character in word if self._model.label_of(character) is None]
            if strange:
                reason = f'the recogniser cannot write "{strange[0]}" ("{word}")'
                raise GrammarFileError(self._where, line.number, reason, "write it as it is said in Portuguese")
        if not words and not line.is_template:
            raise GrammarFileError(self._where, line.number, f'"{line.text}" has no words')
        if len(words) > MAX_WORDS_A_LINE:
            reason = f"{len(words)} words are more than anybody says in one go"
            raise GrammarFileError(self._where, line.number, reason, f"at most {MAX_WORDS_A_LINE} a line")
        return words


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file. Raises GrammarFileError."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        reason = "a folder" if path.is_dir() else (error.strerror or str(error)).lower()
        raise GrammarFileError(path, None, f"cannot be read ({reason})", "give a text file, a sentence a line") from error
    if len(data) > _MAX_BYTES:
        raise GrammarFileError(path, None, f"larger than {_MAX_BYTES // 1_000_000} MB", "split the file up")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GrammarFileError(path, None, "not UTF-8 text", "give a text file, saved as UTF-8") from error
    if "\0" in text:
        raise GrammarFileError(path, None, "no text, but binary data", "give a text file, a sentence a line")
    return re.split(r"\r\n|\r|\n", text)


def _spoken(written: str) -> str:
    """As it is said, without punctuation; what surrounds it stays: in a template a blank ends a word."""
    text = written.strip()
    if not text:
        return written
    before, after = written[: len(written) - len(written.lstrip())], written[len(written.rstrip()) :]
    said = speakable(text) if _IS_UNSPOKEN.search(text) else text
    return before + _PUNCTUATION.sub(" ", said).strip() + after


@dataclass
class _Node:
    """A state that may still grow."""

    words: dict[str, _Node | State] = field(default_factory=dict)
    slots: dict[Slot, State] = field(default_factory=dict)
    final: set[str] = field(default_factory=set)


class _Tree:
    """Plain sentences added to an automaton. States on their way are copied, since other ways may lead through them, too."""

    def __init__(self, builder: AutomatonBuilder):
        self._root = _thawed(builder.start)
        self._n_states = builder.n_states

    def grown(self, sentences: Iterable[tuple[str, list[str]]]) -> State:
        """With these (intent, words) added."""
        for intent, words in sentences:
            node = self._root
            for word in words:
                following = node.words.get(word)
                if not isinstance(following, _Node):
                    following = node.words[word] = _Node() if following is None else _thawed(following)
                node = following
            node.final.add(intent)
        return self._frozen(self._root)

    def _frozen(self, node: _Node | State) -> State:
        if isinstance(node, State):
            return node
        words = {word: self._frozen(following) for word, following in node.words.items()}
        self._n_states += 1
        return State(self._n_states, words, node.slots, frozenset(node.final))


def _thawed(state: State) -> _Node:
    return _Node(dict(state.words), dict(state.slots), set(state.final))
