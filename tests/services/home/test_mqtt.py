"""Plain MQTT devices, with a real broker: mosquitto, started here."""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from assistant.errors import ServiceRefusedError, ServiceUnreachableError
from assistant.services.home.joined import Joined
from assistant.services.home.link import GIVEN_UP, Patience
from assistant.services.home.mqtt import Broker, Mqtt
from assistant.services.home.mqtt_devices import MqttDevice
from assistant.services.home.protocol import Entity, House

QUICK = Patience(answer_s=0.5, keep_s=3.0, pause_s=0.05, longest_pause_s=0.2)
LAMP = MqttDevice(
    Entity("light.luz_da_varanda", ("Luz da Varanda",), "Varanda", "Térreo"),
    {
        "command_topic": "varanda/luz/set",
        "state_topic": "varanda/luz",
        "brightness_command_topic": "varanda/luz/brilho/set",
        "brightness_state_topic": "varanda/luz/brilho",
    },
)
PLUG = MqttDevice(
    Entity("switch.cafeteira", ("Cafeteira",)), {"command_topic": "cafe/set", "payload_on": "1", "payload_off": "0"}
)
# As Zigbee2MQTT describes a lamp.
DISCOVERED = {
    "~": "zigbee2mqtt/abajur",
    "name": None,
    "schema": "json",
    "stat_t": "~",
    "cmd_t": "~/set",
    "bri_scl": 254,
    "device": {"identifiers": ["0x1"], "name": "Abajur do Quarto", "sa": "Quarto"},
}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


class Mosquitto:
    def __init__(self, folder, *lines):
        self.port, self._folder, self._lines = free_port(), folder, lines or ("allow_anonymous true",)
        self._process = None
        self.start()

    def start(self):
        settings = self._folder / "mosquitto.conf"
        settings.write_text("\n".join((f"listener {self.port} 127.0.0.1", *self._lines, "")))
        self._process = subprocess.Popen([mosquitto(), "-c", settings], stderr=subprocess.DEVNULL)
        until(lambda: socket.socket().connect_ex(("127.0.0.1", self.port)) == 0)

    def stop(self):
        self._process.terminate()
        self._process.wait(5)


def mosquitto():
    found = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    if not found:
        pytest.skip("mosquitto is not installed (Debian: apt install mosquitto)")
    return found


@pytest.fixture
def broker(tmp_path):
    found = Mosquitto(tmp_path)
    yield found
    found.stop()


@pytest.fixture
def home(broker):
    found = Mqtt(Broker("127.0.0.1", broker.port), [LAMP, PLUG], QUICK)
    found.start()
    until(lambda: found.house().reached)
    yield found
    found.close()


@pytest.fixture
def devices(broker):
    """Another client: the devices themselves."""
    client = Client(CallbackAPIVersion.VERSION2)
    client.heard = []
    client.on_message = lambda c, u, m: c.heard.append((m.topic, m.payload.decode("utf-8", "replace")))
    client.on_connect = lambda c, *_: c.subscribe("#")
    client.on_subscribe = lambda c, *_: c.heard.append("ready")
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    until(lambda: client.heard)
    client.heard.clear()
    yield client
    client.disconnect()
    client.loop_stop()


def entity(home, entity_id):
    return next((e for e in home.house().entities if e.id == entity_id), None)


def test_a_configured_lamp(home, devices):
    home.call("light.turn_on", ["light.luz_da_varanda"], {"brightness_pct": 50})
    until(lambda: devices.heard == [("varanda/luz/brilho/set", "128"), ("varanda/luz/set", "ON")])
    devices.publish("varanda/luz", "ON", retain=True)
    devices.publish("varanda/luz/brilho", "128", retain=True)
    until(lambda: entity(home, "light.luz_da_varanda").attributes.get("brightness") == 128)
    assert entity(home, "light.luz_da_varanda").state == "on"
    assert home.house().areas == {"Varanda": ("Varanda",)}


