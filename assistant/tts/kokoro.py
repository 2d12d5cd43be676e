"""Kokoro speaking: text of any length → segments of sound, each made when it is asked for.

Strategy: a sentence is put into speakable words, then into phonemes; one that is long is broken at clauses or words, so that
no chunk has more phonemes than the model takes (which its own pipeline would cut off) nor more than
memory and patience allow. The style vector depends on the number of phonemes.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import numpy as np

from assistant.errors import SpeedError, SynthesisError, UnspeakableTextError
from assistant.events import AudioFrame
from assistant.language.sentences import pack, sentences
from assistant.language.speakable import speakable
from assistant.tts.acoustics import MAX_PHONEMES, AcousticModel, OnnxAcousticModel
from assistant.tts.g2p import EspeakG2p, GraphemesToPhonemes
from assistant.tts.pauses import pause_after, trim
from assistant.tts.protocol import SAMPLE_RATE, Segment
from assistant.tts.voices import Voices

SLOWEST, FASTEST = 0.5, 2.0
CHUNK_PHONEMES = 200
"""Twelve seconds of speech. The model takes 510, but they need 500 MB more and the listener waits for all of them."""

_LONGEST_SENTENCE = 1000  # characters; what is longer has lost its full stops, and is not normalised as one
_MARKS = ".,;:!?…—"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Chunk:
    graphemes: str
    phonemes: str


class Kokoro:
    """A Synthesizer over one model, shared by all sessions. voice, speed: what is used where `speak` gets none."""

    def __init__(
        self, model: AcousticModel, voices: Voices, g2p: GraphemesToPhonemes, voice: str = "pf_dora", speed: float = 1.0
    ):
        self._model = model
        self._voices = voices
        self._g2p = g2p
        self._voice = voice
        self._speed = speed
        voices.find(voice)
        _check_speed(speed)

    def speak(self, text: str, voice: str | None = None, speed: float | None = None) -> Iterator[Segment]:
        """Segments, with the pause that follows each but the last one; graphemes are the sentence as it was written,
        or a part of it as it is said.

        Raises UnknownVoiceError, VoiceFileError, SpeedError at once; UnspeakableTextError, SynthesisError when pulled.
        """
        style = self._voices.style(voice or self._voice)
        return self._segments(text, style, _check_speed(self._speed if speed is None else speed))

    def _segments(self, text: str, style: np.ndarray, speed: float) -> Iterator[Segment]:
        at, has_spoken = 0, False
        for chunk, following in pairwise(chain(self._chunks(text), [None])):
            samples = self._synthesize(chunk, style, speed)
            if following is not None:
                samples = np.concatenate([samples, pause_after(chunk.phonemes, speed)])
            audio = AudioFrame(samples, SAMPLE_RATE, at)
            at, has_spoken = audio.end, True
            yield Segment(chunk.graphemes, chunk.phonemes, audio)
        if not has_spoken:
            raise UnspeakableTextError

    def _synthesize(self, chunk: _Chunk, style: np.ndarray, speed: float) -> np.ndarray:
        ids = [vocabulary()[phoneme] for phoneme in chunk.phonemes]
        samples = self._model.infer(ids, style[len(ids) - 1], speed)
        if not np.isfinite(samples).all():
            raise SynthesisError("Kokoro gave no sound but noughts and infinities; type: assistant models verify kokoro")
        return np.clip(trim(samples), -1.0, 1.0)

    def _chunks(self, text: str) -> Iterator[_Chunk]:
        for sentence in chain.from_iterable(pack(s, len, _LONGEST_SENTENCE) for s in sentences(text)):
            pieces = list(pack(speakable(sentence), self._size, CHUNK_PHONEMES))
            for i, piece in enumerate(pieces):
                phonemes = self._phonemes(piece, "." if i == len(pieces) - 1 else ",")
                if phonemes:
                    graphemes = sentence if len(pieces) == 1 else piece
                    yield from (_Chunk(graphemes, part) for part in _within(phonemes, MAX_PHONEMES))

    def _size(self, text: str) -> int:
        # Counting the phonemes of what is far too long anyway would only take time.
        return len(text) if len(text) > 4 * CHUNK_PHONEMES else len(self._g2p.phonemize(text))

    def _phonemes(self, text: str, end: str) -> str:
        """What the model knows of a text's phonemes, ended by a mark: without one it swallows the last sound."""
        phonemes = _known(self._g2p.phonemize(text))
        if not any(p.isalpha() for p in phonemes):
            return ""
        return phonemes if phonemes[-1] in _MARKS + '”")' else phonemes + end


def load_kokoro(model: Path, voices: Voices, voice: str = "pf_dora", speed: float = 1.0, threads: int = 2) -> Kokoro:
    """Kokoro for Brazilian Portuguese from an ONNX file. Raises ModelFileError, UnknownVoiceError, PhonemizerError."""
    return Kokoro(OnnxAcousticModel(model, threads), voices, EspeakG2p("pt-br"), voice, speed)


@cache
def vocabulary() -> dict[str, int]:
    """Kokoro's number of every phoneme and mark it knows."""
    return json.loads(Path(__file__).with_name("kokoro_vocab.json").read_text(encoding="utf-8"))


def _known(phonemes: Iterable[str]) -> str:
    known, unknown = [], set()
    for phoneme in phonemes:
        if phoneme in vocabulary():
            known.append(phoneme)
        else:
            unknown.add(phoneme)
    if unknown:
        _log.debug("phonemes outside Kokoro's vocabulary left out: %s", " ".join(sorted(unknown)))
    return "".join(known).strip()


def _within(phonemes: str, limit: int) -> list[str]:
    """Phonemes in parts of at most `limit`, broken at spaces where there are any: nothing is ever cut off."""
    parts = []
    while len(phonemes) > limit:
        space = phonemes.rfind(" ", 1, limit + 1)
        cut = space if space > 0 else limit
        parts.append(phonemes[:cut])
        phonemes = phonemes[cut:].lstrip()
    return [*parts, phonemes] if phonemes else parts


def _check_speed(speed: float) -> float:
    if not SLOWEST <= speed <= FASTEST:
        raise SpeedError(speed, SLOWEST, FASTEST)
    return speed
