"""How often somebody who pauses within a sentence is taken to have finished: by a session, and by a fixed silence.

Strategy: a cut is a turn that was ended before the last word began. All that one voice says is one conversation, so that a
session may learn how this person pauses. It runs by the clock of the sound, as if its work took no time: what an end of turn
waits for comes as soon as it can, and no turn is spared because the machine is slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from statistics import median

import numpy as np

from assistant.bench import pauses, plain_loop
from assistant.bench.bars import Row, Tell, share
from assistant.bench.materials import Said
from assistant.bench.pauses import Hesitant, Timed
from assistant.bench.replay import Stage
from assistant.bench.sound_card import RATE
from assistant.bench.subject import hear
from assistant.events import SpeechEnded

MAX_CUT_RATE, MAX_OF_FIXED, FIXED_MS = 3.0, 0.5, 500.0
_MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Ended:
    """Where the first turn of an utterance was ended, in samples since its beginning; None where none was."""

    utterance: Hesitant
    ours: int | None
    fixed: int | None

    @property
    def is_cut(self) -> bool:
        return self.ours is not None and self.ours < self.utterance.last_word_at

    @property
    def is_cut_by_fixed(self) -> bool:
        return self.fixed is not None and self.fixed < self.utterance.last_word_at

    @property
    def waited_ms(self) -> float | None:
        """After the last word, where it was not cut."""
        if self.ours is None or self.is_cut:
            return None
        return 1000 * (self.ours - self.utterance.ends_at) / RATE


def spoken(stage: Stage, voices: Sequence[str], noise: np.ndarray, n: int) -> list[Hesitant]:
    """`n` examples of the skills that have a natural place for a pause, those of one voice together. noise: of a room."""
    examples = [e for own in stage.shared.newest_skills().examples().values() for e in own if len(e.split()) >= _MIN_WORDS]
    texts = [text for text in examples if pauses.natural_places(text.split())]
    Random(0).shuffle(texts)
    said = pauses.spoken(texts[:n], stage.shared.synthesizer, voices, noise)
    return sorted(said, key=lambda utterance: utterance.voice)


def by_people(stage: Stage, people: Sequence[Said], noise: np.ndarray) -> Iterator[Hesitant]:
    """What people read; where its words are is the recogniser's word."""

    def sounds() -> Iterator[tuple[np.ndarray, list[Timed], str]]:
        for said in people:
            words = hear(stage.shared.recognizer, said.samples()).words
            yield said.samples(), [Timed(word.text, word.start, word.end) for word in words], said.speaker

    return pauses.read_aloud(sounds(), noise)


def measure(stage: Stage, utterances: Iterable[Hesitant], tell: Tell) -> dict[str, Row]:
    """utterances: those of one voice follow each other."""
    ended = []
    for _, own in groupby(utterances, lambda utterance: utterance.voice):
        found = conversation(stage, list(own))
        tell("".join("x" if e.is_cut else "." for e in found))
        ended += found
    return rows(ended)


def conversation(stage: Stage, utterances: Sequence[Hesitant]) -> list[Ended]:
    """What one person says, one after the other."""
    take = stage.hear(np.concatenate([utterance.samples for utterance in utterances]))
    ends = [round(at * RATE) for at, item in take.happened if isinstance(item, SpeechEnded)]
    found, began = [], 0
    for utterance in utterances:
        until = began + len(utterance.samples)
        ours = next((end - began for end in ends if began < end <= until), None)
        fixed = plain_loop.turns(plain_loop.probabilities(stage.detector, utterance.samples), FIXED_MS)
        found.append(Ended(utterance, ours, fixed[0][1] if fixed else None))
        began = until
    return found


def rows(ended: Sequence[Ended]) -> dict[str, Row]:
    n_cut, n_by_fixed = sum(e.is_cut for e in ended), sum(e.is_cut_by_fixed for e in ended)
    waited = [e.waited_ms for e in ended if e.waited_ms is not None]
    note = f"by {len({e.utterance.voice for e in ended})} voices, each one conversation, by the clock of the sound"
    note += f"; the others ended {median(waited):.0f} ms after the last word" if waited else ""
    ratio = n_cut / n_by_fixed if n_by_fixed else None
    return {
        "cut_rate": share("utterances with pauses: cut", n_cut, len(ended), note, at_most=MAX_CUT_RATE),
        "cut_rate_fixed_500": share(f"  by a fixed silence of {FIXED_MS:.0f} ms", n_by_fixed, len(ended)),
        "cut_ratio_fixed_500": Row(
            "  cut by us, for each cut by that",
            ratio,
            "",
            n_by_fixed,
            at_most=MAX_OF_FIXED,
            note="" if ended else "nothing to measure",
        ),
    }


def wrong_ones(ended: Sequence[Ended]) -> list[str]:
    """For who wants to see them."""
    return [e.utterance.text for e in ended if e.is_cut]
