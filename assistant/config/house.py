"""What can be set about the services that skills ask: the house, music, the weather."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.config.section import Section


class HomeAssistantConfig(Section):
    url: str | None = None
    token_variable: str = "HOME_ASSISTANT_TOKEN"  # noqa: S105 (the name of a variable, not a token)


class MqttDeviceConfig(Section):
    """One plain MQTT device. on, off: what it is sent (a cover: opens, closes; a lock: locks, unlocks); None is the usual."""

    name: str = Field(min_length=1)
    kind: Literal[
        "light", "switch", "fan", "cover", "lock", "valve", "climate", "sensor", "binary_sensor", "scene", "button", "vacuum"
    ]
    area: str | None = None
    floor: str | None = None
    aliases: tuple[str, ...] = ()
    device_class: str | None = None
    unit: str | None = None
    command_topic: str | None = None
    state_topic: str | None = None
    value_template: str | None = None
    on: str | None = None
    off: str | None = None
    brightness_topic: str | None = None
    brightness_scale: int = Field(255, ge=1, le=65_535)
    position_topic: str | None = None
    percentage_topic: str | None = None
    temperature_topic: str | None = None
    current_temperature_topic: str | None = None


class MqttConfig(Section):
    host: str | None = None
    port: int = Field(1883, ge=1, le=65_535)
    user: str | None = None
    password_variable: str = "MQTT_PASSWORD"  # noqa: S105
    tls: bool = False
    discovery: str | None = "homeassistant"
    devices: tuple[MqttDeviceConfig, ...] = ()


class HomeConfig(Section):
    home_assistant: HomeAssistantConfig = HomeAssistantConfig()
    mqtt: MqttConfig = MqttConfig()


class MusicConfig(Section):
    host: str | None = None
    port: int = Field(6600, ge=1, le=65_535)
    password_variable: str = "MPD_PASSWORD"  # noqa: S105


class WeatherConfig(Section):
    place: str | None = None
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    url: str = "https://api.open-meteo.com/v1/forecast"
    geocoding: str | None = None
