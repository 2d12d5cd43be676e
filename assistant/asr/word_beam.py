"""CTC prefix beam search over the words of a language model: free text, spelled right.

Strategy: a hypothesis is the words said so far and a node of the letter trie, with the probabilities of having ended in a blank
or in a letter (Hannun et al., "First-pass large vocabulary continuous speech recognition using bi-directional recurrent DNNs",
2014). All hypotheses take a frame's step together, as arrays; frames that are surely blank are taken together, too. A word half
said already counts as the likeliest word that it may become. Words that no list has are offered as the head spells them, at a
price, so that a name is not turned into something else.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

import numpy as np

from assistant.asr import ctc
from assistant.asr.language_model import SUFFIX_ROOT, UNKNOWN, WORD_ROOT, LanguageModel
from assistant.asr.word_lattice import NO_WORD, WordLattice

_NEVER = np.float32(-1e9)
_BLANK = 0

# confidence = sigmoid(BIAS + WEIGHTS · features): a logistic regression on the share of right words, over sentences read by
# people, unseen synthetic speakers, English and noise (assistant.training.tune_beam).
_BIAS, _WEIGHTS = 3.22, (6.16, 1.23, -22.38)

_NOTHING_SAID = 0  # the history before the first word


@dataclass(frozen=True, slots=True)
class BeamSettings:
    """language: how much the model's log probabilities count against the head's. word: what each word adds.

    foreign, foreign_letter: what a word adds that is not in the vocabulary, and each letter of it, beside the model's estimate.
    doubt: how much of each frame's probability is spread evenly over all classes: the head is surer than it should be.
    """

    language: float = 1.0
    word: float = 2.0
    foreign: float = -10.0
    foreign_letter: float = -0.7
    doubt: float = 0.03
    beams: int = 160
    width: float = 16.0
    least: float = 2e-4
    sure_blank: float = 0.995

    def price(self, foreign_word: str) -> float:
        return self.foreign + self.foreign_letter * len(foreign_word)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and its natural-log scores: `acoustic` (doubt included) and `language` (weighted, with the words' bonuses).

    loss: the acoustic score beside that of the likeliest classes, whatever they spell.
    """

    words: tuple[str, ...]
    acoustic: float
    language: float
    loss: float

    @property
    def score(self) -> float:
        return self.acoustic + self.language

    @property
    def confidence(self) -> float:
        """In [0, 1]: about the share of its words that were said; near 0 for noise and other languages."""
        evidence = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, features(self), strict=True))
        return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, evidence)))), 4)

    @property
    def text(self) -> str:
        return " ".join(self.words)


class WordBeam:
    """Read-only once made; threads may share it."""

    def __init__(self, model: LanguageModel, characters: str, settings: BeamSettings = BeamSettings()):
        """characters: what the head's classes 1, 2, … write."""
        self.model = model
        self.characters = characters
        self.settings = settings
        classes = np.zeros(256, np.uint8)
        classes[: len(model.characters)] = [_class_of(letter, characters) for letter in model.characters]
        self.space, self.hyphen = characters.find(" ") + 1, characters.find("-") + 1
        labels = classes[model.letters]
        labels[[WORD_ROOT, SUFFIX_ROOT]] = self.space
        self._vocabulary = WordLattice.of_vocabulary(model, labels, settings.language)

    def decode(self, log_posteriors: np.ndarray, n_best: int = 1) -> list[Decoded]:
        """The best texts, best first; [] when nothing is said. log_posteriors: shape (frames, classes)."""
        lattice = self._lattice(log_posteriors)
        frames = _doubted(log_posteriors, self.settings.doubt)
        search = _Search(self, lattice)
        blank = log_posteriors[:, _BLANK] > np.log(self.settings.sure_blank)
        first = 0
        while first < len(frames):
            after = first + 1
            if blank[first]:
                while after < len(frames) and blank[after]:
                    after += 1
                search.rest(float(frames[first:after, _BLANK].sum()))
            else:
                search.step(frames[first])
            first = after
        return search.best(n_best, float(frames.max(axis=1).sum()))

    def _lattice(self, log_posteriors: np.ndarray) -> WordLattice:
        """With what the head spells and the vocabulary has not."""
        heard = dict.fromkeys(ctc.greedy_text(log_posteriors, self.characters).replace("-", " ").split())
        foreign = [word for word in heard if len(word) > 2 and self.model.number_of(word) == UNKNOWN]
        classes = [[self.characters.index(letter) + 1 for letter in word] for word in foreign]
        unlikely = self.settings.language * float(self.model.unigram[UNKNOWN] - self.model.best_below[WORD_ROOT])
        prices = [unlikely + self.settings.price(word) for word in foreign]
        return self._vocabulary.with_foreign(foreign, classes, prices, self.model.n_words)


