"""Utterances of people who pause to think within a sentence, made of fluent ones, and how an endpointer takes them.

Strategy: pauses are put where people make them: before a preposition or an "e", after a comma, between a number and its unit. In
them one hears the room, as under the speech. Synthetic speech is told of the pause by a comma, so that its melody knows of it.
The simulation hears all utterances one after the other as of one person, so that the endpointer may learn how they pause, and
asks at each pause what was understood so far, as the runtime does; it takes no longer than its work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from assistant.audio.resampling import resample
from assistant.audio.vad import FRAME_SAMPLES, VoiceActivityDetector
from assistant.bench import recordings
from assistant.endpointer import Boundary, Endpointer, EndpointRules
from assistant.events import AudioFrame, Completeness
from assistant.language.quantities.durations import UNIT_WORDS
from assistant.language.quantities.numbers import number_word
from assistant.language.words.phonetics import fold
from assistant.language.words.text import tokenize
from assistant.tts.protocol import SAMPLE_RATE, Synthesizer

RATE = 16_000
SHORTEST_S, LONGEST_S = 0.3, 1.2
AFTER_S = 3.0
"""Of the room after each utterance: longer than any wait."""
SNR_DB = 25.0
MAX_PAUSES = 2
_SEARCH_S, _FADE_S, _LEVEL_S = 0.06, 0.005, 0.01
_JOINT_WORDS = "de da do das dos no na nos nas em para pra pro pras às ao à com por sobre e ou daqui pelo pela durante"
_JOINTS = frozenset(_JOINT_WORDS.split())
_POLITE = frozenset(("favor", "mim", "gentileza", "gente", "obrigado", "obrigada"))
_NO_PAUSE_IN = frozenset(("por cento", "fim de", "caixa de", "ar condicionado", "raiz quadrada"))


@dataclass(frozen=True, slots=True)
class Pause:
    """Seconds since the sound began. after: how many words were said before."""

    at_s: float
    length_s: float
    after: int


@dataclass(frozen=True, slots=True)
class Timed:
    """A word and when it is heard, in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Hesitant:
    """samples: 16 kHz, shape (n,), a moment of the room before and AFTER_S after. ends_at: where the last word ends."""

    samples: np.ndarray
    text: str
    pauses: tuple[Pause, ...]
    last_word_at: int
    ends_at: int
    voice: str = ""


def natural_places(words: Sequence[str]) -> tuple[int, ...]:
    """The words before which somebody may pause, by their number. Not before politeness, which changes nothing."""
    return tuple(n for n in range(1, len(words)) if _is_natural(words, n))


def _is_natural(words: Sequence[str], n: int) -> bool:
    before, word = _plain(words[n - 1]), _plain(words[n])
    following = _plain(words[n + 1]) if n + 1 < len(words) else ""
    if following in _POLITE or before in _JOINTS or f"{before} {word}" in _NO_PAUSE_IN or f"{word} {following}" in _NO_PAUSE_IN:
        return before == "de" and word.endswith(("ar", "er", "ir"))  # "me lembra de… tomar o remédio"
    if words[n - 1].endswith((",", ";", ":")) or word in _JOINTS:
        return True
    return _is_number(before) and fold(word) in UNIT_WORDS


def _plain(word: str) -> str:
    return word.lower().strip(".,;:!?…\"'")


def _is_number(word: str) -> bool:
    return any(token.is_number or number_word(token) for token in tokenize(word))


def spoken(
    texts: Iterable[str], synthesizer: Synthesizer, voices: Sequence[str], noise: np.ndarray, seed: int = 0
) -> Iterator[Hesitant]:
    """Each text that has a place for a pause, by one voice after the other. noise: of a room, 16 kHz."""
    for number, text in enumerate(texts):
        random = Random(f"{seed} {text}")
        words = text.split()
        if not (chosen := _chosen(natural_places(words), random)):
            continue
        voice = voices[number % len(voices)]
        said = " ".join(f"{word.rstrip(',')}," if n + 1 in chosen else word for n, word in enumerate(words))
        samples, timed = _said(synthesizer, said, voice, random.uniform(0.9, 1.1))
        if len(timed) == len(words):
            yield _with_pauses(samples, (text, voice), timed, chosen, _Room(noise, random))


