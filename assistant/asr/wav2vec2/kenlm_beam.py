"""CTC prefix beam search with a checkpoint's own language model and hot words.

Strategy: a hypothesis is a text so far, a node of a tree that grows with the utterance, with the probabilities of having ended
in a blank or in a letter (Hannun et al., "First-pass large vocabulary continuous speech recognition using bi-directional
recurrent DNNs", 2014). All hypotheses take a frame's step together, as arrays; frames that are only blank cost next to nothing.
The score of a text is that of pyctcdecode, for which such checkpoints' weights were tuned, with two differences: a hot word
counts as listed, and a phrase earns its weight as a whole (see hot_words). Every spelling is possible; an unlisted one has its
price. Of two hypotheses to which all that may follow does the same, the one that is worse in every way is dropped, so that the
beam is not filled with variants of what was said long ago.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.asr.wav2vec2.hot_words import HotWords
from assistant.asr.wav2vec2.kenlm_model import KenlmModel
from assistant.asr.wav2vec2.prefixes import NONE, Prefixes

_BLANK = 0
_EMPTY = 0  # the prefix before the first letter

# confidence = sigmoid(_BIAS + (_OF_SOUND · acoustic + _OF_LANGUAGE · likelihood) per letter): a logistic regression on the share
# of right words, with the embedded recogniser's head, over synthetic speech, clear and in noise, and the same played backwards.
_BIAS, _OF_SOUND, _OF_LANGUAGE = 5.67, 3.20, 2.17


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """beams: how many hypotheses go on. width: how far behind the best one may be. least: of a class's log posterior in a frame.

    hot_word: what each word of a hot phrase adds to the score. alike: how far behind another that goes on alike a hypothesis is
    dropped. All but `beams` are natural logarithms.
    """

    beams: int = 100
    width: float = 10.0
    least: float = -5.0
    hot_word: float = 5.0  # pyctcdecode's 10 hears them where nobody said them, most of all in noise
    alike: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and the natural logarithms of its scores: what the sound says of it, and the language model with the hot words.

    likelihood: ln p of the words in the language model, neither weighted nor with hot words' gains.
    """

    words: tuple[str, ...]
    acoustic: float
    language: float
    likelihood: float

    @property
    def score(self) -> float:
        return self.acoustic + self.language

    @property
    def confidence(self) -> float:
        """In [0, 1]: about the share of its words that were said; near 0 for what is no speech of this language.

        Fitted with one head and one model of Portuguese: another checkpoint ranks texts alike, but may be too sure or too shy.
        """
        if not self.words:
            return 0.0
        n_letters = sum(map(len, self.words)) + len(self.words) - 1
        evidence = _BIAS + (_OF_SOUND * self.acoustic + _OF_LANGUAGE * self.likelihood) / n_letters
        return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, evidence)))), 4)


class KenlmBeam:
    """Read-only once made; threads may share it."""

    def __init__(
        self,
        folder: Path,
        characters: str,
        hot_words: Callable[[], Sequence[str] | Mapping[str, float]] = tuple,
        settings: SearchSettings = SearchSettings(),
    ):
        """folder: language_model/ of a checkpoint. characters: what the head's classes 1, 2, … write; class 0 is the blank.

        hot_words: words and phrases, perhaps with what each word of them adds; asked for anew at each utterance.
        Raises LanguageModelError, KenlmMissingError.
        """
        self._model = KenlmModel(folder, characters)
        self._characters, self._settings = characters, settings
        self._hot_words = hot_words
        self._last_hot = ((), HotWords((), characters, settings.hot_word))

    def decode(self, log_posteriors: np.ndarray) -> tuple[tuple[str, ...], float]:
        """A FreeDecoder: the words, and the confidence in all of them (Reading.confidence); ((), 0.0) when nothing is said."""
        found = self.readings(log_posteriors, 1)
        return (found[0].words, found[0].confidence) if found else ((), 0.0)

    def readings(self, log_posteriors: np.ndarray, n_best: int = 5) -> list[Reading]:
        """The best texts, best first; [] when silence is likelier. log_posteriors: shape (frames, classes)."""
        frames = _usable(np.asarray(log_posteriors, np.float64), self._settings.least)
        search = _Search(self._model, self._characters, self._hot(), self._settings)
        only_blank = np.isneginf(frames[:, 1:]).all(axis=1)
        borders = np.flatnonzero(np.diff(only_blank, prepend=True, append=True)) if len(frames) else []
        after = 0
        # Between two borders lie the frames with letters; what is left is blank.
        for first, end in zip(borders[::2], borders[1::2], strict=True):
            search.rest(float(frames[after:first, _BLANK].sum()))
            for frame in frames[first:end]:
                search.step(frame)
            after = end
        search.rest(float(frames[after:, _BLANK].sum()))
        return search.best(n_best)

    def _hot(self) -> HotWords:
        wanted = self._hot_words()
        key = tuple(wanted.items()) if isinstance(wanted, Mapping) else tuple(wanted)
        before, made = self._last_hot
        if key == before:
            return made
        made = HotWords(wanted, self._characters, self._settings.hot_word)
        self._last_hot = (key, made)
        return made


def _usable(frames: np.ndarray, least: float) -> np.ndarray:
    """Without frames that are no numbers; classes that are too unlikely to be looked at are -inf, but never all of a frame."""
    frames = frames[~(np.isnan(frames).any(axis=1) | np.isposinf(frames).any(axis=1) | np.isneginf(frames).all(axis=1))]
    looked_at = (frames >= least) | (frames == frames.max(axis=1, keepdims=True))
    return np.where(looked_at, frames, -np.inf)


