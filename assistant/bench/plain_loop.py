"""The loop that others have: wait for a fixed silence, recognise, plan, synthesise all of the answer, play it. With our models.

Strategy: nothing of it overlaps, so it need not be run in real time: the silence is counted in samples, the work by the clock.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant import app
from assistant.audio.vad import FRAME_SAMPLES, VoiceActivityDetector
from assistant.bench import recordings
from assistant.bench.replay import WALL
from assistant.bench.sound_card import RATE
from assistant.endpointer import EndpointRules
from assistant.events import AudioFrame, Plan, Transcript
from assistant.skills import Context

SILENCE_MS = 700
LEAD_IN = 6400  # samples of silence before an utterance
_RULES = EndpointRules()
START, STOP, START_MS = _RULES.start_probability, _RULES.stop_probability, _RULES.start_ms


def probabilities(detector: VoiceActivityDetector, samples: np.ndarray) -> list[float]:
    """Of speech, in each frame of FRAME_SAMPLES."""
    detector.reset()
    return [detector(frame) for frame in recordings.frames_of(AudioFrame(samples, RATE), FRAME_SAMPLES)]


def turns(of_speech: Sequence[float], silence_ms: float) -> list[tuple[int, int]]:
    """Where turns begin and where they are ended, in samples, by thresholds and one fixed silence."""
    found, run_from, began, last_speech = [], 0, None, 0
    for i, probability in enumerate(of_speech):
        end = (i + 1) * FRAME_SAMPLES
        if began is None:
            run_from = run_from if probability >= START else end
            if end - run_from >= START_MS * RATE / 1000:
                began, last_speech = run_from, end
        elif probability >= STOP:
            last_speech = end
        elif end - last_speech >= silence_ms * RATE / 1000:
            found.append((began, end))
            began, run_from = None, end
    return found


@dataclass(frozen=True, slots=True)
class Answered:
    """Milliseconds from the last sample of speech to the first of the answer, and its parts."""

    silence: float
    recognition: float
    plan: float
    synthesis: float

    @property
    def total(self) -> float:
        return self.silence + self.recognition + self.plan + self.synthesis


@dataclass(frozen=True, slots=True)
class PlainLoop:
    """pre_roll: so many samples before the beginning of a turn are recognised, too."""

    shared: app.Models
    detector: VoiceActivityDetector
    pre_roll: int

    def answer(self, samples: np.ndarray, last_sample: int, reply: str) -> Answered | None:
        """One utterance, at 16 kHz; None where no turn was heard in it. reply: what is answered, so that all answer the same."""
        silence = np.zeros(2 * RATE, np.float32)
        padded = np.concatenate([np.zeros(LEAD_IN, np.float32), samples, silence])
        heard = turns(probabilities(self.detector, padded), SILENCE_MS)
        if not heard:
            return None
        began, ended = heard[0]
        sound = np.ascontiguousarray(padded[max(0, began - self.pre_roll) : ended], np.float32)
        times = [time.perf_counter()]
        transcript = self.shared.recognizer.start().finish(AudioFrame(sound, RATE))
        times.append(time.perf_counter())
        self._plan(transcript)
        times.append(time.perf_counter())
        for _ in self.shared.synthesizer.speak(reply):
            pass
        times.append(time.perf_counter())
        waited = ended - LEAD_IN - last_sample
        return Answered(1000 * waited / RATE, *(1000 * float(took) for took in np.diff(times)))

    def _plan(self, transcript: Transcript) -> Plan:
        surroundings = self.shared.surroundings
        context = Context(
            WALL,
            surroundings.store,
            heard=transcript.text,
            last_answer="Nada.",
            services=surroundings.services,
            lists=surroundings.lists(),
        )
        return self.shared.newest_skills().plan(transcript, context)
