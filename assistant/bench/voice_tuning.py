"""Which of a voice's graphs is the quickest on this computer, with how many threads: the other half of `assistant doctor --tune`.

Strategy: int8 is quicker than fp32 on one processor and slower on the next, so a short sentence is spoken by each graph that is
on disk, in turns, and the medians decide; then the quickest is tried with fewer threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from assistant import app, models
from assistant.bench.tuning import WORTH, free_mb, thread_counts
from assistant.config import Config
from assistant.errors import AssistantError, ModelError
from assistant.tts.acoustics import graphs, onnx_model
from assistant.tts.acoustics.protocol import AcousticModel
from assistant.tts.phonemes import vocabulary
from assistant.tts.protocol import SAMPLE_RATE

BUDGET_S = 10.0
PHONEMES = "bˈoŋ ʤˈiæ, kˌomʊ vI vosˈe?"
OWN = "kokoro"
_MIN_ROUNDS, _MAX_ROUNDS = 3, 7
_MB_A_FILE_MB = 3.0  # of memory that a loaded graph takes, at most


@dataclass(frozen=True, slots=True)
class Candidate:
    """name: for people. model, precision: what config.yaml has to say for it. place: what onnx_model.load takes."""

    name: str
    model: str
    precision: str
    place: Path


@dataclass(frozen=True, slots=True)
class Timed:
    """rtf: seconds of work a second of sound, the median of some sentences."""

    name: str
    model: str
    precision: str
    threads: int
    rtf: float

    def __str__(self) -> str:
        return f"voice, {self.name}, {self.precision}, {self.threads} thread{'s' * (self.threads > 1)}: RTF {self.rtf:.3f}"


@dataclass(frozen=True, slots=True)
class VoiceAdvice:
    """best: None where no graph could be measured."""

    best: Timed | None
    measured: tuple[Timed, ...]
    notes: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, object]:
        if self.best is None:
            return {}
        return {"tts.model": self.best.model, "tts.precision": self.best.precision, "tts.threads": self.best.threads}

    def __str__(self) -> str:
        if self.best is None:
            return "voice: nothing could be measured"
        return f"voice, {self.best.name}, {self.best.precision}, {self.best.threads} thread{'s' * (self.best.threads > 1)}"


def tune(config: Config, tell: Callable[[str], None] = lambda line: None) -> VoiceAdvice:
    """Within about BUDGET_S, after what loading takes. What cannot be loaded is a note."""
    ends = time.monotonic() + BUDGET_S
    candidates, notes = _candidates(config)
    counts = thread_counts()
    try:
        style = app.build_voices(config).style(config.tts.voice)
    except AssistantError as error:
        return VoiceAdvice(None, (), (*notes, str(error)))
    tell("measuring the voice")
    timed, wrong = _timed([(one, counts[0]) for one in candidates], style, ends - BUDGET_S / 3)
    if not timed:
        return VoiceAdvice(None, (), (*notes, *wrong))
    quickest = min(timed, key=lambda t: t.rtf)
    place = next(one for one in candidates if (one.name, one.precision) == (quickest.name, quickest.precision))
    fewer, _ = _timed([(place, n) for n in counts[1:]], style, ends)
    best = quickest
    for one in fewer:
        if WORTH * one.rtf <= best.rtf:
            best = one
    return VoiceAdvice(best, (*timed, *fewer), (*notes, *wrong))


def _candidates(config: Config) -> tuple[list[Candidate], list[str]]:
    """What is on disk of the model that config.yaml names: another one may be another voice."""
    if config.tts.model != OWN:
        place = Path(config.tts.model).expanduser()
        found = graphs.available(place) if place.is_dir() else []
        if not found:
            return [Candidate(place.name, config.tts.model, config.tts.precision, place)], []
        return [Candidate(place.name, config.tts.model, graph.precision, graph.path) for graph in found], []
    candidates, notes = [], []
    for name in ("kokoro-quick", OWN):
        try:
            folder = models.find(name)
        except ModelError as error:
            notes.append(f"{name}: {error}")
            continue
        # What is published is spoken with where the quick one is not here; to prefer it, its file must be named.
        is_named = bool(candidates) and name == OWN
        candidates += [
            Candidate(name, str(graph.path / "model.onnx") if is_named else OWN, graph.precision, graph.path)
            for graph in graphs.available(folder)
        ]
    return candidates, notes


def _timed(wanted: Sequence[tuple[Candidate, int]], style: np.ndarray, ends: float) -> tuple[list[Timed], list[str]]:
    """In turns where memory holds all of them at once, else one after the other."""
    n_mb = sum(_size_mb(one.place) for one, _ in wanted)
    free = free_mb()
    holds_all = free is None or _MB_A_FILE_MB * n_mb < free
    found, notes = [], []
    for group in [list(wanted)] if holds_all else [[one] for one in wanted]:
        loaded = []
        for one, threads in group:
            try:
                model = onnx_model.load(one.place, threads)
                _speak(model, style)  # the first time is no measure
                loaded.append((one, threads, model, []))
            except AssistantError as error:
                notes.append(f"{one.name}, {one.precision}: {error}")
        for number in range(_MAX_ROUNDS):
            if number >= _MIN_ROUNDS and time.monotonic() > ends:
                break
            for _, _, model, rtfs in loaded:
                rtfs.append(_speak(model, style))
        found += [Timed(one.name, one.model, one.precision, threads, round(median(r), 4)) for one, threads, _, r in loaded]
    return found, notes


def _speak(model: AcousticModel, style: np.ndarray) -> float:
    ids = [vocabulary()[phoneme] for phoneme in PHONEMES]
    began = time.perf_counter()
    spoken = model.infer(ids, style[len(ids) - 1], 1.0)
    return (time.perf_counter() - began) * SAMPLE_RATE / len(spoken.samples)


def _size_mb(place: Path) -> float:
    files = [path for path in place.iterdir() if path.is_file()] if place.is_dir() else [place]
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6
