"""Voices in audio files: cut into phrases where there is speech, each with its vector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.segmentation import CuttingRules, Detector, pieces
from assistant.audio.files import blocks
from assistant.audio.vad import FRAME_SAMPLES
from assistant.errors import BadEnrolmentError, TooShortError
from assistant.speakers.enrolment import Demands, Fault, fault_of, odd_ones
from assistant.speakers.protocol import SpeakerEncoder, Utterance, Voiceprint, unit
from assistant.speakers.samples import VoiceSample, is_narrow, sample_of

_RULES = CuttingRules(speech_probability=0.5, pause_s=0.5, margin_s=0.2, longest_s=6.0, earliest_cut_s=2.0)
MIN_SPEECH_S = 3.0
"""In all files together: of less, nobody is known again."""
MOST_VECTORS = 5


@dataclass(frozen=True, slots=True)
class FilePhrase:
    """A stretch of speech in a file; start, end in seconds. path: as it was given. is_narrow: nothing above 4 kHz is in it."""

    path: Path | str
    start: float
    end: float
    sample: VoiceSample
    is_narrow: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of a voice from files. phrases: those that it was made of. n_clipped: so many of them are too loud."""

    voices: list[Voiceprint]
    phrases: list[FilePhrase]
    n_clipped: int

    @property
    def speech_s(self) -> float:
        return _seconds(self.phrases)

    @property
    def is_narrow(self) -> bool:
        """Of most of it there is only what a telephone lets through."""
        return 2 * sum(it.is_narrow for it in self.phrases) > len(self.phrases)


def phrases_of(path: Path | str, detector: Detector, encoder: SpeakerEncoder) -> Iterator[FilePhrase]:
    """In order; what is too short to know a voice by is left out. detector: at the beginning of a sound.

    Raises AudioNotFoundError, AudioFileError, RecognitionError.
    """
    for piece in pieces(blocks(path, SAMPLE_RATE, FRAME_SAMPLES), detector, _RULES):
        try:
            sample = sample_of(encoder, Utterance(piece.samples))
        except TooShortError:
            continue
        yield FilePhrase(path, piece.at / SAMPLE_RATE, piece.end / SAMPLE_RATE, sample, is_narrow(piece.samples))


def enrolled_from(phrases: Iterable[FilePhrase], demands: Demands, anyway: bool = False) -> Gathered:
    """What to keep of a person: at most MOST_VECTORS vectors, each the mean of phrases that are alike.

    What was recorded too loud is taken only where there is not enough without it.

    Raises BadEnrolmentError when there is too little clean speech or, unless `anyway`, when it is by more than one person.
    """
    phrases = list(phrases)
    good = [it for it in phrases if fault_of(it.sample, demands) is None]
    if _seconds(good) < MIN_SPEECH_S:
        good = [it for it in phrases if fault_of(replace(it.sample, clipped=0.0), demands) is None]
    if _seconds(good) < MIN_SPEECH_S:
        raise BadEnrolmentError.too_little(_seconds(good), MIN_SPEECH_S, n_unusable=len(phrases) - len(good))
    odd = odd_ones([it.sample.voice for it in good], demands.one_voice or demands.min_likeness)
    if odd and not anyway:
        first = good[odd[0]]
        raise BadEnrolmentError.two_voices(first.path, first.start, first.end, len(odd), len(good))
    n_clipped = sum(fault_of(it.sample, demands) is Fault.CLIPPED for it in good)
    return Gathered(_means([it.sample.voice for it in good], MOST_VECTORS), good, n_clipped)


def _seconds(phrases: Iterable[FilePhrase]) -> float:
    return sum(it.sample.speech_s for it in phrases)


def _means(voices: list[Voiceprint], most: int) -> list[Voiceprint]:
    """The two nearest are made one until there are few enough."""
    groups = [(it.vector, 1) for it in voices]
    while len(groups) > most:
        vectors = np.array([unit(vector) for vector, _ in groups])
        likeness = vectors @ vectors.T - 3 * np.eye(len(groups))
        i, j = sorted(int(k) for k in np.unravel_index(int(likeness.argmax()), likeness.shape))
        vector, n = groups.pop(j)
        groups[i] = (groups[i][0] + vector, groups[i][1] + n)
    return [Voiceprint(voices[0].encoder, unit(vector)) for vector, _ in groups]
