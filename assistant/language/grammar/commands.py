"""Commands inside a sentence: what somebody wants done later ("ligar a luz daqui a uma hora"), by the verb it begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.language.words.phonetics import fold, phonetic, verb_stem
from assistant.language.words.text import Token

MAX_WORDS = 20
_VERBS = (
    "ligar desligar acender apagar abrir fechar trancar destrancar travar destravar subir baixar abaixar aumentar diminuir"
    " reduzir ajustar mudar trocar regular ativar desativar iniciar começar parar pausar continuar tocar aspirar varrer cortar"
    " regar esquentar esfriar aquecer resfriar deixar colocar botar pôr silenciar anunciar falar dizer ler repetir adicionar"
    " incluir remover tirar limpar enviar mandar executar rodar disparar religar escurecer clarear avançar voltar"
)
_STEMS = frozenset(verb_stem(verb) or fold(verb) for verb in _VERBS.split()) | {"poe"}

# "Remove do temporizador em uma hora" is about the timer itself, done at once.
_TIMER_WORDS = "timer timers taimer taimers temporizador temporizadores alarme alarmes cronômetro cronômetros"
_TIMERS = frozenset(phonetic(word) for word in _TIMER_WORDS.split())
_TO_TIMERS = {"do", "ao", "no"}


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, text) of a command that begins at token `at`: a verb, and what is to be done it to."""
    if at >= len(tokens) or (verb_stem(tokens[at].text) or tokens[at].folded) not in _STEMS:
        return
    if at + 1 < len(tokens) and tokens[at + 1].folded in _TO_TIMERS:
        return
    for end in range(at + 2, min(len(tokens), at + MAX_WORDS) + 1):
        if tokens[end - 1].sound in _TIMERS:
            return
        yield end, " ".join(token.text for token in tokens[at:end])
