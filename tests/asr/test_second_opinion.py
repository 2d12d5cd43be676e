"""When the second recogniser is asked, what wins, and that nothing about it can hold up or change a command."""

import logging
import threading

import numpy as np
import pytest

from assistant.asr.adviser import Second
from assistant.asr.second_opinion import (
    Reason,
    SecondOpinionRecognizer,
    Understood,
    reason_to_ask,
    settled,
    understanding_of,
)
from assistant.asr.windows import WINDOW_SAMPLES
from assistant.errors import ModelNotFoundError, RecognitionError, StoreError
from assistant.events import AudioFrame, Transcript, Word
from assistant.language.grammar.automaton import AutomatonBuilder
from assistant.language.grammar.slots import KINDS
from assistant.language.understanding.matching import Matcher
from tests.asr.sounds import RATE
from tests.asr.test_adviser import Slow, in_thread
from tests.fakes import ScriptedRecognizer

TEMPLATES = {
    "lista": "adiciona {text:item} à lista",
    "timer": "timer de {duration:tempo} para {name:nome}",
    "horas": "que horas são",
    "volume": "volume {int:nivel}",
}
WORDS = {"chuchu", "goiabada", "cascão", "lasanha", "papagaio", "caderno", "do", "gato"}
SOUND = AudioFrame(np.full(RATE, 0.1, np.float32), RATE)


def matcher():
    builder = AutomatonBuilder(KINDS)
    for intent, template in TEMPLATES.items():
        builder.add(intent, template, {})
    return Matcher(builder.start)


understand = understanding_of(matcher)


def settle(first, second):
    return settled(first, second, understand, WORDS.__contains__)


def asking(first, second, **options):
    """What is heard where the first recogniser hears `first` and the second one `second`, and whether it was asked."""
    adviser = ScriptedRecognizer([second])
    recognizer = SecondOpinionRecognizer(
        ScriptedRecognizer([first]), lambda: Second(adviser, WORDS.__contains__), understand, **options
    )
    assert recognizer.wait_until_loaded()
    return recognizer.start().finish(SOUND), bool(adviser.heard_s)


def test_a_text_is_understood_with_its_free_and_its_closed_slots():
    assert understand("timer de dez minutos para lasanha") == Understood("timer", {(0, "nome"): "lasanha"}, {(0, "tempo"): 600})
    assert understand("volume sete") == Understood("volume", {}, {(0, "nivel"): 7})
    assert understand("o gato subiu no telhado") is None


def test_what_the_user_has_named_is_not_free():
    """Another spelling of it would name nothing."""
    knowing = understanding_of(matcher, known=lambda: {"thiago"})
    first = Transcript("adiciona thiago à lista")
    assert reason_to_ask(first, knowing) is None
    assert reason_to_ask(Transcript("adiciona chuxu à lista"), knowing) is Reason.FREE_SLOT


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (Transcript("adiciona chuxu à lista"), Reason.FREE_SLOT),
        (Transcript("adiciona chuxu na vista", alternatives=("adiciona chuxu à lista",)), Reason.FREE_SLOT),
        (Transcript("que horas são"), None),
        (Transcript("volume sete"), None),
        (Transcript("o gato subiu no telhado"), Reason.NOT_UNDERSTOOD),
        (Transcript("", 0.0, rejected="noise"), None),
        (Transcript("", 0.2, rejected="uncertain"), None),
    ],
)
def test_it_is_asked_only_about_free_text(first, reason):
    assert reason_to_ask(first, understand) is reason


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("adiciona chuxu à lista", "Adiciona chuchu à lista.", "adiciona chuchu à lista"),
        ("adiciona goia bada casção à lista", "O loca goiabada cascão na lista.", "adiciona goiabada cascão à lista"),
        ("adiciona caderno do tiago à lista", "Adiciona caderno do Thiago à lista", "adiciona caderno do Thiago à lista"),
        # What can be said is the first one's: the kind of command, its numbers and its hours.
        ("timer de dez minutos para lazanha", "Timer de 2 minutos para lasanha", "timer de dez minutos para lasanha"),
        ("adiciona chuxu à lista", "Que horas são?", "adiciona chuxu à lista"),
        ("adiciona papagaio à lista", "Adiciona papagayo à lista.", "adiciona papagaio à lista"),
        ("o gato subiu no telhado", "Adiciona gato à lista", "Adiciona gato à lista"),
        ("o gato subiu no telhado", "O gato sumiu.", "o gato subiu no telhado"),
    ],
)
def test_the_second_writes_what_is_free_and_decides_nothing_else(first, second, text):
    assert settle(Transcript(first), Transcript(second)).text == text


