"""From what was captured to devices: which are meant, how they are called in the answer, or why none is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.language.words.phonetics import fold
from assistant.language.words.text import tokenize
from assistant.services.home.protocol import Entity, House
from assistant.skills.definitions import Context, Reply
from assistant.skills.domains.house import wording
from assistant.skills.domains.house.finding import EVERYTHING, named, of_kind
from assistant.skills.domains.house.wording import NOUNS, in_the, is_feminine, of_the, the

NOT_CONFIGURED = (
    "Ainda não conheço a sua casa: coloque o endereço do Home Assistant, ou do MQTT, na seção home do arquivo de configuração."
)
UNREACHED = "Não consigo falar com a casa agora."
WHICH_ROOM = "De qual cômodo?"
DEVICES, AGAIN, TOGETHER = "casa", "casa_de_novo", "casa_juntos"
"""Under what names the conversation remembers the devices that it is about, what was wished for them, and all that were told."""
_MANY = frozenset(("todas", "todos", "tudo", "lado"))
_LAMPS = frozenset(("luzes", "lampadas", "candeeiros", "interruptores", "tomadas"))
_HERE = frozenset(("aqui", "daqui", "neste", "nesta", "nesse", "nessa"))


@dataclass(frozen=True, slots=True)
class Wish:
    """What was captured of what is meant."""

    name: str | None = None
    area: str | None = None
    floor: str | None = None
    domain: str | None = None
    device_class: str | None = None

    @property
    def noun(self) -> str | None:
        noun = self.device_class or self.domain
        return noun if noun in NOUNS else None

    @property
    def place(self) -> str | None:
        return self.area or self.floor


@dataclass(frozen=True, slots=True)
class Devices:
    """entities: at least one. phrase: "as luzes da sala". noun: their kind, None for what was called by its name."""

    entities: tuple[Entity, ...]
    phrase: str
    is_feminine: bool
    is_plural: bool
    noun: str | None
    reached: bool

    @property
    def of_phrase(self) -> str:
        """ "da luz da sala e do abajur"."""
        return re.sub(r"(^|, | e )(?=(?:[ao]s?|tudo) )", r"\1d", self.phrase)

    @property
    def mentions(self) -> dict[str, Any]:
        return {DEVICES: [entity.id for entity in self.entities]}

    def among_all(self, ctx: Context) -> dict[str, Any]:
        """These with those that were told something before, which "apaga tudo" means too."""
        before = ctx.topic.mentions.get(TOGETHER, ()) if ctx.topic else ()
        return {TOGETHER: list(dict.fromkeys((*before, *(entity.id for entity in self.entities))))}


def house_of(ctx: Context) -> House | Reply:
    home = ctx.services.home
    if home is None:
        return Reply(NOT_CONFIGURED)
    house = home.house()
    return Reply(UNREACHED) if not house.entities and not house.reached else house


def meant(ctx: Context, wish: Wish, goal: str | None = None) -> Devices | Reply:
    """goal: the state that is wished for: "apaga a luz" means the room in which one is on."""
    house = house_of(ctx)
    if isinstance(house, Reply):
        return house
    if wish.name:
        return _by_name(house, wish)
    if wish.domain or wish.device_class:
        return _by_kind(ctx, house, wish, goal)
    mentioned = None if wish.place else mentioned_in(ctx, house)
    return mentioned or Reply("O quê?")


def _by_name(house: House, wish: Wish) -> Devices | Reply:
    found = named(house, wish.name, wish.area, wish.floor)
    if not found and not house.is_whole:
        return Reply(UNREACHED)
    if not found:
        where = f" {in_the(wish.place)}" if wish.place and named(house, wish.name) else ""
        return Reply(f"Não conheço {the(wish.name)}{where}." if where else f"Não conheço nada chamado {wish.name}.")
    areas = sorted({entity.area for entity in found if entity.area})
    if len(found) > 1 and len(areas) > 1 and not wish.place:
        some = [f"{wording.article(wish.name)} {of_the(area)}" for area in areas]
        return Reply(f"Qual: {' ou '.join((', '.join(some[:-1]), some[-1]))}?", asks="area")
    return of(found, house)


def of(found: Sequence[Entity], house: House) -> Devices:
    """Devices by their own names."""
    names = list(dict.fromkeys(entity.names[0] for entity in found))
    phrase = the(names[0]) if len(names) == 1 else wording.enumerated(names)
    feminine = all(is_feminine(name) for name in names)
    plural = len(names) > 1 or wording.is_plural(names[0])
    return Devices(tuple(found), phrase, feminine, plural, None, house.reaches(found))


def _by_kind(ctx: Context, house: House, wish: Wish, goal: str | None) -> Devices | Reply:
    found = _kind(ctx, house, wish)
    if not found and not house.is_whole:
        return Reply(UNREACHED)
    if not found:
        return Reply(f"Não conheço {none_of(wish)}{' ' + in_the(wish.place) if wish.place else ''}.")
    if len(found) == 1:
        return of(found, house)
    words = {token.folded for token in tokenize(ctx.heard)}
    plurals = (
        _MANY | ({fold(NOUNS[wish.noun][1].split()[0])} if wish.noun else set()) | (_LAMPS if wish.domain == "light" else set())
    )
    if not wish.place and (not words & plurals or words & _HERE):
        if goal:
            found = [e for e in found if e.state not in (goal, "unavailable")] or found
        if len({entity.area for entity in found}) > 1:
            # What nobody would carry out is not asked about.
            there = any(house.reaches([entity]) for entity in found)
            return Reply(WHICH_ROOM, asks="area") if there else Reply(UNREACHED)
    return several(found, house, wish)


def several(found: Sequence[Entity], house: House, wish: Wish) -> Devices:
    """All of a kind: "as luzes da sala"."""
    noun = wish.noun
    if wish.domain == EVERYTHING and len(found) > 1:
        where = f" {in_the(wish.place)}" if wish.place else ""
        return Devices(tuple(found), f"tudo{where}", False, False, None, house.reaches(found))
    if len(found) == 1 or noun is None:
        return of(found, house)
    areas = {entity.area for entity in found}
    place = wish.place or (areas.pop() if len(areas) == 1 else None)
    phrase = wording.group(noun, f" {of_the(place)}" if place else "")
    return Devices(tuple(found), phrase, is_feminine(NOUNS[noun][0]), True, noun, house.reaches(found))


def _kind(ctx: Context, house: House, wish: Wish) -> list[Entity]:
    """An "interruptor" is a light to Home Assistant's sentences; here it is a switch where there is one."""
    where = (wish.area, wish.floor)
    if wish.domain == "light" and {"interruptor", "interruptores", "tomada", "tomadas"} & {
        token.folded for token in tokenize(ctx.heard)
    }:
        return of_kind(house, "switch", None, *where) or of_kind(house, "light", None, *where)
    domain = None if wish.device_class else wish.domain
    return of_kind(house, domain, wish.device_class, *where)


