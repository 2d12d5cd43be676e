"""What is measured: the embedded recogniser as the loop has it, and what the skills make of its texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

import numpy as np

from assistant import app
from assistant.asr.live_grammar import Commands
from assistant.asr.protocol import Recognizer
from assistant.config import Config
from assistant.events import AudioFrame, Plan, Transcript
from assistant.language.grammar.lists import Lists
from assistant.skills import Context, SkillSet
from assistant.skills.loading.checking import usual_lists
from assistant.store import Store

RATE = 16_000
_NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


class Subject:
    """`recognizer` is the embedded one; plans are made at one moment, on one store, so that they can be compared."""

    def __init__(self, config: Config, skills: SkillSet, store: Store):
        """Raises ModelNotFoundError, ModelFileError, HeadMismatchError."""
        self.config = with_asr(config, model="embedded", transcriber="embedded")
        self.skills = skills
        self._surroundings = app.alone(store, usual_lists())  # as somebody's house would have them
        self.recognizer = app.build_recognizer(self.config, self.commands)

    def commands(self) -> Commands:
        """What may be said."""
        return app.commands_of(self.skills, self._surroundings.lists)

    def hear(self, samples: np.ndarray) -> Transcript:
        return hear(self.recognizer, samples)

    def plan(self, transcript: Transcript) -> Plan:
        context = Context(_NOW, self._surroundings.store, last_answer="Nada.", lists=self.lists())
        return self.skills.plan(transcript, context)

    def lists(self) -> Lists:
        """What slots like {list} may hold."""
        return self._surroundings.lists()

    def planned(self, text: str) -> Plan:
        """What is made of a text as it is written."""
        return self.plan(Transcript(text))


@contextmanager
def subject(config: Config) -> Iterator[Subject]:
    """With a store that is forgotten afterwards."""
    with app.scratch_store(config) as own:
        yield Subject(own, app.build_skills(own), app.build_store(own))


def hear(recognizer: Recognizer, samples: np.ndarray) -> Transcript:
    """An utterance at once, without partials. samples: 16 kHz, shape (n,)."""
    return recognizer.start().finish(AudioFrame(np.ascontiguousarray(samples, np.float32), RATE))


def load(config: Config) -> Recognizer:
    """The recogniser of asr.model, and no other in its place. Raises what loading it does."""
    if not app.is_wav2vec2(config.asr.model):
        return app.build_recognizer(config)
    return app.build_wav2vec2(config, config.asr.model, partial(app.commands_of, app.build_skills(config)))


def with_asr(config: Config, **changes: object) -> Config:
    return config.model_copy(update={"asr": config.asr.model_copy(update=changes)})
