"""What is said unasked, and when something is, in words."""

from datetime import date, datetime, time

import pytest

from assistant.language import announcements
from assistant.language.calendar import moments

NOW = datetime(2026, 11, 23, 15, 30)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("macarrão", "do macarrão"),
        ("pizza", "da pizza"),
        ("carne", "da carne"),
        ("ovos", "dos ovos"),
        ("batatas", "das batatas"),
        ("chá", "do chá"),
        ("tirar o bolo", "para tirar o bolo"),
        ("jantar", "do jantar"),
        ("reunião", "da reunião"),
        ("lição", "da lição"),
        ("pão", "do pão"),
        ("pães", "dos pães"),
        ("limões", "dos limões"),
        ("arroz", "do arroz"),
        ("colher de chá", "da colher de chá"),
    ],
)
def test_a_timer_is_called_by_its_name(name, called):
    assert announcements.of_name(name) == called


def test_what_a_timer_says_when_it_is_due():
    assert announcements.timer_finished("macarrão", 600) == "O temporizador do macarrão terminou."
    assert announcements.timer_finished(None, 600) == "O temporizador de dez minutos terminou."


@pytest.mark.parametrize(
    ("moment", "spoken"),
    [
        (datetime(2026, 11, 23, 19), "às sete da noite"),
        (datetime(2026, 11, 24, 7), "amanhã às sete da manhã"),
        (datetime(2026, 11, 25, 13), "depois de amanhã à uma da tarde"),
        (datetime(2026, 11, 27, 12), "na sexta-feira ao meio-dia"),
        (datetime(2026, 11, 22, 0), "ontem à meia-noite"),
        (datetime(2026, 12, 25, 9, 30), "no dia vinte e cinco de dezembro às nove e meia da manhã"),
    ],
)
def test_a_moment(moment, spoken):
    assert moments.speak_moment(moment, NOW) == spoken


def test_of_a_moment():
    assert moments.of_clock(time(7)) == "das sete da manhã"
    assert moments.of_clock(time(12)) == "do meio-dia"
    assert moments.of_day(date(2026, 11, 24), NOW.date()) == "de amanhã"
    assert moments.of_day(date(2026, 11, 27), NOW.date()) == "da sexta-feira"
    assert moments.bare("às sete da noite") == "as sete da noite"


def test_what_was_missed():
    timer = announcements.missed_timer("bolo", 600, 7200)
    alarm = announcements.missed_alarm("remédio", datetime(2026, 11, 22, 20), NOW)
    assert announcements.missed([timer]) == "Enquanto eu estava desligado, o temporizador do bolo terminou há duas horas."
    assert announcements.missed([timer, alarm]).endswith("; o alarme do remédio, às oito da noite de ontem, não tocou.")
    assert announcements.missed([timer] * 6).endswith("; e mais uma coisa.")


def test_every_few_times_an_alarm_says_how_it_is_answered():
    texts = [announcements.alarm_rings("remédio", NOW, n) for n in range(6)]
    assert [n for n, text in enumerate(texts) if "soneca" in text] == [1, 4]
    assert texts[0] == "Alarme do remédio! São três e meia da tarde."


@pytest.mark.parametrize(
    ("command", "to_do"),
    [
        ("liga a luz", "ligar a luz"),
        ("acende a luz da sala e fecha a cortina", "acender a luz da sala e fechar a cortina"),
        ("põe a luz em cinquenta por cento", "pôr a luz em cinquenta por cento"),
        ("abra a porta", "abrir a porta"),
        ("desligue tudo", "desligar tudo"),
        ("ligar o forno", "ligar o forno"),
        ("assobia uma valsa", None),
    ],
)
def test_what_was_asked_for_as_something_to_do(command, to_do):
    assert announcements.infinitive(command) == to_do
