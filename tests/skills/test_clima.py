"""The weather, as conversations, on Monday the seventh of September."""

from datetime import timedelta

import pytest

from assistant.errors import ServiceUnreachableError
from assistant.services.protocol import Services
from assistant.services.weather.protocol import Forecast
from assistant.services.weather.replies import read_forecast
from tests.services.weather.servers import FORECAST
from tests.skills.serviced import MONDAY, Talk


class FakeWeather:
    """Knows `forecast` once it was fetched; `error` is what happens instead."""

    def __init__(self):
        self.forecast: Forecast = read_forecast(FORECAST, "Belo Horizonte", MONDAY)
        self.fetched: Forecast | None = None
        self.error, self.asked = None, []

    def known(self, place):
        return self.fetched if place is None else None

    def fetch(self, place, now):
        self.asked.append(place)
        if self.error:
            raise self.error
        if place is None:
            self.fetched = self.forecast
        return self.forecast


@pytest.fixture
def weather():
    return FakeWeather()


@pytest.fixture
def talk(tmp_path, weather):
    return Talk(tmp_path, Services(weather=weather))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "como está o tempo",
            "Agora: céu parcialmente nublado, vinte e três graus. Hoje, entre dezesseis e vinte e oito graus.",
        ),
        ("como está o tempo hoje", "Hoje, céu parcialmente nublado, entre dezesseis e vinte e oito graus."),
        (
            "qual a previsão do tempo para amanhã",
            "Amanhã, chuva, entre dezesseis e vinte e dois graus, com oitenta por cento de chance de chuva.",
        ),
        (
            "como vai ficar o tempo na quarta",
            "Depois de amanhã, tempestade, entre catorze e vinte graus, com noventa e sete por cento de chance de chuva.",
        ),
        (
            "como vai estar o tempo no fim de semana",
            "No sábado, céu quase limpo, entre dezesseis e trinta graus. "
            "No domingo, chuva fraca, entre dezesseis e vinte e cinco graus, com cinquenta e cinco por cento de chance de chuva.",
        ),
        ("vai chover", "Não deve chover hoje: chance de cinco por cento."),
        ("vai chover amanhã", "Sim, amanhã deve chover: chance de oitenta por cento, cerca de doze milímetros."),
        ("vai chover na quinta", "Talvez chova na quinta-feira: chance de trinta por cento."),
        ("está chovendo", "Não, agora não está chovendo: céu parcialmente nublado."),
        ("preciso de guarda-chuva amanhã", "Sim, leve o guarda-chuva: amanhã a chance de chuva é de oitenta por cento."),
        ("levo guarda-chuva hoje", "Não precisa de guarda-chuva hoje: a chance de chuva é de cinco por cento."),
        ("vai fazer sol na sexta", "Sim, na sexta-feira: céu limpo."),
        ("vai fazer frio amanhã", "Amanhã, entre dezesseis e vinte e dois graus."),
        ("qual a máxima de sábado", "No sábado, máxima de trinta graus."),
        ("qual a mínima de amanhã", "Amanhã, mínima de dezesseis graus."),
        ("qual a temperatura lá fora", "Agora faz vinte e três graus lá fora."),
        ("como vai estar o tempo no dia 30", "Tão longe a previsão não vai: só sei o tempo até domingo, treze de setembro."),
        ("como estava o tempo ontem", "Ontem já passou."),
        ("vai chover no dia 31 de setembro", "Setembro não tem dia trinta e um."),
    ],
)
def test_one_question_one_answer(talk, question, answer):
    assert talk.say(question) == answer
    assert talk.say(question) == answer  # the same when it is known already


def test_the_week(talk):
    assert talk.say("qual é a previsão para essa semana").count(".") == 4


def test_what_was_asked_of_one_day_is_asked_of_the_next(talk, weather):
    assert talk.say("vai chover hoje").startswith("Não deve chover hoje")
    assert talk.say("e amanhã?").startswith("Sim, amanhã deve chover")
    assert talk.say("e a máxima?") == "Amanhã, máxima de vinte e dois graus."
    assert talk.say("e no sábado?") == "No sábado, máxima de trinta graus."
    assert talk.say("preciso de guarda-chuva?").startswith("Não precisa de guarda-chuva no sábado")
    assert weather.asked == [None]


def test_a_forecast_is_fetched_anew_after_half_an_hour(talk, weather):
    talk.say("vai chover amanhã")
    talk.now += timedelta(minutes=29)
    talk.say("vai chover amanhã")
    assert talk.plan.effects == ()
    talk.now += timedelta(minutes=2)
    talk.say("vai chover amanhã")
    assert len(weather.asked) == 2


def test_another_place(talk, weather):
    assert talk.say("vai chover em Curitiba amanhã").startswith("Sim, amanhã em Belo Horizonte deve chover")
    assert weather.asked == ["Curitiba"]
    talk.say("e no sábado")
    assert weather.asked == ["Curitiba", "Curitiba"]


def test_offline(talk, weather):
    weather.error = ServiceUnreachableError("offline", "Estou sem conexão com o serviço de previsão do tempo.")
    assert talk.say("vai chover amanhã") == "Estou sem conexão com o serviço de previsão do tempo."


def test_offline_with_an_old_forecast(talk, weather):
    talk.now += timedelta(hours=3)
    assert talk.say("qual a máxima de hoje") == (
        "Estou sem conexão. A previsão de três horas atrás era esta: Hoje, máxima de vinte e oito graus."
    )


def test_no_place_is_configured(tmp_path):
    assert Talk(tmp_path).say("como está o tempo") == (
        "Não sei onde estou: escreva a latitude e a longitude na seção weather do arquivo de configuração."
    )