def test_the_loser_is_the_first_of_the_alternatives():
    first = Transcript("adiciona chuxu à lista", alternatives=("adiciona chu à lista",))
    won = settle(first, Transcript("Adiciona chuchu à lista."))
    assert won.alternatives == ("adiciona chuxu à lista", "adiciona chu à lista", "Adiciona chuchu à lista.")
    lost = settle(first, Transcript("Que horas são?"))
    assert lost.alternatives == ("Que horas são?", "adiciona chu à lista")


def test_the_skills_take_what_they_took():
    """The alternative that was understood comes first, or the loser would be taken for it."""
    first = Transcript("adiciona chuxu na vista", alternatives=("adiciona chuxu à lista",))
    settled_text = settle(first, Transcript("Que horas são?")).text
    assert settled_text == "adiciona chuxu à lista"


def test_words_keep_their_times_and_new_ones_share_those_of_the_old():
    said = "adiciona goia bada à lista"
    words = tuple(Word(text, i, i + 0.9, 0.8) for i, text in enumerate(said.split()))
    won = settle(Transcript(said, words=words), Transcript("Adiciona goiabada à lista."))
    assert won.words == (words[0], Word("goiabada", 1, 2.9, 0.8), *words[3:])
    won = settle(Transcript(said, words=words), Transcript("Adiciona go ia bada à lista."))
    assert [word.text for word in won.words] == won.text.split()
    assert [word.start for word in won.words] == sorted(word.start for word in won.words)


def test_the_speaker_is_still_known_by_the_first():
    for text in ("adiciona chuxu à lista", "o gato subiu no telhado"):
        first = Transcript(text, embedding=np.ones(4))
        assert settle(first, Transcript("Adiciona chuchu à lista.")).embedding is first.embedding


def test_an_item_is_written_as_the_second_hears_it():
    transcript, asked = asking("adiciona chuxu à lista", "Adiciona chuchu à lista.")
    assert (transcript.text, asked) == ("adiciona chuchu à lista", True)
    assert transcript.cost_ms["second opinion"] >= 0


@pytest.mark.parametrize("first", ["que horas são", Transcript("", 0.0, rejected="noise"), "o gato subiu no telhado"])
def test_nothing_else_is_asked_about(first):
    transcript, asked = asking(first, "Adiciona chuchu à lista.")
    assert (transcript.text, asked) == (first if isinstance(first, str) else "", False)


def test_what_no_skill_understood_can_be_asked_about_too():
    transcript, _ = asking("o gato subiu no telhado", "Que horas são?", reasons=Reason)
    assert transcript.text == "Que horas são?"


@pytest.mark.parametrize("second", [Transcript("", 0.1, rejected="repetition"), RecognitionError("out of order")])
def test_a_second_that_refuses_or_fails_changes_nothing(second):
    transcript, asked = asking("adiciona chuxu à lista", second)
    assert (transcript.text, transcript.alternatives, asked) == ("adiciona chuxu à lista", (), True)


def test_all_frames_reach_both():
    first, second = ScriptedRecognizer(["adiciona chuxu à lista"]), ScriptedRecognizer(["Adiciona chuchu à lista."])
    recognizer = SecondOpinionRecognizer(first, lambda: Second(second, WORDS.__contains__), understand)
    recognizer.wait_until_loaded()
    stream = recognizer.start()
    assert stream.accept(SOUND).text == "…"
    stream.accept(SOUND)
    stream.finish(SOUND)
    assert first.heard_s == second.heard_s == [3.0]


def advised(first, second, **options):
    recognizer = SecondOpinionRecognizer(first, lambda: Second(second, WORDS.__contains__), understand, **options)
    assert recognizer.wait_until_loaded()
    return recognizer


def test_whoever_asks_in_the_middle_is_advised_on_what_was_said_so_far_and_then_on_all():
    second = ScriptedRecognizer(["Que horas são?", "Adiciona chuchu à lista."])
    stream = advised(ScriptedRecognizer(["adiciona chuxu à lista"]), second).start()
    stream.accept(SOUND)
    assert stream.finish().text == "adiciona chuxu à lista"
    stream.accept(SOUND)
    assert stream.finish(SOUND).text == "adiciona chuchu à lista"
    assert second.heard_s == [1.0, 3.0]


