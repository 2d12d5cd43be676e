"""Files in any state: one record each, and none stops the others."""

import json

import numpy as np
import pytest
import soundfile

from assistant.asr.batch import Record, transcribe_files
from assistant.asr.whisper import WhisperStream
from assistant.errors import RecognitionError
from assistant.events import AudioFrame
from tests.asr.fakes import ToneDecoder, name, spoken
from tests.asr.sounds import RATE, silence


class LoudnessDetector:
    n_resets = 0

    def __call__(self, frame: AudioFrame) -> float:
        return float(np.abs(frame.samples).max() > 0.05)

    def reset(self) -> None:
        self.n_resets += 1


class ToneRecognizer:
    def start(self) -> WhisperStream:
        return WhisperStream(ToneDecoder())


class BrokenRecognizer:
    def start(self):
        raise RecognitionError("the weights are damaged; type: assistant models verify")


def records(*paths, recognizer=None, **options):
    return list(transcribe_files(paths, recognizer or ToneRecognizer(), LoudnessDetector(), **options))


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "boa.wav"
    soundfile.write(path, np.concatenate([silence(2), spoken(3), silence(2), spoken(2)]), RATE, subtype="FLOAT")
    return path


def broken_files(folder, good):
    whole = good.read_bytes()
    soundfile.write(folder / "muda.flac", silence(3), RATE)
    soundfile.write(folder / "nada.wav", silence(0), RATE)
    flac = folder / "inteira.flac"
    soundfile.write(flac, spoken(40), RATE)
    return {
        "no speech": folder / "muda.flac",
        "missing": folder / "nao_existe.wav",
        "empty": written(folder / "vazia.wav", b""),
        "unsupported": written(folder / "texto.mp3", "isto não é som nenhum\n".encode() * 50),
        "corrupted": written(folder / "cortada.wav", whole[: len(whole) // 2]),
        "corrupted ": written(folder / "cortada.flac", flac.read_bytes()[:-4000]),
        "corrupted  ": written(folder / "cabeca.flac", b"fLaC" + b"\x00" * 100),
        "empty ": folder / "nada.wav",
        "unsupported ": folder,
    }


def written(path, data):
    path.write_bytes(data)
    return path


def test_text_and_words_have_the_times_of_the_file(good):
    (record,) = records(good)
    assert (record.status, record.error) == ("ok", None)
    assert record.text == " ".join(map(name, (0, 1, 2, 0, 1)))
    assert [round(w.start, 1) for w in record.words][:1] == [pytest.approx(1.6, abs=0.1)]
    assert record.words[3].start > 4.5
    assert record.seconds == pytest.approx(6.0, abs=0.1)


def test_every_status_and_the_good_files_between(tmp_path, good):
    broken = broken_files(tmp_path, good)
    paths = [path for bad in broken.values() for path in (bad, good)]
    found = records(*paths)
    assert [r.status for r in found[::2]] == [status.strip() for status in broken]
    assert {r.status for r in found[1::2]} == {"ok"}
    for record in found[::2]:
        assert record.fine == (record.error is None)
        assert record.error is None or record.path in record.error


def test_what_was_heard_before_the_damage_is_kept(tmp_path):
    path = tmp_path / "cortada.flac"
    soundfile.write(path, np.concatenate([spoken(3), silence(5), spoken(30)]), RATE)
    path.write_bytes(path.read_bytes()[:-6000])
    (record,) = records(path)
    assert record.status == "corrupted"
    assert record.text.startswith(" ".join(map(name, range(3))))


def test_a_failing_recogniser_is_a_status_too(good):
    (record,) = records(good, recognizer=BrokenRecognizer())
    assert record.status == "failed"
    assert "models verify" in record.error


def test_the_detector_forgets_the_file_before(good):
    detector = LoudnessDetector()
    list(transcribe_files([good, good], ToneRecognizer(), detector))
    assert detector.n_resets == 2


def test_progress_tells_the_seconds(good):
    told = []
    records(good, progress=lambda path, seconds: told.append((path, seconds)))
    assert [path for path, _ in told] == [str(good)] * 2
    assert told[0][1] < told[1][1] <= 6.1


def test_the_json_of_a_record(good, tmp_path):
    ok, bad = (json.loads(json.dumps(r.as_json())) for r in records(good, tmp_path / "x.wav"))
    assert set(ok) == {"path", "status", "text", "words", "confidence", "seconds"}
    doubted = Record("x.wav", "no speech", suspicion="language", language_doubt=0.91, quality=0.8).as_json()
    assert (doubted["suspicion"], doubted["language_doubt"], doubted["quality"]) == ("language", 0.91, 0.8)
    assert set(ok["words"][0]) == {"text", "start", "end", "confidence"}
    assert (bad["status"], bad["text"], bad["words"]) == ("missing", "", [])
    assert "check the path" in bad["error"]
