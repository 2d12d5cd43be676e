"""The round trip: sentences spoken by the voice and written down again by the embedded recogniser.

What should be heard stands beside each sentence, in words, so that a number read wrongly is told from one heard wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.asr.protocol import Recognizer
from assistant.audio.resampling import resample
from assistant.bench import people
from assistant.bench.bars import Row
from assistant.bench.subject import RATE
from assistant.events import AudioFrame
from assistant.training.alphabet import normalise
from assistant.tts.protocol import SAMPLE_RATE, Segment

_LEFT = 0.5
"""A sentence of whose letters fewer than this share are heard is lost: cut off or never said, not misheard."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """written: "Paguei R$ 3,50." spoken: in words, as a Brazilian says it."""

    written: str
    spoken: str

    def differs(self, heard: str) -> bool:
        return people.errors(self.spoken, heard).words > 0


def sentences(n: int) -> list[Sentence]:
    """The first n of those with figures and those without, in turns."""
    lines = Path(__file__).with_name("read_aloud.tsv").read_text(encoding="utf-8").splitlines()
    every = [Sentence(*pair) for pair in (_pair(line) for line in lines if not line.startswith("#"))]
    return [every[i] for i in np.linspace(0, len(every) - 1, min(n, len(every))).astype(int)]


def _pair(line: str) -> tuple[str, str]:
    written, _, spoken = line.partition("\t")
    return written, spoken or written


def misread(chosen: Iterable[Sentence]) -> list[tuple[Sentence, str]]:
    """Those that are not put into the words expected, and into which they are."""
    return [(s, normalise(s.written) or "") for s in chosen if normalise(s.written) != normalise(s.spoken)]


@dataclass(frozen=True, slots=True)
class Heard:
    """text: what the recogniser writes, "" where it is too unsure. letters: the likeliest ones, however unsure they are."""

    text: str
    letters: str


def hear_spoken(recognizer: Recognizer, segments: Iterable[Segment]) -> Heard:
    """What the recogniser makes of a spoken text."""
    samples = np.concatenate([segment.audio.samples for segment in segments])
    stream = recognizer.start()
    partial = stream.accept(AudioFrame(resample(samples, SAMPLE_RATE, RATE), RATE))
    return Heard(stream.finish().text, partial.text if partial else "")


def rows(voice: str, chosen: Sequence[Sentence], heard: Sequence[Heard]) -> list[Row]:
    """How much of what a voice said was heard otherwise, or not written at all; how many sentences were lost."""
    errors = [people.errors(s.spoken, h.text) for s, h in zip(chosen, heard, strict=True)]
    lost = [s for s, h in zip(chosen, heard, strict=True) if _is_lost(s, h)]
    n_refused = sum(not h.text for h in heard)
    note = "; ".join(s.written for s in lost[:3])
    return [
        replace(people.wer(f"{voice}: WER", errors), note=f"{n_refused} too unsure to be written" if n_refused else ""),
        Row(f"  {voice}: sentences lost", len(lost), "sentences", len(chosen), at_most=0, note=note),
    ]


def _is_lost(sentence: Sentence, heard: Heard) -> bool:
    return max(len(heard.letters), len(heard.text)) < _LEFT * len(normalise(sentence.spoken) or "")