def test_asking_again_costs_nothing_until_there_is_more():
    second = ScriptedRecognizer(["Adiciona chuchu à lista."])
    stream = advised(ScriptedRecognizer(["adiciona chuxu à lista"]), second).start()
    assert stream.finish(SOUND) is stream.finish()
    assert second.heard_s == [1.0]


def test_what_outgrows_a_window_is_not_asked_about():
    second = ScriptedRecognizer([])
    recognizer = SecondOpinionRecognizer(
        ScriptedRecognizer(["adiciona chuxu à lista"]), lambda: Second(second, WORDS.__contains__), understand
    )
    recognizer.wait_until_loaded()
    stream = recognizer.start()
    for _ in range(WINDOW_SAMPLES // RATE + 2):
        stream.accept(SOUND)
    assert stream.finish().text == "adiciona chuxu à lista"
    assert second.heard_s == []


def test_absent_weights_are_no_error_and_said_once(caplog):
    def absent():
        raise ModelNotFoundError("whisper-base", "nowhere")

    first = ScriptedRecognizer(["adiciona chuxu à lista"] * 3)
    with caplog.at_level(logging.INFO):
        recognizer = SecondOpinionRecognizer(first, absent, understand)
        assert not recognizer.wait_until_loaded()
        assert [recognizer.start().finish(SOUND).text for _ in range(3)] == ["adiciona chuxu à lista"] * 3
    assert len(caplog.records) == 1


def test_nobody_waits_for_one_that_still_loads():
    may_load = threading.Event()

    def slow():
        may_load.wait(10)
        return Second(ScriptedRecognizer(["Adiciona chuchu à lista."]), WORDS.__contains__)

    recognizer = SecondOpinionRecognizer(ScriptedRecognizer(["adiciona chuxu à lista"] * 2), slow, understand)
    assert recognizer.start().finish(SOUND).text == "adiciona chuxu à lista"
    may_load.set()
    recognizer.wait_until_loaded()
    assert recognizer.start().finish(SOUND).text == "adiciona chuchu à lista"


def test_one_that_takes_too_long_is_waited_for_once():
    second = Slow(["Adiciona chuchu à lista."] * 3)
    recognizer = advised(ScriptedRecognizer(["adiciona chuxu à lista"] * 2), second, patience_s=0.05)
    assert recognizer.start().finish(SOUND).text == "adiciona chuxu à lista"
    second.may_answer.set()
    assert recognizer.start().finish(SOUND).text == "adiciona chuxu à lista"
    recognizer.close()
    assert second.heard_s == [1.0]


def test_who_speaks_on_does_not_wait_and_what_they_say_then_is_advised_on():
    second = Slow(["Adiciona chu.", "Adiciona chuchu à lista."])
    stream = advised(ScriptedRecognizer(["adiciona chuxu à lista"]), second, patience_s=20).start()
    dropped, asking = in_thread(lambda: stream.finish(SOUND))
    assert second.begun.wait(10)
    stream.hurry()
    asking.join(10)
    assert dropped[0].text == "adiciona chuxu à lista"
    stream.accept(SOUND)
    last, asking = in_thread(stream.finish)
    second.may_answer.set()
    asking.join(10)
    assert last[0].text == "adiciona chuchu à lista"
    assert second.heard_s == [1.0, 2.0]


def test_hurry_without_anybody_waiting_does_nothing():
    stream = advised(ScriptedRecognizer(["adiciona chuxu à lista"]), ScriptedRecognizer(["Adiciona chuchu à lista."])).start()
    stream.accept(SOUND)
    stream.hurry()
    assert stream.finish().text == "adiciona chuchu à lista"


def test_a_store_that_cannot_be_read_costs_the_advice_alone():
    def unreadable():
        raise StoreError("the database is locked")

    first = ScriptedRecognizer(["adiciona chuxu à lista"])
    recognizer = SecondOpinionRecognizer(
        first, lambda: Second(first, WORDS.__contains__), understanding_of(matcher, known=unreadable)
    )
    assert recognizer.start().finish(SOUND).text == "adiciona chuxu à lista"
