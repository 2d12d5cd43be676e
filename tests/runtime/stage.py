"""A session in virtual time, with every worker inline: what goes in, and what comes out."""

import numpy as np

from assistant import app, resources
from assistant.config import Config
from assistant.events import AudioFrame, Report
from assistant.runtime.sources import FrameSource, LineSource
from assistant.runtime.workers import InlineWorker
from assistant.skills import load as load_skills
from assistant.store import Store
from tests.fakes import EnergyDetector, MemorySink, ScriptedRecognizer, ToneSynthesizer, VirtualTime

FRAME = 512
SKILLS = load_skills([resources.skills_folder()])


def speech(*seconds):
    """Alternating speech and silence: speech(1.0, 0.8, 1.0) is a second, a pause of 0.8 s, and a second."""
    parts = [np.full(int(s * 16_000), 0.0 if i % 2 else 0.3, np.float32) for i, s in enumerate(seconds)]
    samples = np.concatenate([np.zeros(8_000, np.float32), *parts])
    return [AudioFrame(samples[i : i + FRAME], 16_000, i) for i in range(0, len(samples) - FRAME + 1, FRAME)]


def silence(seconds):
    return speech(0, seconds)


class Stage:
    """A session, what goes in, and what came out."""

    def __init__(self, tmp_path, texts=(), synthesizer=None, config=None, rehearsal=None):
        self.config = config or Config()
        self.rehearsal = rehearsal
        self.time = VirtualTime()
        self.store = Store(tmp_path / "store.sqlite")
        self.recognizer = ScriptedRecognizer(list(texts))
        self.synthesizer = synthesizer or ToneSynthesizer()
        self.sink = MemorySink(on_write=self.time.forward)
        self.seen = []

    def hear(self, frames, echo_tail_ms=0):
        def timed():
            for frame in frames:
                self.time.forward(frame.seconds)
                yield frame

        return self._run(lambda inbox, clock: FrameSource(timed(), InlineWorker("reader"), inbox.post, clock), echo_tail_ms)

    def read(self, *lines, pause_s=0.0):
        def timed():
            for line in lines:
                self.time.forward(pause_s)
                yield line

        return self._run(lambda inbox, clock: LineSource(timed(), InlineWorker("reader"), inbox.post, clock))

    def _run(self, make_source, echo_tail_ms=0):
        shared = app.Models(self.recognizer, self.synthesizer, lambda: SKILLS, app.alone(self.store), self.rehearsal)
        ends = app.Ends(make_source, self.sink, echo_tail_ms, rings_timers=True)
        session = app.build_session(
            self.config, shared, ends, (lambda item, _: self.seen.append(item),), self.time.clock, InlineWorker, EnergyDetector()
        )
        session.run()
        return [item.record for item in self.seen if isinstance(item, Report)]
