"""The bars of the large recogniser in one run: what `assistant bench asr --model NAME` prints.

Strategy: what is compared takes turns, so that whatever else the machine does slows both. With random weights the text is noise:
speed, waits and memory are those of the real ones, figures of text mean little.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from assistant import app, resources
from assistant.asr.protocol import Recognizer
from assistant.bench import people, resident, speech, transformers_pipeline, waits
from assistant.bench.bars import Report, Row, Tell
from assistant.bench.materials import Places
from assistant.bench.subject import RATE, hear, load, with_asr
from assistant.config import AsrConfig, Config
from assistant.errors import ModelError, RecognitionError
from assistant.models import checkpoints

PARTS = ("speed", "partials", "streamed", "memory", "soak", "suspicion")
EMBEDDED = "embedded"
SECONDS = 3.0
MIN_RATIO, MAX_RTF, MAX_WAIT_MS, MAX_APART, MAX_SPREAD, MAX_MB = 4.0, 0.08, 400.0, 1.0, 5.0, 900.0
SOAK_MINUTES = 5.0
_NO_PROC = "this system does not tell a process's memory"


@dataclass(frozen=True, slots=True)
class Large:
    """What is measured. model: a name as in asr.model. recordings: as tests/recordings. minutes: of the soak.

    places: of what else is heard, for the suspicion.
    """

    config: Config
    model: str
    recordings: Path
    places: Places
    quick: bool = False
    minutes: float = SOAK_MINUTES

    @property
    def settings(self) -> Config:
        return with_asr(self.config, model=self.model)

    def recognizer(self) -> Recognizer:
        return load(self.settings)

    @property
    def side_by_side(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.model, EMBEDDED)))


def measure(large: Large, parts: Sequence[str], tell: Tell) -> Report:
    """Raises ModelNotFoundError and the other errors of weights that are not here or not whole."""
    if app.is_wav2vec2(large.model):
        checkpoints.find(large.model)
    measures = {
        "speed": _speed,
        "partials": _partials,
        "streamed": _streamed,
        "memory": _memory,
        "soak": _soak,
        "suspicion": _suspicion,
    }
    rows = []
    for part in parts:
        tell(f"\n{part} ")
        rows += measures[part](large, tell)
    return Report(tuple(rows))


def _speed(large: Large, tell: Tell) -> Iterator[Row]:
    """The whole recogniser, its network with the best path alone, which is what the pipeline does, and the pipeline, in turns."""
    recognizer = large.recognizer()
    sound = speech.joined(large.recordings, SECONDS)[0][: round(SECONDS * RATE)]
    works: list[Callable[[], object]] = [lambda: hear(recognizer, sound)]
    why_not = f"{large.model} is no checkpoint of this kind"
    if app.is_wav2vec2(large.model):
        folder = checkpoints.find(large.model)
        greedy = _greedy(folder, large.settings.asr)
        works.append(lambda: greedy(sound))
        pipeline, why_not = transformers_pipeline.load(folder, large.config.asr.threads)
        if pipeline is not None:
            works.append(lambda: pipeline(sound))
    took_s: list[list[float]] = [[] for _ in works]
    for number in range(-1, 5 if large.quick else 11):  # the first round warms all up, and does not count
        for own, work in zip(took_s, works, strict=True):
            seconds = _timed(work)
            if number >= 0:
                own.append(seconds)
        tell("." if number >= 0 else "")
    yield from _speed_rows(large.model, took_s, why_not)


def _speed_rows(model: str, took_s: Sequence[Sequence[float]], why_not: str) -> Iterator[Row]:
    """took_s: of the whole, of the network and the best path, of the pipeline; the last two may be missing."""
    medians, n = [median(own) for own in took_s], len(took_s[0])
    spread = f"{1e3 * medians[0]:.0f} ms, at best {1e3 * min(took_s[0]):.0f} ms"
    yield Row(f"{model}: 3 s utterance, grammar, beam and all", medians[0] / SECONDS, "RTF", n, at_most=MAX_RTF, note=spread)
    faster = "  network and greedy text: faster than transformers' pipeline (torch fp32)"
    if len(took_s) < 3:
        yield Row(faster, None, "×", at_least=MIN_RATIO, note=why_not)
        return
    theirs = f"it took {1e3 * medians[2]:.0f} ms, at best {1e3 * min(took_s[2]):.0f} ms; we {1e3 * medians[1]:.0f} ms"
    yield Row(faster, medians[2] / medians[1], "×", n, at_least=MIN_RATIO, note=theirs)
    yield Row("  grammar, beam and all: faster than that", medians[2] / medians[0], "×", n)


def _greedy(folder: Path, asr: AsrConfig) -> Callable[[np.ndarray], str]:
    from assistant.asr import ctc
    from assistant.asr.wav2vec2 import checkpoint as checkpoint_files
    from assistant.asr.wav2vec2.model import Wav2Vec2Model
    from assistant.asr.wav2vec2.recognizer import load_network

    checkpoint = checkpoint_files.read(folder)
    model = Wav2Vec2Model(checkpoint, load_network(checkpoint, asr))
    return lambda sound: ctc.greedy_text(model.hear(sound).log_posteriors, model.characters)


def _partials(large: Large, tell: Tell) -> Iterator[Row]:
    sound, _ = speech.joined(large.recordings, 10 if large.quick else 40)
    for model in large.side_by_side:
        name = f"{model}: longest wait for a partial while someone speaks"
        try:
            found = waits.measure(load(with_asr(large.config, model=model)), sound)
        except (ModelError, RecognitionError) as error:
            yield Row(name, None, "ms", at_most=MAX_WAIT_MS, note=str(error))
            continue
        tell(".")
        note = f"of {len(sound) / RATE:.0f} s in real time; typically {found.typical:.0f} ms, of it work {found.work:.0f} ms"
        yield Row(name, found.longest, "ms", found.n, at_most=MAX_WAIT_MS, note=note)


def _streamed(large: Large, tell: Tell) -> Iterator[Row]:
    """Files longer than what a recogniser hears at once; the text of each, streamed and not."""
    recognizer = large.recognizer()
    streamed: list[people.Errors] = []
    offline: list[people.Errors] = []
    apart: list[people.Errors] = []
    for number in range(1 if large.quick else 3):
        sound, said = speech.joined(large.recordings, 40, 17 * number)
        whole = hear(recognizer, sound).text
        stream = recognizer.start()
        for frame in speech.frames(sound):
            stream.accept(frame)
        text = stream.finish().text
        streamed.append(people.errors(said, text))
        offline.append(people.errors(said, whole))
        apart.append(people.errors(whole, text))
        tell(".")
    wers = [100 * sum(e.words for e in found) / max(1, sum(e.n_words for e in found)) for found in (streamed, offline, apart)]
    note = f"streamed {wers[0]:.1f} %, offline {wers[1]:.1f} %; one against the other {wers[2]:.1f} %"
    name = f"{large.model}: streamed against offline, WER apart"
    yield Row(name, abs(wers[0] - wers[1]), "%", len(apart), at_most=MAX_APART, note=note)


def _memory(large: Large, tell: Tell) -> Iterator[Row]:
    name = f"{large.model}: resident memory of the whole assistant, at most"
    if not resident.is_known():
        yield Row(name, None, "MB", at_most=MAX_MB, note=_NO_PROC)
        return
    try:
        most = resident.of_assistant(large.settings, resources.conversation())
    except RecognitionError as error:
        yield Row(name, None, "MB", at_most=MAX_MB, note=str(error))
        return
    tell(".")
    yield Row(name, most, "MB", 1, at_most=MAX_MB, note="while it hears the recorded conversation and answers")


def _soak(large: Large, tell: Tell) -> Iterator[Row]:
    warm_s = min(300.0, 60 * large.minutes * 0.4)
    for model in large.side_by_side:
        name = f"{model}: memory in {large.minutes:g} min of speech, streaming, strays by"
        if not resident.is_known():
            yield Row(name, None, "%", at_most=MAX_SPREAD, note=_NO_PROC)
            continue
        try:
            found = resident.soak(with_asr(large.config, model=model), large.recordings, large.minutes, lambda: tell("."))
        except RecognitionError as error:
            yield Row(name, None, "%", at_most=MAX_SPREAD, note=str(error))
            continue
        cost = f"a second of sound costs × {found.cost_ratio:.2f} of what it did at the beginning"
        note = f"{found.mb[-1]:.0f} MB, after the first {warm_s / 60:.1f} min; {cost}"
        yield Row(name, found.spread_percent(warm_s), "%", len(found.mb), at_most=MAX_SPREAD, note=note)


def _suspicion(large: Large, tell: Tell) -> Iterator[Row]:
    from assistant.bench import suspicion

    material = suspicion.Material(large.places, large.recordings, large.quick)
    for model in large.side_by_side:
        for row in suspicion.measure(load(with_asr(large.config, model=model)), material, lambda: tell(".")):
            yield replace(row, name=f"{model}: {row.name}")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
