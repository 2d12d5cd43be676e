"""What the measurement of the second opinion counts, on transcripts that are made up."""

from datetime import UTC, datetime

import pytest

from assistant import app, resources, skills
from assistant.asr.second_opinion import reason_to_ask, understanding_of
from assistant.bench import free_texts, second_opinion
from assistant.bench.second_opinion import EMBEDDED, FREE_TEXT, NO_COMMANDS, WHISPER, Heard
from assistant.events import Transcript
from assistant.store import Store

ASKED, ASKED_MORE = list(second_opinion.RULES)[1:]


class Subject:
    """As bench.subject.Subject, with ears for nothing."""

    def __init__(self, folder):
        self.skills = skills.load([resources.skills_folder(), second_opinion.NOTE_SKILLS])
        self._known = app.alone(Store(folder / "store.sqlite"))

    def lists(self):
        return self._known.lists()

    def plan(self, transcript):
        now = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
        return self.skills.plan(transcript, skills.Context(now, self._known.store, lists=self.lists()))

    def planned(self, text):
        return self.plan(Transcript(text))


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    return Subject(tmp_path_factory.mktemp("store"))


def figures(subject, kind, said, first, second):
    first, second = Transcript(first), Transcript(second)
    reason = reason_to_ask(first, understanding_of(lambda: subject.skills.matcher, subject.lists))
    heard = [Heard(kind, said, first, second, reason, (10.0, 300.0))]
    return {f.rule: f for f in second_opinion.figures(subject, heard)}


def test_every_sentence_is_understood_with_a_free_slot(subject):
    understand = understanding_of(lambda: subject.skills.matcher, subject.lists)
    assert [s for s in free_texts.SENTENCES if not (meaning := understand(s)) or not meaning.free] == []


def test_words_in_the_slot_count(subject):
    found = figures(
        subject,
        FREE_TEXT,
        "adiciona queijo minas à lista",
        "adiciona quejo minas à lista",
        "Adiciona queijo Minas à lista.",
    )
    assert (found[EMBEDDED].n_right, found[EMBEDDED].n_exact, found[EMBEDDED].wer) == (0, 0, 50.0)
    assert (found[WHISPER].n_right, found[WHISPER].n_exact, found[WHISPER].wer) == (1, 1, 0.0)
    assert (found[ASKED].n_right, found[ASKED].n_asked) == (1, 1)


def test_figures_and_words_are_the_same(subject):
    found = figures(subject, FREE_TEXT, "coloca dois ovos na lista", "coloca dois ovos na lista", "Coloca 2 ovos na lista.")
    assert {f.wer for f in found.values()} == {0.0}


def test_in_another_plan_all_words_are_wrong(subject):
    found = figures(subject, FREE_TEXT, "anota que o pneu está careca", "que horas são", "Que horas são?")
    assert {(f.n_right, f.wer) for f in found.values()} == {(0, 100.0)}


def test_a_closed_slot_must_be_right_too(subject):
    said = "me lembra de sacar dinheiro às três"
    found = figures(subject, FREE_TEXT, said, "me lembra de sacar dinheiro às seis", said)
    assert (found[EMBEDDED].n_right, found[EMBEDDED].n_exact) == (0, 1)


def test_no_command_is_right_when_it_is_left_alone(subject):
    found = figures(subject, NO_COMMANDS, "o gato subiu", "o gato subiu no telhado", "Que horas são?")
    assert {rule: f.n_right for rule, f in found.items()} == {EMBEDDED: 1, ASKED: 1, ASKED_MORE: 0}
