"""What knowing the speaker costs a turn: the final recognition alone, and with the voice beside it, in turns on each sound."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np

from assistant.bench.bars import Row, Tell
from assistant.bench.speakers import cost_ms
from assistant.bench.subject import Subject
from assistant.events import Transcript
from assistant.runtime.identification import Identification
from assistant.speakers.known import KnownVoices
from assistant.speakers.protocol import Utterance, voiceprint

MAX_ADDED_MS = 20.0
_ENROLLED = 3
_RESAMPLINGS = 2000


def measure(subject: Subject, known: KnownVoices, sounds: Sequence[np.ndarray], n: int, label: str, tell: Tell) -> Iterator[Row]:
    """sounds: utterances of 16 kHz; the first few are enrolled. known: over a store that may be written to."""
    for number, sound in enumerate(sounds[:_ENROLLED]):
        known.enroll(f"Pessoa {number + 1}", [voiceprint(known.encoder, Utterance(sound, subject.hear(sound).embedding))])
    identification = Identification(known)
    alone_ms, added_ms = [], []
    try:
        for number in range(-2, n):  # the first rounds warm up, and do not count
            sound = sounds[number % len(sounds)]
            works = [_alone, _beside] if number % 2 else [_beside, _alone]
            took_ms = {work: _timed(work, subject, identification, sound) for work in works}
            if number >= 0:
                alone_ms.append(took_ms[_alone])
                added_ms.append(took_ms[_beside] - took_ms[_alone])
                tell(".")
    finally:
        identification.close()
    drawn = np.median(np.random.default_rng(0).choice(added_ms, (_RESAMPLINGS, n)), axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    note = f"median; alone {median(alone_ms):.0f} ms, 95 % within {np.percentile(added_ms, 95):.0f} ms more"
    yield Row(f"{label}: added to a turn", median(added_ms), "ms", n, (float(low), float(high)), MAX_ADDED_MS, None, note)
    three = np.resize(np.concatenate(list(sounds)), 48_000)
    # What was pooled is there, as in a turn.
    utterance = Utterance(three, subject.hear(three).embedding)
    yield Row(f"{label}: processor time for a vector of 3 s", cost_ms(known.encoder, utterance), "ms", 15)


def _alone(subject: Subject, identification: Identification, sound: np.ndarray) -> Transcript:
    return subject.hear(sound)


def _beside(subject: Subject, identification: Identification, sound: np.ndarray) -> Transcript:
    who = identification.of(sound)
    return who(subject.hear(sound))


def _timed(work, *given) -> float:
    began = time.perf_counter()
    work(*given)
    return 1e3 * (time.perf_counter() - began)