class _Search:
    """The hypotheses after some frames: prefixes, and the log probabilities of having ended in a blank or in a letter."""

    def __init__(self, model: KenlmModel, characters: str, hot: HotWords, settings: SearchSettings):
        self._prefixes = Prefixes(model, characters, hot)
        self._settings = settings
        self._space = characters.index(" ") + 1
        # What one step may add to a hypothesis at most, beside the sound.
        self._most_gained = max(0.0, model.weights.beta) + max(0.0, hot.most)
        self._ids = np.array([_EMPTY])
        self._in_blank, self._in_letter = np.zeros(1), np.full(1, -np.inf)

    def rest(self, blanks: float) -> None:
        """Frames that are only blank. blanks: the sum of their log posteriors."""
        if blanks:
            self._in_blank = np.logaddexp(self._in_blank, self._in_letter) + blanks
            self._in_letter = np.full(len(self._ids), -np.inf)

    def step(self, frame: np.ndarray) -> None:
        prefixes = self._prefixes
        total = np.logaddexp(self._in_blank, self._in_letter)
        labels = prefixes.label[self._ids]
        # Spaces in a row, or before the first word, are one.
        in_letter = np.where(labels == self._space, total, self._in_letter) + frame[labels]
        in_blank = total + frame[_BLANK]
        parents, classes, score = self._grown(frame, total, labels)
        # Cheap first: what could not stay in the beam even with the best of words need not be asked of the language model.
        least = (np.logaddexp(in_blank, in_letter) + prefixes.score[self._ids]).max() - self._settings.width
        may = score + prefixes.settled[self._ids[parents]] + self._most_gained >= least
        parents, classes, score = self._ids[parents[may]], classes[may], score[may]
        there = prefixes.children[parents, classes]
        slot = np.full(prefixes.n, NONE)
        slot[self._ids] = np.arange(len(self._ids))
        at = np.where(there == NONE, NONE, slot[there])
        same = at != NONE
        in_letter[at[same]] = np.logaddexp(in_letter[at[same]], score[same])
        grown = prefixes.grown(parents[~same], classes[~same])
        self._keep(in_blank, in_letter, grown, score[~same])

    def _grown(self, frame: np.ndarray, total: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Each hypothesis with one letter more, or a space after a word: (its place, the class, the score of the sound)."""
        classes = np.flatnonzero(frame[1:] > -np.inf) + 1
        letters = classes[classes != self._space]
        parents = np.repeat(np.arange(len(labels)), len(letters))
        grown = np.tile(letters, len(labels))
        # The same letter again is another one only after a blank.
        score = np.where(grown == labels[parents], self._in_blank[parents], total[parents]) + frame[grown]
        if len(letters) < len(classes):
            over = np.flatnonzero(labels != self._space)
            parents, grown = np.concatenate([parents, over]), np.concatenate([grown, np.full(len(over), self._space)])
            score = np.concatenate([score, total[over] + frame[self._space]])
        return parents, grown, score

    def _keep(self, in_blank: np.ndarray, in_letter: np.ndarray, grown: Prefixes.Grown, score: np.ndarray) -> None:
        prefixes, settings = self._prefixes, self._settings
        n_old = len(self._ids)
        in_blank = np.concatenate([in_blank, np.full(len(score), -np.inf)])
        in_letter = np.concatenate([in_letter, score])
        language = np.concatenate([prefixes.score[self._ids], grown.score])
        future = np.concatenate([prefixes.future[self._ids], grown.future])
        total = np.logaddexp(in_blank, in_letter) + language
        keep = np.flatnonzero(total >= total.max() - settings.width)
        scores = np.stack([total, in_blank + language, in_letter + language])[:, keep]
        keep = keep[~_beaten(future[keep], scores, settings.alike)]
        if len(keep) > settings.beams:
            keep = keep[np.argpartition(total[keep], -settings.beams)[-settings.beams :]]
        is_old = keep < n_old
        self._ids = np.concatenate([self._ids[keep[is_old]], prefixes.add(grown, keep[~is_old] - n_old)])
        keep = np.concatenate([keep[is_old], keep[~is_old]])
        self._in_blank, self._in_letter = in_blank[keep], in_letter[keep]

    def best(self, n_best: int) -> list[Reading]:
        prefixes = self._prefixes
        total = np.logaddexp(self._in_blank, self._in_letter)
        acoustic: dict[int, float] = {}
        # A text is the same with a space at its end.
        for prefix, score in zip(self._ids.tolist(), total.tolist(), strict=True):
            text = prefixes.without_space(prefix)
            acoustic[text] = float(np.logaddexp(acoustic.get(text, -np.inf), score))
        language = {text: prefixes.at_end(text) for text in acoustic}
        ranked = sorted(acoustic, key=lambda text: -(acoustic[text] + language[text]))
        if ranked[0] == _EMPTY:
            return []
        return [
            Reading(prefixes.words_of(text), acoustic[text], language[text], prefixes.likelihood(text))
            for text in [text for text in ranked if text != _EMPTY][:n_best]
        ]


def _beaten(future: np.ndarray, scores: np.ndarray, margin: float) -> np.ndarray:
    """Which hypotheses are worse by the margin, in each of their scores, than the best of those that go on in the same way.

    scores: shape (3, n): all, and of those that end in a blank or in a letter.
    """
    order = np.lexsort((-scores[0], future))
    starts = np.flatnonzero(np.diff(future[order], prepend=future[order[0]] + np.uint64(1)))
    best = order[np.repeat(starts, np.diff(starts, append=len(order)))]
    beaten = np.zeros(len(order), bool)
    beaten[order] = (order != best) & (scores[:, order] + margin <= scores[:, best]).all(axis=0)
    return beaten
