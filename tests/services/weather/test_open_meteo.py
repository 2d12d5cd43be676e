"""Open-Meteo by its documented replies, and by none, late, cut and wrong ones: two seconds at the most, and a sentence to say."""

import time
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ServiceError, ServiceRefusedError, ServiceUnreachableError
from assistant.services.weather import open_meteo
from assistant.services.weather.open_meteo import OpenMeteo
from assistant.services.weather.open_meteo import Service as Address
from assistant.services.weather.protocol import Day
from assistant.services.weather.replies import Place, read_forecast, read_place
from assistant.store import Store
from tests.services.weather.servers import FORECAST, NO_PLACE, REFUSAL, Service, running

NOW = datetime(2026, 9, 7, 15, 30, tzinfo=timezone(timedelta(hours=-3)))
HOME = Place("Belo Horizonte", -19.92, -43.94)


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def url(service):
    with running(service) as url:
        yield url


@pytest.fixture
def weather(url):
    return OpenMeteo(HOME, Address(f"{url}/v1/forecast", f"{url}/v1/search"))


def test_a_forecast(weather, service):
    assert weather.known(None) is None
    forecast = weather.fetch(None, NOW)
    assert (forecast.place, forecast.fetched, forecast.temperature, forecast.code) == ("Belo Horizonte", NOW, 23.4, 2)
    assert forecast.days[1] == Day(date(2026, 9, 8), 63, 15.6, 22.4, 12.3, 80)
    assert len(forecast.days) == 7  # of the last day the service knows nothing yet
    assert weather.known(None) is weather.known("belo horizonte") is forecast


def test_nothing_but_the_coordinates_is_sent(weather, service):
    weather.fetch(None, NOW)
    [(path, sent)] = service.asked
    assert path == "/v1/forecast"
    assert {name: sent.pop(name) for name in ("latitude", "longitude")} == {"latitude": "-19.92", "longitude": "-43.94"}
    assert sent == {
        "current": "temperature_2m,weather_code",
        "daily": "weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum,precipitation_probability_max",
        "timezone": "auto",
        "forecast_days": "8",
    }


def test_another_place(weather, service):
    assert weather.fetch("são paulo", NOW).place == "São Paulo"
    assert service.asked[0] == ("/v1/search", {"name": "são paulo", "count": "1", "language": "pt", "format": "json"})
    assert service.asked[1][1]["latitude"] == "-23.5475"
    assert weather.known("São Paulo").place == "São Paulo"
    assert weather.known(None) is None
    service.places = NO_PLACE
    with pytest.raises(ServiceRefusedError) as refusal:
        weather.fetch("lugar nenhum", NOW)
    assert refusal.value.spoken == "Não conheço nenhum lugar chamado lugar nenhum."


