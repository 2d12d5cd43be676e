"""The assistant's own voice in a room: whether it takes it for an interruption, and whether it notices one.

Strategy: simulated rooms, each with its own delay and reverberation; the echo's level is set by the answer's. What is answered is
made beforehand, so that no gap of the synthesis helps the canceller, nor a slow machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio.resampling import resample
from assistant.bench import recordings, replay
from assistant.bench.bars import Row, Tell, share
from assistant.bench.replay import Scene, Stage, Take
from assistant.bench.sound_card import RATE
from assistant.events import HoldSpeech, Speak, StopSpeaking, Transcript
from assistant.skills import Context
from assistant.training.acoustics import simulated_room

ECHO_DB = -6.0  # of the microphone's sound, against what is played
MAX_TAKEN, MIN_NOTICED, WITHIN_MS = 0.0, 95.0, 300.0
_DELAYS_S = (0.02, 0.25)
_TAIL_S = 1.5  # so long after an answer it may still take its echo for somebody
_OVER_S = 1.2  # of speech over an answer: whether it is noticed is known by then
_FIRST_ONES = 3  # for so many later answers one first one
_LONG_S = 3.2  # of an answer that is spoken over
_NOBODY = np.zeros(0, np.float32)


class SimulatedRoom:
    """A delay and a reverberation; `seed` draws them. Of `sound`, 16 kHz, it gives back ECHO_DB."""

    def __init__(self, seed: int, sound: np.ndarray):
        random = np.random.default_rng(seed)
        delay = np.zeros(int(random.uniform(*_DELAYS_S) * RATE), np.float32)
        response = np.concatenate([delay, simulated_room(random.uniform(0.15, 0.4), random.uniform(0, 10), random, RATE)])
        level = recordings.active_rms(np.convolve(sound, response)) / recordings.active_rms(sound)
        self._response = response * 10 ** (ECHO_DB / 20) / level
        self._played = np.zeros(len(response) - 1, np.float32)

    def echo(self, played: np.ndarray) -> np.ndarray:
        self._played = np.concatenate([self._played, played])
        heard = np.convolve(self._played, self._response, "valid")
        self._played = self._played[-(len(self._response) - 1) :]
        return heard.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is typed; what is answered, and its sound at 16 kHz."""

    question: str
    answer: str
    sound: np.ndarray

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE


def answers(stage: Stage) -> Iterable[Asked]:
    """Of the skills' own examples, each answer once; its sound is made now."""
    surroundings, skills = stage.shared.surroundings, stage.shared.newest_skills()
    known = set()
    for question in (example for examples in skills.examples().values() for example in examples):
        context = Context(replay.WALL, surroundings.store, last_answer="Nada.", lists=surroundings.lists())
        plan = skills.plan(Transcript(question), context)
        if plan.skill is not None and plan.text and plan.text not in known:
            known.add(plan.text)
            made = [segment.audio for segment in stage.shared.synthesizer.speak(plan.text)]
            yield Asked(question, plan.text, resample(np.concatenate([a.samples for a in made]), made[0].rate, RATE))


def is_taken(take: Take, asked: str) -> bool:
    """Whether more was answered than what was typed, or the answer was broken off: nobody spoke."""
    answered = next((item.turn for _, item in take.happened if isinstance(item, Speak)), None)
    is_stopped = any(isinstance(item, StopSpeaking) and item.turn == answered for _, item in take.happened)
    return is_stopped or any(turn.heard != asked or turn.is_interrupted for turn in take.turns)


def own_speech(stage: Stage, n_answers: int, tell: Tell) -> dict[str, Row]:
    """stage: may be faster than real time."""
    asked = list(answers(stage))
    takes = []
    for number in range(n_answers):
        one = asked[number % len(asked)]
        takes.append((one, stage.play(Scene(_NOBODY, asked=one.question, tail_s=_TAIL_S), SimulatedRoom(number, one.sound))))
        tell("x" if is_taken(takes[-1][1], one.question) else ".")
    return {"own_speech_taken": own_speech_row(takes)}


def own_speech_row(takes: Sequence[tuple[Asked, Take]]) -> Row:
    n_taken = sum(is_taken(take, one.question) for one, take in takes)
    n_held = sum(take.first(HoldSpeech) is not None for _, take in takes)
    note = f"echo at {ECHO_DB:.0f} dB; {n_held} fell silent for a while"
    label = "answers whose echo was taken for somebody's speech"
    return Row(label, n_taken, "", len(takes), at_most=MAX_TAKEN, note=note)


def barge_in(stage: Stage, folder: Path, n: int, tell: Tell) -> dict[str, Row]:
    """stage: in real time. folder: whose recordings are spoken over answers, and over the first answer of all that is heard."""
    over = recordings.load(folder)
    asked = [one for one in answers(stage) if one.seconds >= _LONG_S]
    after_ms: dict[bool, list[float | None]] = {True: [], False: []}
    for number in range(n + n // _FIRST_ONES):
        is_first = number >= n
        one, before, spoken = asked[number % len(asked)], asked[(number + 1) % len(asked)], over[number * 7 % len(over)]
        into_s = float(np.random.default_rng(number).uniform(0.6, 1.6))
        samples = recordings.files.read(spoken.path).samples
        says = _at_level(samples, recordings.active_rms(one.sound) * 10 ** (ECHO_DB / 20))
        scene = Scene(says, into_s, one.question, (), after_s=0.1)
        ms = noticed_ms(stage.play(scene, SimulatedRoom(number, one.sound), None if is_first else before.sound))
        after_ms[is_first].append(ms)
        tell("." if ms is not None and ms <= WITHIN_MS else "x")
    return barge_in_rows(after_ms[False], after_ms[True])


def _at_level(samples: np.ndarray, rms: float) -> np.ndarray:
    """From the first sample of speech on, as loud as `rms`."""
    first, last = replay.speech_span(samples)
    says = samples[first : min(last, first + int(_OVER_S * RATE))]
    return (says * (rms / max(1e-6, recordings.active_rms(samples[first:last])))).astype(np.float32)


def noticed_ms(take: Take) -> float | None:
    """From the first sample of speech over an answer until it fell silent; None where it did not, or before anybody spoke."""
    fell_silent = None if take.said_at is None else take.first(HoldSpeech, after=take.said_at)
    return None if fell_silent is None else 1000 * (fell_silent - take.said_at)


def barge_in_rows(after_ms: Sequence[float | None], of_first: Sequence[float | None]) -> dict[str, Row]:
    """of_first: the same, over the first answer that the canceller heard."""
    noticed = [ms for ms in after_ms if ms is not None]
    n_soon, n_soon_first = (sum(ms is not None and ms <= WITHIN_MS for ms in found) for found in (after_ms, of_first))
    note = f"{len(after_ms) - len(noticed)} not at all" if len(noticed) < len(after_ms) else ""
    label = f"speech over an answer at 0 dB, noticed within {WITHIN_MS:.0f} ms"
    p95 = float(np.percentile(noticed, 95)) if noticed else None
    return {
        "barge_in_noticed": share(label, n_soon, len(after_ms), note, at_least=MIN_NOTICED),
        "barge_in_p95_ms": Row("  95 % of those that were noticed, within", p95, "ms", len(noticed)),
        "barge_in_first_answer": share("  the same, over the first answer of a session", n_soon_first, len(of_first)),
    }
