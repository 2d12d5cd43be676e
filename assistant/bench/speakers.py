"""Who speaks, measured: equal error rates, a household of five, and what a vector costs, on people's speech and Kokoro's.

Strategy: utterances of a length, cut from what people recorded; words are put one after the other until they are as long. What
is compared are two utterances, or an utterance and a person enrolled with a few: the vectors' mean.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.audio.files import read
from assistant.bench.bars import Row, share
from assistant.bench.materials import RATE, Said
from assistant.bench.recordings import active_rms
from assistant.bench.speaker_trials import interval, trials
from assistant.speakers.protocol import SpeakerEncoder, Utterance, unit

ENGLISH, PORTUGUESE = ("librispeech",), ("cml", "laps", "ufpalign", "wakewords_ptpt", "gcompris")
SPOKEN = "kokoro"
WORDS = {"wakewords_ptpt", "gcompris", SPOKEN}
MOST_OF_ONE = 12
"""Utterances of a person: who recorded a thousand words must not count more than the others."""
_LEAST_OF_LENGTH = 0.65
_HOUSEHOLD, _ENROLMENT, _DRAWS = 5, 3, 100


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """What one person said. samples: 16 kHz, float32."""

    speaker: str
    samples: np.ndarray


def clips(people: Iterable[Said], seconds: float) -> list[Clip]:
    """Utterances of that length, or a little less; of each person the first few."""
    of: dict[str, list[Said]] = defaultdict(list)
    for said in people:
        of[said.speaker].append(said)
    found = []
    for speaker, recordings in of.items():
        pieces = _joined(recordings, seconds) if recordings[0].set in WORDS else _cut(recordings, seconds)
        found += [Clip(speaker, piece) for piece, _ in zip(pieces, range(MOST_OF_ONE), strict=False)]
    return found


def _cut(recordings: Iterable[Said], seconds: float) -> Iterator[np.ndarray]:
    n = round(seconds * RATE)
    for said in recordings:
        samples = read(said.path, RATE).samples
        starts = (0,) if said.set in ENGLISH else range(0, len(samples), n)
        yield from (samples[at : at + n] for at in starts if len(samples) - at >= _LEAST_OF_LENGTH * n)


def _joined(recordings: Iterable[Said], seconds: float) -> Iterator[np.ndarray]:
    held = np.empty(0, np.float32)
    for said in recordings:
        held = np.concatenate([held, _trimmed(read(said.path, RATE).samples)])
        if len(held) >= seconds * RATE:
            yield held[: round(seconds * RATE)]
            held = np.empty(0, np.float32)


def _trimmed(samples: np.ndarray) -> np.ndarray:
    """Without the silence around a word, but for 50 ms."""
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    return samples[max(0, loud[0] - RATE // 20) : loud[-1] + RATE // 20] if len(loud) else samples


def vectors(encoder: SpeakerEncoder, spoken: Sequence[Clip]) -> np.ndarray:
    """Shape (n, size)."""
    return np.array([encoder.embed(Utterance(clip.samples)) for clip in spoken])


def equal_error(name: str, found: np.ndarray, spoken: Sequence[Clip], at_most: float | None = None) -> Row:
    """found: the vectors of what was spoken."""
    speakers = [clip.speaker for clip in spoken]
    if len(set(speakers)) < 2:
        return Row(name, None, note="no recordings of people; give --speech FOLDER", at_most=at_most)
    scores = found @ found.T
    result = trials(scores, speakers)
    note = f"{len(set(speakers))} people, {len(result.same)} pairs of one, {len(result.other)} of two"
    return Row(name, result.equal_error_rate, "%", len(spoken), interval(scores, speakers), at_most, None, note)


def household(name: str, enrolled: np.ndarray, asked: np.ndarray, spoken: Sequence[Clip], at_least: float | None = None) -> Row:
    """Closed set: five people drawn, each enrolled with three utterances, and who said each of the others. asked: the vectors of
    the same clips as they sound when they are asked about (with noise, say)."""
    of: dict[str, list[int]] = defaultdict(list)
    for i, clip in enumerate(spoken):
        of[clip.speaker].append(i)
    known = sorted(speaker for speaker, indices in of.items() if len(indices) > _ENROLMENT)
    if len(known) < _HOUSEHOLD:
        return Row(name, None, note="too few people", at_least=at_least)
    random = np.random.default_rng(0)
    n_right = n = 0
    for _ in range(_DRAWS):
        people = [random.permutation(of[speaker]) for speaker in random.choice(known, _HOUSEHOLD, replace=False)]
        voices = np.array([unit(enrolled[indices[:_ENROLMENT]].mean(axis=0)) for indices in people])
        for number, indices in enumerate(people):
            best = np.argmax(asked[indices[_ENROLMENT:]] @ voices.T, axis=1)
            n_right, n = n_right + int(np.sum(best == number)), n + len(best)
    return share(name, n_right, n, f"{_DRAWS} households of {len(known)} people", at_least=at_least)


def with_noise(spoken: Sequence[Clip], noises: Sequence[np.ndarray], snr_db: float) -> list[Clip]:
    """The same clips over passages of these noises."""
    random = np.random.default_rng(0)
    return [Clip(clip.speaker, _over(clip.samples, noises[i % len(noises)], snr_db, random)) for i, clip in enumerate(spoken)]


def _over(samples: np.ndarray, noise: np.ndarray, snr_db: float, random: np.random.Generator) -> np.ndarray:
    start = random.integers(0, max(1, len(noise) - len(samples)))
    passage = np.resize(noise[start:], len(samples))
    gain = active_rms(samples) / (np.sqrt(np.mean(passage**2)) + 1e-9) * 10 ** (-snr_db / 20)
    return np.clip(samples + gain * passage, -1, 1).astype(np.float32)


def cost_ms(encoder: SpeakerEncoder, utterance: Utterance, times: int = 15) -> float:
    """Processor time of a vector: the median."""
    spent = []
    for _ in range(times):
        started = time.process_time()
        encoder.embed(utterance)
        spent.append(1e3 * (time.process_time() - started))
    return float(np.median(spent))
