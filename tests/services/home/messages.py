"""The documented shapes of Home Assistant's WebSocket messages, and a check against them.

Written down from developers.home-assistant.io/docs/api/websocket (commit 058c2c7 of its repository) and, for the registries, from
homeassistant/components/config/{area,floor,device,entity}_registry.py. A shape is a dict of the keys that must be there; a
value is a type, a tuple of types, a literal, a shape or a list of one; a key that ends in "?" may be missing.
"""

AUTH = {"type": "auth", "access_token": str}
AUTH_REQUIRED = {"type": "auth_required", "ha_version": str}
AUTH_OK = {"type": "auth_ok", "ha_version": str}
AUTH_INVALID = {"type": "auth_invalid", "message": str}
RESULT = {"id": int, "type": "result", "success": True, "result": object}
ERROR = {"id": int, "type": "result", "success": False, "error": {"code": str, "message": str}}

COMMANDS = {
    "subscribe_events": {"id": int, "type": str, "event_type?": str},
    "get_states": {"id": int, "type": str},
    "call_service": {
        "id": int,
        "type": str,
        "domain": str,
        "service": str,
        "service_data?": dict,
        "target?": {"entity_id": [str]},
        "return_response?": bool,
    },
    "config/floor_registry/list": {"id": int, "type": str},
    "config/area_registry/list": {"id": int, "type": str},
    "config/device_registry/list": {"id": int, "type": str},
    "config/entity_registry/list": {"id": int, "type": str},
    "config/entity_registry/get_entries": {"id": int, "type": str, "entity_ids": [str]},
}
STATE = {"entity_id": str, "state": str, "attributes": dict, "last_changed": str, "last_updated": str, "context": dict}
EVENT = {
    "id": int,
    "type": "event",
    "event": {"data": dict, "event_type": str, "time_fired": str, "origin": str, "context": dict},
}
STATE_CHANGED = {"entity_id": str, "new_state": (dict, type(None)), "old_state": (dict, type(None))}
FLOOR = {"floor_id": str, "name": str, "aliases": [str], "icon": (str, type(None)), "level": (int, type(None))}
AREA = {"area_id": str, "name": str, "aliases": [str], "floor_id": (str, type(None)), "icon": (str, type(None)), "labels": [str]}
DEVICE = {"id": str, "name": (str, type(None)), "name_by_user": (str, type(None)), "area_id": (str, type(None))}
ENTRY = {
    "entity_id": str,
    "name": (str, type(None)),
    "original_name": (str, type(None)),
    "area_id": (str, type(None)),
    "device_id": (str, type(None)),
    "hidden_by": (str, type(None)),
    "disabled_by": (str, type(None)),
    "entity_category": (str, type(None)),
    "platform": str,
}


def check(message, shape, where="message"):
    """Raises AssertionError that says which part of a message is not as documented."""
    if isinstance(shape, dict):
        assert isinstance(message, dict), f"{where} is no object"
        known = {key.removesuffix("?"): inner for key, inner in shape.items()}
        assert set(message) <= set(known), f"{where} has {sorted(set(message) - set(known))}"
        missing = {key for key in shape if not key.endswith("?")} - set(message)
        assert not missing, f"{where} lacks {sorted(missing)}"
        for key, value in message.items():
            check(value, known[key], f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(message, list), f"{where} is no list"
        for number, item in enumerate(message):
            check(item, shape[0], f"{where}[{number}]")
    elif isinstance(shape, type | tuple):
        assert isinstance(message, shape), f"{where} is {message!r}"
    else:
        assert message == shape, f"{where} is {message!r}, not {shape!r}"