def test_many_commands_of_several_messages(home, devices):
    # The client's callbacks come under locks that publishing takes, too: held the wrong way round, this stands still.
    for percent in range(100):
        home.call("light.turn_on", ["light.luz_da_varanda"], {"brightness_pct": percent})
    until(lambda: len(devices.heard) == 200)


def test_retained_states_are_known_from_the_start(broker, devices):
    devices.publish("varanda/luz", "off", retain=True).wait_for_publish(5)
    home = Mqtt(Broker("127.0.0.1", broker.port), [LAMP], QUICK)
    home.start()
    until(lambda: entity(home, "light.luz_da_varanda").state == "off")
    home.close()


def test_a_device_without_a_state_is_supposed_to_obey(home, devices):
    home.call("switch.turn_on", ["switch.cafeteira"], {})
    until(lambda: devices.heard == [("cafe/set", "1")])
    assert entity(home, "switch.cafeteira").state == "on"


def test_a_device_that_describes_itself(home, devices):
    devices.publish("homeassistant/light/0x1/light/config", json.dumps(DISCOVERED), retain=True)
    until(lambda: entity(home, "light.0x1_light"))
    devices.publish("zigbee2mqtt/abajur", json.dumps({"state": "ON", "brightness": 200}), retain=True)
    until(lambda: entity(home, "light.0x1_light").state == "on")
    lamp = entity(home, "light.0x1_light")
    assert (lamp.names, lamp.area, lamp.attributes["brightness"]) == (("Abajur do Quarto",), "Quarto", 200)
    home.call("light.turn_on", ["light.0x1_light"], {"brightness_pct": 50, "color_name": "red"})
    wanted = {"state": "ON", "brightness": 127, "color": {"r": 255, "g": 0, "b": 0}}
    until(lambda: [json.loads(p) for t, p in devices.heard if t == "zigbee2mqtt/abajur/set"] == [wanted])
    devices.publish("homeassistant/light/0x1/light/config", "", retain=True)
    until(lambda: entity(home, "light.0x1_light") is None)


@pytest.mark.parametrize(
    "payload", ["{", "[]", "null", '{"name": 7}', '{"dev": 3}', '{"name": "X", "entity_category": "config"}', "\udc80"]
)
def test_descriptions_that_are_none_are_passed_over(home, devices, payload):
    devices.publish("homeassistant/light/x/config", payload.encode("utf-8", "surrogateescape"))
    devices.publish("varanda/luz", "ON", retain=True)
    until(lambda: entity(home, "light.luz_da_varanda").state == "on")
    assert len(home.house().entities) == 2


def test_what_a_device_cannot_do_is_said(home):
    with pytest.raises(ServiceRefusedError) as error:
        home.call("switch.turn_on", ["switch.cafeteira"], {"brightness_pct": 5})
    assert error.value.spoken == "Esse aparelho não sabe fazer isso."
    with pytest.raises(ServiceRefusedError) as error:
        home.call("light.turn_on", ["light.nenhuma"], {})
    assert error.value.spoken == "Não conheço esse aparelho."


def test_a_broker_that_restarts_gets_the_newest_command(home, broker):
    broker.stop()
    until(lambda: not home.house().reached)
    began = time.monotonic()
    for service in ("switch.turn_on", "switch.turn_off"):
        with pytest.raises(ServiceUnreachableError, match="does not answer") as error:
            home.call(service, ["switch.cafeteira"], {})
    assert time.monotonic() - began < 1
    assert error.value.spoken == "A casa não respondeu. Vou continuar tentando por 3 segundos."
    broker.start()
    until(lambda: entity(home, "switch.cafeteira").state == "off")
    assert home.house().reached


def test_a_wrong_password_is_said(tmp_path, caplog):
    broker = Mosquitto(tmp_path, "allow_anonymous false")
    home = Mqtt(Broker("127.0.0.1", broker.port, "ana", "s3nha-secreta"), [PLUG], QUICK)
    home.start()
    with pytest.raises(ServiceRefusedError, match="refuses us") as error:
        home.call("switch.turn_on", ["switch.cafeteira"], {})
    assert error.value.spoken == "A casa não aceita o meu usuário ou a minha senha."
    assert "s3nha-secreta" not in caplog.text
    home.close()
    broker.stop()


