"""A house of plain MQTT devices: those of the configuration, and those that describe themselves (Home Assistant's discovery).

Strategy: one client object a connection, so that nothing which an old connection still meant to send outlives it: what waits,
waits in the link's outbox, and not for long. A command is answered when the broker has it.
"""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import ServiceError, ServiceRefusedError, ServiceUnreachableError
from assistant.services.home.link import Link, Patience
from assistant.services.home.mqtt_devices import CANNOT, MqttDevice, completed, heard, messages, supposed
from assistant.services.home.mqtt_discovery import discovered
from assistant.services.home.outbox import Command
from assistant.services.home.protocol import Entity, House

log = logging.getLogger(__name__)

CONNECT_S, KEEPALIVE_S = 5.0, 30
MAX_DEVICES = 20_000
MAX_PAYLOAD_BYTES = 200_000  # of what describes itself the longest is a tenth of this; a camera's picture is not for us
NO_DEVICE = "Não conheço esse aparelho."
SLOW = "A casa não respondeu."
BAD_PASSWORD = "A casa não aceita o meu usuário ou a minha senha."  # noqa: S105 (said, not a password)
_REFUSALS = {4, 5, 134, 135}  # bad user name or password, not authorised: MQTT 3.1.1 and 5


@dataclass(frozen=True, slots=True)
class Broker:
    """Where it is, and who we are there. discovery: under which topic devices describe themselves; None: they do not."""

    host: str
    port: int = 1883
    user: str | None = None
    password: str | None = None
    tls: bool = False
    discovery: str | None = "homeassistant"


class Mqtt:
    """See Home. `start` returns at once."""

    def __init__(self, broker: Broker, devices: Iterable[MqttDevice] = (), patience: Patience | None = None):
        self._broker = broker
        self._devices = Devices(devices, describes_itself=broker.discovery is not None)
        self._link = Link("MQTT", self._session, patience)

    def start(self) -> None:
        self._link.start()

    def close(self) -> None:
        self._link.close()

    def house(self) -> House:
        return self._devices.house(self._link.up)

    def call(self, service: str, entities: Sequence[str], data: Mapping[str, Any]) -> None:
        """What no device can do is refused at once, whether the broker is there or not."""
        devices = [self._devices.known(entity_id) for entity_id in entities]
        for device in devices:
            messages(device, service, data)
        self._link.deliver(service, [device.entity for device in devices], data)

    def _session(self, link: Link) -> None:
        try:
            _Session(self._broker, self._devices, link).run()
        except ServiceError:
            raise
        except ssl.SSLError as error:
            raise ServiceUnreachableError(f"{self._where}: {error.reason or 'TLS fails'}; see home.mqtt.tls", SLOW) from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise ServiceUnreachableError(f"{self._where} is out of reach ({reason})", SLOW) from error

    @property
    def _where(self) -> str:
        return f"the MQTT broker {self._broker.host}:{self._broker.port}"


class Devices:
    """All devices and how they are. Thread-safe."""

    def __init__(self, configured: Iterable[MqttDevice], describes_itself: bool = True):
        self._is_known = not describes_itself  # nothing more is to be heard of
        self._lock = threading.Lock()
        self._devices: dict[str, MqttDevice] = {}
        self._entities: dict[str, Entity] = {}
        self._by_topic: dict[str, set[str]] = {}
        self._discovered: dict[str, str] = {}  # by discovery topic, the entity
        self._house = House(reached=False)
        self._is_new = True
        self._configured = {device.entity.id: device for device in configured}
        self._completed: set[str] = set()  # those of them that were heard to describe themselves
        for device in self._configured.values():
            self.add(device)

    def house(self, reached: bool) -> House:
        with self._lock:
            if self._is_new or self._house.reached != reached:
                entities = tuple(self._entities.values())
                areas = {e.area: (e.area,) for e in entities if e.area}
                floors = {e.floor: (e.floor,) for e in entities if e.floor}
                self._is_known = self._is_known or reached
                self._house, self._is_new = House(entities, areas, floors, reached, is_whole=self._is_known), False
            return self._house

    def known(self, entity_id: str) -> MqttDevice:
        """Raises ServiceRefusedError."""
        with self._lock:
            if entity_id not in self._devices:
                raise ServiceRefusedError(f"no MQTT device is called {entity_id}", NO_DEVICE)
            return self._devices[entity_id]

    def add(self, device: MqttDevice, discovery_topic: str | None = None) -> tuple[str, ...]:
        """The topics to listen to."""
        with self._lock:
            entity_id = device.entity.id
            if len(self._devices) >= MAX_DEVICES and entity_id not in self._devices:
                return ()
            if discovery_topic:
                self._discovered[discovery_topic] = entity_id
                if (configured := self._configured.get(entity_id)) is not None:
                    if entity_id not in self._completed:
                        log.info("%s describes itself and is configured, too: what is configured counts", entity_id)
                        self._completed.add(entity_id)
                    device = completed(configured, device)
            before = self._entities.get(entity_id)
            self._unlisten(entity_id)
            state = before.state if before else device.entity.state
            self._devices[entity_id] = device
            self._entities[entity_id] = replace(device.entity, state=state)
            for topic in device.topics():
                self._by_topic.setdefault(topic, set()).add(entity_id)
            self._is_new = True
            return device.topics()

    def remove(self, discovery_topic: str) -> None:
        """Its description was deleted."""
        with self._lock:
            entity_id = self._discovered.pop(discovery_topic, None)
            if entity_id and entity_id not in self._configured:
                self._unlisten(entity_id)
                self._devices.pop(entity_id, None)
                self._entities.pop(entity_id, None)
                self._is_new = True
        if entity_id in self._configured:
            self.add(self._configured[entity_id])  # as it is without

    def _unlisten(self, entity_id: str) -> None:
        """It is gone, or describes itself anew: what it said on its old topics means nothing any more."""
        for topic in self._devices[entity_id].topics() if entity_id in self._devices else ():
            self._by_topic[topic].discard(entity_id)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def topics(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._by_topic)

    def hear(self, topic: str, payload: str) -> None:
        with self._lock:
            for entity_id in self._by_topic.get(topic, ()):
                if device := self._devices.get(entity_id):
                    self._entities[entity_id] = heard(device, self._entities[entity_id], topic, payload)
                    self._is_new = True

    def suppose(self, command: Command) -> None:
        with self._lock:
            for entity_id in command.entities:
                if (device := self._devices.get(entity_id)) and not device.fields.get("state_topic"):
                    self._entities[entity_id] = supposed(self._entities[entity_id], command.service, command.data)
                    self._is_new = True


