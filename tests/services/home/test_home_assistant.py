"""Home Assistant's WebSocket API, against a small Home Assistant that speaks its documented messages."""

import logging
import time

import pytest

from assistant.errors import ConfigError, ServiceRefusedError, ServiceUnreachableError
from assistant.services.home.home_assistant import HomeAssistant, websocket_url
from assistant.services.home.link import GIVEN_UP, Patience
from assistant.services.home.protocol import Entity
from tests.services.home.fake_home_assistant import TOKEN, FakeHomeAssistant, area, device, entry, floor, state

QUICK = Patience(answer_s=0.4, keep_s=3.0, pause_s=0.05, longest_pause_s=0.2)


@pytest.fixture
def server():
    fake = FakeHomeAssistant()
    fake.floors = [floor("terreo", "Térreo", ["embaixo"])]
    fake.areas = [area("sala", "Sala", "terreo", ["sala de TV"]), area("sotao", "Sótão")]
    fake.devices = [device("lamp", "sala")]
    fake.states = [
        state("light.sala", "off", "Luz da Sala", brightness=128, effect_list=["arco-íris"] * 9),
        state("lock.porta", "locked", "Porta da Frente"),
        state("sensor.sinal", "-60", "Sinal"),
        state("automation.x", "on", "Automação"),
    ]
    fake.entries = [
        entry("light.sala", device_id="lamp"),
        entry("lock.porta", area_id="sotao"),
        entry("sensor.sinal", entity_category="diagnostic"),
    ]
    fake.aliases = {"light.sala": ["luz grande", None]}
    yield fake
    fake.stop()


@pytest.fixture
def home(server):
    found = HomeAssistant(server.url, TOKEN, QUICK)
    found.start()
    yield found
    found.close()
    assert server.complaints == []


