"""Fits the confidence of the grammar pass anew, as every new head needs, and says what the fit does to sounds it has not seen.

Strategy: the best candidate of every spoken command should be believed where it leads to what was asked; that of every other
sound should not. A logistic regression on `Candidate.features`, both sides weighing the same, is fitted to that by Newton's
method, eight times without an eighth of the voices, speakers and noises: the figures are those of the eighth that was left
out. The bias is then moved so that asr.min_confidence is the threshold at which those figures are nearest to their bars.
None of the sounds, and none of the held-out voices, is one that `assistant bench asr` reports on.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from assistant import models
from assistant.asr.acoustics import AcousticModel
from assistant.asr.grammar import Candidate
from assistant.asr.live_grammar import grammar_of
from assistant.asr.plausibility import refuse_sound
from assistant.audio import files
from assistant.bench import recordings, rejection, spoken, unseen
from assistant.bench.asr import prepare
from assistant.bench.materials import Places, noises_of_part
from assistant.bench.rejection import MAX_ACCEPTED, MAX_REJECTED
from assistant.bench.subject import RATE, Subject
from assistant.errors import ConfigError

N_FOLDS = 8
_FITTED = 1  # the part of the material that `bench asr` does not report on
_RIDGE = 0.02
_ALMOST = 0.25  # of the letters wrong: that is what was said
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """candidate: None where there was nothing to believe, or where it is what was said though no command.

    group: what must not be on both sides of a fit. is_taken: a skill would act upon the candidate; of what is no command, only
    these are counted as accepted, but the others are not to be believed either: what is heard freely is nearer to the truth.
    """

    candidate: Candidate | None
    is_command: bool
    group: str
    is_taken: bool = True

    @property
    def fold(self) -> int:
        return zlib.crc32(self.group.encode()) % N_FOLDS


@dataclass(frozen=True, slots=True)
class Fit:
    """weights: of the features. rejected, accepted: of sounds left out of the fit, in percent, at the threshold."""

    weights: np.ndarray
    threshold: float
    rejected: float
    accepted: float
    n_commands: int
    n_others: int

    def __str__(self) -> str:
        return (
            f"_WEIGHTS = ({', '.join(f'{w:.3g}' for w in self.weights)})\n"
            f"left out of the fit, at {self.threshold:g}: {self.rejected:.1f} % of {self.n_commands} commands rejected, "
            f"{self.accepted:.1f} % of {self.n_others} other sounds accepted "
            f"(bars: {MAX_REJECTED:g} % and {MAX_ACCEPTED:g} %)"
        )


def calibrate(subject: Subject, places: Places, recorded: Path, voices: Path | None, quick: bool, tell: Tell) -> Fit:
    """recorded: commands with a commands.tsv. Raises ConfigError where there is nothing but them."""
    why_not = prepare(unseen.CALIBRATION, places.unseen, places.sentences(), subject.skills, voices, tell)
    if why_not and not (places.speech or places.noise):
        raise ConfigError(f"there is too little to fit a confidence on: {why_not}; or give --speech FOLDER and --noise FOLDER")
    hearing = _Hearing(subject)
    utterances = [] if why_not else unseen.load(places.unseen)
    found = []
    for number, example in enumerate(_examples(hearing, places, recorded, utterances, step=3 if quick else 1)):
        found.append(example)
        tell("." if number % 10 == 0 else "")
    return fit(found, subject.config.asr.min_confidence)


def fit(examples: Sequence[Example], threshold: float) -> Fit:
    heard = [e for e in examples if e.candidate]
    features = np.array([e.candidate.features for e in heard])
    truth = np.array([e.is_command for e in heard], float)
    folds = np.array([e.fold for e in heard])
    scores = np.full(len(heard), -np.inf)
    for fold in range(N_FOLDS):
        inside = folds != fold
        if truth[inside].any() and not truth[inside].all():
            scores[~inside] = features[~inside] @ regression(features[inside], truth[inside])
    n_commands = sum(e.is_command for e in examples)
    n_others = len(examples) - n_commands
    counted = np.array([e.is_taken for e in heard])
    cut, rejected, accepted = _best_cut(scores[counted], truth[counted], n_commands, n_others)
    weights = regression(features, truth)
    weights[0] += np.log(threshold / (1 - threshold)) - cut
    return Fit(weights, threshold, 100 * rejected, 100 * accepted, n_commands, n_others)


def regression(features: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression. features: shape (n, k), the first of them 1; truth: of zeros and ones."""
    spread = np.maximum(features.std(axis=0), 1e-6)
    spread[0] = 1.0
    scaled = features / spread
    share = truth.mean()
    costs = np.where(truth > 0, 0.5 / share, 0.5 / (1 - share))
    weights = np.zeros(features.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(scaled @ weights, -30, 30)))
        gradient = scaled.T @ (costs * (truth - p)) - _RIDGE * weights
        curvature = (scaled * (costs * p * (1 - p))[:, None]).T @ scaled + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curvature, gradient)
    return weights / spread


