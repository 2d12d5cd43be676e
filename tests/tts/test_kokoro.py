"""Text in, segments out: with a model of pure tones, then with the real one."""

import logging
import re
import time

import numpy as np
import pytest

from assistant import models, resources
from assistant.errors import (
    ModelFileError,
    ModelNotFoundError,
    SpeedError,
    SynthesisError,
    UnknownVoiceError,
    UnspeakableTextError,
)
from assistant.language.sentences import sentences
from assistant.tts.acoustics import MAX_PHONEMES, OnnxAcousticModel
from assistant.tts.kokoro import CHUNK_PHONEMES, Kokoro, load_kokoro, vocabulary
from assistant.tts.voices import Voices

RATE = 24_000


class ToneModel:
    """A hundredth of a second of tone for every phoneme; remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def infer(self, ids, style, speed):
        self.asked.append((list(ids), style, speed))
        return (0.5 * np.sin(np.arange(int(len(ids) * RATE / 100 / speed)) * 0.1)).astype(np.float32)


class Letters:
    """Says every letter as it is written."""

    def phonemize(self, text):
        return text.lower()


@pytest.fixture
def model():
    return ToneModel()


@pytest.fixture
def voices():
    return Voices(resources.voices_folder())


@pytest.fixture
def kokoro(model, voices):
    return Kokoro(model, voices, Letters())


def test_a_segment_a_sentence_each_made_when_it_is_asked_for(kokoro, model):
    segments = kokoro.speak("bom dia. tudo bem? sim.")
    assert model.asked == []
    assert next(segments).graphemes == "bom dia."
    assert len(model.asked) == 1
    assert [s.graphemes for s in segments] == ["tudo bem?", "sim."]


def test_frames_follow_each_other_and_pauses_lie_between(kokoro):
    first, second = kokoro.speak("bom dia. tudo bem.")
    assert (first.audio.at, second.audio.at) == (0, first.audio.end)
    assert not first.audio.samples[-RATE // 5 :].any()
    assert second.audio.samples[-RATE // 50 :].any()


def test_the_style_is_the_one_for_the_number_of_phonemes(kokoro, model, voices):
    list(kokoro.speak("abc.", voice="pm_alex"))
    ids, style, speed = model.asked[0]
    assert ids == [vocabulary()[p] for p in "abc."]
    assert np.array_equal(style, voices.style("pm_alex")[3])
    assert speed == 1.0


def test_numbers_are_spoken_in_words_and_shown_as_written(kokoro):
    (segment,) = kokoro.speak("são 15h30.")
    assert (segment.graphemes, segment.phonemes) == ("são 15h30.", "so quinze horas e trinta.")  # ã is no phoneme


def test_what_has_no_mark_at_its_end_gets_one(kokoro):
    assert [s.phonemes for s in kokoro.speak("# lista\n- um\n- dois!")] == ["lista.", "um.", "dois!"]


def test_unknown_phonemes_are_left_out_and_told_at_debug_only(kokoro, caplog):
    with caplog.at_level(logging.DEBUG, "assistant.tts.kokoro"):
        (segment,) = kokoro.speak("ação.")
    assert segment.phonemes == "aço."  # ã is written with a combining tilde in the vocabulary
    assert {record.levelno for record in caplog.records} == {logging.DEBUG}


@pytest.mark.parametrize("text", ["", "  \n", "😀", "...", "ãã", "😀. !!! ãã"])
def test_a_text_of_nothing_is_unspeakable(kokoro, text):
    with pytest.raises(UnspeakableTextError):
        list(kokoro.speak(text))


def test_an_emoji_between_sentences_is_passed_over(kokoro):
    assert [s.phonemes for s in kokoro.speak("oi. 😀. tchau.")] == ["oi.", "tchau."]


@pytest.mark.parametrize("speed", [0, 0.49, 2.01, -1, float("nan"), float("inf")])
def test_a_speed_outside_is_refused_at_once(kokoro, speed):
    with pytest.raises(SpeedError, match=r"from 0\.5"):
        kokoro.speak("oi", speed=speed)


def test_an_unknown_voice_is_refused_at_once(kokoro, model, voices):
    with pytest.raises(UnknownVoiceError, match="pf_dora"):
        kokoro.speak("oi", voice="dora")
    with pytest.raises(UnknownVoiceError):
        Kokoro(model, voices, Letters(), voice="dora")


def test_a_model_that_gives_no_numbers_is_an_error(voices):
    class Broken:
        def infer(self, ids, style, speed):
            return np.full(100, np.nan, np.float32)

    with pytest.raises(SynthesisError, match="verify"):
        next(Kokoro(Broken(), voices, Letters()).speak("oi"))


LONG_TEXT = " ".join(
    f"A frase de número {n} fala do tempo, que muda depressa, e do Dr. Silva (que chega às {n % 12 + 1}h{n % 50 + 10}),"
    f" com {n},5 graus e nenhuma pressa."
    for n in range(1, 45)
)


def test_five_thousand_characters_lose_no_sentence(kokoro):
    assert len(LONG_TEXT) > 5000
    assert [s.graphemes for s in kokoro.speak(LONG_TEXT)] == list(sentences(LONG_TEXT))


@pytest.mark.parametrize(
    "text", ["palavra " * 300, "palavra, " * 300, "a" * 3000, "uma frase extensa (com isto) e " * 80 + "fim."]
)
def test_long_sentences_are_broken_never_cut(kokoro, model, text):
    spoken = " ".join(s.phonemes for s in kokoro.speak(text))
    assert re.sub(r"[\W]", "", spoken) == re.sub(r"[\W]", "", text)
    assert max(len(ids) for ids, *_ in model.asked) <= CHUNK_PHONEMES + 1  # and the mark at the end


def test_a_megabyte_without_a_full_stop_begins_at_once(kokoro):
    began = time.monotonic()
    next(kokoro.speak("palavra, e 15h30 de R$ 3,50 " * 37_000))
    assert time.monotonic() - began < 2.0


def test_phonemes_that_outgrow_the_model_are_broken_too(model, voices):
    class Chatty:
        def phonemize(self, text):
            return "ab " * (10 * len(text)) if len(text) > 100 else text

    list(Kokoro(model, voices, Chatty()).speak("a" * 50 + " " + "b" * 60))
    assert all(len(ids) <= MAX_PHONEMES for ids, *_ in model.asked)


# The real model from here on.


@pytest.fixture(scope="module")
def real():
    try:
        folder = models.find("kokoro")
    except ModelNotFoundError as missing:
        pytest.skip(str(missing))
    return load_kokoro(folder / "model.onnx", Voices(resources.voices_folder()))


def seconds(segments):
    return sum(s.audio.seconds for s in segments)


def test_real_speech_is_as_long_and_as_loud_as_speech(real):
    segments = list(real.speak("Bom dia! São três e meia da tarde."))
    assert [s.graphemes for s in segments] == ["Bom dia!", "São três e meia da tarde."]
    assert 1.5 < seconds(segments) < 5.0
    for segment in segments:
        assert segment.audio.rate == RATE
        assert 0.05 < np.sqrt(np.mean(segment.audio.samples**2)) < 0.5
        assert np.abs(segment.audio.samples).max() <= 1.0


@pytest.mark.parametrize("voice", ["pf_dora", "pm_santa"])
def test_fractional_speeds_count(real, voice):
    text = "O temporizador termina em dez minutos."
    slow, quick = (seconds(real.speak(text, voice, speed)) for speed in (0.8, 1.25))
    assert slow / quick == pytest.approx(1.25 / 0.8, rel=0.1)


def test_silence_around_a_reply_is_short(real):
    (segment,) = real.speak("Até logo.")
    loud = np.flatnonzero(np.abs(segment.audio.samples) > 0.02) / RATE
    assert loud[0] < 0.1
    assert segment.audio.seconds - loud[-1] < 0.25


@pytest.mark.parametrize("content", [b"", b"no model", b"\x08\x07" * 1000])
def test_a_damaged_model_is_an_error_with_a_way_out(tmp_path, content):
    (tmp_path / "model.onnx").write_bytes(content)
    with pytest.raises(ModelFileError, match=r"assistant models pull kokoro"):
        OnnxAcousticModel(tmp_path / "model.onnx")
