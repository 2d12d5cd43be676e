"""Which recogniser this computer is fast enough for, with how many threads: what `assistant doctor --tune` says.

Strategy: a recogniser is chosen by what a person notices. How long the answer to three seconds of speech takes is measured
for each number of threads; with the best of them, how long someone who speaks waits for a partial transcript, in real time.
The large recogniser hears better: it is chosen where it keeps to its bars and fits in memory, else the embedded one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import app, resources
from assistant.asr.protocol import Recognizer
from assistant.audio import files
from assistant.bench import waits
from assistant.bench.large import EMBEDDED, MAX_RTF, MAX_WAIT_MS, SECONDS
from assistant.bench.subject import RATE, hear, load, with_asr
from assistant.config import AsrConfig, Config
from assistant.errors import AssistantError, ModelNotFoundError, RecognitionError
from assistant.models import checkpoints, precisions

LARGE = "wav2vec2-pt"
MIN_FREE_MB = 900.0
BUDGET_S = 12.0
_ROUNDS = 4
_REAL_TIME_S = 3.0
# A number of threads must be this much quicker to be worth the processor that it takes from whoever else works.
WORTH = 0.9


@dataclass(frozen=True, slots=True)
class Measured:
    """rtf: of three seconds of speech, from their end to the text. wait_ms: the longest for a partial."""

    model: str
    precision: str
    threads: int
    rtf: float
    wait_ms: float | None

    @property
    def is_fast(self) -> bool:
        return self.rtf <= MAX_RTF and (self.wait_ms is None or self.wait_ms <= MAX_WAIT_MS)

    def __str__(self) -> str:
        wait = "not measured" if self.wait_ms is None else f"{self.wait_ms:.0f} ms"
        threads = f"{self.threads} thread{'s' * (self.threads > 1)}"
        figures = f"RTF {self.rtf:.3f} (bar {MAX_RTF:g}), longest wait for a partial {wait} (bar {MAX_WAIT_MS:.0f} ms)"
        return f"{self.model}, {self.precision}, {threads}: {figures}"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to set, why, and what was found on the way."""

    model: str
    threads: int
    why: str
    measured: tuple[Measured, ...]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.model}, {self.threads} thread{'s' * (self.threads > 1)}: {self.why}"

    @property
    def settings(self) -> dict[str, object]:
        return {"asr.model": self.model, "asr.threads": self.threads}


def tune(config: Config, large: str = LARGE, tell: Callable[[str], None] = lambda line: None) -> Advice:
    """Within about BUDGET_S. large: the large recogniser to consider. Raises what loading the embedded recogniser does."""
    ends = time.monotonic() + BUDGET_S
    sound = _speech()
    notes: list[str] = _busy()
    found = []
    if (free := free_mb()) is not None and free < MIN_FREE_MB:
        notes.append(f"{large}: {free:.0f} MB of memory are free, and it needs {MIN_FREE_MB:.0f}")
    else:
        try:
            notes += _trials(large)
            tell(f"measuring {large}")
            found.append(_measure(with_asr(config, model=large), sound, ends - BUDGET_S / 3))
        except ModelNotFoundError:
            notes.append(f"{large}: its weights are not here; to let it be measured, type: assistant models pull {large}")
        except AssistantError as error:
            notes.append(f"{large}: {error}")
    tell(f"measuring {EMBEDDED}")
    found.append(_measure(with_asr(config, model=EMBEDDED), sound, ends))
    return _advice(tuple(found), tuple(notes))


def _busy() -> list[str]:
    n_cores = max(thread_counts())
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        [f"this computer is busy (a load of {load:.1f} on {n_cores} cores): measure again when it is not"]
        if load > n_cores
        else []
    )


def free_mb() -> float | None:
    """Memory that a new program can have; None where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return None


def _advice(found: tuple[Measured, ...], notes: tuple[str, ...]) -> Advice:
    """found: the embedded one last."""
    own = found[-1]
    large = next((one for one in found if one.model != EMBEDDED), None)
    if large is None:
        return Advice(EMBEDDED, own.threads, "it is the only one that could be measured", found, notes)
    if large.is_fast:
        why = f"{large.model} hears better, and this computer is fast enough for it"
        return Advice(large.model, large.threads, why, found, notes)
    slow = f"RTF {large.rtf:.3f}" if large.rtf > MAX_RTF else f"a wait of {large.wait_ms or 0:.0f} ms"
    return Advice(EMBEDDED, own.threads, f"{large.model} is too slow on this computer ({slow})", found, notes)


def _measure(config: Config, sound: np.ndarray, ends: float) -> Measured:
    """The best number of threads; the fewest of those that are about as quick. No new one is begun after `ends`."""
    threads, recognizer, rtf = 0, None, np.inf
    for number in thread_counts():
        if recognizer is not None and time.monotonic() > ends:
            break
        candidate = load(with_asr(config, threads=number))
        found = _rtf(candidate, sound[: round(SECONDS * RATE)])
        if recognizer is None or WORTH * found <= rtf:
            threads, recognizer, rtf = number, candidate, found
    wait_ms = _wait_ms(recognizer, sound) if recognizer else None
    return Measured(config.asr.model, _precision(config.asr), threads, rtf, wait_ms)


def _rtf(recognizer: Recognizer, sound: np.ndarray) -> float:
    hear(recognizer, sound)
    took_s = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        hear(recognizer, sound)
        took_s.append(time.perf_counter() - began)
    return min(took_s) * RATE / len(sound)


def _wait_ms(recognizer: Recognizer, sound: np.ndarray) -> float | None:
    try:
        return waits.measure(recognizer, sound[: round(_REAL_TIME_S * RATE)]).longest
    except RecognitionError:
        return None


def _trials(model: str) -> list[str]:
    """What was found of each precision when the checkpoint was pulled."""
    report = precisions.read(checkpoints.find(model))
    return [f"{model}, when it was pulled: {trial}" for trial in report.trials] if report else []


def _precision(asr: AsrConfig) -> str:
    """Of the weights that these settings lead to."""
    if not app.is_wav2vec2(asr.model):
        return "int8"
    from assistant.asr.wav2vec2 import checkpoint
    from assistant.asr.wav2vec2.onnx_network import converted

    if asr.flavour == "torch":
        return "torch"
    return converted(checkpoint.read(checkpoints.find(asr.model)), asr.precision, asr.device).parent.name


def thread_counts() -> list[int]:
    """All cores, half of them, one; neither recognition nor the voice has use for more than eight."""
    n = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return sorted({1, max(1, min(8, n // 2)), min(8, n)}, reverse=True)


def _speech() -> np.ndarray:
    """The conversation that travels with the program, without its long pauses."""
    samples = files.read(resources.conversation(), RATE).samples
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    loud = np.abs(frames).max(axis=1) > 0.02
    near = np.convolve(loud, np.ones(21), "same") > 0  # 0.2 s around what is loud
    return np.ascontiguousarray(frames[near].reshape(-1))
