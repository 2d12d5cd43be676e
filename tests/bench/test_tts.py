"""`assistant bench tts`: the bars of the voice, on a voice and a recogniser whose figures are known."""

import itertools
import sys

import numpy as np
import pytest

from assistant import cli
from assistant.bench import kokoro_onnx, read_aloud, resident, tts
from assistant.bench.read_aloud import Heard, Sentence
from assistant.bench.speaking import new_sentences
from assistant.config import Config
from assistant.events import AudioFrame
from assistant.language.speakable import speakable
from assistant.tts.protocol import SAMPLE_RATE, Segment
from tests.bench.fakes import Told


class Beeps:
    """A second of sound a sentence, half of it at a time; each half takes so long."""

    def __init__(self, seconds=0.0):
        self.seconds = seconds
        self.spoken = []

    def speak(self, text, voice=None, speed=None, volume=None):
        self.spoken.append((text, voice))
        for _ in range(2):
            if self.seconds:
                wait(self.seconds)
            yield Segment(text, "", AudioFrame(np.zeros(SAMPLE_RATE // 2, np.float32), SAMPLE_RATE, 0))


def wait(seconds):
    import time

    time.sleep(seconds)


def rows_of(monkeypatch, part, synthesizer, **more):
    monkeypatch.setattr(tts.app, "build_synthesizer", lambda config: synthesizer)
    report = tts.measure(Config(), tts.Options((part,), **more), lambda mark: None)
    return {row.name.strip(): row for row in report.rows}, report


def test_every_sentence_to_be_read_has_words_of_its_own():
    chosen = read_aloud.sentences(200)
    assert len({s.written for s in chosen}) == 200
    assert all(s.spoken and not any(c.isdigit() for c in s.spoken) for s in chosen)
    assert len(read_aloud.sentences(10)) == 10
    assert any(c.isdigit() for c in read_aloud.sentences(10)[0].written)


def test_no_sentence_is_put_into_other_words_than_expected():
    assert read_aloud.misread(read_aloud.sentences(200)) == []


def test_a_number_read_otherwise_is_told_from_one_heard_otherwise():
    wrong = Sentence("São 5 reais.", "são seis reais")
    assert read_aloud.misread([wrong]) == [(wrong, "são cinco reais")]


def test_the_round_trip_counts_words_and_lost_sentences():
    chosen = [Sentence("Bom dia a todos.", "bom dia a todos"), Sentence("Até logo, gente.", "até logo gente")]
    wer, lost = read_aloud.rows("pf_dora", chosen, [Heard("bom dia todos", "bon dia todos"), Heard("", "até")])
    assert (wer.figure, wer.n, wer.note) == (pytest.approx(100 * 4 / 7), 2, "1 too unsure to be written")
    assert (lost.figure, lost.note, lost.verdict) == (1, "Até logo, gente.", "miss")
    _, lost = read_aloud.rows("pf_dora", chosen[1:], [Heard("", "ate lugo jente")])
    assert lost.figure == 0


def test_each_voice_reads_each_sentence(monkeypatch):
    voice = Beeps()
    monkeypatch.setattr(tts.app, "build_embedded", lambda config: Told("a reunião começa às quinze horas e trinta"))
    rows, report = rows_of(monkeypatch, "round-trip", voice, n_sentences=3, voices=("pf_dora", "pm_alex"))
    assert [v for _, v in voice.spoken] == ["pf_dora"] * 3 + ["pm_alex"] * 3
    assert rows["pf_dora: WER"].figure > 50
    assert len(report.wrong) == 4  # the first one is what this recogniser always hears


def test_the_rival_takes_turns_with_us(monkeypatch):
    monkeypatch.setattr(tts.kokoro_onnx, "loaded", lambda model, voices, voice: (lambda text: wait(0.1) or 1.0, ""))
    monkeypatch.setattr(tts.models, "find", lambda name: tts.Path())
    rows, _ = rows_of(monkeypatch, "speed", Beeps(0.01))
    assert 5 < rows["times sooner"].figure < 11
    assert 0.15 < rows["ratio"].figure < 0.4


def test_without_the_rival_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "kokoro_onnx", None)
    speak, why_not = kokoro_onnx.loaded(None, None, "pf_dora")
    assert speak is None
    assert "assistente[bench]" in why_not


def test_memory_is_compared_with_what_it_was_after_the_first_fifty(monkeypatch):
    monkeypatch.setattr(resident, "speaking", lambda config, count, every, tell: (100.0, 200.0, 202.0, 206.0))
    rows, _ = rows_of(monkeypatch, "memory", Beeps(), count=100)
    (row,) = rows.values()
    assert (row.figure, row.verdict) == (pytest.approx(3.0), "pass")


def test_new_sentences_are_all_different_and_of_many_lengths():
    texts = list(itertools.islice(new_sentences(), 300))
    assert len(set(texts)) == 300
    assert len({len(speakable(text).split()) for text in texts}) > 20


def test_an_unknown_part_is_named(capsys):
    assert cli.main(["bench", "tts", "--part", "velocidade"]) == 2
    assert "speed, cached, round-trip, memory" in capsys.readouterr().err