def _class_of(letter: str, characters: str) -> int:
    """That of the letter without accents where the head does not write it; the blank's, which spells no word, where neither."""
    return (characters.find(letter) + 1) or (characters.find(unicodedata.normalize("NFD", letter)[0]) + 1)


def _doubted(log_posteriors: np.ndarray, doubt: float) -> np.ndarray:
    spread = np.float32(doubt / log_posteriors.shape[1])
    return np.log((1 - np.float32(doubt)) * np.exp(log_posteriors) + spread)


class _Search:
    """The hypotheses after some frames: arrays of history, node, and log probabilities of ending in a blank or a letter."""

    def __init__(self, beam: WordBeam, lattice: WordLattice):
        self._beam, self._lattice, self._settings = beam, lattice, beam.settings
        self._histories = _Histories(beam.model, beam.settings, lattice.foreign)
        self._history = np.zeros(1, np.int64)
        self._node = np.array([lattice.root], np.int64)
        self._in_blank = np.zeros(1, np.float32)
        self._in_letter = np.full(1, _NEVER, np.float32)

    def rest(self, blanks: float) -> None:
        self._in_blank = np.logaddexp(self._in_blank, self._in_letter) + np.float32(blanks)
        self._in_letter = np.full(len(self._node), _NEVER, np.float32)

    def step(self, frame: np.ndarray) -> None:
        lattice = self._lattice
        total = np.logaddexp(self._in_blank, self._in_letter)
        labels = lattice.labels[self._node]
        grown = self._grown(frame, total, labels)
        ended = self._ended(frame, total)
        self._in_blank = total + frame[_BLANK]
        # Spaces in a row, or before the first word, are one.
        between = labels == self._beam.space
        self._in_letter = np.where(between, total, self._in_letter) + frame[labels]
        self._add(*(np.concatenate(parts) for parts in zip(grown, *ended, strict=True)))
        self._prune()

    def _grown(self, frame: np.ndarray, total: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Each hypothesis with one letter more."""
        lattice = self._lattice
        n_children = lattice.n_children[self._node]
        parents = np.repeat(np.arange(len(self._node)), n_children)
        before = np.cumsum(n_children) - n_children
        children = np.arange(len(parents)) + (lattice.first_child[self._node] - before)[parents]
        letters = lattice.labels[children]
        likely = frame[letters] > np.log(self._settings.least)
        parents, children, letters = parents[likely], children[likely], letters[likely]
        # The same letter again is another one only after a blank.
        score = np.where(letters == labels[parents], self._in_blank[parents], total[parents]) + frame[letters]
        return self._history[parents], children, score

    def _ended(self, frame: np.ndarray, total: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Each hypothesis whose word may be over, before the next word and before what follows a hyphen."""
        space = frame[self._beam.space]
        hyphen = max(space, frame[self._beam.hyphen]) if self._beam.hyphen else space
        if hyphen <= np.log(self._settings.least):
            return []
        words = self._lattice.words[self._node]
        over = np.flatnonzero(words != NO_WORD)
        if not len(over):
            return []
        history = self._histories.after(self._history[over], words[over])
        roots = ((self._lattice.root, space), (SUFFIX_ROOT, hyphen))
        return [(history, np.full(len(over), root, np.int64), total[over] + score) for root, score in roots]

    def _add(self, history: np.ndarray, node: np.ndarray, score: np.ndarray) -> None:
        """Hypotheses that end in a letter: into those that are the same, or as new ones."""
        n_nodes = len(self._lattice.labels)
        keys, own = history * n_nodes + node, self._history * n_nodes + self._node
        order = np.argsort(own)
        at = order[np.minimum(np.searchsorted(own, keys, sorter=order), len(own) - 1)]
        same = own[at] == keys
        self._in_letter[at[same]] = np.logaddexp(self._in_letter[at[same]], score[same])
        new = ~same
        self._history = np.concatenate([self._history, history[new]])
        self._node = np.concatenate([self._node, node[new]])
        self._in_blank = np.concatenate([self._in_blank, np.full(new.sum(), _NEVER, np.float32)])
        self._in_letter = np.concatenate([self._in_letter, score[new].astype(np.float32)])

    def _prune(self) -> None:
        total = np.logaddexp(self._in_blank, self._in_letter)
        score = total + self._histories.score[self._history] + self._lattice.ahead[self._node]
        keep = np.flatnonzero(score > score.max() - self._settings.width)
        if len(keep) > self._settings.beams:
            keep = keep[np.argpartition(score[keep], -self._settings.beams)[-self._settings.beams :]]
        self._history, self._node = self._history[keep], self._node[keep]
        self._in_blank, self._in_letter = self._in_blank[keep], self._in_letter[keep]

    def best(self, n_best: int, best_path: float) -> list[Decoded]:
        """best_path: the score of the likeliest classes, whatever they spell."""
        total = np.logaddexp(self._in_blank, self._in_letter)
        words = self._lattice.words[self._node]
        over, between = np.flatnonzero(words != NO_WORD), np.flatnonzero(self._node == self._lattice.root)
        history = np.concatenate([self._histories.after(self._history[over], words[over]), self._history[between]])
        acoustic: dict[int, float] = {}
        for number, score in zip(history.tolist(), total[np.concatenate([over, between])].tolist(), strict=True):
            acoustic[number] = float(np.logaddexp(acoustic.get(number, -np.inf), score))
        language = self._histories.score
        ranked = sorted(acoustic, key=lambda number: -(acoustic[number] + float(language[number])))
        if not ranked or ranked[0] == _NOTHING_SAID:
            return []
        return [
            Decoded(self._histories.words_of(n), acoustic[n], float(language[n]), acoustic[n] - best_path)
            for n in [number for number in ranked if number != _NOTHING_SAID][:n_best]
        ]


def features(found: Decoded) -> tuple[float, float, float]:
    """What the confidence is made of: the acoustic loss and the language's score a letter, and how few letters there are."""
    n_letters = max(1, sum(map(len, found.words)))
    return found.loss / n_letters, found.language / n_letters, 1.0 / n_letters


class _Histories:
    """Sequences of words, each once: what came before, the last word, the language model's state, and its part of the score."""

    def __init__(self, model: LanguageModel, settings: BeamSettings, foreign: tuple[str, ...]):
        self._model, self._settings, self._foreign = model, settings, foreign
        self._parents, self._words = [-1], [-1]
        self._states = np.array([model.begin], np.int64)
        self.score = np.zeros(1, np.float32)
        self._numbers: dict[tuple[int, int], int] = {}

    def after(self, histories: np.ndarray, words: np.ndarray) -> np.ndarray:
        """The numbers of the histories with one word more."""
        pairs = list(zip(histories.tolist(), words.tolist(), strict=True))
        new = [pair for pair in pairs if pair not in self._numbers]
        if new:
            self._append(new)
        return np.array([self._numbers[pair] for pair in pairs], np.int64)

    def _append(self, pairs: list[tuple[int, int]]) -> None:
        settings, n_words = self._settings, self._model.n_words
        parents = np.array([parent for parent, _ in pairs])
        words = np.array([word for _, word in pairs])
        extra = np.array([settings.price(self._foreign[word - n_words]) if word >= n_words else 0.0 for _, word in pairs])
        known = np.where(words < n_words, words, UNKNOWN)
        likely, states = self._model.follow(self._states[parents], known)
        score = self.score[parents] + settings.language * likely + settings.word + extra
        for number, (parent, word) in enumerate(pairs, start=len(self._words)):
            self._numbers[parent, word] = number
            self._parents.append(parent)
            self._words.append(word)
        self._states = np.concatenate([self._states, states])
        self.score = np.concatenate([self.score, score.astype(np.float32)])

    def words_of(self, number: int) -> tuple[str, ...]:
        """Written: what follows a hyphen is joined to the word before it."""
        written: list[str] = []
        while number:
            word = self._words[number]
            written.append(
                self._foreign[word - self._model.n_words] if word >= self._model.n_words else self._model.spelling(word)
            )
            number = self._parents[number]
        joined: list[str] = []
        for word in reversed(written):
            if word.startswith("-") and joined:
                joined[-1] += word
            else:
                joined.append(word)
        return tuple(joined)
