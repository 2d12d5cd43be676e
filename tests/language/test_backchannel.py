"""What is said over an answer without wanting a turn, and what ends it at once."""

import pytest

from assistant.language.backchannel import is_backchannel, is_stop
from assistant.skills import labels
from tests.skills.golden_rows import NOTHING, rows, tables, understood

BACKCHANNELS = """
    aham; ahã; ahan; aram; uhum; unhum; unrum; humrum; hum; hmm; hm; mm; ah; ãh; hã; é; é é; tá; tá bom; tá certo; sei;
    sei sei; ok
    okay; certo; isso; isso mesmo; isso aí; entendi; ah tá; ah é; ah sim; pois é; claro; legal; nossa; sério; é mesmo; uau; opa
    kkk; kkkkk; rs; rsrs; haha; hahaha; hehe; ha ha ha; cof; cof cof; atchim; Aham.; Uhum!; Tá, tá.; Hum… sei.; psiu; oh; eita
"""
NO_BACKCHANNELS = """
    que horas são; para; chega; acende a luz; não; quanto; sei não quero saber disso agora; tá bom mas e amanhã; isso não;
    e amanhã
    ok que dia é hoje; o; de; a luz; sala; hoje; ana; e a sala; é amanhã; uma; dois; amanhã; tarefa; hora; ok põe um timer
"""
NO_ANSWERS = "hum; hmm; ah; uau; kkk; rsrs; hahaha; cof cof; atchim; hã; oh; mm; psiu"
ANSWERS = "isso; tá; tá bom; aham; uhum; ahã; ok; certo; claro; é; sim; isso mesmo; pois é; perfeito; humrum; unrum; sei; um"
STOPS = """
    para; pare; parar; chega; já chega; basta; silêncio; quieto; cala a boca; cale-se; stop; cancela; tá bom chega;
    tá bom, já chega
    para para para; para com isso; para de falar; para por favor; Para!; Chega, chega.; fica quieto; fica em silêncio; pode parar
    esquece; esquece isso; deixa pra lá; deixa para lá; assistente, para; para já; ok, chega; cancela isso; cancelar tudo
    já entendi; não precisa mais; para aí
"""
NO_STOPS = """
    para o timer; para de tocar; para a música; cancela o timer; cancela o alarme das sete; para casa; não para; não pare;
    pare a cortina
    para amanhã; para mim; para o carro; cancela a reunião; chega amanhã; já chegou; a que horas chega; parada; para todos;
    silencia a TV
    que horas são; é; tá bom; para trás; esquece a minha voz; basta um; chega mais perto; para cima; não, não para
"""


def _said(texts: str) -> list[str]:
    return [text.strip() for line in texts.splitlines() for text in line.split(";") if text.strip()]


@pytest.mark.parametrize("text", _said(BACKCHANNELS))
def test_who_listens_wants_no_turn(text):
    assert is_backchannel(text)
    assert not is_stop(text)


@pytest.mark.parametrize("text", [*_said(NO_BACKCHANNELS), "", "…", "123"])
def test_who_says_more_does(text):
    assert not is_backchannel(text)


@pytest.mark.parametrize("text", _said(ANSWERS))
def test_to_a_question_it_is_an_answer(text):
    assert is_backchannel(text)
    assert not is_backchannel(text, is_asked=True)


@pytest.mark.parametrize("text", _said(NO_ANSWERS))
def test_a_laugh_answers_nothing(text):
    assert is_backchannel(text, is_asked=True)


@pytest.mark.parametrize("text", _said(STOPS))
def test_stop_words(text):
    assert is_stop(text)
    assert not is_backchannel(text)


@pytest.mark.parametrize("text", [*_said(NO_STOPS), ""])
def test_stopping_something_is_no_bare_stop(text):
    assert not is_stop(text)


@pytest.mark.parametrize("text", _said(STOPS))
def test_the_skills_stop_at_it_too(text):
    found = understood(text.removeprefix("assistente, "))
    skills = {labels.intent_of(match.intent).partition(".")[0] for match in found.commands}
    assert skills <= {"parar"}, skills


def test_no_other_command_is_a_stop_or_a_backchannel():
    for table in tables():
        for row in rows(table):
            if row.topic is None and row.intent.partition(".")[0] not in {NOTHING, "parar", "saudacao", "repetir"}:
                assert not is_stop(row.utterance), row.where
                assert not is_backchannel(row.utterance), row.where
