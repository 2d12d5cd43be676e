"""How many recorded commands end in the right skill with the right slots, through the whole runtime."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import app
from assistant.asr.second_opinion import SecondOpinionRecognizer
from assistant.audio.sinks import NullSink
from assistant.audio.vad import FRAME_SAMPLES
from assistant.bench import recordings
from assistant.bench.recordings import Recording
from assistant.config import Config
from assistant.events import AudioFrame, Report, TurnRecord
from assistant.runtime.sources import FrameSource
from assistant.runtime.workers import ThreadWorker
from assistant.tts.silent import SilentSynthesizer

HUMAN = "human"
CONDITIONS: dict[str, float | None] = {"clean": None, "20 dB": 20.0, "10 dB": 10.0, HUMAN: None}


@dataclass(frozen=True, slots=True)
class Outcome:
    condition: str
    recording: Recording
    turns: tuple[TurnRecord, ...]

    @property
    def is_right(self) -> bool:
        """A command: one turn, right skill, right slots. No command: no turn that a skill took."""
        understood = [t for t in self.turns if t.skill is not None]
        if self.recording.skill is None:
            return not understood
        return len(self.turns) == 1 and [(t.skill, dict(t.slots)) for t in understood] == [
            (self.recording.skill, dict(self.recording.slots))
        ]


def measure(
    config: Config,
    folder: Path,
    human: Path | None,
    conditions: Sequence[str],
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Every recording of `folder` under every condition, and those of `human` as they are. Answers are planned, not spoken."""
    made, noise = recordings.load(folder), recordings.noise(folder)
    people = recordings.load_human(human) if human and HUMAN in conditions else []
    outcomes = []
    with app.scratch_store(config) as own:
        skills, surroundings = app.build_skills(own), app.alone(app.build_store(own))
        recognizer = app.advised(own, app.build_recognizer(own), lambda: skills, surroundings.lists)
        if isinstance(recognizer, SecondOpinionRecognizer):
            recognizer.wait_until_loaded()  # else what is right would depend on how long that takes
        shared = app.Models(recognizer, SilentSynthesizer(), lambda: skills, surroundings)
        for condition in conditions:
            for seed, recording in enumerate(people if condition == HUMAN else made):
                sound = recordings.files.read(recording.path)
                if (snr_db := CONDITIONS[condition]) is not None:
                    sound = recordings.with_noise(sound, noise, snr_db, seed)
                outcome = Outcome(condition, recording, hear(own, shared, sound))
                outcomes.append(outcome)
                tell(outcome)
    return outcomes


def hear(config: Config, shared: app.Models, sound: AudioFrame) -> tuple[TurnRecord, ...]:
    """A session of its own for one sound; its turns."""
    turns: list[TurnRecord] = []

    def note(item: object, _dialogue: object) -> None:
        if isinstance(item, Report):
            turns.append(item.record)

    frames = iter(recordings.frames_of(sound, FRAME_SAMPLES))
    ends = app.Ends(lambda inbox, clock: FrameSource(frames, ThreadWorker("reader"), inbox.post, clock), NullSink())
    app.build_session(config, shared, ends, (note,)).run()
    return tuple(turns)
