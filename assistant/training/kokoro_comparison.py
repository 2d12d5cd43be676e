"""An exported Kokoro beside the torch model: how far the spectra are from each other, the durations, and what is heard.

Strategy: Kokoro throws dice for each sound (the breath of unvoiced ones, the harmonics' first phases), and two sounds of one
model differ by more than a faithful export does. So both get the same throws: torch's are replaced, and so are the graph's
nodes, in a copy that is made for the comparison. Where a phoneme lasts longer in one, it is compared with its own counterpart.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from kokoro.model import KModel
from onnx import helper, numpy_helper
from rapidfuzz.distance import Levenshtein

from assistant.asr.mel import FRAMES_PER_SECOND, log_mel
from assistant.audio.resampling import resample
from assistant.training.kokoro_export import INPUTS, OUTPUTS, replaced
from assistant.tts.acoustics import onnx_session
from assistant.tts.acoustics.protocol import FRAME_SAMPLES
from assistant.tts.phonemes import vocabulary
from assistant.tts.protocol import SAMPLE_RATE

Hear = Callable[[np.ndarray], str]
"""Samples, float32, 16 kHz, shape (n,) → text."""
HEARD_RATE = 16_000
N_HARMONICS = 9  # that the source hums, the pitch among them
_DB_PER_UNIT = 40.0  # of the recogniser's features: a quarter of the power's decimal logarithm
_UNDERSTOOD_PERCENT = 25.0
_SEED = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    phonemes: str
    speed: float = 1.0


SENTENCES = (
    Sentence("Bom dia, como vai você?", "bˈoŋ ʤˈiæ, kˌomʊ vI vosˈe?"),
    Sentence("O relógio da sala parou às três e meia.", "ʊ xˌelˈɔʒjʊ da sˈalæ paɾˈow aːs trˈez i mˈAæ."),
    Sentence("A chuva já passou, mas as ruas estão molhadas.", "a ʃˈuvæ ʒˈa pasˈow, maz az xˈuæz estˌɐ̃ʊ̃ mˌoljˈadæs.", 1.25),
)


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """samples: float32, 24 kHz, shape (n,). frames: of FRAME_SAMPLES, of each phoneme, those before and after them included."""

    samples: np.ndarray
    frames: np.ndarray
    took_s: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence to be read by a voice, and how the original reads it. heard: what the recogniser makes of that, None without."""

    sentence: Sentence
    voice: str
    feed: Mapping[str, np.ndarray]
    original: Spoken
    heard: str | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """distance_db: of log-mel spectra, root mean square. durations_percent: of phonemes that last as long as in torch.

    character_errors_percent: of what is heard, against what is heard of the original; None where nobody listens, or where the
    original itself is not understood. rtf: seconds of work a second of sound.
    """

    distance_db: float
    durations_percent: float
    character_errors_percent: float | None
    rtf: float


def originals(model: KModel, voices: Mapping[str, np.ndarray], hear: Hear | None) -> list[Line]:
    """voices: styles (510, 256) by name."""
    lines = []
    for voice, style in voices.items():
        for sentence in SENTENCES:
            ids = [vocabulary()[phoneme] for phoneme in sentence.phonemes]
            feed = {
                "tokens": np.array([[0, *ids, 0]], np.int64),
                "style": style[len(ids) - 1 : len(ids)].astype(np.float32),
                "speed": np.array([sentence.speed], np.float32),
            }
            spoken = _by_torch(model, feed)
            lines.append(Line(sentence, voice, feed, spoken, hear(_for_ears(spoken)) if hear else None))
    return lines


def compare(graph: onnx.ModelProto, lines: Sequence[Line], hear: Hear | None, threads: int = 2) -> Likeness:
    """graph: in any precision."""
    longest = max(len(line.original.samples) for line in lines)
    with tempfile.TemporaryDirectory(prefix="assistente-") as folder:
        path = Path(folder) / "model.onnx"
        onnx.save(with_same_dice(graph, 2 * longest), path)
        session = onnx_session.open_session(path, threads)
    _by_session(session, lines[0].feed)  # the first time is no measure
    ours = [_by_session(session, line.feed) for line in lines]
    pairs = list(zip(lines, ours, strict=True))
    same = sum(int((line.original.frames == spoken.frames).sum()) for line, spoken in pairs)
    heard = [hear(_for_ears(spoken)) for spoken in ours] if hear else []
    return Likeness(
        round(float(np.mean([distance_db(line.original, spoken) for line, spoken in pairs])), 3),
        round(100 * same / sum(len(spoken.frames) for spoken in ours), 2),
        _character_errors_percent(lines, heard),
        round(sum(spoken.took_s for spoken in ours) / sum(spoken.seconds for spoken in ours), 3),
    )


