"""What kind of cover a device is, as its class says, or its name; and what of a house lets people in."""

from __future__ import annotations

from assistant.language.words.phonetics import fold
from assistant.services.home.protocol import Entity

_OPENINGS = ("cover", "binary_sensor")
_CLASS_WORDS = {
    "awning": ("toldo",),
    "blind": ("persiana",),
    "curtain": ("cortina",),
    "door": ("porta",),
    "garage": ("porta da garagem", "portao da garagem", "garagem"),
    "gate": ("portao", "porteira"),
    "shade": ("estore", "rolo"),
    "shutter": ("veneziana",),
    "window": ("janela",),
}
_WAYS_IN = ("garage", "gate", "door")


def is_class(entity: Entity, device_class: str) -> bool:
    """By its class; what has none, by the word that its name begins with: "Portão"."""
    if entity.domain not in _OPENINGS:
        return False
    if entity.device_class == device_class or (device_class == "garage" and entity.device_class == "garage_door"):
        return True
    if entity.device_class:
        return False
    name = fold(entity.names[0])
    return any(name == word or name.startswith(f"{word} ") for word in _CLASS_WORDS[device_class])


def lets_in(entity: Entity, service: str) -> bool:
    """Whether this service lets people into the house: it is asked about before, and not done when nobody waits any more."""
    if service in ("lock.unlock", "lock.open"):
        return True
    opens = service in ("cover.open_cover", "cover.set_cover_position")
    return opens and any(is_class(entity, kind) for kind in _WAYS_IN)
