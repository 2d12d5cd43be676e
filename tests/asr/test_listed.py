"""Files answered with a sentence of a list, or with nothing."""

import json
import re

import numpy as np
import pytest
import soundfile

from assistant import app
from assistant.app import recognizers
from assistant.asr.ctc_reader import CtcReader, FrameTimes, ReadingRules
from assistant.asr.ctc_stream import CtcStream
from assistant.asr.listed import ListedRecognizer, answer_files
from assistant.asr.sentence_list import SentenceList
from assistant.cli import main
from assistant.config import AsrConfig
from assistant.errors import RecognitionError
from tests.asr.fakes import Rereading, SpellingModel
from tests.asr.sounds import RATE, babble, hum, noise, silence
from tests.asr.test_batch import LoudnessDetector, broken_files, written

LINES = ["# casa", "Boa noite!", "acende a luz às 15h30", "(liga|desliga) [a] televisão"]
SAID = {301: "boa noite", 302: "acende a luz às quinze horas e trinta", 303: "desliga televisão", 304: "vou ao cinema amanhã"}


def voice(code, seconds=1.0):
    """Sound in which the model hears SAID[code]."""
    sound = noise(seconds, seed=code) * np.hanning(round(seconds * RATE))
    return (sound * (code / 1000 / np.abs(sound).max())).astype(np.float32)


def of_reader(reader, sentences):
    return ListedRecognizer(reader, sentences, lambda: CtcStream(Rereading(reader)))


def listed(rejects=True, model=None):
    model = model or SpellingModel(SAID)
    sentences = SentenceList(LINES, model)
    rules = ReadingRules(only_grammar=True, always_answers=not rejects)
    return of_reader(CtcReader(model, FrameTimes(), rules, lambda: sentences), sentences)


@pytest.fixture
def clip(tmp_path):
    def write(sound, name="clip.wav"):
        soundfile.write(tmp_path / name, sound, RATE, subtype="FLOAT")
        return tmp_path / name

    return write


def answers(*paths, recognizer=None):
    return list(answer_files(paths, recognizer or listed(), LoudnessDetector()))


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [(301, 2, "Boa noite!"), (302, 3, "acende a luz às 15h30"), (303, 4, "desliga televisão")],
)
def test_a_clip_is_answered_with_the_users_own_line(clip, code, line, text):
    (answer,) = answers(clip(voice(code)))
    assert (answer.status, answer.line, answer.text) == ("ok", line, text)
    assert answer.confidence > 0.9
    assert answer.words[-1].end <= answer.seconds == 1.0


@pytest.mark.parametrize(
    ("sound", "reason"),
    [(voice(304), "uncertain"), (silence(1), "silence"), (hum(2), "noise"), (babble(1), "noise"), (np.ones(1), "silence")],
    ids=["other speech", "silence", "hum", "babble", "one sample"],
)
def test_what_is_none_of_the_sentences_is_rejected(clip, sound, reason):
    (answer,) = answers(clip(sound))
    assert (answer.status, answer.text, answer.line, answer.words, answer.reason) == ("rejected", "", None, (), reason)
    assert answer.fine


@pytest.mark.parametrize(
    "sound",
    [voice(304), silence(1), hum(2), babble(0.3), np.ones(1), silence(40), np.full(RATE, np.nan)],
    ids=["other speech", "silence", "hum", "very short", "one sample", "long silence", "NaN"],
)
def test_a_list_that_does_not_reject_always_answers(clip, sound):
    (answer,) = answers(clip(sound), recognizer=listed(rejects=False))
    assert answer.status == "ok"
    assert answer.line in (2, 3, 4)
    assert 0 <= answer.confidence < 0.4


@pytest.mark.parametrize("sound", [silence(1), hum(2), np.ones(1)], ids=["silence", "hum", "one sample"])
def test_a_template_that_takes_anything_does_not_keep_the_others_from_answering(clip, sound):
    model = SpellingModel(SAID)
    sentences = SentenceList(["timer de {name:x}", "boa noite"], model)
    reader = CtcReader(model, FrameTimes(), ReadingRules(only_grammar=True, always_answers=True), lambda: sentences)
    (answer,) = answers(clip(sound), recognizer=of_reader(reader, sentences))
    assert (answer.status, answer.line) == ("ok", 2)


def test_the_whole_clip_is_the_utterance_however_short_or_late_the_word(clip):
    model = SpellingModel(SAID)
    sounds = voice(301, 0.3), np.concatenate([silence(20), voice(301), silence(6)])
    found = answers(*(clip(s, f"{i}.wav") for i, s in enumerate(sounds)), recognizer=listed(model=model))
    assert [a.text for a in found] == ["Boa noite!"] * 2
    assert model.lengths == [len(sound) for sound in sounds]


