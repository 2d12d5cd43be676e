"""What is done to devices, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.language.words.text import sentence
from assistant.services.home.classes import lets_in
from assistant.services.home.protocol import Entity
from assistant.skills.definitions import Context, Reply
from assistant.skills.domains.house import wording
from assistant.skills.domains.house.calls import LETS_IN, Call, CallHome
from assistant.skills.domains.house.meaning import Devices, Wish, meant, remember
from assistant.skills.domains.house.passing import for_a_while
from assistant.skills.domains.house.undoing import BEFORE, remembered


@dataclass(frozen=True, slots=True)
class Action:
    """service: of a domain that has no other. by_domain: of those that have. goal: the state that it leads to, by domain.

    done, ask: "acendi", "acender", by domain.
    """

    service: str
    goal: str
    done: Mapping[str, str]
    ask: Mapping[str, str]
    by_domain: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, str] = field(default_factory=dict)

    def call_for(self, entity: Entity) -> str:
        return self.by_domain.get(entity.domain) or f"{entity.domain}.{self.service}"

    def goal_for(self, entity: Entity) -> str | None:
        return self.goals.get(entity.domain, self.goal) or None


ON = Action(
    "turn_on",
    "on",
    {
        "": "liguei",
        "light": "acendi",
        "cover": "abri",
        "valve": "abri",
        "lock": "tranquei",
        "scene": "ativei",
        "script": "ativei",
    },
    {"": "ligar", "light": "acender", "cover": "abrir", "valve": "abrir", "lock": "trancar"},
    {
        "cover": "cover.open_cover",
        "valve": "valve.open_valve",
        "lock": "lock.lock",
        "vacuum": "vacuum.start",
        "lawn_mower": "lawn_mower.start_mowing",
        "button": "button.press",
        "input_button": "input_button.press",
    },
    {
        **{"cover": "open", "valve": "open", "lock": "locked", "vacuum": "cleaning", "lawn_mower": "mowing", "climate": ""},
        **{"media_player": "", "scene": "", "script": "", "button": "", "input_button": ""},
    },
)
OFF = Action(
    "turn_off",
    "off",
    {"": "desliguei", "light": "apaguei", "cover": "fechei", "valve": "fechei", "lock": "destranquei"},
    {"": "desligar", "light": "apagar", "cover": "fechar", "valve": "fechar", "lock": "destrancar"},
    {
        "cover": "cover.close_cover",
        "valve": "valve.close_valve",
        "lock": "lock.unlock",
        "vacuum": "vacuum.return_to_base",
        "lawn_mower": "lawn_mower.dock",
    },
    {"cover": "closed", "valve": "closed", "lock": "unlocked", "vacuum": "docked", "lawn_mower": "docked"},
)
# A door is opened by unlocking it and closed by closing it; neither word says it of a lamp.
OPENED = replace(
    ON,
    done={**ON.done, "lock": "destranquei"},
    ask={**ON.ask, "lock": "destrancar"},
    by_domain={**ON.by_domain, "lock": "lock.unlock"},
    goals={**ON.goals, "lock": "unlocked"},
)
CLOSED = replace(
    OFF,
    done={**OFF.done, "lock": "tranquei"},
    ask={**OFF.ask, "lock": "trancar"},
    by_domain={**OFF.by_domain, "lock": "lock.lock"},
    goals={**OFF.goals, "lock": "locked"},
)


def switched(ctx: Context, wish: Wish, actions: tuple[Action, Action], intent: str, for_s: int | None = None) -> Reply:
    """What `intent` of the skill answers to a wish to switch something.

    actions: what is done, and what undoes it, which is done `for_s` later where that is said.
    """
    action, undo = actions
    devices = meant(ctx, wish, action.goal)
    reply = devices if isinstance(devices, Reply) else switch(devices, action)
    if for_s is not None and isinstance(devices, Devices):
        reply = for_a_while(reply, for_s, f"{undo.ask.get(devices.entities[0].domain, undo.ask[''])} {devices.phrase}")
    if reply.effects and isinstance(devices, Devices):
        reply = replace(reply, mentions={**reply.mentions, **devices.among_all(ctx)})
    slots = {"name": wish.name, "area": wish.area, "floor": wish.floor}
    return remember(reply, intent, **slots, domain=wish.domain, device_class=wish.device_class)


def switch(devices: Devices, action: Action) -> Reply:
    """Do it to those that are not so already; ask first where it lets people in."""
    able = [entity for entity in devices.entities if entity.domain not in ("sensor", "binary_sensor", "person")]
    if not able:
        return Reply(sentence(f"Não dá para {action.ask['']} {devices.phrase}"), mentions=devices.mentions)
    if unavailable := silent(devices):
        return unavailable
    left = [entity for entity in able if action.goal_for(entity) is None or entity.state != action.goal_for(entity)]
    domain = able[0].domain
    if not left and devices.reached:
        verb = "estão" if devices.is_plural else "está"
        state = wording.state_word(domain, action.goal_for(able[0]) or "")
        state = wording.agreed(state, devices.is_feminine, devices.is_plural)
        return Reply(sentence(f"{devices.phrase} já {verb} {state}"), mentions=devices.mentions)
    calls = grouped(left or able, action.call_for)
    verbs = {e.domain if e.domain in action.done else "" for e in able}
    verb = verbs.pop() if len(verbs) == 1 else ""
    done = sentence(f"{action.done[verb]} {devices.phrase}")
    if any(lets_in(entity, action.call_for(entity)) for entity in left or able):
        asked = f"Quer mesmo {action.ask.get(verb, action.ask[''])} {devices.phrase}?"
        return Reply(asked, confirms=(CallHome(calls, LETS_IN),), confirmed=done, mentions=devices.mentions | {BEFORE: {}})
    return Reply(done, (CallHome(calls),), mentions=devices.mentions | remembered(left or able))


def silent(devices: Devices) -> Reply | None:
    """When none of them can be reached by the house itself."""
    if devices.reached and all(entity.state == "unavailable" for entity in devices.entities):
        verb = "estão" if devices.is_plural else "está"
        return Reply(sentence(f"{devices.phrase} não {verb} respondendo"), mentions=devices.mentions)
    return None


def told(devices: Devices, calls: Iterable[Call], done: str) -> Reply:
    """A reply that does something else than switching. done: "coloquei … em cinquenta por cento"."""
    calls = tuple(calls)
    risky = any(lets_in(e, service) for service, ids, _ in calls for e in devices.entities if e.id in ids)
    if risky:
        return Reply(
            f"Quer mesmo mexer n{devices.phrase}?",
            confirms=(CallHome(calls, LETS_IN),),
            confirmed=sentence(done),
            mentions=devices.mentions | {BEFORE: {}},
        )
    told_ids = {entity_id for _, ids, _ in calls for entity_id in ids}
    before = remembered(entity for entity in devices.entities if entity.id in told_ids)
    return silent(devices) or Reply(sentence(done), (CallHome(calls),), mentions=devices.mentions | before)


def grouped(
    entities: Sequence[Entity], service: Callable[[Entity], str], data: Callable[[Entity], Mapping[str, Any]] = lambda e: {}
) -> tuple[Call, ...]:
    """One call for all that are told the same."""
    found: dict[tuple, tuple[list[str], Mapping[str, Any]]] = {}
    for entity in entities:
        wanted = data(entity)
        found.setdefault((service(entity), tuple(sorted(wanted.items()))), ([], wanted))[0].append(entity.id)
    return tuple((key[0], tuple(ids), dict(wanted)) for key, (ids, wanted) in found.items())