def until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def logged(caplog):
    """By us; the fake server writes down all that it hears."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name != "websockets.server")


def light(home):
    return next((e for e in home.house().entities if e.id == "light.sala"), None)


def test_the_house_is_put_together(home):
    until(lambda: light(home) and len(light(home).names) == 2)
    house = home.house()
    assert house.reached
    assert house.areas == {"Sala": ("Sala", "sala de TV"), "Sótão": ("Sótão",)}
    assert house.floors == {"Térreo": ("Térreo", "embaixo")}
    assert [e.id for e in house.entities] == ["light.sala", "lock.porta"]  # no diagnosis, nothing that people do not speak of
    assert light(home) == Entity(
        "light.sala", ("Luz da Sala", "luz grande"), "Sala", "Térreo", state="off", attributes={"brightness": 128}
    )
    assert home.house() is house


def test_a_command_is_done(home, server):
    home.call("light.turn_on", ["light.sala"], {"brightness_pct": 50})
    assert server.calls == [("light.turn_on", ["light.sala"], {"brightness_pct": 50})]


def test_a_change_is_heard_of(home, server):
    until(lambda: home.house().reached)
    server.change("light.sala", "on")
    until(lambda: light(home).state == "on")
    server.change("light.sala", None)
    until(lambda: light(home) is None)


def test_a_new_room_is_heard_of(home, server):
    until(lambda: home.house().reached)
    server.areas.append(area("varanda", "Varanda"))
    server.fire("area_registry_updated", {"action": "create", "area_id": "varanda"})
    until(lambda: "Varanda" in home.house().areas)


def test_what_it_refuses_is_said(home, server):
    server.refuses.add("light.explode")
    with pytest.raises(ServiceRefusedError, match="not found") as error:
        home.call("light.explode", ["light.sala"], {})
    assert error.value.spoken == "A casa não aceitou esse comando."


def test_a_slow_house_is_told_of_in_time_and_does_it_once(home, server):
    until(lambda: home.house().reached)
    server.slow_s = 0.8
    began = time.monotonic()
    with pytest.raises(ServiceUnreachableError) as error:
        home.call("light.turn_on", ["light.sala"], {})
    with pytest.raises(ServiceUnreachableError):
        home.call("light.turn_on", ["light.other"], {})  # behind the first, which has used up the patience
    assert time.monotonic() - began < 2 * QUICK.answer_s
    assert error.value.spoken == "A casa não respondeu. Vou continuar tentando por 3 segundos."
    until(lambda: len(server.calls) == 2)
    time.sleep(0.2)
    assert len(server.calls) == 2


def test_a_house_that_is_down_gets_the_newest_command_when_it_is_back(home, server):
    until(lambda: home.house().reached)
    server.stop()
    until(lambda: not home.house().reached)
    for service in ("light.turn_on", "light.turn_off"):
        with pytest.raises(ServiceUnreachableError):
            home.call(service, ["light.sala"], {})
    assert light(home).names  # names are known still
    again = FakeHomeAssistant(server.port)
    again.states = server.states
    try:
        until(lambda: again.calls)
        until(lambda: home.house().reached)
        time.sleep(0.1)
        assert [call[0] for call in again.calls] == ["light.turn_off"]
    finally:
        again.stop()


@pytest.mark.parametrize("service", ["lock.unlock", "script.turn_on"])
def test_what_is_risky_is_not_done_late(home, server, service):
    until(lambda: home.house().reached)
    server.stop()
    until(lambda: not home.house().reached)
    with pytest.raises(ServiceUnreachableError, match="does not answer") as error:
        home.call(service, ["lock.porta"], {})
    assert error.value.spoken == GIVEN_UP
    again = FakeHomeAssistant(server.port)
    try:
        until(lambda: home.house().reached)
        time.sleep(0.1)
        assert again.calls == []
    finally:
        again.stop()


def test_an_old_command_is_forgotten(server):
    port = server.port
    server.stop()
    home = HomeAssistant(f"http://127.0.0.1:{port}", TOKEN, Patience(0.1, 0.3, 0.05, 0.1))
    home.start()
    with pytest.raises(ServiceUnreachableError):
        home.call("light.turn_on", ["light.sala"], {})
    time.sleep(0.35)
    again = FakeHomeAssistant(port)
    try:
        until(lambda: home.house().reached)
        time.sleep(0.1)
        assert again.calls == []
    finally:
        home.close()
        again.stop()


def test_a_wrong_token_is_said_and_not_tried_again_and_never_logged(server, caplog):
    caplog.set_level(logging.DEBUG)
    home = HomeAssistant(server.url, "a-wrong-secret", QUICK)
    home.start()
    with pytest.raises(ServiceRefusedError, match="token") as error:
        home.call("light.turn_on", ["light.sala"], {})
    time.sleep(0.3)
    assert server.n_connections == 1  # Home Assistant bans who tries again and again
    assert error.value.spoken.startswith("A casa não aceita a minha chave")
    assert "a-wrong-secret" not in logged(caplog)
    home.close()


def test_the_right_token_is_never_logged(home, caplog):
    caplog.set_level(logging.DEBUG)
    until(lambda: home.house().reached)
    home.call("light.turn_on", ["light.sala"], {})
    assert TOKEN not in logged(caplog)


def test_damaged_messages_are_passed_over(server):
    server.raw = [
        "{",
        "[]",
        "null",
        '{"type": "event"}',
        '{"id": 1, "type": "event", "event": {"data": 7}}',
        '{"type": 3}',
        "[[]]",
    ]
    server.areas = [{"name": 7}, None, "Sala", {"area_id": "a", "name": "Quarto", "aliases": "x"}]
    server.states.append({"entity_id": "light.x", "state": 7, "attributes": [], **dict.fromkeys(("last_changed", "context"))})
    home = HomeAssistant(server.url, TOKEN, QUICK)
    home.start()
    try:
        until(lambda: home.house().reached)
        home.call("light.turn_on", ["light.sala"], {})
        assert home.house().areas == {"Quarto": ("Quarto",)}
    finally:
        home.close()


@pytest.mark.parametrize("url", ["homeassistant.local:8123", "ftp://casa", "http://", "http://casa:port", ""])
def test_a_wrong_address_is_a_mistake_of_the_configuration(url):
    with pytest.raises(ConfigError, match="write it like"):
        websocket_url(url)


def test_addresses():
    assert websocket_url("http://casa:8123/") == "ws://casa:8123/api/websocket"
    assert websocket_url("https://casa.example/ha") == "wss://casa.example/ha/api/websocket"
    assert websocket_url("ws://casa:8123/api/websocket") == "ws://casa:8123/api/websocket"


def test_tls_where_there_is_none_is_said_once(server, caplog):
    home = HomeAssistant(server.url.replace("http", "https"), TOKEN, QUICK)
    home.start()
    began = time.monotonic()
    with pytest.raises(ServiceUnreachableError):
        home.call("light.turn_on", ["light.sala"], {})
    assert time.monotonic() - began < 1
    time.sleep(0.4)
    home.close()
    assert caplog.text.count("127.0.0.1") == 1


def test_ten_thousand_entities(server):
    server.states = [state(f"light.n{i}", "off", f"Luz {i}") for i in range(10_000)]
    server.entries = [entry(f"light.n{i}", area_id="sala") for i in range(10_000)]
    home = HomeAssistant(server.url, TOKEN, Patience(answer_s=5.0))
    home.start()
    try:
        home.call("light.turn_on", ["light.n7"], {})
        until(lambda: len(home.house().entities) == 10_000)
        server.change("light.n7", "on")
        until(lambda: home.house().entities[7].state == "on")
    finally:
        home.close()