def test_a_long_file_is_answered_stretch_by_stretch(clip):
    quiet = silence(10)
    path = clip(np.concatenate([quiet, voice(301), quiet, voice(304), quiet, voice(303), quiet]))
    found = answers(path)
    assert [(a.status, a.line) for a in found] == [("ok", 2), ("rejected", None), ("ok", 4)]
    assert [round(a.start) for a in found] == [10, 21, 32]
    assert all(a.start <= w.start <= w.end <= a.start + a.seconds for a in found for w in a.words)


def test_a_long_file_without_speech_is_rejected_once(clip):
    (answer,) = answers(clip(silence(40)))
    assert (answer.status, answer.reason) == ("rejected", "silence")


def test_every_status_is_that_of_the_plain_command(tmp_path, clip):
    good = clip(voice(301))
    broken = broken_files(tmp_path, good)
    del broken["no speech"]
    found = answers(*(path for bad in broken.values() for path in (bad, good)))
    assert [a.status for a in found[::2]] == [status.strip() for status in broken]
    assert {a.text for a in found[1::2]} == {"Boa noite!"}
    assert all(a.error and not a.fine for a in found[::2])


def test_what_was_said_before_the_damage_is_answered(tmp_path):
    path = tmp_path / "cortada.flac"
    soundfile.write(path, np.concatenate([voice(301), noise(20, 0.04)]), RATE)
    path.write_bytes(path.read_bytes()[:-60_000])
    (answer,) = answers(path)
    assert (answer.status, answer.text) == ("corrupted", "Boa noite!")


def test_a_failing_recogniser_is_a_status_too(clip):
    class Failing(SpellingModel):
        def hear(self, samples):
            raise RecognitionError("the recogniser failed; say it again")

    (answer,) = answers(clip(voice(301)), recognizer=listed(model=Failing()))
    assert answer.status == "failed"
    assert "say it again" in answer.error


class FakeEmbedded:
    def among(self, lines, where, rejects):
        model = SpellingModel(SAID)
        sentences = SentenceList(lines, model, where)
        rules = ReadingRules(AsrConfig().min_confidence, only_grammar=True, always_answers=not rejects)
        return of_reader(CtcReader(model, FrameTimes(), rules, lambda: sentences), sentences)


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """assistant transcribe --grammar with these words: exit code, lines printed, errors."""
    monkeypatch.setattr(recognizers, "build_embedded", lambda config: FakeEmbedded())
    monkeypatch.setattr(app, "build_detector", lambda config: LoudnessDetector())
    grammar = written(tmp_path / "casa.txt", "\n".join(LINES).encode())

    def run(*words, grammar=grammar):
        code = main(["transcribe", *map(str, words), "--grammar", str(grammar)])
        out, err = capsys.readouterr()
        return code, out.splitlines(), err

    return run


def test_the_command_prints_the_line_and_its_confidence(clip, command):
    a, b = clip(voice(302), "a.wav"), clip(voice(304), "b.wav")
    code, (line,), err = command(a)
    assert (code, err) == (0, "")
    assert re.fullmatch(r"acende a luz às 15h30 \((0\.9\d|1\.00)\)", line)
    assert command(a, b) == (0, [f"{a}: {line}", f"{b}: "], "")


def test_the_json_of_the_command(clip, command):
    a, b = clip(voice(302), "a.wav"), clip(silence(1), "b.wav")
    code, lines, _ = command(a, b, a.parent / "nada.wav", "--json")
    ok, rejected, missing = map(json.loads, lines)
    assert code == 1
    assert set(ok) == {"path", "status", "text", "line", "words", "confidence", "start", "seconds"}
    assert (ok["status"], ok["line"], set(ok["words"][0])) == ("ok", 3, {"text", "start", "end", "confidence"})
    assert (rejected["status"], rejected["text"], rejected["line"], rejected["reason"]) == ("rejected", "", None, "silence")
    assert (missing["status"], missing["line"]) == ("missing", None)
    assert "check the path" in missing["error"]


def test_no_reject_answers_even_silence(clip, command):
    code, (line,), _ = command(clip(silence(1)), "--no-reject", "--json")
    assert code == 0
    assert json.loads(line)["status"] == "ok"
    assert json.loads(line)["confidence"] < 0.1


def test_exit_codes(tmp_path, clip, command):
    assert command(clip(silence(1)))[0] == 0
    assert command(tmp_path / "nada.wav")[0] == 2
    code, out, err = command(clip(voice(301)), grammar=written(tmp_path / "mau.txt", b"bom dia\nacende (a luz\n"))
    assert (code, out) == (2, [])
    assert err.startswith(f"assistant: {tmp_path}/mau.txt:2: the template")
    assert err.count("\n") == 1


def test_no_reject_without_a_grammar_is_wrong_usage(clip, capsys):
    with pytest.raises(SystemExit) as left:
        main(["transcribe", str(clip(voice(301))), "--no-reject"])
    assert left.value.code == 2
    assert "--no-reject goes with --grammar" in capsys.readouterr().err
