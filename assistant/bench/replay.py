"""What becomes of a recording that is spoken into a real session, and when.

Strategy: a session of its own for each, with models that all share. `play` is in real time, or faster by the clock: the recording
is said by a person before a sound card, so that it is known when each sample of it was said, without asking the voice activity
detector. `hear` is as fast as it can be, by the clock of the sound: nothing takes any time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np

from assistant import app
from assistant.audio import echo
from assistant.audio.sinks import NullSink
from assistant.audio.vad import FRAME_SAMPLES, VoiceActivityDetector
from assistant.bench import recordings
from assistant.bench.sound_card import RATE, Ear, Loudspeaker, Pace, Person, Room, SoundCard, accustom
from assistant.config import Config
from assistant.events import Action, AudioFrame, Event, Report, TextTyped, Tick, TurnRecord
from assistant.runtime.clock import Clock
from assistant.runtime.inbox import Inbox
from assistant.runtime.sources import FrameSource
from assistant.runtime.workers import InlineWorker
from assistant.tts.silent import SilentSynthesizer

WALL = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)  # always the same: the same question has the same answer
_AUDIBLE_DB = 40.0  # below a recording's loudest moment: what is fainter is no speech
_LEVEL_SAMPLES = 160


def speech_span(samples: np.ndarray) -> tuple[int, int]:
    """The first sample of speech and the one after the last, by the energy of a clean recording, to 10 ms."""
    frames = samples[: len(samples) // _LEVEL_SAMPLES * _LEVEL_SAMPLES].reshape(-1, _LEVEL_SAMPLES)
    level_db = 10 * np.log10(np.mean(np.square(frames, dtype=np.float64), axis=1) + 1e-12)
    loud = np.flatnonzero(level_db > level_db.max(initial=-120.0) - _AUDIBLE_DB)
    return (int(loud[0]) * _LEVEL_SAMPLES, (int(loud[-1]) + 1) * _LEVEL_SAMPLES) if len(loud) else (0, 0)


@dataclass(frozen=True, slots=True)
class Scene:
    """says: at 16 kHz, by a person who begins at once, or `into_s` after an answer began to sound. asked: typed first.

    It is over `tail_s` after the first of the `until`, or `after_s` after the last sample that is said. limit_s: at the latest.
    """

    says: np.ndarray
    into_s: float | None = None
    asked: str | None = None
    until: tuple[type, ...] = (Report,)
    tail_s: float = 0.0
    after_s: float = 4.0
    limit_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Take:
    """What became of a scene. Times in seconds, on the session's clock.

    said_at: of the first sample that was said, None if none was. sounded_at: of the first sample of the first answer, as it was
    handed to the device. happened: every event and action but sound and ticks. late_s: how late a sample came, at worst.
    """

    said_at: float | None
    sounded_at: float | None
    happened: tuple[tuple[float, Event | Action], ...]
    late_s: float = 0.0

    @property
    def turns(self) -> list[TurnRecord]:
        return [item.record for _, item in self.happened if isinstance(item, Report)]

    def first(self, *kinds: type, after: float = 0.0) -> float | None:
        """When one of these first happened."""
        return next((at for at, item in self.happened if at >= after and isinstance(item, kinds)), None)

    def ms_to_answer(self, last_sample: int) -> float | None:
        """From the last sample of speech to the first of the answer; negative when that interrupted the person."""
        if self.sounded_at is None or self.said_at is None:
            return None
        return 1000 * (self.sounded_at - self.said_at - last_sample / RATE)


@dataclass
class _Watch:
    """An observer that writes down what happens."""

    now: Callable[[], float]
    until: tuple[type, ...] = ()
    happened: list[tuple[float, Event | Action]] = field(default_factory=list)
    over_at: float | None = None

    def __call__(self, item: Event | Action | AudioFrame, dialogue: object) -> None:
        del dialogue
        if isinstance(item, AudioFrame | Tick):
            return
        self.happened.append((self.now(), item))
        if self.over_at is None and isinstance(item, self.until):
            self.over_at = self.now()


@dataclass(frozen=True, slots=True)
class Stage:
    """Where scenes are played. heard_s: of each answer, None for all. tempo: 1 is real time."""

    config: Config
    shared: app.Models
    detector: VoiceActivityDetector
    heard_s: float | None = None
    tempo: float = 1.0

    def play(self, scene: Scene, room: Room | None = None, before: np.ndarray | None = None) -> Take:
        """room: None is a headset. before: what was answered in it earlier, at 16 kHz."""
        pace = Pace(self.tempo)
        clock, watch = Clock(pace.now, lambda: WALL), _Watch(pace.now, scene.until)
        loudspeaker, person = Loudspeaker(pace.now, self.heard_s), Person(scene.says, scene.into_s)
        removal = echo.build(self.config.audio, loudspeaker.played)
        ear = Ear(loudspeaker.played, removal, room)
        if before is not None:
            accustom(ear, loudspeaker, before)
        cards: list[SoundCard] = []

        def is_over(seconds: float) -> bool:
            return (
                (watch.over_at is not None and pace.now() >= watch.over_at + scene.tail_s)
                or person.has_spoken(pace.now()) > scene.after_s
                or seconds > scene.limit_s
            )

        def source(inbox: Inbox, _clock: Clock) -> SoundCard:
            cards.append(SoundCard(ear, person, loudspeaker, pace, inbox.post, is_over))
            if scene.asked is not None:
                inbox.post(TextTyped(pace.now(), scene.asked))
            return cards[0]

        self.detector.reset()
        ends = app.Ends(source, loudspeaker, self.config.audio.echo_tail_ms, echo=removal)
        app.build_session(self.config, self.shared, ends, (watch,), clock, detector=self.detector).run()
        return Take(person.began_at, loudspeaker.began_at, tuple(watch.happened), cards[0].late_s)

    def hear(self, samples: np.ndarray) -> Take:
        """What is heard in a sound, 16 kHz, as if nothing took any time; answers are planned, not spoken."""
        position = [0]
        clock = Clock(lambda: position[0] / RATE, lambda: WALL)
        watch = _Watch(clock.monotonic)

        def source(inbox: Inbox, _clock: Clock) -> FrameSource:
            def post(item: AudioFrame | Event) -> None:
                position[0] = item.end if isinstance(item, AudioFrame) else position[0]
                inbox.post(item)

            frames = iter(recordings.frames_of(AudioFrame(samples, RATE), FRAME_SAMPLES))
            return FrameSource(frames, InlineWorker("reader"), post, clock)

        mute = replace(self.shared, synthesizer=SilentSynthesizer(), rehearsal=None)
        self.detector.reset()
        app.build_session(self.config, mute, app.Ends(source, NullSink()), (watch,), clock, InlineWorker, self.detector).run()
        return Take(0.0, None, tuple(watch.happened))