def distance_db(one: Spoken, other: Spoken) -> float:
    """Of each moment of the one, against the same moment of the same phoneme in the other. No number where one is none."""
    if not np.isfinite(other.samples).all():
        return float("nan")
    theirs, ours = (_DB_PER_UNIT * log_mel(_for_ears(spoken)) for spoken in (one, other))
    moments = (np.arange(theirs.shape[1]) + 0.5) / FRAMES_PER_SECOND
    ends = [np.concatenate([[0], np.cumsum(s.frames)]) * FRAME_SAMPLES / SAMPLE_RATE for s in (one, other)]
    counterparts = np.interp(moments, *ends) * FRAMES_PER_SECOND
    difference = theirs - ours[:, np.minimum(counterparts.astype(int), ours.shape[1] - 1)]
    return float(np.sqrt(np.mean(difference**2)))


def _by_torch(model: KModel, feed: Mapping[str, np.ndarray]) -> Spoken:
    dice = _Dice()
    tensors = [torch.from_numpy(feed[name]) for name in INPUTS]
    with dice.instead_of_torch(), torch.inference_mode():
        began = time.perf_counter()
        audio, frames = model.forward_with_tokens(*tensors)
        return Spoken(audio.numpy(), frames.numpy(), time.perf_counter() - began)


def _by_session(session, feed: Mapping[str, np.ndarray]) -> Spoken:
    began = time.perf_counter()
    audio, frames = session.run(OUTPUTS, dict(feed))
    return Spoken(audio.ravel(), frames.ravel(), time.perf_counter() - began)


def _for_ears(spoken: Spoken) -> np.ndarray:
    return np.clip(resample(spoken.samples, SAMPLE_RATE, HEARD_RATE), -1, 1)


def _character_errors_percent(lines: Sequence[Line], heard: Sequence[str]) -> float | None:
    understood = [
        (line.heard, text)
        for line, text in zip(lines, heard, strict=False)
        if line.heard and 100 * Levenshtein.normalized_distance(line.heard, _plain(line.sentence.text)) <= _UNDERSTOOD_PERCENT
    ]
    if not understood:
        return None
    wrong = sum(Levenshtein.distance(truth, text) for truth, text in understood)
    return round(100 * wrong / sum(len(truth) for truth, _ in understood), 2)


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalpha() or c == " ")


class _Dice:
    """The same throws for every length: those of a longer sound begin with those of a shorter one."""

    def normal(self, shape: Sequence[int]) -> np.ndarray:
        return np.random.default_rng(_SEED).standard_normal(tuple(shape), np.float32)

    def uniform(self, shape: Sequence[int]) -> np.ndarray:
        return np.random.default_rng(_SEED).random(tuple(shape), np.float32)

    @contextmanager
    def instead_of_torch(self) -> Iterator[None]:
        with (
            replaced(torch, "randn_like", lambda x: torch.from_numpy(self.normal(x.shape))),
            replaced(torch, "rand", lambda *shape, **_: torch.from_numpy(self.uniform(shape))),
        ):
            yield


def with_same_dice(graph: onnx.ModelProto, n_samples: int) -> onnx.ModelProto:
    """A copy that reads its throws off a table. n_samples: of the longest sound."""
    copy = onnx.ModelProto()
    copy.CopyFrom(graph)
    tables = {
        "RandomNormalLike": ("normal_throws", _Dice().normal((1, n_samples, N_HARMONICS))),
        "RandomUniformLike": ("uniform_throws", _Dice().uniform((1, N_HARMONICS))),
    }
    nodes = []
    for node in copy.graph.node:
        if node.op_type not in tables:
            nodes.append(node)
            continue
        name, table = tables[node.op_type]
        out, starts = node.output[0], f"{node.output[0]}.starts"
        copy.graph.initializer.append(numpy_helper.from_array(table, name))
        copy.graph.initializer.append(numpy_helper.from_array(np.zeros(table.ndim, np.int64), starts))
        nodes.append(helper.make_node("Shape", [node.input[0]], [f"{out}.shape"]))
        nodes.append(helper.make_node("Slice", [name, starts, f"{out}.shape"], [out]))
    del copy.graph.node[:]
    copy.graph.node.extend(nodes)
    return copy
