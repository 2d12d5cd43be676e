"""A CTC model over one utterance that grows: what was heard with enough sound around it is not heard again.

Strategy: a CTC model is posteriors at 50 Hz, so those of successive windows can be joined. A window is `window_s` long; of what
it hears, all is settled that has at least `ahead_s` after it, and the next one begins `context_s` before what is not settled
yet. A sound no longer than a window is heard whole, as one. Windows lie where they lie whatever the pieces in which the sound
comes, and so do the posteriors; whoever is late leaves out only hearings of what is not settled yet. A second of sound costs
window_s / (window_s - context_s - ahead_s) times as much as alone, be it the first or the last of an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.asr.acoustics import Hearing
from assistant.asr.ctc_reader import CtcModel, CtcReader, FrameTimes
from assistant.asr.protocol import SAMPLE_RATE
from assistant.asr.windows import FRAME_SAMPLES
from assistant.events import Transcript, Word

COMMAND_SOUND_S = 5.0
"""While someone speaks, what is longer than this is no longer compared with the commands; at the end it is."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a model keeps up with someone who speaks.

    times: where its frames lie. partial_every_ms: of sound, between partial transcripts. window_s, context_s, ahead_s: see
    above; a partial costs at most the hearing of one window. whole_s: for the final transcript an utterance up to so long is
    heard once more, whole. decode_s: what is decoded at once; longer speech is cut.
    """

    times: FrameTimes
    partial_every_ms: int
    window_s: float
    context_s: float
    ahead_s: float
    whole_s: float
    decode_s: float = 28.0

    @property
    def n_decoded(self) -> int:
        """The samples of `decode_s`."""
        return _samples(self.decode_s)

    @property
    def n_after_cut(self) -> int:
        """What is kept when longer speech is cut: all that may not be settled yet, where only what is settled will be decoded."""
        return 0 if self.whole_s >= self.decode_s else _samples(self.window_s - self.context_s)


class SlidingModel:
    """A CtcModel, for one thread. Each sound that it hears begins as the one before did, until `forget` says otherwise."""

    def __init__(self, model: CtcModel, pace: Pace):
        self.characters = model.characters
        self.label_of = model.label_of
        self._model = model
        self._window, self._context, self._ahead = (_samples(s) for s in (pace.window_s, pace.context_s, pace.ahead_s))
        self._n_before = round(pace.times.before_s / pace.times.step_s)  # frames that the model adds at the front
        self._n_settled = 0  # samples; what is kept of them are the frames before the last of them
        self._kept: Hearing | None = None
        self._ahead_until = 0  # samples: where the window ended that settled the last frames …
        self._ahead_kept: Hearing | None = None  # … and what it heard that is not settled
        self._has_news = False
        self._cost_ms: dict[str, float] = {}

    def hear(self, samples: np.ndarray) -> Hearing:
        """Of all of them, however much is known already. cost_ms: of all that was heard since the last `forget`."""
        self.settle(samples)
        if len(samples) <= self._n_settled:
            rest = None
        elif len(samples) == self._ahead_until:
            rest = self._ahead_kept
        else:
            begin = self._begin()
            rest = self._after_settled(self._heard(samples[begin:]), begin)
        n_frames = self._n_before + -(-len(samples) // FRAME_SAMPLES)
        hearing = _joined(_first(self._kept, n_frames), rest)
        return Hearing(hearing.log_posteriors, hearing.early, dict(self._cost_ms))

    def settle(self, samples: np.ndarray) -> None:
        """Hear the windows that are full."""
        while (begin := self._begin()) + self._window <= len(samples):
            end = begin + self._window
            fresh = self._after_settled(self._heard(samples[begin:end]), begin)
            until = end - self._ahead
            n_fresh = (until - self._n_settled) // FRAME_SAMPLES + (0 if self._n_settled else self._n_before)
            self._kept = _joined(self._kept, _first(fresh, n_fresh))
            self._n_settled, self._ahead_until = until, end
            self._ahead_kept = Hearing(fresh.log_posteriors[n_fresh:], fresh.early[n_fresh:])
            self._has_news = True

    def news(self, n_samples: int) -> int:
        """How many of so many samples to hear for a partial: up to where the last window ended, if it was not asked for since
        then. That is no more work; and with what comes after, the next partial will begin."""
        has_news, self._has_news = self._has_news, False
        return self._ahead_until if has_news else n_samples

    def forget(self, n_samples: int) -> None:
        """The next sound begins `n_samples` later, on a whole frame."""
        n_frames = n_samples // FRAME_SAMPLES
        if self._kept is not None:
            self._kept = Hearing(self._kept.log_posteriors[n_frames:], self._kept.early[n_frames:])
        self._n_settled = max(0, self._n_settled - n_samples)
        self._ahead_until -= n_samples
        self._cost_ms = {}
        if not self._n_settled:
            self._kept, self._ahead_kept, self._ahead_until, self._has_news = None, None, 0, False

    def _begin(self) -> int:
        return max(0, self._n_settled - self._context)

    def _heard(self, samples: np.ndarray) -> Hearing:
        hearing = self._model.hear(samples)
        for stage, ms in hearing.cost_ms.items():
            self._cost_ms[stage] = self._cost_ms.get(stage, 0.0) + ms
        return hearing

    def _after_settled(self, hearing: Hearing, begin: int) -> Hearing:
        """What is news in the hearing of a window that begins there."""
        n_known = (self._n_settled - begin) // FRAME_SAMPLES + self._n_before if self._n_settled else 0
        return Hearing(hearing.log_posteriors[n_known:], hearing.early[n_known:])


class SlidingReader:
    """Reads one utterance; for one thread. See Reader in ctc_stream."""

    def __init__(self, model: CtcModel, pace: Pace, reader_of: Callable[[CtcModel], CtcReader]):
        """reader_of: a CtcReader, with the times of `pace`, that reads what the given model hears."""
        self._pace = pace
        self._sliding = SlidingModel(model, pace)
        self._joined = reader_of(self._sliding)
        self._whole = reader_of(model)

    @property
    def is_called(self) -> bool:
        return self._joined.is_called

    def glimpse(self, samples: np.ndarray, is_whole: bool = True) -> tuple[Word, ...]:
        # Also where there is only noise: it must not be heard all at once when someone speaks.
        self._sliding.settle(samples)
        n_samples = self._sliding.news(len(samples))
        return self._joined.glimpse(samples[:n_samples], is_whole and n_samples <= _samples(COMMAND_SOUND_S))

    def read(self, samples: np.ndarray, n_samples: int, is_whole: bool = True) -> Transcript:
        is_short = n_samples <= _samples(self._pace.whole_s)
        if is_whole and is_short:
            return self._whole.read(samples[:n_samples])
        self._sliding.settle(samples)
        reader = self._whole if is_short and self._hears_cut_whole(n_samples) else self._joined
        return reader.read(samples[:n_samples], is_whole)

    def forget(self, n_samples: int) -> None:
        self._sliding.forget(n_samples)

    def _hears_cut_whole(self, n_samples: int) -> bool:
        """Whether a part of longer speech is heard better on its own than window by window, with what lies before it."""
        return self._pace.whole_s >= self._pace.decode_s and n_samples > _samples(self._pace.window_s)


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE / FRAME_SAMPLES) * FRAME_SAMPLES


def _first(hearing: Hearing | None, n_frames: int) -> Hearing | None:
    return hearing and Hearing(hearing.log_posteriors[:n_frames], hearing.early[:n_frames])


def _joined(one: Hearing | None, other: Hearing | None) -> Hearing:
    parts = [part for part in (one, other) if part is not None]
    return Hearing(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("log_posteriors", "early")))