def test_no_other_place_is_asked_for_unless_that_is_configured(url, service):
    weather = OpenMeteo(HOME, Address(f"{url}/v1/forecast"))
    with pytest.raises(ServiceRefusedError) as refusal:
        weather.fetch("são paulo", NOW)
    assert refusal.value.spoken == "Só sei o tempo de Belo Horizonte."
    assert service.asked == []
    assert weather.fetch("belo horizonte", NOW).place == "Belo Horizonte"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"status": 500}, ServiceUnreachableError),
        ({"status": 429}, ServiceUnreachableError),
        ({"status": 400, "forecast": REFUSAL}, ServiceRefusedError),
        ({"status": 404, "forecast": []}, ServiceRefusedError),
        ({"forecast": {}}, ServiceRefusedError),
        ({"forecast": {"current": None, "daily": []}}, ServiceRefusedError),
        ({"forecast": "ok"}, ServiceRefusedError),
        ({"forecast": {**FORECAST, "current": {"temperature_2m": float("nan"), "weather_code": 2}}}, ServiceRefusedError),
        ({"forecast": {**FORECAST, "current": {"temperature_2m": 20, "weather_code": float("inf")}}}, ServiceRefusedError),
        ({"raw": b""}, ServiceUnreachableError),
        ({"raw": b"\x00\xff garbage"}, ServiceUnreachableError),
        ({"raw": b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"current": '}, ServiceUnreachableError),
        ({"raw": b'HTTP/1.1 200 OK\r\n\r\n{"current": '}, ServiceRefusedError),
        ({"raw": b"HTTP/1.1 200 OK\r\n\r\n\xff\xfe"}, ServiceRefusedError),
        ({"raw": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip"}, ServiceUnreachableError),
    ],
)
def test_what_is_no_forecast(weather, service, change, error):
    for name, value in change.items():
        setattr(service, name, value)
    with pytest.raises(error) as failure:
        weather.fetch(None, NOW)
    assert failure.value.spoken.endswith(".")
    assert weather.known(None) is None


def test_an_endless_reply_is_not_read_to_its_end(weather, service):
    service.raw = b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 3_000_000
    with pytest.raises(ServiceRefusedError):
        weather.fetch(None, NOW)


def test_a_reply_that_drips_for_ever_is_cut_off():
    class Dripping:
        def iter_bytes(self):
            while True:
                yield b" "

    assert open_meteo._body(Dripping(), until=time.monotonic() + 0.01).strip() == b""


def test_a_slow_service_is_not_waited_for_and_its_reply_still_kept(weather, service):
    service.delay_s = 2.2
    began = time.monotonic()
    with pytest.raises(ServiceUnreachableError):
        weather.fetch(None, NOW)
    assert time.monotonic() - began < service.delay_s
    while weather.known(None) is None:
        assert time.monotonic() - began < 10
        time.sleep(0.02)
    assert len(service.asked) == 1


def test_offline_the_last_one_will_do_for_some_hours(weather, service):
    first = weather.fetch(None, NOW)
    service.status = 503
    assert weather.fetch(None, NOW + timedelta(hours=11)) is first
    with pytest.raises(ServiceUnreachableError):
        weather.fetch(None, NOW + timedelta(hours=13))
    with pytest.raises(ServiceError):
        weather.fetch("são paulo", NOW)


def test_the_last_one_outlives_a_restart(url, service, tmp_path):
    store = Store(tmp_path / "store.sqlite")
    address = Address(f"{url}/v1/forecast")
    first = OpenMeteo(HOME, address, store).fetch(None, NOW)
    deadline = time.monotonic() + 5
    while (again := OpenMeteo(HOME, address, store).known(None)) is None:
        assert time.monotonic() < deadline
    assert again == first
    assert OpenMeteo(Place("Recife", -8.05, -34.88), address, store).known(None) is None
    store.set_setting("weather.forecast", {"where": [-19.92, -43.94], "fetched": "yesterday", "reply": []})
    assert OpenMeteo(HOME, address, store).known(None) is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1/forecast", "not a url", "http://", "ftp://127.0.0.1/"])
def test_nobody_is_there(url):
    began = time.monotonic()
    with pytest.raises(ServiceUnreachableError) as failure:
        OpenMeteo(HOME, Address(url)).fetch(None, NOW)
    assert failure.value.spoken == "Estou sem conexão com o serviço de previsão do tempo."
    assert time.monotonic() - began < 2.0


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
KEYS = st.sampled_from(("current", "daily", "time", "temperature_2m", "weather_code", "results", "name", "latitude")) | st.text(
    max_size=3
)
REPLIES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@settings(max_examples=60)
@given(REPLIES)
def test_whatever_is_replied_is_a_forecast_or_a_value_error(reply):
    for read in (lambda: read_forecast(reply, "Recife", NOW), lambda: read_place(reply)):
        with suppress(ValueError):
            read()


@settings(max_examples=60)
@given(st.sampled_from(sorted(FORECAST["daily"])), st.lists(SCALARS, max_size=9))
def test_a_column_of_something_else(name, column):
    with suppress(ValueError):
        read_forecast({**FORECAST, "daily": {**FORECAST["daily"], name: column}}, "Recife", NOW)
