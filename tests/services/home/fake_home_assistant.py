"""A Home Assistant that is as small as can be: it speaks the documented messages, and complains about any that is not."""

import json
import threading
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from tests.services.home import messages
from tests.services.home.messages import check

TOKEN = "a-long-lived-token"
NOW = "2026-09-07T15:30:00.000000+00:00"
CONTEXT = {"id": "326ef27d19415c60c492fe330945f954", "parent_id": None, "user_id": None}


def state(entity_id, value, name=None, **attributes):
    named = {"friendly_name": name} if name else {}
    found = {"entity_id": entity_id, "state": value, "attributes": named | attributes, "context": CONTEXT}
    found |= {"last_changed": NOW, "last_updated": NOW}
    check(found, messages.STATE)
    return found


def area(area_id, name, floor=None, aliases=()):
    found = {"area_id": area_id, "name": name, "aliases": list(aliases), "floor_id": floor, "icon": None, "labels": []}
    check(found, messages.AREA)
    return found


def floor(floor_id, name, aliases=()):
    found = {"floor_id": floor_id, "name": name, "aliases": list(aliases), "icon": None, "level": 0}
    check(found, messages.FLOOR)
    return found


def device(device_id, area_id=None):
    found = {"id": device_id, "name": "a device", "name_by_user": None, "area_id": area_id}
    check(found, messages.DEVICE)
    return found


def entry(entity_id, **fields):
    found = dict.fromkeys(messages.ENTRY) | {"entity_id": entity_id, "platform": "demo"} | fields
    check(found, messages.ENTRY)
    return found


class FakeHomeAssistant:
    """Serves on a port of its own. `states`, `areas` … are what it has; `calls` what it was told; `slow_s` how long it thinks.

    raw: texts that it sends after the states, as they are. refuses: services that it does not know. complaints: messages of the
    client that are not as documented.
    """

    def __init__(self, port=0, token=TOKEN):
        self.token = token
        self.states, self.areas, self.floors, self.devices, self.entries, self.aliases = [], [], [], [], [], {}
        self.calls, self.complaints, self.raw, self.refuses = [], [], [], set()
        self.slow_s = 0.0
        self.n_connections = 0
        self._subscribed, self._sockets = {}, set()
        self._server = serve(self._talk, "127.0.0.1", port, max_size=None)
        self.port = self._server.socket.getsockname()[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        for socket in list(self._sockets):
            socket.close()
        self._server.shutdown()

    def change(self, entity_id, value):
        """A state changes; everybody who subscribed hears of it. None: the entity is gone."""
        old = next((s for s in self.states if s["entity_id"] == entity_id), None)
        new = None if value is None else {**(old or state(entity_id, value)), "state": value}
        self.states = [s for s in self.states if s["entity_id"] != entity_id] + ([new] if new else [])
        data = {"entity_id": entity_id, "old_state": old, "new_state": new}
        check(data, messages.STATE_CHANGED)
        self.fire("state_changed", data)

    def fire(self, event_type, data):
        event = {"data": data, "event_type": event_type, "time_fired": NOW, "origin": "LOCAL", "context": CONTEXT}
        for (socket, number), wanted in list(self._subscribed.items()):
            if wanted == event_type:
                self._send(socket, {"id": number, "type": "event", "event": event}, messages.EVENT)

    def _send(self, socket, message, shape):
        check(message, shape)
        socket.send(json.dumps(message))

    def _talk(self, socket):
        self.n_connections += 1
        self._sockets.add(socket)
        try:
            self._send(socket, {"type": "auth_required", "ha_version": "2026.9.1"}, messages.AUTH_REQUIRED)
            auth = json.loads(socket.recv())
            self._check(auth, messages.AUTH)
            if auth["access_token"] != self.token:
                self._send(socket, {"type": "auth_invalid", "message": "Invalid access token"}, messages.AUTH_INVALID)
                return
            self._send(socket, {"type": "auth_ok", "ha_version": "2026.9.1"}, messages.AUTH_OK)
            last = 0
            for text in socket:
                message = json.loads(text)
                self._check(message, messages.COMMANDS.get(message["type"], {}))
                if message["id"] <= last:
                    self.complaints.append("identifier values have to increase")
                last = message["id"]
                self._answer(socket, message)
        except ConnectionClosed:
            pass
        finally:
            self._sockets.discard(socket)
            self._subscribed = {key: value for key, value in self._subscribed.items() if key[0] is not socket}

    def _check(self, message, shape):
        try:
            check(message, shape)
        except AssertionError as error:
            self.complaints.append(str(error))

    def _answer(self, socket, message):
        result = None
        match message["type"]:
            case "subscribe_events":
                self._subscribed[socket, message["id"]] = message["event_type"]
            case "get_states":
                result = self.states
            case "config/floor_registry/list":
                result = self.floors
            case "config/area_registry/list":
                result = self.areas
            case "config/device_registry/list":
                result = self.devices
            case "config/entity_registry/list":
                result = self.entries
            case "config/entity_registry/get_entries":
                known = {e["entity_id"]: {**e, "aliases": self.aliases.get(e["entity_id"], [])} for e in self.entries}
                result = {entity_id: known.get(entity_id) for entity_id in message["entity_ids"]}
            case "call_service":
                time.sleep(self.slow_s)
                service = f"{message['domain']}.{message['service']}"
                if service in self.refuses:
                    error = {"code": "not_found", "message": f"Service {service} not found."}
                    self._send(socket, {"id": message["id"], "type": "result", "success": False, "error": error}, messages.ERROR)
                    return
                targets = message.get("target", {}).get("entity_id", [])
                self.calls.append((service, targets, message.get("service_data", {})))
                result = {"context": CONTEXT, "response": None}
        self._send(socket, {"id": message["id"], "type": "result", "success": True, "result": result}, messages.RESULT)
        if message["type"] == "get_states":
            for text in self.raw:
                socket.send(text)
