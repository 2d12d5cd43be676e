"""The grammar pass: what of all that may be said was said, how sure that is, and whether it was any of it.

Strategy: the grammar is compiled once to a letter network; an utterance's posteriors are searched for its best sentences
(see token_passing). How far the best one falls behind what is heard without any grammar, in nats a letter, says whether it
was said at all; how far ahead it is of the best sentence that means something else says whether it was not that one. Both,
and the length, make one confidence by a logistic regression.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from assistant.asr import ctc
from assistant.asr.letter_network import ANYTHING, AROUND, LetterNetwork, label_columns, letter_network
from assistant.asr.spoken_slots import spoken_slots
from assistant.asr.token_passing import Sentence, kept_frames, sentences
from assistant.asr.word_graph import ANYTHING_COST, word_graph
from assistant.language.grammar.automaton import AutomatonBuilder, State
from assistant.language.grammar.slots import KINDS
from assistant.language.words.lexicon import FILLERS

# Nats for each letter that is heard in a slot for anything, and before or after the sentence: speech around a command is to be
# expected; of a list it is the answer that is wanted, and a short word must not win because it leaves most of the sound out.
LETTER_COSTS = {ANYTHING: 1.0, AROUND: 2.5}
LIST_LETTER_COSTS = {ANYTHING: 1.0, AROUND: 7.0}
# The letters of a small grammar are searched for in every frame: held vowels then count as long as they are, which tells single
# words apart (158 instead of 147 of 200 words that people said), and is too slow for a large one.
MAX_NODES_FOR_ALL_FRAMES = 4000
MAX_MARGIN = 10.0
HOPELESS = 0.1
"""Where no sentence is surer than this, it was none: how it is spelled, and whether it means anything, are not asked for."""
LEAST_SPELLED = 0.7
"""Of the letters that were heard."""
_MIN_FILLER_LETTERS = 3
# What leads from one command to the next, said in one breath.
_JOINTS = (("e",), ("e", "depois"), ("depois",), ("e", "também"), ("aí",))

# confidence = sigmoid(weights · Candidate.features), for the head that head.md describes: the logistic regression of
# bench/calibration.py, over posteriors kept from before the last change of how free words are spelled, with 2.8 % of 544 commands
# rejected and 1.7 % of 407 other sounds accepted at asr.min_confidence's default, each counted by a fit that its voice, speaker
# or noise was left out of.
_WEIGHTS = (4.1, -3.03, 0.183, -14.7)
_FARTHEST = 6.0

Spell = Callable[[np.ndarray], str]
"""Log posteriors of a part of an utterance → what was said there, "" for nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the grammar.

    intents: of the automaton; with a list of lines, their numbers from 0. slots: the words that fill slots. behind: nats
    behind free decoding, what slots for anything cost left out; n_letters: those of the words that are neither in such slots
    nor fillers: "você pode" before a word does not make the word surer. margin: nats ahead of the best sentence that means
    something else: another intent, or other words in its slots.
    """

    text: str
    intents: frozenset[str]
    slots: tuple[str, ...]
    behind: float
    n_letters: int
    margin: float = 0.0

    @property
    def features(self) -> tuple[float, ...]:
        """What the confidence depends on: 1, nats behind a letter, the margin, and how short it is."""
        n = max(1, self.n_letters)
        return 1.0, min(_FARTHEST, self.behind / n), self.margin, 1 / n  # farther is not wronger

    @property
    def confidence(self) -> float:
        """In [0, 1]: how likely it is that this was said."""
        score = sum(weight * feature for weight, feature in zip(_WEIGHTS, self.features, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


class Grammar:
    """Compiled for the characters of one head; safe to share between threads."""

    def __init__(
        self,
        start: State,
        characters: str,
        with_fillers: bool = True,
        names: Mapping[str, State] | None = None,
        spell: Spell | None = None,
        reads: Callable[[str], bool] | None = None,
    ):
        """start: of an automaton of templates. names: by kind of slot, the automaton of what may be in it beside anything.

        spell: how the best sentence is written where anything may be said; greedily without it. reads: whether a text means
        something; the network allows sentences that do not, and such a one is never the best, unless it is hopeless.
        """
        phrases = [phrase for phrases in FILLERS.values() for phrase in phrases] if with_fillers else []
        long_enough = [phrase for phrase in phrases if sum(map(len, phrase)) >= _MIN_FILLER_LETTERS]
        graph = word_graph(start, {**spoken_slots(), **(names or {})}, long_enough, _JOINTS if with_fillers else ())
        self._network: LetterNetwork = letter_network(graph, characters)
        self._characters = characters
        self._letter_costs = LETTER_COSTS if with_fillers else LIST_LETTER_COSTS
        self._greedily: Spell = lambda frames: ctc.greedy_text(frames, characters)
        self._spell = spell
        self._reads = reads

    @classmethod
    def of_lines(cls, lines: Iterable[str], characters: str, where: str = "grammar") -> Grammar:
        """Of sentences or templates, one a line; their intents are their numbers. Raises TemplateError, naming the line."""
        builder = AutomatonBuilder(KINDS)
        for number, line in enumerate(lines):
            if line.strip():
                builder.add(str(number), line.strip(), {}, f"{where}:{number + 1}")
        return cls(builder.start, characters, with_fillers=False)

    def candidates(self, log_posteriors: np.ndarray, n: int = 5) -> list[Candidate]:
        """The best sentences, best first; none of too few frames. log_posteriors: shape (frames, classes)."""
        if self._network.n_nodes <= MAX_NODES_FOR_ALL_FRAMES:
            found = self._search(log_posteriors, n)
        else:
            # Of noise, which is surely nothing, too few frames may be kept to spell a sentence.
            found = self._search(log_posteriors[kept_frames(log_posteriors)], n) or self._search(log_posteriors, n)
        if self._reads is None or all(candidate.confidence < HOPELESS for candidate in found):
            return found
        return list(itertools.dropwhile(lambda candidate: not self._reads(candidate.text), found))

    def _search(self, kept: np.ndarray, n: int) -> list[Candidate]:
        emissions = label_columns(kept, self._characters, self._letter_costs)
        free = float(kept.max(axis=1).sum())
        found: dict[str, tuple[float, Candidate]] = {}
        best: Sentence | None = None
        for sentence in sentences(self._network, emissions, 2 * n):
            words = _words(sentence, kept, self._greedily)
            text = " ".join(words)
            if all(words) and text not in found:
                behind = free - sentence.score
                found[text] = (behind, _candidate(sentence, words, behind))
                best = best or sentence
            if len(found) == n:
                break
        judged = _with_margins(list(found.values()), n)
        if best is None or self._spell is None or None not in best.words or judged[0].confidence < HOPELESS:
            return judged
        return self._spelled(best, kept, judged)

    def _spelled(self, sentence: Sentence, kept: np.ndarray, candidates: list[Candidate]) -> list[Candidate]:
        """The best one with better spelling, and, if that differs, as it was."""
        text = " ".join(_words(sentence, kept, self._well_spelled))
        best = candidates[0]
        return candidates if text == best.text else [replace(best, text=text), *candidates]

    def _well_spelled(self, frames: np.ndarray) -> str:
        """Unless that swallows what was heard: of a name that no list has, only a word within it may be known."""
        heard, spelled = self._greedily(frames), (self._spell or self._greedily)(frames)
        return heard if len(spelled.replace(" ", "")) < LEAST_SPELLED * len(heard.replace(" ", "")) else spelled


def _words(sentence: Sentence, kept: np.ndarray, spell: Spell) -> list[str]:
    """With what was heard where anything may be said; "" when nothing was."""
    words, before = [], 0
    for word, end in zip(sentence.words, sentence.ends, strict=True):
        words.append(spell(kept[before:end]) if word is None else word)
        before = end
    return words


def _candidate(sentence: Sentence, words: list[str], behind: float) -> Candidate:
    anything = [heard for word, heard in zip(sentence.words, words, strict=True) if word is None]
    n_anything = sum(len(heard.replace(" ", "")) for heard in anything)
    paid = ANYTHING_COST * len(anything) + LETTER_COSTS[ANYTHING] * n_anything
    core = zip(sentence.words, sentence.in_fillers, strict=True)
    n_letters = sum(len(word) for word, is_filler in core if word and not is_filler)
    slots = tuple(word for word, is_in in zip(words, sentence.in_slots, strict=True) if is_in)
    return Candidate(" ".join(words), sentence.intents, slots, max(0.0, behind - paid), n_letters)


def _with_margins(found: list[tuple[float, Candidate]], n: int) -> list[Candidate]:
    """n: how many were asked for; what is not among them is at least as far behind as the last."""
    judged = []
    for behind, candidate in found:
        others = [
            other_behind
            for other_behind, other in found
            if not other.intents & candidate.intents or other.slots != candidate.slots
        ]
        # Where fewer were found than asked for there was no other within the search's reach, which is more than that.
        nearest = found[-1][0] if len(found) == n and n > 1 else behind + MAX_MARGIN
        margin = min(others, default=nearest) - behind
        judged.append(replace(candidate, margin=min(MAX_MARGIN, margin)))
    return judged
