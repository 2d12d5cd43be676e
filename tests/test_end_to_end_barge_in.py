"""The speaker stands beside the microphone: a long answer is not taken for a question, and whoever says "para" ends it."""

import time

import pytest
import soundfile

from assistant import models, resources
from assistant.audio import files
from assistant.errors import ModelNotFoundError
from tests.running import Running

pytest.importorskip("pywebrtc_audio", reason="echo cancellation is not installed")

RECORDINGS = resources.recordings_folder()
ECHO_DB = -6.0


@pytest.fixture(autouse=True)
def weights():
    for name in ("embedded-encoder", "kokoro"):
        try:
            models.find(name)
        except ModelNotFoundError as error:
            pytest.skip(str(error))


@pytest.fixture
def say(virtual_audio, tmp_path):
    def into_microphone(name):
        path, sound = tmp_path / f"{name}.wav", files.read(RECORDINGS / f"{name}.flac")
        soundfile.write(path, sound.samples, sound.rate)
        virtual_audio.play_into_microphone(path)

    return into_microphone


def until(is_so, timeout_s):
    ends = time.monotonic() + timeout_s
    while not is_so():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def ask_at_length(say, recording):
    """Until the answer has been heard for two seconds."""
    for _ in range(3):
        say("36_ajuda_pf_dora")
        if until(lambda: not recording.is_silent(0.3), 8):
            time.sleep(2)
            return
    pytest.fail("nothing was answered")


def test_a_long_answer_is_not_taken_for_a_question(virtual_audio, say):
    virtual_audio.feed_speaker_back(db=ECHO_DB)
    with Running(virtual_audio.environ) as program:
        time.sleep(2)  # how unevenly the devices call is learned in silence
        recording = virtual_audio.record_speaker()
        ask_at_length(say, recording)
        answer = program.turn(60)
        assert answer, program.messages
        assert answer["skill"] == "ajuda"
        assert not answer["is_interrupted"]
        assert program.turn(3) is None
        assert recording.is_silent(1)


def test_who_says_enough_over_a_long_answer_ends_it(virtual_audio, say):
    virtual_audio.feed_speaker_back(db=ECHO_DB)
    with Running(virtual_audio.environ) as program:
        time.sleep(2)
        recording = virtual_audio.record_speaker()
        for _ in range(3):  # on a busy machine the virtual devices themselves lose sound, and with it the stop word
            ask_at_length(say, recording)
            say("40_parar_pm_alex")
            answer = program.turn(2)
            if answer and answer["is_interrupted"]:
                break
            until(lambda: program.turn(10) is None, 60)
        else:
            pytest.fail(f"the answer is said to its end: {program.messages}")
        assert answer["skill"] == "ajuda"
        assert until(lambda: recording.is_silent(1), 3)
        assert program.turn(2) is None  # that it is silent is the answer
