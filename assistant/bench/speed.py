"""How long four seconds of speech take, by stage, and how much longer faster-whisper takes for them with the same weights.

Strategy: the two take turns on each sound, so that whatever else the machine does slows both; the ratio is that of their
medians. Both have the same number of threads.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from assistant import models
from assistant.audio import files
from assistant.bench import recordings
from assistant.bench.bars import Row
from assistant.bench.subject import RATE, Subject
from assistant.errors import ModelNotFoundError

SECONDS = 4.0
MAX_MS, MAX_GRAMMAR_MS, MIN_RATIO = 30.0, 10.0, 15.0
N_SOUNDS = 5
STAGES = {"mel": "mel", "encode": "encoder", "head": "head", "search": "grammar pass, times"}
TOTAL = "4 s utterance: encoder + head + grammar pass"
RATIO = "faster than faster-whisper (greedy, its defaults, same weights)"

Whisper = Callable[[np.ndarray], str]


def measure(subject: Subject, folder: Path, n_rounds: int, tell: Callable[[], None]) -> list[Row]:
    sounds = list(_sounds(folder))
    whisper, why_not = _faster_whisper(subject.config.asr.threads)
    own_ms: list[float] = []
    their_ms: list[float] = []
    stages: list[dict[str, float]] = []
    for number in range(-1, n_rounds):  # the first round warms both up, and does not count
        sound = sounds[number % len(sounds)]
        took_ms, transcript = _timed(subject.hear, sound)
        whisper_ms = _timed(whisper, sound)[0] if whisper else 0.0
        if number >= 0:
            own_ms.append(took_ms)
            their_ms.append(whisper_ms)
            stages.append(dict(transcript.cost_ms))
            tell()
    rows = [Row(TOTAL, median(own_ms), "ms", n_rounds, at_most=MAX_MS, note=_spread(own_ms))]
    rows += [_stage(key, [stage.get(key, 0.0) for stage in stages]) for key in STAGES]
    if whisper is None:
        return [*rows, Row(RATIO, None, "×", at_least=MIN_RATIO, note=why_not)]
    ratio = median(their_ms) / median(own_ms)
    return [
        *rows,
        Row(RATIO, ratio, "×", n_rounds, at_least=MIN_RATIO, note=f"it took {median(their_ms):.0f} ms; {_spread(their_ms)}"),
    ]


def _stage(key: str, took_ms: Sequence[float]) -> Row:
    bar = MAX_GRAMMAR_MS if key == "search" else None
    return Row(f"  of that: {STAGES[key]}", median(took_ms), "ms", len(took_ms), at_most=bar, note=_spread(took_ms))


def _spread(took_ms: Sequence[float]) -> str:
    return f"95 % within {np.percentile(took_ms, 95):.0f} ms, the quickest {min(took_ms):.0f} ms"


def _timed(work: Callable, sound: np.ndarray) -> tuple[float, object]:
    began = time.perf_counter()
    result = work(sound)
    return 1e3 * (time.perf_counter() - began), result


def _sounds(folder: Path) -> Iterator[np.ndarray]:
    """Exactly four seconds each: two recorded commands, one after the other."""
    spoken = [files.read(r.path).samples for r in recordings.load(folder) if r.skill is not None]
    wanted = int(SECONDS * RATE)
    joined = [np.concatenate(pair) for pair in pairwise(spoken)]
    long_enough = [sound[:wanted] for sound in joined if len(sound) >= wanted]
    yield from (long_enough or [np.resize(sound, wanted) for sound in spoken])[:: max(1, len(long_enough) // N_SOUNDS)][:N_SOUNDS]


def _faster_whisper(threads: int) -> tuple[Whisper | None, str]:
    """What transcribes with faster-whisper, or why nothing does."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as for our own use of CTranslate2: kinder to it on a busy machine
    try:
        from faster_whisper import WhisperModel
    except ImportError:
        return None, 'faster-whisper is not installed; type: pip install "assistente[bench]"'
    try:
        folder = models.find("whisper-base")
    except ModelNotFoundError as error:
        return None, str(error)
    model = WhisperModel(str(folder), device="cpu", cpu_threads=threads, local_files_only=True)

    def transcribe(samples: np.ndarray) -> str:
        segments, _ = model.transcribe(samples, language="pt", beam_size=1)
        return " ".join(segment.text for segment in segments)  # decoding happens while they are asked for

    return transcribe, ""