def read_aloud(sounds: Iterable[tuple[np.ndarray, Sequence[Timed], str]], noise: np.ndarray, seed: int = 0) -> Iterator[Hesitant]:
    """What people read: its samples, its words and their times as a recogniser has them, and who read it."""
    for samples, timed, reader in sounds:
        text = " ".join(word.text for word in timed)
        random = Random(f"{seed} {reader} {text}")
        if chosen := _chosen(natural_places([word.text for word in timed]), random):
            yield _with_pauses(samples, (text, reader), timed, chosen, _Room(noise, random))


def _chosen(places: Sequence[int], random: Random) -> tuple[int, ...]:
    return tuple(sorted(random.sample(places, min(len(places), random.randint(1, MAX_PAUSES)))))


def _said(synthesizer: Synthesizer, text: str, voice: str, speed: float) -> tuple[np.ndarray, list[Timed]]:
    pieces, timed, n = [], [], 0
    for segment in synthesizer.speak(text, voice, speed):
        at_s = n / SAMPLE_RATE
        timed += (Timed(word.text, at_s + word.start, at_s + word.end) for word in segment.words)
        pieces.append(segment.audio.samples)
        n += len(segment.audio.samples)
    return resample(np.concatenate(pieces), SAMPLE_RATE, RATE), timed


class _Room:
    """What is heard while nobody speaks, and under the speech. Draws how long the pauses are."""

    def __init__(self, noise: np.ndarray, random: Random):
        self._noise, self.random = noise, random

    def around(self, speech: np.ndarray) -> tuple[np.ndarray, int]:
        """Speech over a passage of the room; how many samples of that come first."""
        n_more = round(self.random.uniform(0.3, 0.6) * RATE)
        padded = np.pad(speech, (n_more, round(AFTER_S * RATE)))
        start = self.random.randrange(max(1, len(self._noise) - len(padded)))
        passage = np.resize(self._noise[start:], len(padded))
        level = recordings.active_rms(speech[speech != 0.0] if speech.any() else speech) * 10 ** (-SNR_DB / 20)
        passage = passage * (level / (float(np.sqrt(np.mean(passage**2))) + 1e-9))
        return np.clip(padded + passage, -1.0, 1.0).astype(np.float32), n_more


def _with_pauses(
    samples: np.ndarray, said_by: tuple[str, str], timed: Sequence[Timed], chosen: Sequence[int], room: _Room
) -> Hesitant:
    lengths = [round(room.random.uniform(SHORTEST_S, LONGEST_S), 3) for _ in chosen]
    cuts = [_quietest(samples, timed[n - 1].end, timed[n].start) for n in chosen]
    parts, pauses, begin, shift = [], [], 0, 0
    for n, cut, length in zip(chosen, cuts, lengths, strict=True):
        parts += [_faded(samples[begin:cut]), np.zeros(round(length * RATE), np.float32)]
        pauses.append((cut + shift, length, n))
        begin, shift = cut, shift + round(length * RATE)
    speech = np.concatenate([*parts, _faded(samples[begin:])])
    sound, n_before = room.around(speech)
    places = tuple(Pause((at + n_before) / RATE, length, n) for at, length, n in pauses)
    last_word_at = round(timed[-1].start * RATE) + shift + n_before
    text, voice = said_by
    return Hesitant(sound, text, places, last_word_at, round(timed[-1].end * RATE) + shift + n_before, voice)


