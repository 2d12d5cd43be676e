"""One utterance heard window by window: as if heard at once, at a constant price, however it comes."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asr import ctc
from assistant.asr.acoustics import Hearing
from assistant.asr.ctc_reader import FrameTimes
from assistant.asr.ctc_recognizer import CtcRecognizer
from assistant.asr.sliding import Pace, SlidingModel
from assistant.config import AsrConfig
from assistant.events import AudioFrame
from tests.asr.fakes import ToneModel, spoken
from tests.asr.sounds import RATE, frames, noise, silence
from tests.asr.streams import assert_asking_changes_nothing

PACE = Pace(FrameTimes(), partial_every_ms=240, window_s=5.0, context_s=2.0, ahead_s=1.0, whole_s=6.0, decode_s=12.0)
SHORT = Pace(FrameTimes(), partial_every_ms=100, window_s=2.0, context_s=0.6, ahead_s=0.4, whole_s=2.0, decode_s=5.0)


def said(n_words):
    return np.concatenate([silence(0.1), spoken(n_words), silence(0.3)])


def text(hearing, model):
    return ctc.greedy_text(hearing.log_posteriors, model.characters).split()


def recognizer(model, pace=PACE):
    def greedily(log_posteriors):
        return tuple(ctc.greedy_text(log_posteriors, model.characters).split()), 0.9

    return CtcRecognizer(model, pace, AsrConfig(), greedily)


def heard(stream, pieces):
    partials = [partial for piece in pieces if (partial := stream.accept(piece)) is not None]
    return partials, stream.finish()


WORDS = text(ToneModel().hear(said(200)), ToneModel)


def test_the_tones_are_told_apart():
    assert len(WORDS) == len(set(WORDS)) == 200


def test_windows_with_context_hear_what_one_without_end_hears():
    model = ToneModel(blind_s=0.4)
    sliding = SlidingModel(model, PACE)
    # The first one lies in the first blind stretch, which no other window hears.
    assert text(sliding.hear(said(200)), model) == WORDS[1:]
    assert max(model.lengths) <= 5 * RATE


def test_a_window_with_too_little_context_would_not():
    model = ToneModel(blind_s=0.7)
    assert len(text(SlidingModel(model, SHORT).hear(said(200)), model)) < 190


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 4 * RATE), min_size=1, max_size=30))
def test_the_posteriors_do_not_depend_on_the_pieces(pieces):
    sound = (said(60) + noise(24.4, 0.001))[: sum(pieces)]
    at_once = SlidingModel(ToneModel(), PACE).hear(sound)
    sliding = SlidingModel(ToneModel(), PACE)
    for n_samples in itertools.accumulate(pieces):
        in_pieces = sliding.hear(sound[:n_samples])
    np.testing.assert_array_equal(in_pieces.log_posteriors, at_once.log_posteriors)
    np.testing.assert_array_equal(in_pieces.early, at_once.early)


def test_frames_that_a_model_adds_before_and_after_the_sound_stay_at_its_ends():
    class Framed(ToneModel):
        def hear(self, samples):
            heard = super().hear(samples)
            n_classes = heard.log_posteriors.shape[1]
            parts = (np.full((5, n_classes), -1.0), heard.log_posteriors, np.full((25, n_classes), -2.0))
            return Hearing(np.concatenate(parts), np.zeros((len(heard.early) + 30, 4)), {})

    sliding = SlidingModel(Framed(), replace(PACE, times=FrameTimes(0.02, before_s=0.1, after_s=0.5)))
    log_posteriors = sliding.hear(said(60)).log_posteriors
    assert len(log_posteriors) == 5 + len(said(60)) // 320 + 25
    assert np.flatnonzero((log_posteriors == -1.0).all(axis=1)).tolist() == [0, 1, 2, 3, 4]
    assert np.flatnonzero((log_posteriors == -2.0).all(axis=1))[0] == len(log_posteriors) - 25


def test_a_short_utterance_is_heard_whole_at_the_end_and_a_long_one_never():
    model = ToneModel()
    _, final = heard(recognizer(model).start(), frames(said(14)[: round(5.9 * RATE)], 1600))
    assert model.lengths[-1] == round(5.9 * RATE)
    assert final.text.split() == WORDS[:14]
    model.lengths.clear()
    heard(recognizer(model).start(), frames(said(100), 1600))
    assert max(model.lengths) <= 5 * RATE


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 4 * RATE), min_size=1, max_size=15), st.sets(st.integers(0, 15)))
def test_whoever_asks_in_the_middle_changes_nothing(lengths, asked_after):
    """Shorter than a window, longer, and cut after `decode_s`."""
    pieces = [AudioFrame(piece, RATE) for piece in np.split(said(80)[: sum(lengths)], np.cumsum(lengths)) if len(piece)]
    assert_asking_changes_nothing(recognizer(ToneModel(blind_s=0.2), SHORT).start, pieces, asked_after)


@pytest.mark.parametrize("n_frames", [1, 2, 3, 5, 7, 1000])
def test_the_final_transcript_does_not_depend_on_the_frames(n_frames):
    _, in_pieces = heard(recognizer(ToneModel()).start(), frames(said(100), 512 * n_frames))
    at_once = recognizer(ToneModel()).start().finish(AudioFrame(said(100), RATE))
    assert in_pieces == at_once
    assert in_pieces.text.split() == WORDS[:100]
    np.testing.assert_array_equal(in_pieces.embedding, at_once.embedding)


def test_each_partial_costs_one_window_at_most():
    model = ToneModel()
    stream = recognizer(model).start()
    for frame in frames(said(150), 512):
        before = len(model.lengths)
        stream.accept(frame)
        assert sum(model.lengths[before:]) <= 5 * RATE


def test_partials_come_all_the_time_and_keep_what_is_stable():
    partials, final = heard(recognizer(ToneModel(blind_s=0.2)).start(), frames(said(150), 512))
    assert len(partials) > 150
    for before, after in itertools.pairwise(partials):
        assert after.text[: before.n_stable] == before.text[: before.n_stable]
        assert after.n_stable >= before.n_stable
    assert final.text.startswith(partials[-1].text[: partials[-1].n_stable])
    assert partials[-1].n_stable > 0.9 * len(final.text)


class Wavering(ToneModel):
    """Hears half a second before a sound's end whatever the sound's length makes it."""

    def hear(self, samples):
        hearing = super().hear(samples)
        random = np.random.default_rng(len(samples))
        for frame in range(max(0, len(hearing.log_posteriors) - 25), len(hearing.log_posteriors)):
            hearing.log_posteriors[frame, :] = -12.0
            hearing.log_posteriors[frame, random.choice([0, 0, 1, 2, 3, len(self.characters)])] = -0.01
        return hearing


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 3 * RATE), min_size=5, max_size=40))
def test_what_is_stable_never_flickers_back_whatever_the_pieces_and_the_doubts(lengths):
    sound, at, shown = said(120), 0, ""
    stream = recognizer(Wavering(), SHORT).start()
    for n_samples in lengths:
        partial = stream.accept(AudioFrame(sound[at : at + n_samples], RATE))
        at += n_samples
        if partial is not None:
            assert partial.text.startswith(shown)
            assert partial.n_stable >= len(shown)
            shown = partial.text[: partial.n_stable]


def test_whoever_is_late_leaves_out_partials_and_no_word():
    model = ToneModel(blind_s=0.08)
    stream = recognizer(model).start()
    partials, final = heard(stream, [AudioFrame(said(150), RATE)])
    assert len(partials) <= 1
    assert final.text.split() == WORDS[:150]
    # Windows alone: each but the first settles two seconds.
    assert sum(model.lengths) < 1.1 * 5 / 2 * len(said(150))


def test_twenty_minutes_without_a_pause_cost_the_same_each_minute_in_bounded_memory():
    model = ToneModel()
    stream = recognizer(model).start()
    loop, costs = frames(spoken(150), RATE), []  # a minute
    for _ in range(20):
        model.lengths.clear()
        for frame in loop:
            stream.accept(frame)
        costs.append(sum(model.lengths))
        assert max(model.lengths) <= 5 * RATE
    assert max(costs[1:]) < 1.05 * min(costs[1:])
    final = stream.finish()
    assert len(final.words) > 0.99 * 20 * 150
    assert final.words[-1].end == pytest.approx(1200, abs=0.5)
    assert np.isfinite(final.embedding).all()


def test_after_a_long_noise_speech_is_heard_without_delay():
    model = ToneModel()
    stream = recognizer(model).start()
    for frame in frames(noise(11, 0.02), 4480):
        stream.accept(frame)
    model.lengths.clear()
    stream.accept(AudioFrame(said(2), RATE))
    assert sum(model.lengths) <= 5 * RATE
