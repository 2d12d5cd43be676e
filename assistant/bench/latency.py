"""From the last sample of speech to the first of the answer, split by stage, with recordings replayed in real time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from assistant import app
from assistant.audio.sinks import NullSink
from assistant.audio.vad import FRAME_SAMPLES
from assistant.bench import recordings
from assistant.bench.tts import with_tts
from assistant.config import Config
from assistant.dialogue import Dialogue
from assistant.events import AudioFrame, Report, SpeechEnded
from assistant.runtime.sources import FrameSource
from assistant.runtime.workers import ThreadWorker

PAUSE_S = 1.2
STAGES = ("endpoint", "recognition", "plan", "synthesis", "total")


@dataclass(frozen=True, slots=True)
class Turn:
    """Milliseconds. endpoint: the silence that was waited for; then what each stage adds to it, 0 where it was over by then.
    total: last sample of speech to first sample of the answer."""

    endpoint: float
    recognition: float
    plan: float
    synthesis: float
    total: float


def measure(config: Config, folder: Path, n_turns: int, tell: Callable[[Turn], None] = lambda turn: None) -> list[Turn]:
    """The first `n_turns` commands, spoken one after the other; answers are made anew, without the cache, and go nowhere."""
    listed = [r for r in recordings.load(folder) if r.skill is not None][:n_turns]
    frames = (f for r in listed for f in recordings.frames_of(_with_pause(recordings.files.read(r.path)), FRAME_SAMPLES))
    clock_watch = _Stopwatch(tell)
    with app.scratch_store(with_tts(config, cache_mb=0)) as own:
        ends = app.Ends(
            lambda inbox, clock: FrameSource(frames, ThreadWorker("reader"), inbox.post, clock, real_time=True), NullSink()
        )
        with closing(app.load_models(own, listens=True, speaks=True)) as shared:
            app.build_session(own, shared, ends, (clock_watch,)).run()
    return clock_watch.turns


def _with_pause(sound: AudioFrame) -> AudioFrame:
    """Followed by enough silence to end the turn: else two commands would be one."""
    return AudioFrame(np.pad(sound.samples, (0, int(PAUSE_S * sound.rate))), sound.rate)


def _turn(endpoint_ms: float, text_ms: float, plan_ms: float, audio_ms: float) -> Turn:
    heard = max(endpoint_ms, text_ms)
    planned = max(heard, text_ms + plan_ms)
    return Turn(endpoint_ms, heard - endpoint_ms, planned - heard, audio_ms - planned, audio_ms)


class _Stopwatch:
    """An observer that makes a Turn of each answered utterance."""

    def __init__(self, tell: Callable[[Turn], None]):
        self.turns: list[Turn] = []
        self._tell = tell
        self._endpoint_ms = 0.0

    def __call__(self, item: object, dialogue: Dialogue) -> None:
        if isinstance(item, SpeechEnded):
            self._endpoint_ms = item.silence_ms
        elif isinstance(item, Report) and item.record.ms["text"] is not None and item.record.ms["audio"] is not None:
            ms = item.record.ms
            turn = _turn(self._endpoint_ms, ms["text"], ms["plan"], ms["audio"])
            self.turns.append(turn)
            self._tell(turn)


def summary(turns: list[Turn]) -> dict[str, dict[str, float]]:
    """{"total": {"median": …, "p95": …}, …} in milliseconds."""
    return {
        stage: {
            "median": round(median(getattr(t, stage) for t in turns)),
            "p95": round(float(np.percentile([getattr(t, stage) for t in turns], 95))),
        }
        for stage in STAGES
    }
