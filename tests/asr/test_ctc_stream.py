"""A CTC stream over a reader of tones: partials, what is stable, windows, and what half an hour without a pause costs."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asr.ctc_stream import CtcStream
from assistant.asr.stability import AgreedWords
from assistant.asr.windows import WINDOW_SAMPLES
from assistant.errors import RecognitionError
from assistant.events import AudioFrame, Word
from tests.asr.fakes import ToneReader, name, spoken
from tests.asr.sounds import RATE, frames, silence
from tests.asr.streams import assert_asking_changes_nothing


def heard(reader, pieces, **options):
    stream = CtcStream(reader, **options)
    partials = [partial for piece in pieces if (partial := stream.accept(piece)) is not None]
    return partials, stream.finish()


def test_partials_come_every_150_ms_and_only_when_they_are_new():
    reader = ToneReader()
    partials, final = heard(reader, frames(spoken(8), 160))
    assert 17 <= reader.n_glimpses <= 20
    assert all(a != b for a, b in itertools.pairwise(partials))
    assert final.text == " ".join(map(name, range(8)))
    assert partials[-1].text == final.text


def test_a_partial_no_oftener_than_asked():
    reader = ToneReader()
    heard(reader, frames(spoken(8), 160), partial_every_ms=500)
    assert reader.n_glimpses <= 6


@pytest.mark.parametrize("waver", [False, True])
@pytest.mark.parametrize("settle_s", [0.0, 1.5])
def test_what_is_stable_never_changes_across_windows_too(waver, settle_s):
    partials, final = heard(ToneReader(waver), frames(spoken(200), 1600), settle_s=settle_s)
    for before, after in itertools.pairwise(partials):
        assert after.n_stable >= before.n_stable
        assert after.text[: before.n_stable] == before.text[: before.n_stable]
    assert partials[-1].n_stable > 0.95 * len(final.text)
    assert final.text.startswith(partials[-1].text[: partials[-1].n_stable])


def test_what_is_young_is_shown_and_not_yet_stable():
    (partial, *_), _ = heard(ToneReader(), frames(spoken(3), 12 * 1600), settle_s=1.5)
    assert (partial.text, partial.n_stable) == (" ".join(map(name, range(3))), 0)


@pytest.mark.parametrize("n_samples", [512, 48_000, 70 * RATE], ids=["quick", "late", "very late"])
def test_no_word_is_missing_from_the_partials_however_late_the_sound_comes(n_samples):
    sound = spoken(190)
    partials, final = heard(ToneReader(), [*frames(sound[: 70 * RATE], n_samples), *frames(sound[70 * RATE :], 4800)])
    assert final.text == " ".join(map(name, range(190)))
    assert final.text.startswith(partials[-1].text)
    assert len(partials[-1].text) > 0.9 * len(final.text)


@pytest.mark.parametrize("n_frames", [1, 2, 3, 5, 7])
def test_the_final_transcript_does_not_depend_on_the_frames(n_frames):
    _, in_pieces = heard(ToneReader(), frames(spoken(100), 512 * n_frames))
    _, at_once = heard(ToneReader(), [AudioFrame(spoken(100), RATE)])
    assert (in_pieces.text, in_pieces.words) == (at_once.text, at_once.words)


def test_long_sound_is_read_in_windows():
    reader = ToneReader()
    _, final = heard(reader, [AudioFrame(spoken(200), RATE)])
    assert max(reader.read_lengths) <= WINDOW_SAMPLES
    assert sum(reader.read_lengths) == 80 * RATE
    assert [w.start for w in final.words] == sorted(w.start for w in final.words)
    assert final.words[-1].end == pytest.approx(80, abs=0.5)
    assert final.embedding.shape == (4,)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 15 * RATE), min_size=1, max_size=12), st.sets(st.integers(0, 12)))
def test_whoever_asks_in_the_middle_changes_nothing(lengths, asked_after):
    """Windows are cut at 28 s meanwhile, or not."""
    sound = spoken(190)[: sum(lengths)]
    pieces = [AudioFrame(piece, RATE) for piece in np.split(sound, np.cumsum(lengths)) if len(piece)]
    assert_asking_changes_nothing(lambda: CtcStream(ToneReader()), pieces, asked_after)


def test_asking_again_costs_nothing_until_there_is_more():
    reader = ToneReader()
    stream = CtcStream(reader)
    stream.accept(AudioFrame(spoken(5), RATE))
    first = stream.finish()
    assert stream.finish() is stream.finish(AudioFrame(silence(0), RATE)) is first
    assert reader.read_lengths == [2 * RATE]
    assert stream.finish(AudioFrame(silence(0.1), RATE)).text == first.text
    assert reader.read_lengths == [2 * RATE, 2.1 * RATE]


def test_partials_go_on_after_a_window_that_was_cut_while_it_was_asked_for():
    stream = CtcStream(ToneReader())
    assert stream.finish(AudioFrame(spoken(75), RATE)).text == " ".join(map(name, range(75)))
    partial = stream.accept(AudioFrame(spoken(80)[75 * 6400 :], RATE))
    assert partial.text == " ".join(map(name, range(80)))


def test_a_wrong_rate_is_named():
    with pytest.raises(RecognitionError, match="resample"):
        CtcStream(ToneReader()).accept(AudioFrame(silence(1), 44_100))


class FailingReader(ToneReader):
    def read(self, samples, n_samples, is_whole=True):
        raise RecognitionError("the recogniser failed; say it again")


def test_a_reader_that_fails_on_a_window_says_so_and_does_not_hang():
    stream = CtcStream(FailingReader())
    for _ in range(2):
        with pytest.raises(RecognitionError, match="say it again"):
            stream.accept(AudioFrame(spoken(100), RATE))


def words(text, start=0.0):
    return tuple(Word(w, start + i, start + i + 0.5, 0.9) for i, w in enumerate(text.split()))


def test_words_are_stable_when_two_hypotheses_agree_but_for_the_last():
    agreed = AgreedWords()
    for heard_so_far, shown, stable in (
        ("que ho", "que ho", ""),
        ("que horas são", "que horas são", "que"),
        ("com horas são", "que horas são", "que horas"),
    ):
        agreed.update(words(heard_so_far))
        assert (agreed.text, agreed.stable_text) == (shown, stable)


def test_a_stable_word_that_moves_a_little_is_not_heard_twice():
    agreed = AgreedWords()
    spoken_words = (("a", 0.5), ("ver", 1.0), ("x", 2.0))
    for shift in (0.0, 0.0, 0.02, 0.02):
        agreed.update(tuple(Word(w, at + shift, at + shift + 0.02, 0.9) for w, at in spoken_words))
        assert agreed.text == "a ver x"


def test_what_is_young_can_still_become_another_word():
    agreed = AgreedWords()
    for heard_so_far in ("assende a luz", "assende a luz da"):
        agreed.update(words(heard_so_far), settled_at=0.4)
    agreed.update(words("acende a luz da sala"), settled_at=0.4)
    assert (agreed.text, agreed.stable_text) == ("acende a luz da sala", "")


def test_the_last_word_on_a_window_counts_for_what_was_not_stable_yet():
    agreed = AgreedWords()
    agreed.update(words("um dois treis quatro"))
    agreed.update(words("um dois treis quatro"))
    agreed.conclude(words("uns dois três quatro"), until=3.8)
    assert agreed.stable_text == "um dois treis quatro"
    agreed.update((*words("cinco", 4.0), *words("seis", 5.0)))
    assert agreed.text == "um dois treis quatro cinco seis"
