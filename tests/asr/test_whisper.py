"""The real weights on real sound."""

import re
import threading

import numpy as np
import pytest

from assistant import models
from assistant.asr.whisper import WhisperRecognizer
from assistant.config import AsrConfig
from assistant.errors import ModelNotFoundError, RecognitionError
from assistant.events import AudioFrame
from tests.asr.sounds import RATE, babble, frames, recording


@pytest.fixture(scope="module")
def recognizer():
    try:
        folder = models.find("whisper-base")
    except ModelNotFoundError as missing:
        pytest.skip(str(missing))
    return WhisperRecognizer(folder, AsrConfig(beams=1, prompt=""))


def finish(recognizer, sound):
    return recognizer.start().finish(AudioFrame(sound, RATE))


def plain(text):
    return " ".join(re.findall(r"\w+", text.lower()))


def test_a_sentence_streamed(recognizer):
    sound = recording("ufpalign/coxinha.flac")
    stream = recognizer.start()
    partials = [p for frame in frames(sound, 4800) if (p := stream.accept(frame))]
    final = stream.finish()
    assert plain(final.text) == "eu quero uma coxinha de frango"
    assert final.confidence > 0.8
    assert final.rejected is None
    assert len(partials) >= 2
    assert plain(partials[-1].text[: partials[-1].n_stable]) in plain(final.text)
    assert set(final.cost_ms) == {"check", "mel", "encode", "decode", "align"}


def test_words_have_times_within_the_sound(recognizer):
    sound = recording("ufpalign/M_001.flac")
    final = finish(recognizer, sound)
    assert plain(final.text) == "a questão foi retomada no congresso"
    assert " ".join(word.text for word in final.words) == final.text
    edges = [edge for word in final.words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert edges[-1] <= len(sound) / RATE
    assert all(0 <= word.confidence <= 1 for word in final.words)


@pytest.mark.parametrize("n_frames", [1, 7])
def test_the_final_text_does_not_depend_on_the_frames(recognizer, n_frames):
    sound = recording("ufpalign/M_001.flac")
    stream = recognizer.start()
    for frame in frames(sound, 512 * n_frames)[: 40 // n_frames]:
        stream.accept(frame)
    in_pieces = stream.finish(AudioFrame(sound[512 * n_frames * (40 // n_frames) :], RATE))
    assert in_pieces.text == finish(recognizer, sound).text


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_lively_noise_gives_no_text(recognizer, seed):
    final = finish(recognizer, babble(3, seed))
    assert (final.text, final.words) == ("", ())
    assert final.rejected in ("noise", "uncertain", "repetition")


def test_clipped_speech_is_still_understood(recognizer):
    sound = np.clip(recording("ufpalign/M_001.flac") * 20, -1, 1)
    assert "questão" in finish(recognizer, sound).text.lower()


def test_threads_share_the_weights(recognizer):
    sound = recording("ufpalign/M_001.flac")
    texts = []
    threads = [threading.Thread(target=lambda: texts.append(finish(recognizer, sound).text)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 3
    assert len(set(texts)) == 1


def test_weights_that_do_not_load_are_said_so(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"no weights")
    with pytest.raises(RecognitionError, match="models verify"):
        WhisperRecognizer(tmp_path, AsrConfig())
