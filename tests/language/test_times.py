"""Durations both ways; hours and dates as they are said."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import announcements, clock, dates, durations

HEARD = {
    "dez minutos": 600,
    "uma hora e meia": 5400,
    "hora e meia": 5400,
    "meia hora": 1800,
    "meio minuto": 30,
    "uma hora e vinte": 4800,
    "uma hora e vinte segundos": 3620,
    "duas horas e quinze": 8100,
    "90 segundos": 90,
    "1h30": 5400,
    "1h 30min": 5400,
    "1 h 30": 5400,
    "10min": 600,
    "1 minuto e 30 segundos": 90,
    "um minuto e meio": 90,
    "1 hora, 5 minutos e 30 segundos": 3930,
    "três quartos de hora": 2700,
    "2,5 horas": 9000,
    "uns dez minutinhos": 600,
    "dois dias": 172_800,
    "zero minutos": 0,
}
NO_DURATIONS = ["", "quinze", "minutos", "dez quilos", "uma hora e meia hora", "dez minutos e uma hora", "e meia"]

SPOKEN = {
    0: "zero segundos",
    1: "um segundo",
    30: "trinta segundos",
    60: "um minuto",
    90: "um minuto e meio",
    600: "dez minutos",
    1800: "meia hora",
    3600: "uma hora",
    4800: "uma hora e vinte minutos",
    5400: "uma hora e meia",
    5445: "uma hora, trinta minutos e quarenta e cinco segundos",
    7200: "duas horas",
    75_600: "vinte e uma horas",
    90_000: "um dia e uma hora",
}

HOURS = {
    (0, 0): "É meia-noite.",
    (0, 10): "É meia-noite e dez.",
    (1, 0): "É uma hora da madrugada.",
    (2, 30): "São duas e meia da madrugada.",
    (7, 45): "São sete e quarenta e cinco da manhã.",
    (12, 0): "É meio-dia.",
    (12, 30): "É meio-dia e meia.",
    (13, 0): "É uma hora da tarde.",
    (13, 20): "É uma e vinte da tarde.",
    (15, 30): "São três e meia da tarde.",
    (19, 0): "São sete horas da noite.",
    (23, 59): "São onze e cinquenta e nove da noite.",
}


@pytest.mark.parametrize(("words", "seconds"), HEARD.items())
def test_durations_understood(words, seconds):
    assert durations.parse(words) == seconds


@pytest.mark.parametrize("words", NO_DURATIONS)
def test_what_is_no_duration(words):
    assert durations.parse(words) is None


@pytest.mark.parametrize(("seconds", "words"), SPOKEN.items())
def test_durations_spoken(seconds, words):
    assert durations.speak(seconds) == words


@given(st.integers(0, 400 * durations.DAY))
def test_durations_come_back(seconds):
    assert durations.parse(durations.speak(seconds)) == seconds


@pytest.mark.parametrize(("at", "words"), HOURS.items())
def test_hours(at, words):
    assert clock.tell_time(time(*at)) == words


@given(st.times())
def test_every_minute_can_be_told(at):
    assert clock.tell_time(at).endswith(".")


def test_dates():
    assert dates.speak_day(date(2026, 9, 7)) == "segunda-feira, sete de setembro de dois mil e vinte e seis"
    assert dates.speak_date(date(2027, 3, 1)) == "primeiro de março de dois mil e vinte e sete"
    assert dates.speak_date(date(2027, 12, 31), year=False) == "trinta e um de dezembro"


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
        ("pão", "do pão"),
        ("pães", "dos pães"),
    ],
)
def test_a_timer_is_called_by_its_name(name, called):
    assert announcements.of_name(name) == called


def test_what_a_timer_says_when_it_is_due():
    assert announcements.timer_finished("macarrão", 600) == "O temporizador do macarrão terminou."
    assert announcements.timer_finished(None, 600, late_s=3) == "O temporizador de dez minutos terminou."
    late = announcements.timer_finished(None, 600, late_s=1200)
    assert late == "O temporizador de dez minutos terminou há vinte minutos, enquanto eu estava desligado."
