"""Subtitles: what is shown when, and that nobody is shown too much at once."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.subtitles import LINE_CHARACTERS, Cue, TimedText, cues, spread, srt, vtt

DOCTOR = (
    "O Dr. Silva chegou às 15h30, cumprimentou a todos, e foi direto à sala de reuniões, onde a diretoria o esperava havia "
    "mais de quarenta minutos. Bom dia! Sim. Não. Talvez amanhã cedo."
)
SHOWN = [
    ("O Dr. Silva chegou às 15h30, cumprimentou", "a todos, e foi direto à sala de reuniões,"),
    ("onde a diretoria o esperava", "havia mais de quarenta minutos."),
    ("Bom dia! Sim. Não.",),
    ("Talvez amanhã cedo.",),
]


def shown(text, per_s=15.0):
    return cues(spread(text, 0.0, len(text) / per_s))


def test_cues_end_where_sentences_and_clauses_do_and_abbreviations_do_not():
    assert [cue.lines for cue in shown(DOCTOR)] == SHOWN


def test_a_file_that_players_read():
    text = srt([Cue(0.0, 1.25, ("Bom dia!",)), Cue(3661.5, 3663.0, ("São", "15h30."))])
    assert text == "1\n00:00:00,000 --> 00:00:01,250\nBom dia!\n\n2\n01:01:01,500 --> 01:01:03,000\nSão\n15h30.\n"
    assert vtt([Cue(0.0, 1.25, ("A & B <i>",))]) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.250\nA &amp; B &lt;i&gt;\n"


def test_what_looks_like_a_time_is_none():
    assert "-->" not in srt(shown("de A --> B")).split("\n", 2)[2]


def test_nothing_said_is_nothing_shown():
    assert cues([]) == cues(spread("  ", 0.0, 1.0)) == []
    assert srt([]) == ""


def test_a_short_cue_stays_until_it_can_be_read_but_not_over_the_next():
    alone = cues([TimedText("Sim.", 0.0, 0.2)])
    assert alone[0].end == pytest.approx(1.0)
    first, second = cues([TimedText("Sim.", 0.0, 0.2), TimedText("Não.", 2.0, 2.2)])
    assert (first.end, second.start) == (1.0, 2.0)
    # Quick speech: the first would need longer than the second leaves it.
    quick = shown("Uma frase inteira que se lê devagar demais. " * 2, per_s=60.0)
    assert all(a.end <= b.start for a, b in pairwise(quick))


def test_a_pause_begins_a_new_cue():
    words = [TimedText("Espera", 0.0, 0.5), TimedText("um", 0.5, 0.6), TimedText("pouco.", 3.0, 3.4)]
    assert [cue.lines for cue in cues(words)] == [("Espera um",), ("pouco.",)]


def test_a_breath_ends_what_has_no_full_stop():
    heading = spread("Capítulo primeiro", 0.0, 1.2)
    first = spread("Era uma vez um rei, que gostava de livros.", 1.8, 4.5)
    assert cues([*heading, *first])[0].lines == ("Capítulo primeiro",)


def test_a_stretch_is_spread_over_its_words_by_their_length():
    assert spread("um trem", 1.0, 5.0) == [TimedText("um", 1.0, 2.5), TimedText("trem", 2.5, 5.0)]


WORDS = st.lists(st.text(st.sampled_from("aéz.,!-> \n"), min_size=0, max_size=60), max_size=40)


@given(WORDS, st.floats(0.5, 100.0))
def test_nothing_is_lost_no_line_is_too_long_and_time_goes_forward(texts, per_s):
    at, words = 0.0, []
    for text in texts:
        words.append(TimedText(text, at, at + len(text) / per_s))
        at += len(text) / per_s
    found = cues(words)
    assert "".join("".join(cue.lines) for cue in found).replace(" ", "") == re.sub(r"\s", "", "".join(texts))
    for cue in found:
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < len(line) <= LINE_CHARACTERS for line in cue.lines)
        assert cue.start <= cue.end
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(WORDS)
def test_a_time_that_runs_backwards_is_put_right(texts):
    found = cues(TimedText(text, 9.0 - i, 8.0 - i) for i, text in enumerate(texts))
    assert all(a.start <= a.end <= b.start for a, b in pairwise(found))
