"""The real model speaks: as long, as loud and as quick as speech, and words when they say that they are heard."""

import time

import numpy as np
import pytest

from assistant import app, resources
from assistant.errors import ModelFileError, ModelNotFoundError
from assistant.tts.acoustics import onnx_model
from assistant.tts.acoustics.onnx_model import OnnxAcousticModel
from assistant.tts.kokoro import Kokoro
from assistant.tts.reading.readers import Readers
from assistant.tts.voices import Voices

RATE = 24_000


@pytest.fixture(scope="module")
def real():
    try:
        model = onnx_model.load(app.voice_weights())
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    return Kokoro(model, Voices(resources.voices_folder()), Readers().reader_for)


def seconds(segments):
    return sum(s.audio.seconds for s in segments)


def test_speech_is_as_long_and_as_loud_as_speech(real):
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


def test_a_long_sentence_sounds_long_before_it_is_made(real):
    text = (
        "A reunião da equipe foi marcada para a próxima quinta às nove da manhã na sala do segundo andar e quem não puder vir "
        "deve avisar até amanhã para que se ache outro dia."
    )
    began = time.process_time()
    segments = real.speak(text)
    next(segments)
    first = time.process_time() - began
    assert len(list(segments)) >= 2
    assert time.process_time() - began > 3 * first


@pytest.mark.parametrize("voice", ["pf_dora", "pm_alex"])
def test_words_are_heard_when_they_say_so(real, voice):
    segments = list(real.speak("Banana, pera, 15h30, abacate e tangerina. A luz da cozinha continua acesa desde ontem.", voice))
    if not any(segment.words for segment in segments):
        pytest.skip("this export of Kokoro does not tell durations; type: assistant models pull kokoro-quick")
    for segment in segments:
        assert " ".join(word.text for word in segment.words) == segment.graphemes
        times = [t for word in segment.words for t in (word.start, word.end)]
        assert times == sorted(times)
        assert times[0] >= 0.0
        assert times[-1] <= segment.audio.seconds
        loud = np.flatnonzero(np.abs(segment.audio.samples) > 0.02) / RATE
        assert times[0] == pytest.approx(loud[0], abs=0.1)
    assert distance_to_pauses(next(s for s in segments if s.words)) < 0.06
    heard = [level(s, w.start + (w.end - w.start) / 4, w.end - (w.end - w.start) / 4) for s in segments for w in s.words]
    assert min(heard) > 0.01


def level(segment, start, end):
    return float(np.sqrt(np.mean(segment.audio.samples[int(start * RATE) : max(int(end * RATE), int(start * RATE) + 1)] ** 2)))


def distance_to_pauses(segment):
    """How far from between two words the most silent moment between their middles is, in seconds: the greatest such distance."""
    distances = [0.0]
    for word, following in zip(segment.words, segment.words[1:], strict=False):
        middles = np.arange((word.start + word.end) / 2, (following.start + following.end) / 2, 0.01)
        pause = min(middles, key=lambda t: level(segment, t, t + 0.01))
        distances.append(max(word.end - pause, pause - following.start, 0.0))
    return max(distances)


@pytest.mark.parametrize("content", [b"", b"no model", b"\x08\x07" * 1000])
def test_a_damaged_model_is_an_error_with_a_way_out(tmp_path, content):
    (tmp_path / "model.onnx").write_bytes(content)
    with pytest.raises(ModelFileError, match=r"assistant models pull kokoro"):
        OnnxAcousticModel(tmp_path / "model.onnx")
