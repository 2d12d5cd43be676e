"""Rooms and devices that many houses have, and this one may not: understood all the same, so that this can be said."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.language.words.phonetics import fold
from assistant.services.home.protocol import House

_ROOMS = """
    banheiro, cozinha, sala, sala de estar, sala de jantar, sala de TV, quarto, quarto das crianças, quarto do bebê,
    quarto de hóspedes, quarto do casal, suíte, escritório, garagem, varanda, sacada, lavanderia, área de serviço, corredor, hall,
    entrada, escada, jardim, quintal, piscina, churrasqueira, sótão, porão, closet, despensa, lavabo, terraço, copa, edícula,
    carro, rua, oficina, biblioteca, ateliê, academia, adega, laje
"""
_THINGS = """
    abajur, luminária, lustre, bomba, bomba d'água, bomba da piscina, lareira, forno, fogão, micro-ondas, geladeira, freezer,
    máquina de lavar, máquina de lavar louça, lava-louças, secadora, cafeteira, chaleira, torradeira, liquidificador, chuveiro,
    banheira, hidromassagem, irrigação, computador, impressora, roteador, projetor, umidificador, desumidificador, purificador,
    campainha, câmera, câmeras, árvore de natal, pisca-pisca, fonte, aquário, cerca elétrica, sauna, coifa
"""


def rooms(house: House) -> list[str]:
    """Without those that begin as a room of this house does: "quarto" where there is a "Quarto do Casal"."""
    return _others(_ROOMS, (name for names in (*house.areas.values(), *house.floors.values()) for name in names))


def things(house: House) -> list[str]:
    return _others(_THINGS, (name for entity in house.entities for name in entity.names))


def _others(listed: str, known: Iterable[str]) -> list[str]:
    there = tuple(f"{fold(name)} " for name in known)
    names = (" ".join(name.split()) for name in listed.split(","))
    return [name for name in names if not any(known.startswith(f"{fold(name)} ") for known in there)]
