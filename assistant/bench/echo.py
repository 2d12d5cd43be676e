"""How much of the assistant's own voice a canceller takes away, and what it leaves of somebody who speaks meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from assistant.asr.protocol import Recognizer
from assistant.audio.echo import Both, EchoCanceller, WebRtc
from assistant.audio.kalman import KalmanFilter
from assistant.audio.vad import FRAME_SAMPLES, SileroVad
from assistant.bench import recordings
from assistant.bench.echo_scene import RATE, Condition, Scene, stage
from assistant.config import AudioConfig
from assistant.events import AudioFrame

ASSISTANT = "pf_dora"  # the voice that the loudspeaker has; the other recorded voices are people
DELAYS_MS = (20.0, 60.0, 120.0, 250.0)
DRIFTS_PPM = (0.0, 200.0)
CONDITIONS = tuple(Condition(delay, drift) for delay in DELAYS_MS for drift in DRIFTS_PPM)
_CHUNK_SAMPLES = 320  # what a microphone gives at a time
_MARGIN_S = 0.2
_SPEECH, _SPEECH_FRAMES = 0.5, 3  # what begins a turn: see the endpoint section of config.yaml


@dataclass(frozen=True, slots=True)
class Figures:
    """One canceller in one condition.

    erle_db: by how much the echo alone is fainter; first_erle_db: in the first second that ever sounds.
    false_starts: how often a minute of echo alone is taken for the beginning of speech.
    correlation: with the person's voice alone while both talk, the best over small delays.
    wer: words wrong of what the recogniser reads then, in %; cpu_ms: processor time for a second of sound.
    """

    canceller: str
    condition: Condition
    erle_db: float
    first_erle_db: float
    false_starts: float
    correlation: float
    wer: float
    cpu_ms: float

    def row(self) -> dict[str, object]:
        figures = asdict(self)
        return {"canceller": figures.pop("canceller"), **figures.pop("condition"), **figures}


class Nothing:
    """The sound as it is heard: what the others are compared with."""

    def clean(self, heard: np.ndarray, played: np.ndarray) -> np.ndarray:
        del played
        return heard

    def moved(self) -> None:
        pass

    def reset(self) -> None:
        pass


CANCELLERS: Mapping[str, Callable[[], EchoCanceller]] = {
    "nothing": Nothing,
    "both": lambda: Both(AudioConfig()),
    "kalman": KalmanFilter,
    "webrtc": lambda: WebRtc(AudioConfig()),
    "webrtc, noise suppression": lambda: WebRtc(AudioConfig(noise_suppression="moderate")),
    "webrtc, gain": lambda: WebRtc(AudioConfig(gain="auto")),
}


def measure(
    folder: Path,
    recognizer: Recognizer,
    conditions: Sequence[Condition] = CONDITIONS,
    cancellers: Mapping[str, Callable[[], EchoCanceller]] = CANCELLERS,
    n_utterances: int | None = None,
) -> Iterator[Figures]:
    """With the recordings of `folder`. n_utterances: fewer than all, for a quick look. Raises AudioNotFoundError."""
    spoken = recordings.load(folder)
    assistant = [recordings.files.read(r.path, RATE).samples for r in spoken if r.voice.startswith(ASSISTANT)]
    people = [r for r in spoken if not r.voice.startswith(ASSISTANT) and r.skill][:n_utterances]
    voices = [recordings.files.read(r.path, RATE).samples for r in people]
    for condition in conditions:
        scene = stage(condition, assistant, voices)
        for name, make in cancellers.items():
            yield _figures(name, make(), condition, scene, [r.text for r in people], recognizer)


def _figures(
    name: str, canceller: EchoCanceller, condition: Condition, scene: Scene, texts: Sequence[str], recognizer: Recognizer
) -> Figures:
    cleaned, cpu_ms = clean(canceller, scene.heard, scene.played)
    alone = scene.echo_alone
    first = slice(int(condition.delay_ms * RATE / 1000), RATE + int(condition.delay_ms * RATE / 1000))
    return Figures(
        name,
        condition,
        _fainter_db(scene.heard[alone], cleaned[alone]),
        _fainter_db(scene.heard[first], cleaned[first]),
        _false_starts(cleaned, alone),
        float(np.mean([_correlation(scene.person[a:b], cleaned[a : b + RATE // 20]) for a, b in scene.spans])),
        _wer(recognizer, cleaned, scene.spans, texts),
        cpu_ms,
    )


def clean(canceller: EchoCanceller, heard: np.ndarray, played: np.ndarray) -> tuple[np.ndarray, float]:
    """In chunks as a microphone gives them; and the processor time for a second of sound, in ms."""
    chunks = range(0, len(heard), _CHUNK_SAMPLES)
    began = time.process_time()
    parts = [canceller.clean(heard[at : at + _CHUNK_SAMPLES], played[at : at + _CHUNK_SAMPLES]) for at in chunks]
    return np.concatenate(parts), 1000 * (time.process_time() - began) / (len(heard) / RATE)


def _fainter_db(before: np.ndarray, after: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(before**2) / (np.mean(after**2) + 1e-12)))


def _false_starts(cleaned: np.ndarray, alone: np.ndarray) -> float:
    detector = SileroVad()
    n_frames = len(cleaned) // FRAME_SAMPLES
    starts, run = 0, 0
    for number in range(n_frames):
        at = slice(number * FRAME_SAMPLES, (number + 1) * FRAME_SAMPLES)
        likely = detector(AudioFrame(cleaned[at], RATE, at.start)) >= _SPEECH
        run = run + 1 if likely and alone[at].all() else 0
        starts += run == _SPEECH_FRAMES
    return 60 * starts / (alone.sum() / RATE)


def _correlation(clean: np.ndarray, cleaned: np.ndarray) -> float:
    best = 0.0
    for lag in range(0, len(cleaned) - len(clean) + 1, 8):
        piece = cleaned[lag : lag + len(clean)]
        best = max(best, float(np.dot(clean, piece) / (np.linalg.norm(clean) * np.linalg.norm(piece) + 1e-9)))
    return best


def _wer(recognizer: Recognizer, cleaned: np.ndarray, spans: Sequence[tuple[int, int]], texts: Sequence[str]) -> float:
    margin = int(_MARGIN_S * RATE)
    wrong = n_words = 0
    for (start, end), text in zip(spans, texts, strict=True):
        stream = recognizer.start()
        stream.accept(AudioFrame(cleaned[max(0, start - margin) : end + margin], RATE))
        wrong += Levenshtein.distance(text.split(), stream.finish().text.lower().strip(" .?!").split())
        n_words += len(text.split())
    return 100 * wrong / n_words
