"""A house, its people and their lists, for tests of understanding: what slots like {area} may hold."""

from assistant.language.grammar.lists import Entry, Lists, WordList

AREAS = (
    *("Cozinha", "Sala", "Sala de Estar", "Sala de Jantar", "Quarto", "Quarto das Crianças", "Quarto de Hóspedes", "Banheiro"),
    *("Corredor", "Escritório", "Garagem", "Lavanderia", "Varanda", "Entrada", "Jardim", "Área de Serviço"),
)
FLOORS = ("Térreo", "Primeiro Andar", "Segundo Andar", "Rés do Chão")
ENTITIES = (
    *("Luz do Quarto", "Luz da Cozinha", "Luz de Teto", "Abajur", "Cantinho de Leitura", "Exaustor", "Ventilador de Teto"),
    *("Cortina Esquerda", "Porta da Entrada", "Porta da Garagem", "Termostato", "Ar-condicionado", "TV", "Rádio", "Caixa de Som"),
    *("Tomada da Sala", "Aspirador", "Cortador", "Temperatura exterior", "Cafeteira"),
)
SCENES = ("Modo Festa", "Modo Furtivo", "Hora do Filme", "Boa Noite Casa")
PEOPLE = ("Ana", "João", "Maria", "Vovó")
LISTS = ("compras", "tarefas", "mercado", "presentes")
ARTISTS = ("Pink Floyd", "Marisa Monte", "Tom Jobim", "Legião Urbana")
ROOMS, THINGS = ("sótão", "porão", "piscina", "carro"), ("bomba", "lareira", "máquina de lavar")
PLAYLISTS = ("Jantar", "Treino", "Domingo de Manhã")


def household() -> Lists:
    """Values are the names themselves."""
    named = {"area": AREAS, "floor": FLOORS, "entity": ENTITIES, "scene": SCENES, "person": PEOPLE, "list": LISTS}
    named |= {"artist": ARTISTS, "playlist": PLAYLISTS, "room": ROOMS, "thing": THINGS}
    return {kind: WordList(Entry(name, name) for name in names) for kind, names in named.items()}
