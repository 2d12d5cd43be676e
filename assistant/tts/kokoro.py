"""Kokoro speaking: text of any length, or its pieces as they come → segments of sound, each made when it is asked for.

Strategy: chunks.py says what is spoken at once; the model speaks it, with a little of what surrounds it where a sentence is
broken, and that is cut off again. The style vector depends on the number of phonemes. Nothing is kept of what was spoken.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from assistant.errors import SpeedError, SynthesisError, UnspeakableTextError, VolumeError
from assistant.events import AudioFrame
from assistant.language.sentences import Break
from assistant.tts.acoustics.protocol import AcousticModel, Utterance
from assistant.tts.chunks import LONGEST, Chunk, chunks
from assistant.tts.pauses import faded, pause_after, quietest, trim
from assistant.tts.phonemes import vocabulary
from assistant.tts.protocol import FASTEST, LOUDEST, SAMPLE_RATE, SLOWEST, Segment, SpokenWord
from assistant.tts.reading.protocol import Reader
from assistant.tts.timing import boundaries, word_times
from assistant.tts.voices import Voices

_KNEE = 0.8  # above it, what would be too loud is pressed together rather than cut off


@dataclass(frozen=True, slots=True, eq=False)
class _Manner:
    """How a text is spoken. style: float32, shape (510, 256)."""

    style: np.ndarray
    speed: float
    volume: float


class Kokoro:
    """A Synthesizer over one model, shared by all sessions. voice, speed, volume: what is used where `speak` gets none.

    reader_for: BCP 47 tag of a voice's language → who reads it. The reader of `voice` is loaded at once.
    """

    def __init__(
        self,
        model: AcousticModel,
        voices: Voices,
        reader_for: Callable[[str], Reader],
        voice: str = "pf_dora",
        speed: float = 1.0,
        volume: float = 1.0,
    ):
        self._model = model
        self._voices = voices
        self._reader_for = reader_for
        self._voice = voice
        self._speed = _check_speed(speed)
        self._volume = _check_volume(volume)
        self._tells_durations = True
        self._n_said = 0  # phonemes that are taken for said already, so that there is no hurry
        voices.check(voice)
        reader_for(voices.language(voice))

    def speak(
        self, text: str | Iterable[str], voice: str | None = None, speed: float | None = None, volume: float | None = None
    ) -> Iterator[Segment]:
        """Segments, with the pause that follows each but the last one; graphemes are the part of the text that is spoken.

        volume: from 0 to 2, 1 being the model's own. Raises UnknownVoiceError, VoiceFileError, SpeedError, VolumeError,
        PhonemizerError at once; UnspeakableTextError, SynthesisError when pulled.
        """
        voice = voice or self._voice
        manner = _Manner(
            self._voices.style(voice),
            _check_speed(self._speed if speed is None else speed),
            _check_volume(self._volume if volume is None else volume),
        )
        reader = self._reader_for(self._voices.language(voice))
        return self._segments(chunks(text, reader, self._n_said), manner)

    def unhurried(self) -> Kokoro:
        """The same for where nobody waits for the first sound: no sentence is broken but for its length."""
        other = copy.copy(self)
        other._n_said = LONGEST
        return other

    def _segments(self, parts: Iterator[Chunk], manner: _Manner) -> Iterator[Segment]:
        at = 0
        owed = np.zeros(0, np.float32)  # the pause after a segment of which one could not know that it was not the last
        has_spoken = False
        for chunk in parts:
            samples, words, cached = self._spoken(chunk, manner)
            pause = pause_after(chunk.phonemes, chunk.ends, manner.speed)
            audio = AudioFrame(np.concatenate([owed, samples, pause[: len(pause) * chunk.goes_on]]), SAMPLE_RATE, at)
            delay = len(owed) / SAMPLE_RATE
            yield Segment(chunk.graphemes, chunk.phonemes, audio, tuple(_later(word, delay) for word in words), cached)
            at, owed, has_spoken = audio.end, pause[: len(pause) * (not chunk.goes_on)], True
        if not has_spoken:
            raise UnspeakableTextError

    def _spoken(self, chunk: Chunk, manner: _Manner) -> tuple[np.ndarray, tuple[SpokenWord, ...], bool]:
        """The chunk's sound without silence around it, when its words are heard, and whether it was there already."""
        alone = chunk.phonemes + "," * (chunk.ends is Break.WORD)  # without a mark the last sound is swallowed
        surrounded = f"{chunk.before} {chunk.phonemes} {chunk.after}".strip()
        utterance = self._infer(surrounded if self._tells_durations else alone, manner)
        if utterance.frames is None and self._tells_durations:
            self._tells_durations = False  # so that what surrounds a chunk cannot be cut off again
            utterance = utterance if surrounded == alone else self._infer(alone, manner)
        start, end, bounds = _heard(utterance, chunk)
        samples = faded(_loud(utterance.samples[start:end], manner.volume))
        if bounds is None:
            return samples, (), utterance.cached
        return samples, word_times(chunk.words(), bounds, start, end), utterance.cached

    def _infer(self, phonemes: str, manner: _Manner) -> Utterance:
        ids = [vocabulary()[phoneme] for phoneme in phonemes]
        utterance = self._model.infer(ids, manner.style[len(ids) - 1], manner.speed)
        if not np.isfinite(utterance.samples).all():
            raise SynthesisError("Kokoro gave no sound but noughts and infinities; type: assistant models verify kokoro")
        return utterance


def _heard(utterance: Utterance, chunk: Chunk) -> tuple[int, int, np.ndarray | None]:
    """(start, end) of the samples that are the chunk's own, and the sample where each of its phonemes begins."""
    samples = utterance.samples
    if utterance.frames is None:
        return *trim(samples), None
    bounds = boundaries(utterance.frames)
    first = len(chunk.before) + 1 if chunk.before else 0
    start, end = 0, len(samples)
    if chunk.before:
        start = quietest(samples, bounds[first - 1], bounds[first])
    if chunk.after:
        n_heard = max((after for _, _, after in chunk.words()), default=len(chunk.phonemes))
        end = quietest(samples, bounds[first + n_heard], bounds[first + len(chunk.phonemes) + 1])
    return *trim(samples, start, max(start, end)), bounds[first:]


def _loud(samples: np.ndarray, volume: float) -> np.ndarray:
    """In [-1, 1], as loud as is wanted: what is too loud for that is bent, so that it does not crackle."""
    louder = samples * np.float32(volume)
    if volume <= 1.0:
        return np.clip(louder, -1.0, 1.0)
    size = np.abs(louder)
    bent = _KNEE + (1.0 - _KNEE) * np.tanh((size - _KNEE) / (1.0 - _KNEE))
    return np.where(size <= _KNEE, louder, np.sign(louder) * bent).astype(np.float32)


def _later(word: SpokenWord, delay: float) -> SpokenWord:
    return SpokenWord(word.text, word.start + delay, word.end + delay) if delay else word


def _check_speed(speed: float) -> float:
    if not SLOWEST <= speed <= FASTEST:
        raise SpeedError(speed, SLOWEST, FASTEST)
    return speed


def _check_volume(volume: float) -> float:
    if not 0.0 <= volume <= LOUDEST:
        raise VolumeError(volume, LOUDEST)
    return volume
