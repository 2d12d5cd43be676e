"""Forms in which a verb tells of something and commands nothing: "acendeu", "apagava", "abriria", "fechando", "ligada".

None of them may be taken for the imperative, however alike they sound: whoever says that the gate was closed does not want it
closed.
"""

from __future__ import annotations

import re

from assistant.language.words.phonetics import fold

_VERBS = """
    acender apagar ligar desligar ativar desativar acionar abrir fechar trancar destrancar levantar erguer baixar abaixar subir
    descer aumentar diminuir reduzir esquentar esfriar aquecer refrescar mudar trocar alterar ajustar regular colocar botar
    deixar iniciar começar cancelar parar pausar interromper continuar limpar aspirar varrer cortar tocar pular adicionar
    acrescentar incluir anotar tirar remover excluir marcar desmarcar riscar criar programar agendar adiar lembrar avisar
    acordar despertar silenciar falar contar
"""
_ENDINGS = {
    "ar": "ei ou aram amos ava avam avamos aria ariam arei aremos ando",
    "er": "i eu eram emos ia iam iamos eria eriam erei eremos endo",
    "ir": "i iu iram imos ia iam iamos iria iriam irei iremos indo",
}
_PARTICIPLES = {"ar": "ado ada ados adas", "er": "ido ida idos idas", "ir": "ido ida idos idas"}
_COMMANDS = frozenset(("diminui", "inclui"))
"""As they are spelled without accents, commands are such too."""
_IRREGULAR = "comecei pus pos puseram punha punham poria poriam pondo fiz fez fizeram tinha tinham teve tiveram"
_IRREGULAR_PARTICIPLES = "aberto aberta abertos abertas aceso acesa acesos acesas posto posta postos postas"


def _forms(endings: dict[str, str]) -> set[str]:
    found = set()
    for verb in map(fold, _VERBS.split()):
        for ending in endings[verb[-2:]].split():
            # The spelling that keeps the sound: apag-ar, apagu-ei; toc-ar, toqu-ei.
            stem = re.sub("c$", "qu", re.sub("g$", "gu", verb[:-2])) if ending == "ei" else verb[:-2]
            found.add(stem + ending)
    return found - _COMMANDS


FINITE = frozenset(_forms(_ENDINGS) | set(_IRREGULAR.split()))
"""Folded. Of these a sentence cannot be rid: who did it, or was doing it, is what it says."""
TELLING = FINITE | _forms(_PARTICIPLES) | set(_IRREGULAR_PARTICIPLES.split())
"""Folded."""


def is_another_form(heard: str, word: str) -> bool:
    """Whether `heard` tells of something where `word` does not. heard: folded."""
    return heard in TELLING and fold(word) not in TELLING
