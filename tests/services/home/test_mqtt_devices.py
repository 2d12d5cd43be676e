"""What MQTT devices are told and what they say, without a broker."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.config import HomeConfig, MqttConfig, MqttDeviceConfig
from assistant.errors import ConfigError, ServiceRefusedError
from assistant.services.home.building import build_home, described
from assistant.services.home.joined import Joined
from assistant.services.home.mqtt import Devices
from assistant.services.home.mqtt_devices import MqttDevice, heard, messages
from assistant.services.home.mqtt_discovery import discovered
from assistant.services.home.protocol import Entity
from assistant.services.home.registries import Registries


def device(entity_id="light.a", **fields):
    return MqttDevice(Entity(entity_id, ("A",)), fields)


@pytest.mark.parametrize(
    ("fields", "service", "data", "sent"),
    [
        ({"command_topic": "a"}, "light.turn_on", {}, [("a", "ON")]),
        ({"command_topic": "a", "payload_off": "0"}, "light.turn_off", {}, [("a", "0")]),
        ({"command_topic": "a"}, "cover.open_cover", {}, [("a", "OPEN")]),
        ({"command_topic": "a", "set_position_topic": "p"}, "cover.set_cover_position", {"position": 30}, [("p", "30")]),
        ({"command_topic": "a"}, "lock.lock", {}, [("a", "LOCK")]),
        ({"temperature_command_topic": "t"}, "climate.set_temperature", {"temperature": 21.5}, [("t", "21.5")]),
        ({"percentage_command_topic": "p", "speed_range_max": 4}, "fan.set_percentage", {"percentage": 50}, [("p", "2")]),
        (
            {"command_topic": "a", "rgb_command_topic": "c"},
            "light.turn_on",
            {"color_name": "red"},
            [("c", "255,0,0"), ("a", "ON")],
        ),
        ({"color_temp_command_topic": "m"}, "light.turn_on", {"color_temp_kelvin": 4000}, [("m", "250")]),
    ],
)
def test_commands(fields, service, data, sent):
    assert messages(device(**fields), service, data) == sent


@pytest.mark.parametrize(
    ("fields", "service", "data"),
    [
        ({}, "light.turn_on", {}),
        ({"command_topic": "a"}, "light.turn_on", {"color_name": "red"}),
        ({"command_topic": "a"}, "x.dance", {}),
    ],
)
def test_what_it_cannot(fields, service, data):
    with pytest.raises(ServiceRefusedError):
        messages(device(**fields), service, data)


@pytest.mark.parametrize(
    ("fields", "payload", "state"),
    [
        ({}, "ON", "on"),
        ({"payload_on": "1"}, "1", "on"),
        ({}, "closed", "closed"),
        ({}, "23.5", "23.5"),
        ({"value_template": "{{ value_json.state }}"}, '{"state": "OFF"}', "off"),
        ({"value_template": "{{ value_json['a']['b'] | float }}"}, '{"a": {"b": 21}}', "21"),
        ({"value_template": "{% if x %}"}, "ON", None),  # a template that is beyond us says nothing
        ({"value_template": "{{ value_json.state }}"}, "{", None),
    ],
)
def test_states(fields, payload, state):
    d = device(state_topic="s", **fields)
    assert heard(d, d.entity, "s", payload).state == state


def test_a_device_of_the_configuration():
    found = described(
        MqttDeviceConfig(name="Portão da Garagem", kind="cover", area="Garagem", command_topic="g", on="abre", off="fecha")
    )
    assert found.entity == Entity("cover.portao_da_garagem", ("Portão da Garagem",), "Garagem")
    assert messages(found, "cover.close_cover", {}) == [("g", "fecha")]


def test_the_house_of_a_configuration():
    assert build_home(HomeConfig(), {}) is None
    both = HomeConfig(home_assistant={"url": "http://casa:8123"}, mqtt=MqttConfig(host="casa"))
    assert isinstance(build_home(both, {"HOME_ASSISTANT_TOKEN": "x"}), Joined)
    with pytest.raises(ConfigError, match="HOME_ASSISTANT_TOKEN"):
        build_home(both, {})


@pytest.mark.parametrize(
    ("described", "topics"),
    [
        ({"name": "A", "stat_t": "a/#"}, ()),
        ({"name": "A", "stat_t": "+"}, ()),
        ({"name": "A", "stat_t": "x" * 70_000}, ()),
        ({"name": "A", "~": "a/+", "stat_t": "~/s"}, ()),
        ({"name": "A", "stat_t": "a/b"}, ("a/b",)),
    ],
)
def test_what_is_no_topic_is_not_listened_to(described, topics):
    assert discovered("homeassistant/light/x/config", json.dumps(described)).topics() == topics


@pytest.mark.parametrize("scale", [0, -1, "many", None, [1], float("inf")])
def test_a_scale_that_is_none_is_not_calculated_with(scale):
    described = {"name": "A", "bri_scl": scale, "bri_cmd_t": "b", "bri_stat_t": "s"}
    lamp = discovered("homeassistant/light/x/config", json.dumps(described))
    assert messages(lamp, "light.turn_on", {"brightness_pct": 100}) == [("b", "255")]
    assert heard(lamp, lamp.entity, "s", "51").attributes == {"brightness": 51}


@pytest.mark.parametrize(
    "payload", ["[" * 100_000, '{"a":' * 100_000, "NaN", "Infinity", '{"brightness": Infinity}', '{"brightness": 1e999}']
)
def test_a_state_that_is_no_number_is_none(payload):
    lamp = device(state_topic="s", brightness_state_topic="s", schema="json")
    assert discovered("homeassistant/light/x/config", payload) is None
    assert heard(lamp, lamp.entity, "s", payload).attributes == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "dev", "~", "stat_t", "a", "id"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(JSON)
def test_no_description_breaks_it(value):
    found = discovered("homeassistant/light/x/config", json.dumps(value))
    assert found is None or found.topics() is not None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_no_state_breaks_it(payload):
    d = device(state_topic="s", brightness_state_topic="s", schema="json")
    heard(d, d.entity, "s", payload)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["area", "floor", "device", "entity", "aliases", "states"]), JSON)
def test_no_registry_breaks_it(registry, value):
    registries = Registries()
    registries.take("states", [{"entity_id": "light.a", "state": "on", "attributes": {"friendly_name": "A"}}])
    registries.take(registry, value)
    registries.take(registry, [value])
    registries.change("light.b", {"state": value, "attributes": value})
    assert registries.house(True).reached


def test_what_is_configured_counts_more_than_what_a_device_says_of_itself(caplog):
    own = MqttDevice(
        Entity("light.abajur", ("Abajur da Vovó",), None, "Térreo"), {"command_topic": "vovo/set", "payload_on": "liga"}
    )
    devices = Devices([own])
    described = {
        "name": "Lamp 0x1",
        "cmd_t": "z/set",
        "stat_t": "z",
        "pl_on": "1",
        "pl_off": "0",
        "bri_cmd_t": "z/bri",
        "bri_scl": 100,
    }
    described["device"] = {"name": "Lamp", "sa": "Quarto"}
    with caplog.at_level("INFO"):
        for _ in range(2):
            found = discovered("homeassistant/light/abajur/config", json.dumps(described))
            assert devices.add(found, "homeassistant/light/abajur/config") == ("z",)
    known = devices.known("light.abajur")
    assert known.entity == Entity("light.abajur", ("Abajur da Vovó",), "Quarto", "Térreo")
    assert messages(known, "light.turn_on", {"brightness_pct": 50}) == [("z/bri", "50"), ("vovo/set", "liga")]
    assert messages(known, "light.turn_off", {}) == [("vovo/set", "OFF")]  # "0" is for the other topic
    assert caplog.text.count("what is configured counts") == 1
    devices.remove("homeassistant/light/abajur/config")
    assert devices.known("light.abajur") == own
