"""Subtitles with the names of those who speak."""

from assistant.asr.captions import captions
from assistant.events import Word


def words(text, start):
    return [Word(word, start + i * 0.4, start + i * 0.4 + 0.3, 1.0) for i, word in enumerate(text.split())]


def test_a_name_stands_where_the_speaker_changes():
    shown = captions(
        [("Ana", words("bom dia", 1.0)), ("Ana", words("tudo bem", 4.5)), ("pessoa 2", words("tudo ótimo", 6.0))], "srt"
    )
    texts = [block.splitlines()[2:] for block in shown.strip().split("\n\n")]
    assert texts == [["Ana: bom dia"], ["tudo bem"], ["pessoa 2: tudo ótimo"]]


def test_no_cue_lasts_into_the_next():
    shown = captions([("Ana", words("sim", 1.0)), ("Bia", words("não", 1.4))], "vtt")
    assert "00:00:01.000 --> 00:00:01.400\nAna: sim" in shown


def test_without_names_and_without_words():
    assert captions([(None, words("bom dia", 0.0))], "srt").splitlines()[2] == "bom dia"
    assert captions([(None, [])], "srt") == ""
    assert captions([], "vtt") == "WEBVTT\n"
