"""The stream alone, over a decoder of tones: partials, windows, and what may not come in."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asr.stability import LocalAgreement
from assistant.asr.whisper import WhisperStream
from assistant.asr.windows import WINDOW_SAMPLES
from assistant.errors import RecognitionError
from assistant.events import AudioFrame
from tests.asr.fakes import ToneDecoder, name, spoken
from tests.asr.sounds import RATE, frames, noise, silence
from tests.asr.streams import assert_asking_changes_nothing


def heard(decoder, pieces):
    stream = WhisperStream(decoder)
    partials = [partial for piece in pieces if (partial := stream.accept(piece)) is not None]
    return partials, stream.finish()


def test_partials_grow_into_the_final_text():
    partials, final = heard(ToneDecoder(), frames(spoken(6), 512))
    assert final.text == " ".join(map(name, range(6)))
    assert [p.text for p in partials] == [final.text[: len(p.text)] for p in partials]
    assert len(partials) >= 4


@pytest.mark.parametrize("waver", [False, True])
def test_what_is_stable_never_changes(waver):
    partials, _ = heard(ToneDecoder(waver), frames(spoken(12), 512))
    assert partials[-1].n_stable > 0
    for before, after in itertools.pairwise(partials):
        assert after.n_stable >= before.n_stable
        assert after.text[: before.n_stable] == before.text[: before.n_stable]


@pytest.mark.parametrize("n_frames", [1, 2, 3, 5, 7])
def test_the_final_text_does_not_depend_on_the_frames(n_frames):
    sound = spoken(100)
    _, in_pieces = heard(ToneDecoder(), frames(sound, 512 * n_frames))
    _, at_once = heard(ToneDecoder(), [AudioFrame(sound, RATE)])
    assert in_pieces.text
    assert (in_pieces.text, in_pieces.words) == (at_once.text, at_once.words)


def test_a_partial_no_oftener_than_asked():
    decoder = ToneDecoder()
    heard(decoder, frames(spoken(5), 160))
    assert decoder.n_glimpses <= 2.0 / 0.3


def test_a_frame_that_was_merged_gives_one_partial():
    decoder = ToneDecoder()
    heard(decoder, [AudioFrame(spoken(5), RATE)])
    assert decoder.n_glimpses == 1


def test_the_last_frame_gives_no_partial():
    decoder = ToneDecoder()
    assert WhisperStream(decoder).finish(AudioFrame(spoken(3), RATE)).text == " ".join(map(name, range(3)))
    assert decoder.n_glimpses == 0


def test_long_speech_is_cut_in_its_gaps_and_keeps_every_word():
    decoder = ToneDecoder()
    partials, final = heard(decoder, frames(spoken(200), 512))
    assert final.text == " ".join(map(name, range(200)))
    assert max(decoder.read_lengths) <= WINDOW_SAMPLES
    assert len(decoder.read_lengths) >= 3
    assert [w.start for w in final.words] == sorted(w.start for w in final.words)
    assert final.words[-1].end == pytest.approx(80, abs=0.5)
    assert [p.n_stable for p in partials] == sorted(p.n_stable for p in partials)


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (silence(0), "silence"),
        (silence(1 / RATE), "silence"),
        (np.ones(1, np.float32), "silence"),
        (silence(2), "silence"),
        (np.full(2 * RATE, 0.5, np.float32), "silence"),
        (noise(2, 0.0001), "silence"),
        (noise(2), "noise"),
        (np.full(2 * RATE, np.nan, np.float32), "silence"),
    ],
    ids=["empty", "one zero", "one sample", "digital silence", "offset", "faint hiss", "hiss", "NaN"],
)
def test_sound_without_speech_is_not_even_decoded(sound, reason):
    decoder = ToneDecoder()
    partials, final = heard(decoder, frames(sound, 512))
    assert (partials, final.text, final.rejected, final.confidence) == ([], "", reason, 0.0)
    assert decoder.n_glimpses == len(decoder.read_lengths) == 0


def test_nan_and_overload_within_speech_do_no_harm():
    sound = spoken(3)
    sound[200] = np.nan
    sound[201] = np.inf
    sound[5000:6000] *= 100
    assert len(heard(ToneDecoder(), frames(sound, 512))[1].words) == 3


def test_a_wrong_rate_is_named():
    with pytest.raises(RecognitionError, match=r"44100 Hz .* resample it to 16000"):
        WhisperStream(ToneDecoder()).accept(AudioFrame(silence(1), 44100))


@pytest.mark.parametrize("samples", [np.zeros((100, 2), np.float32), np.zeros(100, np.int16)], ids=["stereo", "integers"])
def test_samples_of_another_kind_are_refused(samples):
    with pytest.raises(RecognitionError, match="mono float"):
        WhisperStream(ToneDecoder()).accept(AudioFrame(samples, RATE))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 15 * RATE), min_size=1, max_size=12), st.sets(st.integers(0, 12)))
def test_whoever_asks_in_the_middle_changes_nothing(lengths, asked_after):
    sound = spoken(190)[: sum(lengths)]
    pieces = [AudioFrame(piece, RATE) for piece in np.split(sound, np.cumsum(lengths)) if len(piece)]
    assert_asking_changes_nothing(lambda: WhisperStream(ToneDecoder()), pieces, asked_after)


def test_asking_again_costs_nothing_until_there_is_more():
    decoder = ToneDecoder()
    stream = WhisperStream(decoder)
    assert stream.finish(AudioFrame(spoken(3), RATE)) is stream.finish()
    assert len(decoder.read_lengths) == 1


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(0, 5), max_size=8), max_size=8))
def test_agreement_only_grows(hypotheses):
    agreement = LocalAgreement(lambda token: token % 2 == 0)
    for ids in hypotheses:
        before = agreement.stable
        agreement.update((*before, *ids))
        assert agreement.stable[: len(before)] == before


def test_a_word_is_stable_when_two_hypotheses_agree_and_go_on():
    agreement = LocalAgreement(lambda token: token >= 10)
    agreement.update((10, 1, 11, 12))
    assert agreement.stable == ()
    agreement.update((10, 1, 11, 13, 14))
    assert agreement.stable == (10, 1, 11)
    agreement.update((10, 1, 11, 13))
    assert agreement.stable == (10, 1, 11)