def none_of(wish: Wish) -> str:
    """ "nenhuma luz"."""
    if not wish.noun:
        return "nenhum aparelho assim"
    noun = NOUNS[wish.noun][0]
    return f"nenhum{'a' if is_feminine(noun) else ''} {noun}"


def mentioned_in(ctx: Context, house: House) -> Devices | None:
    """What "ela", "isso" stands for."""
    mentions = ctx.topic.mentions if ctx.topic else {}
    is_all = _MANY & {token.folded for token in tokenize(ctx.heard)}
    ids = mentions.get(TOGETHER if is_all and TOGETHER in mentions else DEVICES, ())
    found = [entity for entity in house.entities if entity.id in set(ids)]
    return of(found, house) if found else None


def again(ctx: Context, wish: Wish) -> Wish:
    """What is meant now by a wish that says only what is different: "e a do quarto?"."""
    before = ctx.topic.mentions.get(AGAIN, {}) if ctx.topic else {}
    slots = before.get("slots", {})
    if wish.name or wish.domain or wish.device_class or not wish.place:
        return wish
    kept = replace(wish, domain=slots.get("domain"), device_class=slots.get("device_class"))
    if kept.noun is None and not isinstance(house := house_of(ctx), Reply) and (devices := mentioned_in(ctx, house)):
        entity = devices.entities[0]
        is_cover = entity.domain == "cover" and entity.device_class in NOUNS
        kept = replace(kept, domain=entity.domain, device_class=entity.device_class if is_cover else None)
    return kept


def pointed(ctx: Context, wish: Wish, by_pronoun: bool) -> Wish:
    """What a follow-up means: "fecha" and "fecha ela" what was spoken of, "apaga a da varanda" the like of it."""
    bare = not (wish.name or wish.place or wish.device_class)
    if by_pronoun or (bare and wish.domain == "cover"):
        return Wish()
    return again(ctx, replace(wish, domain=None)) if wish.domain == "cover" and wish.place and not wish.name else again(ctx, wish)


def remember(reply: Reply, intent: str, **slots: Any) -> Reply:
    """The reply, with what was wished for among what it mentions, so that "e a do quarto?" can be understood."""
    wished = {AGAIN: {"intent": intent, "slots": {key: value for key, value in slots.items() if value is not None}}}
    return replace(reply, mentions={**reply.mentions, **wished})
