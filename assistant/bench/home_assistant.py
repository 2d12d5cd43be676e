"""Home Assistant's own test sentences for Brazilian Portuguese, and what our skills should make of each.

Strategy: the names of the house that a table of sentences speaks of are the names in its slots; they become the lists that a
running house would give. An intent of theirs is one of several functions of ours; a slot of theirs has a slot of ours, whose
value is compared in a plain form. More slots than theirs do no harm: ours say what is switched on where theirs leave it open.
Source of the sentences: OHF-Voice/intents, CC-BY-4.0.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from assistant.language.grammar.lists import Entry, Lists, WordList
from assistant.language.understanding.matching import Match
from assistant.language.words.phonetics import fold

FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "HassBroadcast": ("anuncio.anuncia",),
    "HassCancelAllTimers": ("temporizador.cancela_todos",),
    "HassCancelTimer": ("temporizador.cancela",),
    "HassClimateGetTemperature": ("casa.clima_pergunta",),
    "HassClimateSetTemperature": ("casa.clima_ajusta",),
    "HassDecreaseTimer": ("temporizador.diminui",),
    "HassFanSetSpeed": ("casa.ventilador",),
    "HassGetCurrentDate": ("data.hoje", "data.que_dia"),
    "HassGetCurrentTime": ("horas.diz_as_horas",),
    "HassGetState": ("casa.estado", "casa.clima_pergunta"),
    "HassGetWeather": ("clima.previsao",),
    "HassIncreaseTimer": ("temporizador.aumenta",),
    "HassLawnMowerDock": ("casa.cortador_volta",),
    "HassLawnMowerStartMowing": ("casa.cortador_inicia",),
    "HassLightSet": ("casa.luz",),
    "HassListAddItem": ("lista.adiciona",),
    "HassListCompleteItem": ("lista.remove",),
    "HassListRemoveItem": ("lista.remove",),
    "HassMediaNext": ("musica.proxima",),
    "HassMediaPause": ("musica.pausa",),
    "HassMediaPlayerMute": ("volume.muda_mudo",),
    "HassMediaPlayerUnmute": ("volume.tira_mudo",),
    "HassMediaPrevious": ("musica.anterior",),
    "HassMediaSearchAndPlay": ("musica.toca",),
    "HassMediaUnpause": ("musica.continua",),
    "HassNevermind": ("parar.para",),
    "HassPauseTimer": ("temporizador.pausa",),
    "HassRespond": ("ajuda.", "saudacao.", "piada.", "quem_sou_eu."),
    "HassSetPosition": ("casa.posicao",),
    "HassSetVolume": ("volume.ajusta",),
    "HassSetVolumeRelative": ("volume.muda",),
    "HassShoppingListAddItem": ("lista.adiciona",),
    "HassShoppingListCompleteItem": ("lista.remove",),
    "HassStartTimer": ("temporizador.inicia",),
    "HassTimerStatus": ("temporizador.quanto_falta",),
    "HassTurnOff": ("casa.desliga", "casa.cena"),
    "HassTurnOn": ("casa.liga", "casa.cena"),
    "HassUnpauseTimer": ("temporizador.continua",),
    "HassVacuumCleanArea": ("casa.aspirador_inicia",),
    "HassVacuumReturnToBase": ("casa.aspirador_volta",),
    "HassVacuumStart": ("casa.aspirador_inicia",),
}
"""By intent of theirs, the functions that do the same; one that ends in "." is every function of that skill."""

_SLOTS = {
    "message": "mensagem",
    "item": "item",
    "search_query": "busca",
    "media_class": "tipo",
    "volume_level": "volume",
    "volume_step": "passo",
    "conversation_command": "comando",
}
_NAMES = {"HassGetWeather": "lugar", "HassListAddItem": "lista", "HassListCompleteItem": "lista", "HassListRemoveItem": "lista"}
SAME_WORDS = 65
"""Per cent of the letters; a text heard with an error in every tenth letter keeps some 80."""
_UNITS = (("hours", 3600), ("minutes", 60), ("seconds", 1))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of theirs. `of`: the file of their tests that it is from; it tells a scene from a device."""

    text: str
    intent: str
    slots: Mapping[str, Any]
    of: str

    @property
    def is_timer(self) -> bool:
        return "Timer" in self.intent

    @property
    def wanted(self) -> dict[str, Any]:
        """Our slots."""
        timer_name = "nome" if self.is_timer else _NAMES.get(self.intent, "name")
        found: dict[str, Any] = {}
        for name, value in self.slots.items():
            if not name.endswith(("hours", "minutes", "seconds")):
                found[timer_name if name == "name" else _SLOTS.get(name, name)] = value
        changes = self.intent in {"HassIncreaseTimer", "HassDecreaseTimer"}
        for prefix, ours in (("", "quanto" if changes else "duracao"), ("start_", "duracao")):
            if seconds := sum(self.slots.get(prefix + unit, 0) * size for unit, size in _UNITS):
                found[ours] = seconds
        return found

    def is_understood(self, commands: Iterable[Match]) -> bool:
        """Whether it is one command, of the right function, with at least the right slots."""
        matches = list(commands)
        if len(matches) != 1:
            return False
        match = matches[0]
        if not any(match.intent == name or (name[-1] == "." and match.intent.startswith(name)) for name in self.functions):
            return False
        return all(_is_same(match, name, value) for name, value in self.wanted.items())

    @property
    def functions(self) -> tuple[str, ...]:
        return FUNCTIONS.get(self.intent, ())


def _is_same(match: Match, name: str, value: object) -> bool:
    """What anybody may say cannot be mended where it was misheard: "pitsa" is right when it stands for "pizza"."""
    found = match.slots.get(name)
    if name in match.free and isinstance(found, str):
        return fuzz.ratio(fold(found), fold(str(value))) >= SAME_WORDS
    return _plain(found) == _plain(value)


def _plain(value: object) -> object:
    """As it is compared: without case and accents; 50 is 50.0."""
    if isinstance(value, str):
        return fold(value).strip()
    return float(value) if isinstance(value, int | float) else value


def read(path: Path) -> list[Sentence]:
    """Of a table with the columns intent, sentence, slots, file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [Sentence(row["sentence"], row["intent"], json.loads(row["slots"]), row.get("file") or "") for row in rows]


def house_of(sentences: Iterable[Sentence]) -> Lists:
    """The names that these sentences speak of, as the lists of a running house."""
    names: dict[str, dict[str, None]] = {kind: {} for kind in ("area", "floor", "entity", "scene", "person", "list")}
    for sentence in sentences:
        for kind in ("area", "floor"):
            if name := sentence.slots.get(kind):
                names[kind][name] = None
        name = sentence.slots.get("name")
        if name and (kind := _kind_of_name(sentence)):
            names[kind][name] = None
    names["list"] |= {"compras": None}
    return {kind: WordList(Entry(name, name) for name in found) for kind, found in names.items()}


def _kind_of_name(sentence: Sentence) -> str | None:
    """The list that a name belongs to; None for what anybody may say: a timer's name, a town."""
    if sentence.is_timer or sentence.intent == "HassGetWeather":
        return None
    if sentence.intent in _NAMES:
        return "list"
    if sentence.of.endswith(("scene.yaml", "script.yaml")):
        return "scene"
    is_person = sentence.intent == "HassGetState" and sentence.of.endswith(("where.yaml", "zone.yaml"))
    return "person" if is_person else "entity"
