"""The bars of the voice in one run: what `assistant bench tts` prints.

Strategy: the rival and we take turns, so that whatever else the machine does slows both. The cache is off wherever the making
of sound is timed.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from assistant import app, models
from assistant.asr.protocol import Recognizer
from assistant.bench import kokoro_onnx, read_aloud, resident
from assistant.bench.bars import Report, Row, Tell
from assistant.bench.read_aloud import Heard, Sentence
from assistant.config import Config
from assistant.tts.protocol import Synthesizer

PARTS = ("speed", "cached", "round-trip", "memory")
MIN_SOONER, MAX_RTF_RATIO, MAX_CACHED_MS, MAX_SPREAD = 6.0, 0.8, 20.0, 5.0
WARM_SENTENCES, EVERY_SENTENCES = 50, 25
BRAZILIAN = ("pf_dora", "pm_alex", "pm_santa")
PARAGRAPH = (
    "Bom dia, pessoal. A reunião de hoje começa às três da tarde, na sala grande do segundo andar, e deve durar cerca de uma "
    "hora. Quem não puder vir, por favor, avise a secretaria até o meio-dia, para que a gente reserve outro horário."
)
"""Twelve seconds of speech by pf_dora."""

_WARM_UP = "Vamos começar por aqui, com calma."
_ROUNDS, _CACHED_TEXTS = 7, 40


@dataclass(frozen=True, slots=True)
class Options:
    """n_sentences: read by each voice. count: sentences of the memory's part."""

    parts: Sequence[str] = PARTS
    n_sentences: int = 200
    count: int = 1000
    voices: Sequence[str] = BRAZILIAN


def measure(config: Config, options: Options, tell: Tell) -> Report:
    """Raises what loading the models does."""
    parts = {"speed": _speed, "cached": _cached, "round-trip": _round_trip, "memory": _memory}
    reports = [parts[name](config, options, tell) for name in options.parts]
    return Report(tuple(row for r in reports for row in r.rows), wrong=tuple(one for r in reports for one in r.wrong))


