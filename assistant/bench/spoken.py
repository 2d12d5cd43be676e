"""Commands spoken by unseen blends, under three conditions: how many end in another plan than the written sentence does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio import files
from assistant.bench import recordings
from assistant.bench.bars import Row, share
from assistant.bench.subject import RATE, Subject
from assistant.events import AudioFrame, Plan, Transcript
from assistant.training.acoustics import reverberant
from assistant.training.manifest import Utterance

CLEAN, NOISE, ROOM = "clean", "noise at 10 dB", "in a measured room"
MAX_WRONG = {CLEAN: 1.0, NOISE: 4.0, ROOM: 4.0}
SNR_DB = 10.0
_AFTER_S = 0.3


@dataclass(frozen=True, slots=True)
class Heard:
    """A spoken command. wanted: the plan of the written sentence. score: of the curve, see rejection.Credulous."""

    condition: str
    text: str
    transcript: Transcript
    wanted: Plan
    found: Plan
    score: float = 0.0

    @property
    def is_right(self) -> bool:
        return self.found == self.wanted

    @property
    def is_rejected(self) -> bool:
        return self.found.skill is None


class Conditions:
    """Puts a clean sound under each condition that there is material for, the same way whenever it is asked for."""

    def __init__(self, noises: Sequence[Path], rooms: Sequence[np.ndarray]):
        self._noises = [files.read(path, RATE).samples for path in noises]
        self._rooms = rooms

    def of(self, clean: np.ndarray, number: int) -> Iterator[tuple[str, np.ndarray]]:
        yield CLEAN, clean
        if self._noises:
            noise = self._noises[number % len(self._noises)]
            yield NOISE, recordings.with_noise(AudioFrame(clean, RATE), noise, SNR_DB, number).samples
        if self._rooms:
            ringing = np.pad(clean, (0, int(_AFTER_S * RATE)))
            wet = reverberant(ringing, self._rooms[number % len(self._rooms)])
            yield ROOM, (wet * (np.abs(clean).max() / max(1e-6, float(np.abs(wet).max())))).astype(np.float32)


Score = Callable[[np.ndarray], float]


def hear(
    subject: Subject,
    folder: Path,
    utterances: Sequence[Utterance],
    conditions: Conditions,
    score: Score,
    tell: Callable[[bool], None],
) -> list[Heard]:
    """Every utterance under every condition."""
    heard = []
    for utterance in utterances:
        wanted = subject.planned(utterance.text)
        if wanted.skill is None:  # the skills have changed since the set was made
            continue
        clean = files.read(folder / utterance.file, RATE).samples
        for condition, sound in conditions.of(clean, utterance.index):
            transcript = subject.hear(sound)
            heard.append(Heard(condition, utterance.text, transcript, wanted, subject.plan(transcript), score(sound)))
            tell(heard[-1].is_right)
    return heard


def rows(heard: Sequence[Heard], why_not: str = "") -> list[Row]:
    return [_row(condition, [h for h in heard if h.condition == condition], why_not) for condition in MAX_WRONG]


def _row(condition: str, heard: Sequence[Heard], why_not: str) -> Row:
    wrong = [h for h in heard if not h.is_right]
    n_rejected = sum(h.is_rejected for h in wrong)
    note = f"{n_rejected} rejected, {len(wrong) - n_rejected} answered otherwise" if heard else why_not or "no noise or no rooms"
    return share(f"commands by unseen voices, {condition}: wrong", len(wrong), len(heard), note, at_most=MAX_WRONG[condition])


def wrong_ones(heard: Sequence[Heard]) -> list[Mapping[str, str]]:
    """For who wants to see them."""
    return [
        {"condition": h.condition, "said": h.text, "heard": h.transcript.text or f"({h.transcript.rejected})"}
        for h in heard
        if not h.is_right
    ]
