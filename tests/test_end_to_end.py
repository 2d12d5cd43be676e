"""The whole program, as a person meets it: real weights, real (virtual) devices, real files."""

import json
import subprocess
import sys

import pytest
import soundfile

from assistant import app, models, resources
from assistant.asr.batch import transcribe_files
from assistant.audio import files
from assistant.config import Config
from assistant.errors import ModelNotFoundError
from tests.running import Running

RECORDINGS = resources.recordings_folder()


@pytest.fixture(scope="module", autouse=True)
def weights():
    for name in ("whisper-base", "embedded-encoder", "kokoro"):
        try:
            models.find(name)
        except ModelNotFoundError as error:
            pytest.skip(str(error))


@pytest.fixture(scope="module")
def recognizer():
    return app.build_transcriber(Config())


def written_down(recognizer, path):
    (record,) = transcribe_files([path], recognizer, app.build_detector(Config()))
    return record.text.lower()


def assistant(*words, environ=None, **kwargs):
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, words)],
        env=environ, capture_output=True, text=True, check=False, timeout=240, **kwargs,
    )  # fmt: skip


@pytest.fixture
def quiet(tmp_path, monkeypatch):
    """No devices, and a store of our own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path / "state"))
    return tmp_path


def test_a_question_into_the_microphone_is_answered_from_the_speaker(virtual_audio, tmp_path, recognizer):
    question = tmp_path / "question.wav"
    sound = files.read(RECORDINGS / "25_calculadora_pm_alex.flac")
    soundfile.write(question, sound.samples, sound.rate)
    with Running(virtual_audio.environ) as program:
        recording = virtual_audio.record_speaker()
        for _ in range(3):  # a microphone may take seconds to give its first sound; asking again is what a person does, too
            virtual_audio.play_into_microphone(question)
            if turn := program.turn(20):
                break
        assert turn, program.messages
        heard_back = written_down(recognizer, recording.save(tmp_path / "answer.wav"))
    assert turn["skill"] == "calculadora"
    assert turn["slots"] == {"conta": "7 * 8"}
    assert "56" in heard_back or "cinquenta e seis" in heard_back
    assert program.code == 130


def test_without_a_microphone_a_conversation_is_played_and_the_answers_written(quiet, recognizer):
    done = assistant("run", cwd=quiet)
    assert done.returncode == 0, done.stderr
    assert "Não há microfone" in done.stderr
    assert "respostas.wav" in done.stderr
    assert done.stdout.count("assistente:") >= 3
    assert "cinquenta e seis" in done.stdout
    heard_back = written_down(recognizer, quiet / "respostas.wav")
    assert "macarrão" in heard_back or "dez minutos" in heard_back or "10 minutos" in heard_back


def test_a_file_in_and_a_file_out(quiet):
    output = quiet / "out.wav"
    done = assistant("run", "--input", RECORDINGS / "00_horas_pf_dora.flac", "--output", output, "--json")
    assert done.returncode == 0, done.stderr
    (turn,) = map(json.loads, done.stdout.splitlines())
    assert set(turn) == {
        "turn",
        "heard",
        "confidence",
        "speaker",
        "skill",
        "slots",
        "answer",
        "ms",
        "sound",
        "speculation",
        "is_interrupted",
    }
    assert set(turn["ms"]) == {"silence", "text", "plan", "audio"}
    assert (turn["turn"], turn["skill"]) == (1, "horas")
    assert files.read(output).seconds > 1


def test_pipes_at_both_ends(quiet):
    pcm = (files.read(RECORDINGS / "25_calculadora_pm_alex.flac").samples * 32767).astype("<i2").tobytes()
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "run", "--input", "-", "--output", "-"],
        input=pcm, capture_output=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout[:4] == b"RIFF"
    assert len(done.stdout) > 24_000 * 2
    assert "cinquenta e seis" in done.stderr.decode()


def test_a_damaged_file_is_answered_up_to_the_damage_and_named(quiet):
    whole = (RECORDINGS.parent.parent / "assistant" / "audio" / "conversa.flac").read_bytes()
    damaged = quiet / "damaged.flac"
    damaged.write_bytes(whole[: len(whole) // 2])
    done = assistant("run", "--input", damaged, "--output", quiet / "out.wav", "--json")
    assert done.returncode == 1
    assert "damaged or truncated" in done.stderr
    assert len(done.stdout.splitlines()) >= 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "--input", "nowhere.wav"], 2, "nowhere.wav: no such file"),
        (["run", "--input", __file__], 1, "not audio that can be read"),
        (["run", "--json", "--input", "x", "--output", "-"], 2, "both want standard output"),
        (["--config", "nowhere.yaml", "ask", "oi"], 2, "nowhere.yaml"),
        (["say", "--voice", "pf_dorra", "oi"], 2, "pf_dora"),
        (["say", "🙂"], 2, "nothing in the text can be spoken"),
        (["models", "pull", "wisper"], 3, "whisper-base"),
    ],
)
def test_mistakes_are_one_clear_sentence_and_an_exit_code(quiet, words, code, said):
    done = assistant(*words)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_no_torch_is_imported_on_any_path(quiet):
    code = (
        "import sys; sys.modules['torch'] = sys.modules['transformers'] = None\n"
        "from assistant import app, config\n"
        "app.load_models(config.Config(), listens=True, speaks=True)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_who_is_enrolled_is_named_in_what_they_ask(quiet):
    try:
        models.find("speaker-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    by_dora, by_alex = (sorted(RECORDINGS.glob(f"*_{voice}.flac")) for voice in ("pf_dora", "pm_alex"))
    enrolled = assistant("speakers", "enroll", "dora", *by_dora[:5])
    assert enrolled.stdout.startswith("Dora is enrolled"), enrolled.stderr
    for recording, speaker in ((by_dora[6], "Dora"), (by_alex[1], None)):
        done = assistant("run", "--input", recording, "--output", quiet / "answer.wav", "--json")
        assert [json.loads(line)["speaker"] for line in done.stdout.splitlines()] == [speaker], done.stderr
