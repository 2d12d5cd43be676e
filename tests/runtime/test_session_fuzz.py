"""Whatever is heard, typed, muted, lost and hangs, in whatever order: a session comes to rest, and answers the next question."""

import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.config import Config
from assistant.dialogue import State
from assistant.dialogue.states import APOLOGIES
from assistant.events import (
    AnnouncementDue,
    Commit,
    DeviceLost,
    DeviceRestored,
    MuteToggled,
    PlaybackStarted,
    Report,
    Speak,
    StopSpeaking,
    TextTyped,
    Transcript,
)
from tests.runtime.room import Hanging, Rest, quiet, say, sound
from tests.runtime.scene import QUESTION, RADIO, SKILL, TIMEOUT_S, Scene

CONFIG = Config()
LISTENING_S = CONFIG.endpoint.max_turn_s + 5
AT_REST = Rest(LISTENING_S + 2 * TIMEOUT_S + 2 * CONFIG.dialogue.speaking_timeout_s + 30)
"""Each state to its watchdog's end, and what waited meanwhile."""
ITEMS = ("leite", "arroz", "feijão", "café", "açúcar", "sal", "queijo", "manteiga", "banana", "tomate", "batata", "cebola")
ADD = "adiciona {item} à lista de compras"
HEARD = (
    *3 * (ADD,),
    "aham",
    "para",
    "ajuda",
    "repete",
    RADIO,
    "timer de 5 segundos",
    Transcript("", rejected="noise"),
    RuntimeError("no memory"),
)
WORKERS = ("recogniser", "planner", "synthesiser")


def events(stage):
    """By name: what may happen beside sound."""
    return {
        "mute": partial(MuteToggled, muted=True),
        "unmute": partial(MuteToggled, muted=False),
        "lost": partial(DeviceLost, kind="microphone", reason=""),
        "restored": partial(DeviceRestored, kind="microphone"),
        "due": partial(AnnouncementDue, text="A pizza está pronta."),
        "the speaker sticks": lambda at: setattr(stage.speaker, "is_stuck", True),
        **{
            f"the {name} hangs": lambda at, worker=worker: setattr(worker, "hangs_next", True)
            for name, worker in stage.hanging.items()
        },
    }


def _hangs(worker, _at):
    worker.hangs_next = True


class Fuzzed(Scene):
    def __init__(self, folder, heard, is_file):
        self.hanging = {name: Hanging() for name in WORKERS}
        super().__init__(folder, *heard, is_file=is_file, **self.hanging)

    def asks(self, _at):
        self.recognizer.expects_question = True
        for worker in self.hanging.values():
            worker.hangs_next = False

    def items(self):
        return [item.text for it in self.store.lists() for item in self.store.items(it.id)]


def utterances(texts):
    """Each item is asked for once."""
    items = iter(ITEMS)
    return [text.format(item=next(items, "pão")) if isinstance(text, str) else text for text in texts]


LENGTH = st.sampled_from([0.1, 0.3, 0.6, 1.0, 2.5])
STEP = st.one_of(
    st.tuples(st.just("say"), LENGTH),
    st.tuples(st.just("quiet"), LENGTH),
    st.tuples(st.just("quiet"), st.sampled_from([0.2, 1.0, 4.0, 20.0])),
    st.tuples(st.just("noise"), LENGTH),
    st.tuples(st.just("type"), st.sampled_from([text for text in HEARD if isinstance(text, str)])),
    st.tuples(st.just("event"), st.sampled_from(["mute", "unmute", "lost", "restored", "due"])),
    st.tuples(st.just("event"), st.sampled_from(["the speaker sticks", *(f"the {name} hangs" for name in WORKERS)])),
)


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@example([("type", "ajuda"), ("quiet", 1.0), ("type", "ajuda")], [], False)
@example([("type", "ajuda"), ("quiet", 1.0), ("say", 0.6), ("type", "ajuda")], [RADIO], False)
@example([("say", 0.3), ("event", "unmute")], [], True)
@example([("say", 0.3), ("quiet", 0.3), ("event", "the recogniser hangs")], [], False)
@given(st.lists(STEP, min_size=3, max_size=14), st.lists(st.sampled_from(HEARD), max_size=8), st.booleans())
def test_whatever_happens(steps, heard, is_file):
    typed = [what for kind, what in steps if kind == "type"]
    texts = utterances([*heard, *typed])
    to_type = iter(texts[len(heard) :])
    with tempfile.TemporaryDirectory() as folder:
        stage = Fuzzed(Path(folder), texts[: len(heard)], is_file)
        happens = events(stage)
        script = [_made(kind, what, happens, to_type) for kind, what in steps]
        records = stage.run(*script, happens["unmute"], AT_REST, stage.asks, say(1), AT_REST)
        items = stage.items()
        stage.store.close()
    assert stage.state is State.IDLE
    assert not stage.speaker.held
    assert any(record.heard == QUESTION and record.skill == SKILL for record in records)
    assert_one_record_each(stage, records)
    assert_nothing_else_was_done(items, records)
    assert_silent_when_stopped(stage.seen)


def _made(kind, what, happens, to_type):
    rng = np.random.default_rng(0)
    match kind:
        case "say":
            return say(what)
        case "quiet":
            return quiet(what)
        case "noise":
            return sound(0.0, what) + (rng.random(int(what * 16_000)) * 0.2 - 0.1).astype(np.float32)
        case "type":
            return partial(TextTyped, text=next(to_type))
        case _:
            return happens[what]


def assert_one_record_each(stage, records):
    reported = Counter(it.turn for it in stage.of(Report))
    assert set(reported.values()) <= {1}
    assert {it.turn for it in stage.of(Speak)} <= set(reported)
    # What was done, and is not known to have been done, is answered under another number.
    apologised = [it.turn for it in stage.of(Speak) if it.text in APOLOGIES.values()]
    for it in stage.of(Commit):
        assert it.turn in reported or any(turn > it.turn for turn in apologised), it


def assert_nothing_else_was_done(items, records):
    assert len(set(items)) == len(items)
    for item in items:
        assert sum(item in record.heard for record in records) == 1, item


def assert_silent_when_stopped(seen):
    stopped = set()
    for it in seen:
        if isinstance(it, StopSpeaking):
            stopped.add(it.turn)
        elif isinstance(it, Speak):
            stopped.discard(it.turn)
        assert not (isinstance(it, PlaybackStarted) and it.turn in stopped)
