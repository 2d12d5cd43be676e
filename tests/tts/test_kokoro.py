"""Text in, segments out, with a model of pure tones; the real one is in test_speaking.py."""

import numpy as np
import pytest

from assistant.errors import (
    PhonemizerError,
    SpeedError,
    SynthesisError,
    UnknownVoiceError,
    UnspeakableTextError,
    VolumeError,
)
from assistant.tts.acoustics.protocol import Utterance
from assistant.tts.kokoro import Kokoro
from assistant.tts.phonemes import vocabulary
from assistant.tts.voices import Voices
from tests.tts.readings import Letters, ToneModel

RATE = 24_000


TEXT = " ".join(
    f"A frase de número {n} fala do tempo, que muda depressa, e do Dr. Silva (que chega às {n}h{n + 10}), com {n},5 graus."
    for n in range(1, 8)
)


def test_a_segment_a_sentence_each_made_when_it_is_asked_for(kokoro, model):
    segments = kokoro.speak("bom dia. tudo bem? sim.")
    assert model.asked == []
    assert next(segments).graphemes == "bom dia."
    assert len(model.asked) == 1
    assert [s.graphemes for s in segments] == ["tudo bem?", "sim."]


def test_a_text_that_comes_in_pieces_sounds_before_its_end(kokoro):
    pulled = []

    def pieces():
        for piece in ["Quando e", "le chegar, a", "bra a porta", " da cozinha."]:
            pulled.append(piece)
            yield piece

    segments = kokoro.speak(pieces())
    assert pulled == []
    assert next(segments).graphemes == "Quando ele chegar,"
    assert len(pulled) == 2


@pytest.mark.parametrize("n", [1, 2, 3, 5, 7])
def test_pieces_sound_like_the_whole(kokoro, n):
    def made(text):
        segments = list(kokoro.speak(text))
        return [(s.graphemes, s.phonemes, s.words) for s in segments], np.concatenate([s.audio.samples for s in segments])

    told, sound = made(TEXT)
    told_in_pieces, sound_in_pieces = made(TEXT[i : i + n] for i in range(0, len(TEXT), n))
    assert told_in_pieces == told
    assert np.array_equal(sound, sound_in_pieces)


