"""A house that Home Assistant runs, through its WebSocket API.

The messages are those of Home Assistant's developer documentation (developers.home-assistant.io/docs/api/websocket) and of
its registries (homeassistant/components/config/*_registry.py).

Strategy: one thread reads whatever comes, for as long as the connection stands; another sends the commands. Every request has
a number; what is to be done with its result waits under it. What happens between asking for the states and hearing of changes
cannot be lost: the changes are subscribed to first.
"""

from __future__ import annotations

import itertools
import json
import logging
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from assistant.errors import ConfigError, ServiceError, ServiceRefusedError, ServiceUnreachableError
from assistant.services.home.link import Link, Patience
from assistant.services.home.outbox import Command
from assistant.services.home.protocol import Entity, House
from assistant.services.home.registries import Registries

log = logging.getLogger(__name__)

MAX_MESSAGE_BYTES = 64 * 2**20  # ten thousand entities are a tenth of this
REGISTRIES = ("floor", "area", "device", "entity")
BAD_TOKEN = "A casa não aceita a minha chave de acesso. É preciso trocar o token."  # noqa: S105 (said, not a token)
REFUSED = "A casa não aceitou esse comando."
SLOW = "A casa não respondeu."


def websocket_url(url: str) -> str:
    """http://house:8123 → ws://house:8123/api/websocket. Raises ConfigError."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
        _ = parts.port
    except ValueError:
        host = None
    schemes = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
    if not host or parts.scheme not in schemes:
        raise ConfigError(f"home.home_assistant.url: {url!r} is no address; write it like http://homeassistant.local:8123")
    path = parts.path.rstrip("/").removesuffix("/api/websocket")
    return urlunsplit((schemes[parts.scheme], parts.netloc, f"{path}/api/websocket", "", ""))


class HomeAssistant:
    """See Home. `start` returns at once; nothing waits for the connection but commands, for a moment."""

    def __init__(self, url: str, token: str, patience: Patience | None = None):
        self._url, self._token = websocket_url(url), token
        self._registries = Registries()
        self._link = Link("Home Assistant", self._session, patience)

    def start(self) -> None:
        self._link.start()

    def close(self) -> None:
        self._link.close()

    def house(self) -> House:
        return self._registries.house(self._link.up)

    def call(self, service: str, entities: Sequence[str], data: Mapping[str, Any]) -> None:
        known = {entity.id: entity for entity in self.house().entities}
        self._link.deliver(service, [known.get(one) or Entity(one, (one,)) for one in entities], data)

    def _session(self, link: Link) -> None:
        from websockets.exceptions import InvalidHandshake, InvalidStatus, WebSocketException
        from websockets.sync.client import connect

        # At DEBUG the library writes every message down, and the first of ours is the token.
        wire_log = logging.getLogger(f"{__name__}.wire")
        wire_log.setLevel(logging.INFO)
        options = {"max_size": MAX_MESSAGE_BYTES, "close_timeout": 1, "proxy": None, "compression": None, "logger": wire_log}
        try:
            with connect(self._url, **options) as socket:
                _Talk(socket, link, self._registries).run(self._token)
        except ServiceError:
            raise
        except InvalidStatus as error:
            status = error.response.status_code
            raise ServiceUnreachableError(
                f"{self._url} answers HTTP {status}: no Home Assistant there? Set home.home_assistant.url", SLOW
            ) from error
        except InvalidHandshake as error:
            raise ServiceUnreachableError(f"{self._url} speaks no WebSocket: set home.home_assistant.url", SLOW) from error
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", None) or error.reason or "TLS fails"
            raise ServiceUnreachableError(
                f"{self._url}: {reason}; give Home Assistant a certificate that this computer trusts, or use http://", SLOW
            ) from error
        except (OSError, WebSocketException) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise ServiceUnreachableError(f"Home Assistant at {self._url} is out of reach ({reason})", SLOW) from error


class _Talk:
    """One connection."""

    def __init__(self, socket: Any, link: Link, registries: Registries):
        self._socket, self._link, self._registries = socket, link, registries
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()  # of the numbers: ours must come in order
        self._results: dict[int, Callable[[Mapping[str, Any]], None]] = {}
        self._subscribed: dict[int, str] = {}
        self._asked: set[str] = set()
        self._over = False

    def run(self, token: str) -> None:
        """Until the connection ends, which raises."""
        self._authenticate(token)
        for event in ("state_changed", *(f"{registry}_registry_updated" for registry in REGISTRIES)):
            self._ask("subscribe_events", lambda _: None, event=event, event_type=event)
        for registry in REGISTRIES:
            self._reload(registry)
        self._ask("get_states", self._take_states)
        try:
            while not self._link.closing:
                self._receive()
        finally:
            self._over = True
            self._link.wake()

    def _authenticate(self, token: str) -> None:
        self._expect("auth_required")
        self._socket.send(json.dumps({"type": "auth", "access_token": token}))
        self._expect("auth_ok")

    def _expect(self, kind: str) -> None:
        message = _decoded(self._socket.recv(timeout=10))
        found = message.get("type") if isinstance(message, dict) else None
        if found == "auth_invalid":
            raise ServiceRefusedError(
                "Home Assistant refuses the token; make a long-lived access token in its user profile, put it into the variable "
                "of the environment that home.home_assistant.token_variable names, and start again",
                BAD_TOKEN,
            )
        if found != kind:
            raise ServiceUnreachableError(f"Home Assistant says {found!r} where {kind!r} is due: is it one?", SLOW)

    def _ask(self, kind: str, then: Callable[[Mapping[str, Any]], None], event: str | None = None, **fields: Any) -> None:
        with self._lock:
            number = next(self._numbers)
            self._results[number] = then
            if event:
                self._subscribed[number] = event
            self._socket.send(json.dumps({"id": number, "type": kind, **fields}))

    def _reload(self, registry: str) -> None:
        if registry in self._asked:
            return  # one change seldom comes alone, and the answer to come has them all
        self._asked.add(registry)

        def take(message: Mapping[str, Any]) -> None:
            self._asked.discard(registry)
            if message.get("success"):  # an older Home Assistant has no floors
                self._registries.take(registry, message.get("result"))
                if registry == "entity" and self._link.up:
                    self._ask_aliases()

        self._ask(f"config/{registry}_registry/list", take)

    def _take_states(self, message: Mapping[str, Any]) -> None:
        if not message.get("success"):
            raise ServiceUnreachableError("Home Assistant does not give its states away: is the token a user's?", SLOW)
        self._registries.take("states", message.get("result"))
        if not self._link.up:
            self._link.opened()
            threading.Thread(target=self._send_commands, name="Home Assistant commands", daemon=True).start()
        self._ask_aliases()

    def _ask_aliases(self) -> None:
        def take(message: Mapping[str, Any]) -> None:
            if message.get("success"):
                self._registries.take("aliases", message.get("result"))

        if ids := self._registries.ids():
            self._ask("config/entity_registry/get_entries", take, entity_ids=ids)

    def _receive(self) -> None:
        try:
            message = self._socket.recv(timeout=1.0)
        except TimeoutError:
            return  # to look whether we are to end
        decoded = _decoded(message)
        # One that is not as documented is passed over: the next one may be.
        for part in decoded if isinstance(decoded, list) else [decoded]:
            try:
                self._handle(part)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                log.warning("Home Assistant sent what cannot be understood (%s)", type(error).__name__)

    def _handle(self, message: Mapping[str, Any]) -> None:
        match message["type"]:
            case "result":
                then = self._results.pop(message["id"], None)
                if then:
                    then(message)
            case "event":
                event = self._subscribed[message["id"]]
                if event == "state_changed":
                    data = message["event"]["data"]
                    self._registries.change(data["entity_id"], data.get("new_state"))
                else:
                    self._reload(event.partition("_")[0])

    def _send_commands(self) -> None:
        from websockets.exceptions import WebSocketException

        while command := self._link.next_command(lambda: self._over):
            try:
                self._send(command)
            except (OSError, WebSocketException) as error:
                # The thread that reads will see it too; the command goes over the next connection.
                log.info("a command could not be sent (%s)", type(error).__name__)
                return
            # One command that cannot be written down must not end the thread that sends the next ones.
            except Exception as error:
                log.exception("%s cannot be sent", command.service)
                self._link.answer(command, ServiceRefusedError(f"{command.service}: {type(error).__name__}", REFUSED))

    def _send(self, command: Command) -> None:
        def take(message: Mapping[str, Any]) -> None:
            error: ServiceError | None = None
            if not message.get("success"):
                reason = message.get("error") if isinstance(message.get("error"), dict) else {}
                error = ServiceRefusedError(f"Home Assistant refuses {command.service}: {reason.get('message', '?')}", REFUSED)
            self._link.answer(command, error)

        domain, _, service = command.service.partition(".")
        fields = {"domain": domain, "service": service, "service_data": dict(command.data)}
        if command.entities:
            fields["target"] = {"entity_id": list(command.entities)}
        self._ask("call_service", take, **fields)


def _decoded(message: str | bytes) -> Any:
    try:
        return json.loads(message)
    except ValueError:
        return None