def _quietest(samples: np.ndarray, end_s: float, start_s: float) -> int:
    """The sample in the middle of the quietest moment between two words, or about there."""
    first, last = sorted((end_s, start_s))
    n = round(_LEVEL_S * RATE)
    begin = max(0, round((first - _SEARCH_S) * RATE))
    stretch = samples[begin : round((last + _SEARCH_S) * RATE)]
    frames = stretch[: len(stretch) // n * n].reshape(-1, n)
    return begin + (int(np.argmin(np.square(frames).sum(axis=1))) * n + n // 2 if len(frames) else 0)


def _faded(samples: np.ndarray) -> np.ndarray:
    """Without a click where it was cut."""
    n = min(round(_FADE_S * RATE), len(samples) // 2)
    ramp = np.linspace(0.0, 1.0, n, dtype=np.float32)
    faded = samples.astype(np.float32, copy=True)
    faded[:n] *= ramp
    faded[len(faded) - n :] *= ramp[::-1]
    return faded


@dataclass(frozen=True, slots=True, eq=False)
class Ended:
    """When the first turn of an utterance was ended: samples since it began, None for never. graded: at each pause."""

    utterance: Hesitant
    at: int | None
    graded: tuple[tuple[str, Completeness], ...] = ()

    @property
    def is_cut(self) -> bool:
        return self.at is not None and self.at < self.utterance.last_word_at

    @property
    def waited_ms(self) -> float | None:
        return None if self.at is None or self.is_cut else 1000 * (self.at - self.utterance.ends_at) / RATE


Grade = Callable[[np.ndarray], tuple[str, Completeness]]
"""What was understood of a sound at 16 kHz that may go on, and how complete that is."""
PRE_ROLL = 4800


def fixed(silence_ms: int) -> EndpointRules:
    """Of an endpointer that waits the same whatever was said."""
    waits = dict.fromkeys(
        ("silence_ms", "min_silence_ms", "max_silence_ms", "complete_ms", "extendable_ms", "dangling_ms"), silence_ms
    )
    return EndpointRules(**waits)


def simulate(
    utterances: Iterable[Hesitant],
    detector: VoiceActivityDetector,
    rules: EndpointRules,
    grade: Grade | None,
    think_ms: int = 100,
) -> list[Ended]:
    """One person's utterances, in order. grade: None for an endpointer that does not listen. think_ms: how long grading takes."""
    endpointer = Endpointer(rules, RATE)
    at, found = 0, []
    for utterance in utterances:
        detector.reset()
        endpointer.reset()
        turn = _Turn(utterance, endpointer, grade, round(think_ms * RATE / 1000))
        for frame in recordings.frames_of(AudioFrame(utterance.samples, RATE), FRAME_SAMPLES):
            turn.hear(detector(frame), at + frame.at, frame.at)
        at += len(utterance.samples) // FRAME_SAMPLES * FRAME_SAMPLES + FRAME_SAMPLES
        found.append(Ended(utterance, turn.ended_at, tuple(turn.graded)))
    return found


class _Turn:
    """The first turn of one utterance; what comes after it is heard, too, since the endpointer learns of it."""

    def __init__(self, utterance: Hesitant, endpointer: Endpointer, grade: Grade | None, n_thinking: int):
        self._utterance, self._endpointer, self._grade, self._n_thinking = utterance, endpointer, grade, n_thinking
        self._began = 0
        self._told: tuple[int, Completeness] | None = None
        self.ended_at: int | None = None
        self.graded: list[tuple[str, Completeness]] = []

    def hear(self, probability: float, at: int, local: int) -> None:
        mark = self._endpointer.accept(probability, at, FRAME_SAMPLES)
        now = local + FRAME_SAMPLES
        if self._told is not None and now >= self._told[0]:
            self._endpointer.expect(self._told[1])
            self._told = None
        if mark is None:
            return
        if mark.boundary is Boundary.STARTED:
            self._began = max(0, local - PRE_ROLL)
        elif mark.boundary is Boundary.PAUSED and self._grade is not None:
            said = self._grade(self._utterance.samples[self._began : now])
            self._told = now + self._n_thinking, said[1]
            if self.ended_at is None:
                self.graded.append(said)
        else:
            self._told = None
            if mark.boundary is Boundary.ENDED and self.ended_at is None:
                self.ended_at = now


def grader(hear: Callable[[np.ndarray], str], completeness: Callable[[str], Completeness]) -> Grade:
    """hear: the recogniser's text of a sound."""

    def grade(samples: np.ndarray) -> tuple[str, Completeness]:
        text = hear(samples)
        return text, completeness(text)

    return grade
