"""A training set spoken by Kokoro: deterministic, parallel, and going on where it was interrupted.

Strategy: utterance i is drawn from a generator seeded by (seed, i) alone, so that it does not matter who makes it or when. This
process draws the texts and is the only one that writes the manifest, in order; others speak and write the FLAC files, each
under its name only when whole. A window of work ahead keeps them busy and memory bounded.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from random import Random
from typing import Protocol

import numpy as np

from assistant.audio.writing import Writer
from assistant.errors import SynthesisError
from assistant.events import AudioFrame
from assistant.training.blends import Casting, written
from assistant.training.manifest import ManifestWriter, Utterance
from assistant.training.texts import Mixture

RATE = 16_000
_LEVEL = 0.7
_WINDOW = 8  # utterances ahead for each process
_PER_FOLDER = 1000
_END_MARKS = ".....?!,"

log = logging.getLogger(__name__)


class Speaker(Protocol):
    def __call__(self, text: str, voice: str, speed: float) -> np.ndarray:
        """float32 sound, shape (n,), 16 kHz. Raises SynthesisError."""


@dataclass(frozen=True, slots=True)
class Script:
    """What to say and how: everything about an utterance before it is sound. `pauses_s`: silence before and after."""

    index: int
    text: str
    mark: str
    voice: str
    speed: float
    pauses_s: tuple[float, float]
    source: str

    @property
    def file(self) -> str:
        return f"audio/{self.index // _PER_FOLDER:04d}/{self.index:07d}.flac"


@dataclass(frozen=True, slots=True)
class Goal:
    """How much to make: until either is reached."""

    n_utterances: int | None = None
    hours: float | None = None

    def is_reached(self, n_utterances: int, seconds: float) -> bool:
        enough_of_them = self.n_utterances is not None and n_utterances >= self.n_utterances
        return enough_of_them or (self.hours is not None and seconds >= self.hours * 3600)


def write_script(index: int, seed: int, mixture: Mixture, casting: Casting) -> Script:
    random = Random(f"{seed}/{index}")
    source, text = mixture.draw(random)
    blend, speed = casting.draw(random)
    pauses_s = (round(random.uniform(0.05, 0.5), 2), round(random.uniform(0.1, 0.6), 2))
    return Script(index, text, random.choice(_END_MARKS), written(blend), speed, pauses_s, source)


def synthesise(
    folder: Path,
    goal: Goal,
    scripts: Callable[[int], Script],
    make_speaker: Callable[[], Speaker],
    jobs: int = 1,
    report: Callable[[Utterance, float], None] = lambda utterance, hours: None,
) -> float:
    """Make what is missing of a set; returns its hours. `jobs` 0 speaks in this process. What cannot be spoken is left out.

    scripts: index → Script. make_speaker: called once in each process, so it must be picklable where jobs > 0.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ManifestWriter(folder) as manifest, _crew(make_speaker, jobs) as submit:
        seconds, n_made = 0.0, 0
        pending: deque[tuple[int, Future | Utterance]] = deque()
        next_index = 0
        while not goal.is_reached(n_made, seconds):
            while len(pending) < max(1, jobs * _WINDOW):
                known = manifest.done.get(next_index)
                pending.append((next_index, known or submit(partial(_make, folder, scripts(next_index)))))
                next_index += 1
            utterance = pending.popleft()[1]
            if isinstance(utterance, Future):
                utterance = utterance.result()
                manifest.add(utterance)
            if utterance.seconds:
                seconds, n_made = seconds + utterance.seconds, n_made + 1
            report(utterance, seconds / 3600)
        for _, ahead in pending:
            if isinstance(ahead, Future):
                ahead.cancel()
    return seconds / 3600


def _make(folder: Path, script: Script, speaker: Speaker) -> Utterance:
    """0 seconds stand for what could not be spoken: the next run need not try again."""
    fields = asdict(script)
    common = {key: fields[key] for key in ("index", "text", "voice", "speed", "source")}
    try:
        spoken = speaker(script.text + script.mark, script.voice, script.speed)
    except SynthesisError as error:
        log.info("utterance %d was left out: %s", script.index, error)
        return Utterance(file="", seconds=0.0, **common)
    before, after = (int(pause * RATE) for pause in script.pauses_s)
    samples = np.pad(_LEVEL * spoken / max(1.0, float(np.abs(spoken).max(initial=0.0))), (before, after))
    path = folder / script.file
    path.parent.mkdir(parents=True, exist_ok=True)
    with Writer(path, RATE) as writer:
        writer.write(AudioFrame(samples.astype(np.float32), RATE))
    return Utterance(file=script.file, seconds=round(len(samples) / RATE, 3), **common)


_speaker: Speaker | None = None
"""Of a worker process: loaded once there."""


@contextmanager
def _crew(make_speaker: Callable[[], Speaker], jobs: int) -> Iterator[Callable]:
    """submit(task) → Future, where task(speaker) is done by some process."""
    if jobs == 0:
        speaker = make_speaker()

        def submit(task):
            future: Future = Future()
            future.set_result(task(speaker))
            return future

        yield submit
        return
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin_worker, initargs=(make_speaker,))
    try:
        yield lambda task: pool.submit(_in_worker, task)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_worker(make_speaker: Callable[[], Speaker]) -> None:
    import signal

    global _speaker  # noqa: PLW0603 - a worker process has nothing else to keep it in
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is for the process that writes the manifest
    os.environ["OMP_NUM_THREADS"] = "1"
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _speaker = make_speaker()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    wait([parent_process().sentinel])
    os._exit(1)


def _in_worker(task: Callable[[Speaker], Utterance]) -> Utterance:
    return task(_speaker)