def test_nobody_there():
    home = Mqtt(Broker("127.0.0.1", free_port()), [PLUG], QUICK)
    home.start()
    with pytest.raises(ServiceUnreachableError):
        home.call("switch.turn_on", ["switch.cafeteira"], {})
    assert not home.house().reached
    home.close()


class Recorded:
    """A house that writes down what it is told."""

    def __init__(self, *ids):
        self._house = House(tuple(Entity(i, (i,)) for i in ids), {"Sala": ("Sala",)})
        self.calls = []

    def house(self):
        return self._house

    def call(self, service, entities, data):
        self.calls.append((service, list(entities)))


def test_two_houses_are_one():
    first, second = Recorded("light.a", "light.b"), Recorded("light.b", "light.c")
    both = Joined([first, second])
    assert sorted(e.id for e in both.house().entities) == ["light.a", "light.b", "light.c"]
    assert both.house() is both.house()
    both.call("light.turn_on", ["light.b", "light.c"], {})
    assert (first.calls, second.calls) == ([("light.turn_on", ["light.b"])], [("light.turn_on", ["light.c"])])


@pytest.mark.parametrize("device_class", ["gate", "garage_door", None])
def test_a_gate_is_not_opened_when_nobody_waits_for_it_any_more(device_class):
    gate = MqttDevice(Entity("cover.portao", ("Portão",), None, None, device_class), {"command_topic": "portao/set"})
    home = Mqtt(Broker("127.0.0.1", free_port()), [gate], QUICK)
    home.start()
    for service, spoken in (("cover.open_cover", GIVEN_UP), ("cover.close_cover", "A casa não respondeu. Vou continuar")):
        with pytest.raises(ServiceUnreachableError) as error:
            home.call(service, ["cover.portao"], {})
        assert error.value.spoken.startswith(spoken)
    home.close()


class Away(Recorded):
    """A house that does not answer."""

    def call(self, service, entities, data):
        raise ServiceUnreachableError("away", "A casa não respondeu.")


def test_when_one_house_does_not_answer_the_other_still_does_its_part():
    away, there = Away("light.a"), Recorded("light.b")
    with pytest.raises(ServiceUnreachableError):
        Joined([away, there]).call("light.turn_off", ["light.a", "light.b"], {})
    assert there.calls == [("light.turn_off", ["light.b"])]


def test_houses_are_called_side_by_side():
    meeting = threading.Barrier(2)
    first, second = Recorded("light.a"), Recorded("light.b")
    first.call = second.call = lambda *_: meeting.wait(5)  # raises unless both come
    Joined([first, second]).call("light.turn_off", ["light.a", "light.b"], {})


def test_a_device_that_describes_itself_wrongly_harms_no_other(home, devices):
    for number, wrong in enumerate(({"stat_t": "a/#/b"}, {"cmd_t": "#"}, {"stat_t": 7, "bri_scl": 0}, {"stat_t": ""})):
        described = json.dumps({"name": f"Errado {number}", **wrong})
        devices.publish(f"homeassistant/light/errado{number}/config", described, retain=True).wait_for_publish(5)
    until(lambda: any(e.names == ("Errado 3",) for e in home.house().entities))
    with pytest.raises(ServiceRefusedError):
        home.call("light.turn_on", ["light.errado1"], {})
    home.call("light.turn_on", ["light.luz_da_varanda"], {})
    until(lambda: ("varanda/luz/set", "ON") in devices.heard)


def test_a_broker_that_stands_still_is_not_waited_for_and_gets_the_command_later(broker, home, devices):
    os.kill(broker._process.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        with pytest.raises(ServiceUnreachableError):
            home.call("light.turn_on", ["light.luz_da_varanda"], {})
        assert time.monotonic() - began < QUICK.answer_s + 0.5
    finally:
        os.kill(broker._process.pid, signal.SIGCONT)
    until(lambda: ("varanda/luz/set", "ON") in devices.heard)
