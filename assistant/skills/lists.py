"""Which list somebody means and what stands on it, how it is called, and what replies do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.language.announcements import is_plural, of_name
from assistant.language.quantities import items
from assistant.language.quantities.items import Thing
from assistant.language.words.phonetics import phonetic
from assistant.skills.definitions import Context
from assistant.skills.effects import World
from assistant.store import Item, ListInfo

SHOPPING, TASKS = "compras", "tarefas"
SAME_ITEM, SAME_LIST = 86, 88
_ALSO = {
    SHOPPING: "compra supermercado mercado feira mercearia",
    TASKS: "tarefa afazer afazeres pendencia coisa a fazer; coisa para fazer; coisa pra fazer; coisa por fazer; fazer; dever",
}


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

    def where(self) -> str:
        """ "na lista de compras", "na sua lista de tarefas"."""
        return f"na {'sua ' if self.owner else ''}{self.called}"


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