def test_frames_follow_each_other_and_pauses_lie_between(kokoro):
    first, second = kokoro.speak("bom dia. tudo bem.")
    assert (first.audio.at, second.audio.at) == (0, first.audio.end)
    assert not first.audio.samples[-RATE // 5 :].any()
    assert second.audio.samples[-RATE // 10 :].any()


def test_the_last_segment_ends_at_once_even_when_that_was_not_known(kokoro):
    def pieces():
        yield "bom dia.\n"
        yield "tudo bem."

    first, second = kokoro.speak(pieces())
    whole = list(kokoro.speak("bom dia.\ntudo bem."))
    assert sum(s.audio.seconds for s in (first, second)) == sum(s.audio.seconds for s in whole)
    assert second.audio.samples[-RATE // 10 :].any()


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


@pytest.mark.parametrize("text", ["", "  \n", "😀", "...", "ãã", "😀. !!! ãã", "\x00\x07\x1b", iter(()), iter(["", " ", "😀"])])
def test_a_text_of_nothing_is_unspeakable(kokoro, text):
    with pytest.raises(UnspeakableTextError):
        list(kokoro.speak(text))


def test_an_emoji_between_sentences_is_passed_over(kokoro):
    assert [s.phonemes for s in kokoro.speak("oi. 😀. tchau.")] == ["oi.", "tchau."]


def test_control_characters_are_not_spoken(kokoro):
    assert [s.phonemes for s in kokoro.speak("bom\x00 d\u200bia\x07.\x1b")] == ["bom dia."]


@pytest.mark.parametrize("speed", [0, 0.49, 2.01, -1, float("nan"), float("inf")])
def test_a_speed_outside_is_refused_at_once(kokoro, model, voices, speed):
    with pytest.raises(SpeedError, match=r"from 0\.5"):
        kokoro.speak("oi", speed=speed)
    with pytest.raises(SpeedError):
        Kokoro(model, voices, lambda language: Letters(), speed=speed)


@pytest.mark.parametrize("volume", [-0.1, 2.1, float("nan"), float("inf")])
def test_a_volume_outside_is_refused_at_once(kokoro, volume):
    with pytest.raises(VolumeError, match="from 0"):
        kokoro.speak("oi", volume=volume)


def test_volume_makes_louder_and_never_too_loud(kokoro):
    soft, plain, loud = (next(kokoro.speak("oi", volume=v)).audio.samples for v in (0.5, 1.0, 2.0))
    assert np.allclose(soft, plain / 2)
    assert 1.6 * np.abs(plain).max() < np.abs(loud).max() <= 1.0
    assert not next(kokoro.speak("oi", volume=0)).audio.samples.any()


def test_an_unknown_voice_is_refused_at_once(kokoro, model, voices):
    with pytest.raises(UnknownVoiceError, match="pf_dora"):
        kokoro.speak("oi", voice="dora")
    with pytest.raises(UnknownVoiceError):
        Kokoro(model, voices, lambda language: Letters(), voice="dora")


def test_a_voice_is_read_to_in_its_own_language(model, tmp_path):
    for name in ("pf_dora", "af_sky", "own"):
        np.ones((510, 256), "<f4").tofile(tmp_path / f"{name}.bin")
    asked = []
    kokoro = Kokoro(model, Voices(tmp_path), lambda language: asked.append(language) or Letters())
    assert asked == ["pt-BR"]
    for voice in ("af_sky", "own", "pf_dora:0.4,af_sky:0.6"):
        next(kokoro.speak("oi", voice))
    assert asked[1:] == ["en-US", "pt-BR", "en-US"]


def test_a_language_that_cannot_be_read_is_an_error_at_once(model, voices):
    def reader_for(language):
        raise PhonemizerError(language, "not here")

    with pytest.raises(PhonemizerError):
        Kokoro(model, voices, reader_for)


def test_a_model_that_gives_no_numbers_is_an_error(voices):
    class Broken:
        def infer(self, ids, style, speed):
            return Utterance(np.full(100, np.nan, np.float32))

    with pytest.raises(SynthesisError, match="verify"):
        next(Kokoro(Broken(), voices, lambda language: Letters()).speak("oi"))


# What is said in mid-sentence, and when.

CLAUSES = "quando ele vier mais tarde, abra a porta da cozinha"


def test_what_surrounds_a_part_is_read_and_not_heard(voices):
    model = ToneModel(tells_durations=True)
    text = "uma equipe daquela sala saiu muito cedo para o almoço. " + CLAUSES
    segments = list(Kokoro(model, voices, lambda language: Letters()).speak(text))
    assert segments[0].phonemes == "uma equipe daquela sala"
    assert model.phonemes[0] == "uma equipe daquela sala saiu muito"[: len("uma equipe daquela sala") + 11]
    assert model.phonemes[1].startswith("sala saiu muito cedo")
    for segment in segments:
        sounding = (np.abs(segment.audio.samples) > 0.01).sum() / 2400
        assert sounding == pytest.approx(sum(p.isalpha() for p in segment.phonemes), abs=1.0)


def test_a_model_that_does_not_tell_durations_reads_no_more_than_is_heard(kokoro, model):
    list(kokoro.speak(CLAUSES))
    del model.asked[:]  # only the first part in mid-sentence tells
    list(kokoro.speak(CLAUSES))
    assert model.phonemes == ["quando ele vier mais tarde,", "abra a porta da cozinha."]
    next(kokoro.speak("uma equipe daquela sala saiu muito cedo para o almoço."))
    assert model.phonemes[-1] == "uma equipe daquela sala,"


def test_where_nobody_waits_no_sentence_is_broken(kokoro):
    assert len(list(kokoro.speak(CLAUSES))) == 2
    assert len(list(kokoro.unhurried().speak(CLAUSES))) == 1
    assert len(list(kokoro.speak(CLAUSES))) == 2


def test_every_word_is_told_with_the_time_when_it_sounds(voices):
    kokoro = Kokoro(ToneModel(tells_durations=True), voices, lambda language: Letters())
    for segment in kokoro.speak("são 15h30, tia. " + TEXT):
        assert " ".join(w.text for w in segment.words) == segment.graphemes
        assert_plausible(segment)
        sounds = np.abs(segment.audio.samples) > 0.01
        for word in segment.words:
            middle = sounds[int(word.start * RATE) + 300 : int(word.end * RATE) - 300]
            assert middle.mean() > 0.6


def assert_plausible(segment):
    times = [t for word in segment.words for t in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] >= 0.0
    assert times[-1] <= segment.audio.seconds


def test_a_number_lasts_as_long_as_all_its_words(voices):
    kokoro = Kokoro(ToneModel(tells_durations=True), voices, lambda language: Letters())
    (segment,) = kokoro.speak("já 15h30 tia.")
    seconds = [word.end - word.start for word in segment.words]
    assert seconds[1] == pytest.approx(len("quinze horas e trinta") * 0.1, abs=0.05)
