"""Which list somebody means and what stands on it, how it is called, and what replies do to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.language.announcements import is_plural, of_name
from assistant.language.quantities import items
from assistant.language.quantities.items import Thing
from assistant.language.words.phonetics import phonetic
from assistant.language.words.text import tokenize
from assistant.skills.definitions import Context
from assistant.skills.domains.list_words import GOODS
from assistant.skills.domains.personal import UNTOLD, is_kept_back
from assistant.skills.effects import World
from assistant.store import Item, ListInfo

SHOPPING, TASKS = "compras", "tarefas"
LAST, THEM = "lista", "itens"
"""Under what the conversation remembers the list that it is about, and what was added to it."""
_IT = frozenset(("isso", "isto", "esse", "essa", "esses", "essas", "ele", "ela", "eles", "elas"))
_SAID_WHERE = re.compile(
    r"(?P<item>.+) (?:(?:na|à|a|em|da|de) (?P<minha>minha )?(?:nossa )?lista(?: d[eao]s? (?P<lista>.+))?"
    r"|(?:nas|às|das) (?:minhas )?(?P<usual>compras|tarefas))"
)
LISTS_UNTOLD = f"As listas {UNTOLD}"
SAME_ITEM, SAME_LIST = 86, 88
_ALSO = {
    SHOPPING: "compra supermercado mercado feira mercearia",
    TASKS: "tarefa afazer afazeres pendencia coisa a fazer; coisa para fazer; coisa pra fazer; coisa por fazer; fazer; dever",
}


def said_where(item: str, lista: str | None, dono: str | None) -> tuple[str, str | None, str | None]:
    """The follow-up that said it all again: "põe gelo na lista da festa", when a list is spoken of already."""
    said = _SAID_WHERE.fullmatch(item)
    return (said["item"], said["lista"] or said["usual"], "eu" if said["minha"] else None) if said else (item, lista, dono)


def list_key(name: str) -> str:
    """The form in which "Compras" and "compra" are the same list."""
    return items.key(name)


_MEANING = {
    list_key(other): own
    for own, others in _ALSO.items()
    for other in (*others.split(";"), *others.replace(";", " ").split())
    if len(other.strip()) > 1
}


@dataclass(frozen=True, slots=True)
class Place:
    """A list, which may not be there yet. found: as it is kept."""

    name: str
    owner: str = ""
    found: ListInfo | None = None

    @property
    def called(self) -> str:
        """ "lista de compras", "lista da festa"; of a person: "sua lista de tarefas"."""
        first = self.name.split()[0] if self.name else ""
        return f"lista {f'de {self.name}' if is_plural(first) else of_name(self.name)}"

    @property
    def is_usual(self) -> bool:
        """The shopping and the tasks are always there, if only empty."""
        return list_key(self.name) in {list_key(SHOPPING), list_key(TASKS)}

    @property
    def mentions(self) -> dict[str, str | None]:
        return {LAST: self.name, "dono": "eu" if self.owner else None}

    def where(self) -> str:
        """ "na lista de compras", "na sua lista de tarefas"."""
        return f"na {'sua ' if self.owner else ''}{self.called}"


def spoken_of(ctx: Context, dono: str | None) -> tuple[str | None, str | None]:
    """The list that the conversation is about, when nobody said "lista" or "comprar": "mais gelo", "o que tem nela"."""
    last = ctx.topic.mentions.get(LAST) if ctx.topic else None
    if last is None or any(word in ctx.heard.lower() for word in ("lista", "compr")):
        return None, dono
    return last, dono or ctx.topic.mentions.get("dono")


def those(ctx: Context, item: str) -> list[str] | None:
    """What "isso", "ele" stands for: what was added last."""
    return ctx.topic.mentions.get(THEM) if ctx.topic and item in _IT else None


def as_written(heard: str, item: str) -> str:
    """The part of what was said that became the item, with its commas."""
    tokens, wanted = tokenize(heard), item.split()
    for at in range(len(tokens) - len(wanted) + 1):
        if [token.text for token in tokens[at : at + len(wanted)]] == wanted:
            return heard[tokens[at].start : tokens[at + len(wanted) - 1].end]
    return item


def place(ctx: Context, name: str | None, mine: bool) -> Place:
    """The list of a name, the shopping when none was said: everybody's, or the speaker's own when "minha" was said."""
    there = [it for it in ctx.store.lists() if it.owner in {"", ctx.speaker or ""}]
    wanted = list_key(name or SHOPPING)
    found = [it for it in there if it.key == wanted] or [it for it in there if _sounds(it.name, name or SHOPPING)]
    if not found and (usual := _MEANING.get(wanted)) and usual != name:
        return place(ctx, usual, mine)
    owner = (ctx.speaker or "") if mine else ""
    best = next((it for it in found if it.owner == owner), None)
    if best is None and found and not (mine and ctx.speaker):
        best = found[0]
    if best is not None:
        return Place(best.name, best.owner, best)
    return Place(name or SHOPPING, owner)


def kept_back(ctx: Context, where: Place, mine: bool) -> str | None:
    """What is said to somebody who asks for a list of their own and is not recognised: another's is not told, and everybody's
    is not what they mean."""
    owners = [it.owner for it in ctx.store.lists() if it.key == list_key(where.name)]
    return LISTS_UNTOLD if mine and is_kept_back(ctx, owners) else None


def _sounds(one: str, other: str) -> bool:
    return fuzz.ratio(phonetic(one), phonetic(other)) >= SAME_LIST


def meant(there: Sequence[Item], text: str) -> list[Item]:
    """What of a list a text means: the same, what sounds like it, or the only thing with that word in it."""
    wanted = items.key(items.parse(text).text)
    if exact := [it for it in there if it.key == wanted]:
        return exact
    sound = phonetic(wanted)
    if close := [it for it in there if fuzz.ratio(phonetic(it.key), sound) >= SAME_ITEM]:
        return close[:1]
    return [it for it in there if set(wanted.split()) <= set(it.key.split())]


def instead_of(ctx: Context, where: Place) -> list[Item]:
    """What "não, feijão" takes off the list again: what was put on it just before."""
    last = ctx.topic.mentions.get(THEM) if ctx.topic and ctx.heard.lower().startswith("não") else None
    keys = {items.key(text) for text in last or ()}
    return [it for it in ctx.store.items(where.found.id) if it.key in keys] if keys and where.found else []


def just_added(ctx: Context) -> list[Item]:
    """What was put on the list that is spoken of, and still stands there."""
    last = ctx.topic.mentions if ctx.topic else {}
    where = place(ctx, last.get(LAST), last.get("dono") == "eu")
    keys = {items.key(text) for text in last.get(THEM) or ()}
    return [it for it in ctx.store.items(where.found.id) if it.key in keys] if keys and where.found else []


def is_only_said(ctx: Context, things: Sequence[Thing]) -> bool:
    """ "Tenho que comprar um carro novo um dia" is a wish for a list only where they are things of the kind."""
    words = {token.folded for token in tokenize(ctx.heard)}
    known = {items.key(text) for text in GOODS} | {items.key(text) for text in ctx.store.names().items}
    return "comprar" in words and not words & {"lista", "listas"} and not all(items.key(it.text) in known for it in things)


def says_all(heard: str) -> bool:
    """ "Apaga a lista da festa" é a lista mesma; "limpa a lista" e "apaga tudo da lista", o que está nela."""
    words = {token.folded for token in tokenize(heard)}
    return not words & {"tudo", "todos", "todas"} and not any(word.startswith(("limp", "esvazi", "zer")) for word in words)


def spoken(it: Item) -> str:
    return items.speak(Thing(it.text, it.quantity, it.unit))


@dataclass(frozen=True, slots=True)
class AddItems:
    name: str
    owner: str
    items: tuple[Item, ...] = ()

    def run(self, world: World) -> None:
        list_id = world.store.add_list(self.name, list_key(self.name), self.owner)
        if self.items:
            world.store.add_items(list_id, self.items)


@dataclass(frozen=True, slots=True)
class RemoveItems:
    ids: tuple[int, ...]

    def run(self, world: World) -> None:
        world.store.remove_items(self.ids)


@dataclass(frozen=True, slots=True)
class ClearList:
    """forget: the list itself too."""

    list_id: int
    forget: bool = False

    def run(self, world: World) -> None:
        if self.forget:
            world.store.remove_list(self.list_id)
        else:
            world.store.clear_list(self.list_id)