def _best_cut(scores: np.ndarray, truth: np.ndarray, n_commands: int, n_others: int) -> tuple[float, float, float]:
    """(score, share of the commands below it, share of the others at or above it), nearest to both bars."""
    best = (np.inf, 0.0, 0.0, 0.0)
    for cut in np.quantile(scores[np.isfinite(scores)], np.linspace(0, 1, 401)):
        rejected = 1 - np.sum(scores[truth > 0] >= cut) / max(1, n_commands)
        accepted = np.sum(scores[truth == 0] >= cut) / max(1, n_others)
        worst = max(100 * rejected / MAX_REJECTED, 100 * accepted / MAX_ACCEPTED)
        best = min(best, (worst, float(cut), float(rejected), float(accepted)))
    return best[1:]


class _Hearing:
    """The best candidate of a sound, and whether it is what should be believed."""

    def __init__(self, subject: Subject):
        self._subject = subject
        self._model = AcousticModel(models.find("embedded-encoder"), subject.config.asr.threads)
        # With the names and the matcher that the loop has: without them another sentence would often be the best.
        self._grammar = grammar_of(subject.commands(), self._model.characters)

    @property
    def subject(self) -> Subject:
        return self._subject

    def command(self, samples: np.ndarray, text: str, group: str) -> Example | None:
        """None for what was heard as another command: that is no matter of confidence."""
        candidate = self._best(samples)
        if candidate and self._subject.planned(candidate.text) != self._subject.planned(text):
            return None
        return Example(candidate, True, group)

    def other(self, samples: np.ndarray, text: str, group: str) -> Example:
        """text: what is said, "" where that is not known."""
        candidate = self._best(samples)
        is_taken = candidate is not None and self._subject.planned(candidate.text).skill is not None
        if candidate and not is_taken and Levenshtein.distance(candidate.text, text) <= _ALMOST * len(text):
            candidate = None
        return Example(candidate, False, group, is_taken)

    def _best(self, samples: np.ndarray) -> Candidate | None:
        if refuse_sound(samples, RATE):
            return None
        return next(iter(self._grammar.candidates(self._model.hear(samples).log_posteriors, n=5)), None)


def _examples(hearing: _Hearing, places: Places, recorded: Path, utterances: Sequence, step: int) -> Iterator[Example]:
    conditions = spoken.Conditions(noises_of_part(places.noises(), _FITTED), places.rooms(_FITTED))
    spoken_commands = [u for u in utterances if u.source == unseen.COMMAND]
    for utterance in spoken_commands[::step]:
        clean = files.read(places.unseen / utterance.file, RATE).samples
        yield from _commands(hearing, conditions.of(clean, utterance.index), utterance.text, utterance.voice)
    for number, recording in enumerate(recordings.load(recorded)[::step]):
        clean = files.read(recording.path, RATE).samples
        if recording.skill is not None:
            yield from _commands(hearing, conditions.of(clean, number), recording.text, recording.path.name)
        else:
            yield hearing.other(clean, recording.text, recording.path.name)
    others = [u for u in utterances if u.source != unseen.COMMAND]
    for sound in list(rejection.no_commands(hearing.subject, places, others, _FITTED))[::step]:
        yield hearing.other(sound.samples, sound.text, sound.group)


def _commands(hearing: _Hearing, sounds: Iterator[tuple[str, np.ndarray]], text: str, group: str) -> Iterator[Example]:
    for _, sound in sounds:
        if example := hearing.command(sound, text, group):
            yield example
