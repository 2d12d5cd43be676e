"""Enrolling a voice: a few phrases by one person, of which only vectors are kept.

Strategy: a phrase counts when it is long enough, stands out from the noise, and is by the same voice as those before it. Of two
that differ nobody knows which is the wrong one: the newer takes the place of the older, and the next decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from assistant.speakers.protocol import Voiceprint, unit
from assistant.speakers.samples import VoiceSample

N_PHRASES, MAX_HEARD = 3, 7
"""So many are wanted, and so many are listened to before enrolment gives up."""


class Fault(Enum):
    """Why a phrase cannot be used."""

    SHORT = "short"
    NOISY = "noisy"
    CLIPPED = "clipped"
    OTHER_VOICE = "other voice"


@dataclass(frozen=True, slots=True)
class Demands:
    """On phrases. min_likeness: of two phrases of one person, for the encoder in use. one_voice: of two groups of phrases, on
    average, from which on they are by one person; None is min_likeness. max_clipped: what is cut off of more of a phrase is less
    like the same voice otherwise; short words that were made as loud as can be have up to 0.05."""

    min_likeness: float
    min_speech_s: float = 1.0
    min_snr_db: float = 8.0
    one_voice: float | None = None
    max_clipped: float = 0.08


@dataclass(frozen=True, slots=True, eq=False)
class Enrolment:
    """What has been collected so far; `with_phrase` makes the next one. n_heard: phrases that were listened to."""

    phrases: tuple[VoiceSample, ...] = ()
    n_heard: int = 0
    fault: Fault | None = None

    @property
    def is_complete(self) -> bool:
        return len(self.phrases) >= N_PHRASES

    @property
    def has_failed(self) -> bool:
        return not self.is_complete and self.n_heard >= MAX_HEARD

    def with_phrase(self, phrase: VoiceSample, demands: Demands) -> Enrolment:
        """`fault` of the result says why the phrase was left out, None when it was taken."""
        fault = fault_of(phrase, demands)
        if fault is None and not _agrees(phrase, self.phrases, demands.min_likeness):
            kept = (phrase,) if len(self.phrases) == 1 else self.phrases
            return Enrolment(kept, self.n_heard + 1, Fault.OTHER_VOICE)
        taken = self.phrases if fault else (*self.phrases, phrase)
        return Enrolment(taken, self.n_heard + 1, fault)


def fault_of(phrase: VoiceSample, demands: Demands) -> Fault | None:
    """What is wrong with a phrase by itself. Of what is all cut off, how long and how clean it is cannot be told."""
    if phrase.clipped > demands.max_clipped:
        return Fault.CLIPPED
    if phrase.speech_s < demands.min_speech_s:
        return Fault.SHORT
    return Fault.NOISY if phrase.snr_db < demands.min_snr_db else None


def odd_ones(voices: Sequence[Voiceprint], one_voice: float) -> list[int]:
    """The indices of those that are not by the person most of them are by; where that is undecided, of the later ones.

    What is most alike is joined until two groups are left (average linkage): those are one person's when they are, on average, as
    alike as `one_voice`. Single pairs say less, for a short phrase can be like nothing else.
    """
    if len(voices) < 2:
        return []
    vectors = np.array([it.vector for it in voices])
    likeness = vectors @ vectors.T
    groups = [[i] for i in range(len(voices))]
    while len(groups) > 2:
        pairs = ((i, j) for j in range(len(groups)) for i in range(j))
        i, j = max(pairs, key=lambda it: likeness[np.ix_(groups[it[0]], groups[it[1]])].mean())
        groups[i] += groups.pop(j)
    if likeness[np.ix_(*groups)].mean() >= one_voice:
        return []
    return sorted(min(groups, key=lambda it: (len(it), -min(it))))


def _agrees(phrase: VoiceSample, others: Sequence[VoiceSample], min_likeness: float) -> bool:
    if not others:
        return True
    centre = unit(np.mean([it.voice.vector for it in others], axis=0))
    return float(centre @ phrase.voice.vector) >= min_likeness
