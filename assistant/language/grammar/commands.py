"""Commands inside a sentence: what somebody wants done later ("ligar a luz daqui a uma hora"), by the verb it begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.language.words.by_ear import whole_cost
from assistant.language.words.everyday import EVERYDAY
from assistant.language.words.phonetics import fold, phonetic, verb_stem
from assistant.language.words.text import Token

MAX_WORDS = 20
_VERBS = (
    "ligar desligar acender apagar abrir fechar trancar destrancar travar destravar subir baixar abaixar aumentar diminuir"
    " reduzir ajustar mudar trocar regular ativar desativar iniciar começar parar pausar continuar tocar aspirar varrer cortar"
    " regar esquentar esfriar aquecer resfriar deixar colocar botar pôr silenciar anunciar falar dizer ler repetir adicionar"
    " incluir remover tirar limpar enviar mandar executar rodar disparar religar escurecer clarear avançar voltar"
)
_VERB_FORMS = tuple(form for verb in _VERBS.split() if len(verb) > 3 for form in (verb, verb[:-1]))
_STEMS = frozenset(verb_stem(verb) or fold(verb) for verb in _VERBS.split()) | {"poe"}

# "Remove do temporizador em uma hora" is about the timer itself, done at once.
_TIMER_WORDS = "timer timers taimer taimers temporizador temporizadores alarme alarmes cronômetro cronômetros"
_TIMERS = frozenset(phonetic(word) for word in _TIMER_WORDS.split())
_TO_TIMERS = {"do", "ao", "no"}
# "Para submeter o trabalho falta uma hora" stops nothing, and is no wish.
_STATES = {"falta", "faltam", "faltava", "faltavam"}
_INFINITIVES = ("ar", "er", "ir")
_LATER = {"daqui": "a", "depois": "de", "dentro": "de"}
"""What begins the time at which it is to be done."""
_NO_END = frozenset(
    ["e", "o", "a", "os", "as", "de", "do", "da", "em", "no", "na", "para", "pra", "ao", "um", "uma", "por", "durante"]
)
ALIKE = 75


def spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    """Every (end, text) of a command that begins at token `at`: a verb, and what is to be done it to."""
    if at < len(tokens) and (verb_stem(tokens[at].text) or tokens[at].folded) in _STEMS:
        yield from _after_verb(tokens, at, tokens[at].text)


def heard_spans(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str, float]]:
    """The same where its verb may have been misheard ("igar a luz"), with what that costs; the verb is mended."""
    if at >= len(tokens):
        return
    if (verb_stem(tokens[at].text) or tokens[at].folded) in _STEMS:
        yield from ((end, text, 0.0) for end, text in _after_verb(tokens, at, tokens[at].text))
        return
    verb, cost = _nearest_verb(tokens[at].text)
    if verb:
        yield from ((end, text, cost) for end, text in _after_verb(tokens, at, verb))


def _after_verb(tokens: Sequence[Token], at: int, verb: str) -> Iterator[tuple[int, str]]:
    if at + 1 < len(tokens) and tokens[at + 1].folded in _TO_TIMERS:
        return
    following = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if fold(verb).startswith("deix") and (following == "eu" or following.endswith(_INFINITIVES)):
        return  # "deixa assar por meia hora", "deixa eu ver"
    if fold(verb) == "para" and any(token.folded.endswith(_INFINITIVES) for token in tokens[at + 1 : at + 2]):
        return
    for end in range(at + 2, min(len(tokens), at + MAX_WORDS) + 1):
        last = tokens[end - 1]
        if last.folded in _STATES or _is_timer(last.sound):
            return
        if end < len(tokens) and _LATER.get(last.folded) == tokens[end].folded:
            return
        if last.folded not in _NO_END:
            yield end, " ".join((verb, *(token.text for token in tokens[at + 1 : end])))


@lru_cache(maxsize=4096)
def _is_timer(sound: str) -> bool:
    """Whether it is one of the words for it, or hardly anything else."""
    return sound in _TIMERS or any(fuzz.ratio(sound, timer) >= ALIKE for timer in _TIMERS if len(timer) > 5 and len(sound) > 5)


@lru_cache(maxsize=4096)
def _nearest_verb(heard: str) -> tuple[str, float]:
    """The verb that was said if it was not this one, and what that costs; "" where none is near."""
    if heard in EVERYDAY:
        return "", 0.0
    near = [(cost, verb) for verb in _VERB_FORMS if (cost := whole_cost(verb, heard)) is not None]
    cost, verb = min(near, default=(0.0, ""))
    return verb, cost
