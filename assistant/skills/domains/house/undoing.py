"""How a device is brought back to what it was: the calls that do it, worked out before it is told anything else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from assistant.language.words.text import sentence
from assistant.services.home.classes import lets_in
from assistant.services.home.protocol import Entity
from assistant.skills.definitions import Context, Reply
from assistant.skills.domains.house.calls import Call, CallHome
from assistant.skills.domains.house.meaning import house_of, of

BEFORE = "casa_antes"
"""Under what name the conversation remembers the calls that undo what was done last."""
_SWITCHED = {"on": "turn_on", "off": "turn_off"}
_DONE = {"light.turn_on": "acendi", "light.turn_off": "apaguei", "turn_on": "liguei", "turn_off": "desliguei"}
_DONE |= {"open_cover": "abri", "close_cover": "fechei"}
_SET = {"fan": ("percentage", "fan.set_percentage"), "climate": ("temperature", "climate.set_temperature")}


def remembered(entities: Iterable[Entity]) -> dict[str, Any]:
    """What to mention about these, as they are now."""
    return {BEFORE: {"calls": [call for entity in entities if (call := _restoring(entity))]}}


def to_restore(ctx: Context) -> list[Call]:
    """The calls that undo what was done last; none where nothing can be undone."""
    before = (ctx.topic.mentions.get(BEFORE) if ctx.topic else None) or {}
    return [(service, tuple(ids), dict(data)) for service, ids, data in before.get("calls", ())]


def _restoring(entity: Entity) -> tuple[str, list[str], dict[str, Any]] | None:
    """None for what lets people in, or was in no known state."""
    domain, state, attributes = entity.domain, entity.state, entity.attributes
    service, data = None, {}
    if domain == "light" and state == "on" and attributes.get("brightness"):
        service, data = "light.turn_on", {"brightness_pct": round(attributes["brightness"] / 2.55)}
    elif domain == "cover" and attributes.get("current_position") not in (None, 0, 100):
        service, data = "cover.set_cover_position", {"position": round(attributes["current_position"])}
    elif domain == "cover" and state in ("open", "closed"):
        service = "cover.open_cover" if state == "open" else "cover.close_cover"
    elif domain in _SET and state not in ("off", None) and attributes.get(_SET[domain][0]) is not None:
        key, service = _SET[domain]
        data = {key: attributes[key]}
    elif domain in ("light", "switch", "fan", "climate", "media_player", "input_boolean") and state in _SWITCHED:
        service = f"{domain}.{_SWITCHED[state]}"
    return None if service is None or lets_in(entity, service) else (service, [entity.id], data)


def undone(ctx: Context, but: Collection[str] = ()) -> Reply | None:
    """The reply that undoes what was done last; None where nothing of it can be undone, or it was one of `but`."""
    calls, house = to_restore(ctx), house_of(ctx)
    if not calls or isinstance(house, Reply) or any(set(ids) & set(but) for _, ids, _ in calls):
        return None
    there = {entity.id: entity for entity in house.entities}
    found = [there[ids[0]] for _, ids, _ in calls if ids[0] in there]
    if not found:
        return None
    verbs = {"" if data else _DONE.get(service) or _DONE.get(service.partition(".")[2], "") for service, _, data in calls}
    phrase = of(found, house).phrase
    verb = verbs.pop() if len(verbs) == 1 else ""
    said = sentence(f"{verb} {phrase}" if verb else f"deixei {phrase} como antes")
    return Reply(said, (CallHome(tuple(calls)),), mentions={BEFORE: {}})
