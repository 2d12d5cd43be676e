"""The house that a configuration describes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.config import HomeConfig, MqttDeviceConfig
from assistant.errors import ConfigError
from assistant.language.words.phonetics import fold
from assistant.services.home.home_assistant import HomeAssistant
from assistant.services.home.joined import Joined
from assistant.services.home.mqtt import Broker, Mqtt
from assistant.services.home.mqtt_devices import MqttDevice
from assistant.services.home.protocol import Entity


def build_home(config: HomeConfig, environ: Mapping[str, str]) -> HomeAssistant | Mqtt | Joined | None:
    """None when nothing is configured. Not started yet: `start` it, and `close` it in the end. Raises ConfigError."""
    homes: list[HomeAssistant | Mqtt] = []
    if url := config.home_assistant.url:
        variable = config.home_assistant.token_variable
        token = environ.get(variable, "").strip()
        if not token:
            raise ConfigError(
                f"home.home_assistant.url is set, and {variable} is not: make a long-lived access token (Home Assistant, your "
                "profile, Security) and put it into that variable of the environment"
            )
        homes.append(HomeAssistant(url, token))
    if config.mqtt.host:
        mqtt = config.mqtt
        broker = Broker(mqtt.host, mqtt.port, mqtt.user, environ.get(mqtt.password_variable), mqtt.tls, mqtt.discovery)
        homes.append(Mqtt(broker, [described(device) for device in mqtt.devices]))
    if len(homes) > 1:
        return Joined(homes)
    return homes[0] if homes else None


def described(device: MqttDeviceConfig) -> MqttDevice:
    """A device of the configuration in the words of the discovery."""
    entity_id = f"{device.kind}.{re.sub(r'[^a-z0-9]+', '_', fold(device.name)).strip('_')}"
    unit = {"unit_of_measurement": device.unit} if device.unit else {}
    names = (device.name, *device.aliases)
    entity = Entity(entity_id, names, device.area, device.floor, device.device_class, None, unit)
    off, on = ("payload_close", "payload_open") if device.kind in ("cover", "valve") else ("payload_off", "payload_on")
    if device.kind == "lock":
        off, on = "payload_unlock", "payload_lock"
    fields = {
        "command_topic": device.command_topic,
        "state_topic": device.state_topic,
        on: device.on,
        off: device.off,
        "brightness_command_topic": device.brightness_topic,
        "brightness_scale": device.brightness_scale,
        "set_position_topic": device.position_topic,
        "percentage_command_topic": device.percentage_topic,
        "temperature_command_topic": device.temperature_topic,
        "current_temperature_topic": device.current_temperature_topic,
        "value_template": device.value_template,
    }
    return MqttDevice(entity, {key: value for key, value in fields.items() if value is not None})
