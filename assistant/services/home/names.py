"""What slots like {area} and {entity} may hold: the names of a house, for the matcher and the recogniser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.language.grammar.lists import Entry, Lists, WordList
from assistant.language.words.phonetics import fold
from assistant.services.home.protocol import Entity, House
from assistant.services.home.usual import rooms, things

SCENES = frozenset(("scene", "script"))
_PLACING = frozenset(("de", "do", "da", "dos", "das", "no", "na", "nos", "nas", "em"))
# Alone these are kinds of devices, not one of them: "a luz" is any light.
_KIND_WORDS = """
    luz luzes lampada lampadas ventilador ventiladores cortina cortinas persiana persianas porta portas janela janelas portao
    tomada tomadas interruptor interruptores temperatura umidade sensor fechadura veneziana toldo iluminacao
"""
_KINDS = frozenset(_KIND_WORDS.split())


def without_place(entity: Entity, name: str) -> str | None:
    """ "Abajur" of "Abajur da Sala", when it stands in the Sala: whoever names the room does not name it twice."""
    if not entity.area:
        return None
    words, area = name.split(), fold(entity.area).split()
    n_words = len(words) - len(area)
    if n_words < 1 or [fold(word) for word in words[n_words:]] != area:
        return None
    while n_words and fold(words[n_words - 1]) in _PLACING:
        n_words -= 1
    if not n_words or (n_words == 1 and fold(words[0]) in _KINDS):
        return None
    return " ".join(words[:n_words])


class HouseLists:
    """The lists of a house; made anew only when a name of it has changed, however often its states do."""

    def __init__(self) -> None:
        self._house: House | None = None
        self._names: tuple | None = None
        self._lists: Lists = {}

    def __call__(self, house: House) -> Lists:
        """ "area", "floor", "entity", "scene" and "person": what is said → the name that is shown; and what there is not: "room"
        and "thing".
        """
        if house is not self._house:
            names = (house.areas, house.floors, [(e.id, e.names, e.area) for e in house.entities])
            if names != self._names:
                self._lists, self._names = lists(house), names
            self._house = house
        return self._lists


def lists(house: House) -> Lists:
    found = {
        "area": _known_by(house.areas),
        "floor": _known_by(house.floors),
        "entity": {},
        "scene": {},
        "person": {},
    }
    for entity in house.entities:
        kind = "scene" if entity.domain in SCENES else "person" if entity.domain == "person" else "entity"
        for name in entity.names:
            found[kind].setdefault(fold(name), (name, entity.names[0]))
    # A name that somebody gave wins over one that we have shortened.
    for entity in house.entities:
        for short in filter(None, (without_place(entity, name) for name in entity.names)):
            found["entity"].setdefault(fold(short), (short, short))
    known = {kind: WordList(Entry(text, value) for text, value in names.values()) for kind, names in found.items()}
    unknown = {"room": rooms(house), "thing": things(house)}
    return {**known, **{kind: WordList(Entry(name, name) for name in names) for kind, names in unknown.items()}}


def _known_by(named: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, str]]:
    return {fold(name): (name, shown) for shown, names in named.items() for name in names}
