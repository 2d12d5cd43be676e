"""How well it is found who spoke when: conversations joined from recordings of one person each, and the errors by their kind.

Strategy: the diarisation error rate of NIST's evaluations ("The Rich Transcription 2009 Meeting Recognition Evaluation Plan"):
the time that was missed, that was nobody's, and that was given to another, over the time that was spoken; a quarter of a second
around each boundary does not count, and labels are matched so that most time agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.segmentation import Detector, pieces
from assistant.audio.vad import FRAME_SAMPLES
from assistant.bench.bars import Row, bootstrap
from assistant.events import AudioFrame
from assistant.speakers.diarisation import DiarisationRules, SpeakerTurn, Window, diarise, windows_of
from assistant.speakers.protocol import SpeakerEncoder

COLLAR_S = 0.25
PAUSES_S = (0.0, 0.3, 0.6, 1.0, 1.5)
_STEPS_S = 0.01
_MOST_MATCHED = 7  # so many labels are matched in every way; the briefest of more stay nobody's


@dataclass(frozen=True, slots=True)
class DiarisationError:
    """All in seconds. spoken: what was there to be found."""

    missed: float = 0.0
    false_alarm: float = 0.0
    confused: float = 0.0
    spoken: float = 0.0

    @property
    def rate(self) -> float:
        """Of the time spoken, in %."""
        return 100 * (self.missed + self.false_alarm + self.confused) / max(self.spoken, 1e-9)

    def __add__(self, other: DiarisationError) -> DiarisationError:
        return DiarisationError(
            self.missed + other.missed,
            self.false_alarm + other.false_alarm,
            self.confused + other.confused,
            self.spoken + other.spoken,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Conversation:
    """samples: 16 kHz, float32. turns: who truly spoke when."""

    samples: np.ndarray
    turns: tuple[SpeakerTurn, ...]

    @property
    def n_speakers(self) -> int:
        return len({it.label for it in self.turns})


def conversation(people: Sequence[Sequence[np.ndarray]], random: np.random.Generator) -> Conversation:
    """All recordings of all people, in an order in which nobody follows themselves if that can be; some without a pause."""
    left = {label: list(clips) for label, clips in enumerate(people)}
    parts, turns, at, last = [], [], 0, -1
    while any(left.values()):
        most = sorted((label for label, clips in left.items() if clips), key=lambda it: (it == last, -len(left[it]), it))
        last = most[0]
        clip = _trimmed(left[last].pop(0))
        turns.append(SpeakerTurn(at / SAMPLE_RATE, (at + len(clip)) / SAMPLE_RATE, last))
        pause = np.zeros(round(float(random.choice(PAUSES_S)) * SAMPLE_RATE), np.float32)
        parts += [clip, pause]
        at += len(clip) + len(pause)
    return Conversation(np.concatenate(parts), tuple(turns))


def conversations(voices: Mapping[str, Sequence[np.ndarray]], sizes: Iterable[int], seed: int = 0) -> list[Conversation]:
    """One of each size, of people drawn from `voices` (their recordings by name), at most four recordings each."""
    random = np.random.default_rng(seed)
    names = sorted(voices)
    return [conversation([voices[name][:4] for name in random.choice(names, size, replace=False)], random) for size in sizes]


def windows_in(samples: np.ndarray, detector: Detector, encoder: SpeakerEncoder, rules: DiarisationRules) -> list[Window]:
    """Of the speech in a recording, cut as `assistant transcribe` cuts it. detector: at the beginning of a sound."""
    frames = (
        AudioFrame(samples[at : at + FRAME_SAMPLES], SAMPLE_RATE, at)
        for at in range(0, len(samples) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    )
    return list(windows_of(pieces(frames, detector), encoder, rules))


def error_of(said: Sequence[SpeakerTurn], found: Sequence[SpeakerTurn], collar_s: float = COLLAR_S) -> DiarisationError:
    """Of turns that do not overlap."""
    end = max((it.end for it in (*said, *found)), default=0.0)
    truth, guess = _labels(said, end), _labels(found, end)
    counted = np.ones(len(truth), bool)
    for edge in (edge for it in said for edge in (it.start, it.end)):
        counted[max(0, round((edge - collar_s) / _STEPS_S)) : round((edge + collar_s) / _STEPS_S)] = False
    truth, guess = truth[counted], guess[counted]
    both = (truth >= 0) & (guess >= 0)
    seconds = [float(np.sum(it)) * _STEPS_S for it in ((truth >= 0) & (guess < 0), (truth < 0) & (guess >= 0), both, truth >= 0)]
    missed, false_alarm, in_both, spoken = seconds
    return DiarisationError(missed, false_alarm, in_both - _agreed(truth[both], guess[both]) * _STEPS_S, spoken)


def measured(
    spoken: Iterable[Conversation], heard: Iterable[Sequence[Window]], rules: DiarisationRules, told_how_many: bool = False
) -> tuple[list[DiarisationError], int]:
    """Of each; and of how many the number of people was found."""
    errors, n_right = [], 0
    for one, windows in zip(spoken, heard, strict=True):
        turns = diarise(windows, rules, one.n_speakers if told_how_many else None)
        errors.append(error_of(one.turns, turns))
        n_right += len({it.label for it in turns}) == one.n_speakers
    return errors, n_right


def row(name: str, spoken: Sequence[Conversation], heard: Iterable[Sequence[Window]], rules: DiarisationRules) -> Row:
    """The rate of all together, where nobody says how many people there are."""
    if not spoken:
        return Row(name, None, note="too few people")
    errors, n_right = measured(spoken, heard, rules)
    total = sum(errors, DiarisationError())
    wrong = [it.missed + it.false_alarm + it.confused for it in errors]
    parts = f"missed {total.missed:.1f} s, nobody's {total.false_alarm:.1f} s, another's {total.confused:.1f} s"
    note = f"{parts} of {total.spoken:.0f} s; number of people right in {n_right} of {len(spoken)}"
    return Row(name, total.rate, "%", len(spoken), bootstrap(wrong, [it.spoken for it in errors]), note=note)


def _trimmed(clip: np.ndarray) -> np.ndarray:
    """Without the silence around it, which nobody speaks in."""
    loud = np.flatnonzero(np.abs(clip) > 0.03 * np.abs(clip).max(initial=0.0))
    return clip[loud[0] : loud[-1] + 1] if len(loud) else clip


def _labels(turns: Sequence[SpeakerTurn], end: float) -> np.ndarray:
    labels = np.full(round(end / _STEPS_S) + 1, -1)
    for it in turns:
        labels[round(it.start / _STEPS_S) : round(it.end / _STEPS_S)] = it.label
    return labels


def _agreed(truth: np.ndarray, guess: np.ndarray) -> int:
    """How many of both are the same person, in the best matching of labels."""
    said, found = np.unique(truth), np.unique(guess)
    together = np.array([[np.sum((truth == a) & (guess == b)) for b in found] for a in said])
    if not together.size:
        return 0
    if together.shape[0] > together.shape[1]:
        together = together.T
    kept = np.sort(np.argsort(-together.sum(axis=0))[:_MOST_MATCHED])
    together = together[np.argsort(-together.sum(axis=1))[: len(kept)]][:, kept]
    rows = np.arange(len(together))
    return max(int(together[rows, list(columns)].sum()) for columns in permutations(range(len(kept)), len(together)))