def with_tts(config: Config, **changes: object) -> Config:
    return config.model_copy(update={"tts": config.tts.model_copy(update=changes)})


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds: until the first sound, until the last, and how long the sound lasts."""

    first: float
    whole: float
    sound: float

    @property
    def rtf(self) -> float:
        return self.whole / self.sound


def _speed(config: Config, options: Options, tell: Tell) -> Report:
    tell("\nspeed ")
    voice = options.voices[0]
    ours = app.build_synthesizer(with_tts(config, cache_mb=0, voice=voice))
    theirs, why_not = kokoro_onnx.loaded(models.find("kokoro") / "model.onnx", app.build_voices(config), voice)
    if theirs is None:
        return Report((Row("first sound, times sooner than kokoro-onnx", None, "×", at_least=MIN_SOONER, note=why_not),))
    _times(ours, _WARM_UP)
    theirs(_WARM_UP)
    own, rival = [], []
    for _ in range(_ROUNDS):
        own.append(_times(ours, PARAGRAPH))
        rival.append(_rival_times(theirs))
        tell(".")
    return Report(tuple(_speed_rows(own, rival)))


def _speed_rows(own: Sequence[Times], rival: Sequence[Times]) -> list[Row]:
    pairs = list(zip(own, rival, strict=True))
    sooner = median(b.first / a.first for a, b in pairs)
    cheaper = median(a.rtf / b.rtf for a, b in pairs)
    quicker = median(a.whole / b.whole for a, b in pairs)
    note = f"{median(t.sound for t in own):.1f} s of speech"
    return [
        Row("first sound of a paragraph", 1e3 * median(t.first for t in own), "ms", len(own), note=note),
        Row("  kokoro-onnx, create()", 1e3 * median(t.first for t in rival), "ms", len(rival)),
        Row("  times sooner", sooner, "×", len(pairs), at_least=MIN_SOONER, note="median of rounds"),
        Row("the whole of it, real-time factor", median(t.rtf for t in own), "RTF", len(own)),
        Row("  kokoro-onnx, create()", median(t.rtf for t in rival), "RTF", len(rival)),
        Row(
            "  ratio",
            cheaper,
            "",
            len(pairs),
            at_most=MAX_RTF_RATIO,
            note=f"of the time alone {quicker:.2f}: pauses count as sound",
        ),
    ]


def _times(synthesizer: Synthesizer, text: str) -> Times:
    began = time.perf_counter()
    first, sound = 0.0, 0.0
    for segment in synthesizer.speak(text):
        first = first or time.perf_counter() - began
        sound += segment.audio.seconds
    return Times(first, time.perf_counter() - began, sound)


def _rival_times(rival: Callable[[str], float]) -> Times:
    """All at once: its first sound comes with its last."""
    began = time.perf_counter()
    sound = rival(PARAGRAPH)
    took = time.perf_counter() - began
    return Times(took, took, sound)


def _cached(config: Config, options: Options, tell: Tell) -> Report:
    tell("\ncached ")
    texts = [sentence.written for sentence in read_aloud.sentences(_CACHED_TEXTS)]
    with tempfile.TemporaryDirectory(prefix="assistente-") as folder:
        synthesizer = app.build_synthesizer(with_tts(config, cache_folder=Path(folder)))
        for text in texts:
            _times(synthesizer, text)
            tell(".")
        again = [1e3 * _times(synthesizer, text).first for text in texts]
    note = f"95 % within {np.percentile(again, 95):.0f} ms"
    return Report((Row("first sound of a cached reply", median(again), "ms", len(again), at_most=MAX_CACHED_MS, note=note),))


def _round_trip(config: Config, options: Options, tell: Tell) -> Report:
    sentences = read_aloud.sentences(options.n_sentences)
    misread = read_aloud.misread(sentences)
    rows = [Row("sentences not put into the words expected", len(misread), "sentences", len(sentences), at_most=0)]
    synthesizer = app.build_synthesizer(with_tts(config, cache_mb=0))
    recognizer = app.build_embedded(config)
    wrong = [{"condition": "words", "said": s.spoken, "heard": found} for s, found in misread]
    for voice in options.voices:
        tell(f"\n{voice} ")
        heard = [_heard(synthesizer, recognizer, voice, s, tell) for s in sentences]
        rows += read_aloud.rows(voice, sentences, heard)
        wrong += [
            {"condition": voice, "said": s.spoken, "heard": h.text}
            for s, h in zip(sentences, heard, strict=True)
            if s.differs(h.text)
        ]
    return Report(tuple(rows), wrong=tuple(wrong))


def _heard(synthesizer: Synthesizer, recognizer: Recognizer, voice: str, sentence: Sentence, tell: Tell) -> Heard:
    heard = read_aloud.hear_spoken(recognizer, synthesizer.speak(sentence.written, voice))
    tell("x" if sentence.differs(heard.text) else ".")
    return heard


def _memory(config: Config, options: Options, tell: Tell) -> Report:
    name = f"memory over {options.count} sentences, strays by"
    if not resident.is_known():
        return Report((Row(name, None, at_most=MAX_SPREAD, note="this system does not tell a process's memory"),))
    tell("\nmemory ")
    mb = resident.speaking(with_tts(config, cache_mb=0), options.count, EVERY_SENTENCES, lambda: tell("."))
    settled = mb[WARM_SENTENCES // EVERY_SENTENCES - 1 :]
    note = (
        f"from {settled[0]:.0f} MB after the first {WARM_SENTENCES}, to {settled[-1]:.0f} at the end, {max(settled):.0f} at most"
    )
    return Report((Row(name, resident.spread_percent(settled), "%", options.count, at_most=MAX_SPREAD, note=note),))