class _Session:
    """One connection."""

    def __init__(self, broker: Broker, devices: Devices, link: Link):
        self._broker, self._devices, self._link = broker, devices, link
        self._lock = threading.Lock()
        self._published: dict[int, tuple[Command, set[int]]] = {}  # by message, the command and all its messages
        self._early: set[int] = set()  # messages that the broker has before we know whose they are
        self._refused: str | None = None
        self._over = False
        self._client = self._new_client()

    def _new_client(self) -> Any:
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion

        broker = self._broker
        client = Client(CallbackAPIVersion.VERSION2, reconnect_on_failure=False)
        client.connect_timeout = CONNECT_S
        if broker.user is not None:
            client.username_pw_set(broker.user, broker.password)
        if broker.tls:
            client.tls_set()
        client.on_connect, client.on_message, client.on_publish = self._connected, self._message, self._has_published
        return client

    def run(self) -> None:
        """Until the connection ends, which raises."""
        client = self._client
        client.connect(self._broker.host, self._broker.port, KEEPALIVE_S)
        try:
            while not self._link.closing:
                code = client.loop(timeout=1.0)
                if self._refused:
                    raise ServiceRefusedError(
                        f"the MQTT broker refuses us ({self._refused}); set home.mqtt.user and the variable of the environment "
                        "that home.mqtt.password_variable names, and start again",
                        BAD_PASSWORD,
                    )
                if code:
                    raise ServiceUnreachableError(f"the MQTT broker {self._broker.host} is gone (code {int(code)})", SLOW)
            client.disconnect()
        finally:
            self._over = True
            self._link.wake()

    def _connected(self, client, userdata, flags, reason, properties) -> None:
        if reason.is_failure:
            if reason.value in _REFUSALS:
                self._refused = str(reason)
            return
        topics = list(self._devices.topics())
        if self._broker.discovery:
            topics += [f"{self._broker.discovery}/+/+/config", f"{self._broker.discovery}/+/+/+/config"]
        for start in range(0, len(topics), 100):
            client.subscribe([(topic, 0) for topic in topics[start : start + 100]])
        self._link.opened()
        threading.Thread(target=self._send_commands, name="MQTT commands", daemon=True).start()

    def _message(self, client, userdata, message) -> None:
        if len(message.payload) > MAX_PAYLOAD_BYTES:
            return
        payload = message.payload.decode("utf-8", "replace")
        prefix = self._broker.discovery
        if not (prefix and message.topic.startswith(f"{prefix}/") and message.topic.endswith("/config")):
            self._devices.hear(message.topic, payload)
        elif not payload.strip():
            self._devices.remove(message.topic)
        elif device := discovered(message.topic, payload):
            if topics := self._devices.add(device, message.topic):
                client.subscribe([(topic, 0) for topic in topics])
        else:
            log.debug("no device of ours is described on %s", message.topic)

    def _send_commands(self) -> None:
        while command := self._link.next_command(lambda: self._over):
            try:
                self._send(command)
            except ServiceError as error:
                self._link.answer(command, error)
            # One command that cannot be sent must not end the thread that sends the next ones.
            except Exception as error:
                log.exception("%s cannot be sent", command.service)
                self._link.answer(command, ServiceRefusedError(f"{command.service}: {type(error).__name__}", CANNOT))

    def _send(self, command: Command) -> None:
        wanted = [
            (topic, payload, bool(device.fields.get("retain")))
            for device in map(self._devices.known, command.entities)
            for topic, payload in messages(device, command.service, command.data)
        ]
        # Not under the lock: the client calls back under locks of its own, that publishing takes, too.
        numbers = {self._client.publish(topic, payload, qos=1, retain=retain).mid for topic, payload, retain in wanted}
        with self._lock:
            left = numbers - self._early  # the broker may be quicker than we are
            self._early -= numbers
            self._published |= dict.fromkeys(left, (command, left))
        if not left:
            self._done(command)

    def _has_published(self, client, userdata, number, reason, properties) -> None:
        with self._lock:
            if number not in self._published:
                self._early.add(number)
                return
            command, left = self._published.pop(number)
            left.discard(number)
        if not left:
            self._done(command)

    def _done(self, command: Command) -> None:
        self._devices.suppose(command)
        self._link.answer(command)
