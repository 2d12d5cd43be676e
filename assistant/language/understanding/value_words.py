"""The words that numbers, hours, days and measures are said with, found where they were heard wrongly: "sinco minutus".

Strategy: what stands at a position is read as a row of such words, in a few ways, the likeliest first; the kinds of slots then
read the mended row as they read any other.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.language.words.by_ear import by_ear, may_begin
from assistant.language.words.heard_letters import HeardLetters
from assistant.language.words.text import Token

_WORDS = """
    zero um uma dois duas três quatro cinco seis meia meio sete oito nove dez onze doze treze catorze quatorze quinze dezesseis
    dezessete dezoito dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento duzentos duzentas
    trezentos trezentas quatrocentos quinhentos seiscentos setecentos oitocentos novecentos mil milhão milhões bilhão
    segundo segundos minuto minutos hora horas dia dias semana semanas mês meses ano anos minutinho minutinhos
    manhã tarde noite madrugada hoje amanhã ontem depois antes próxima próximo que vem
    segunda terça quarta quinta sexta sábado domingo feira
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    primeiro metade quarto terço quartos dobro triplo vírgula ponto por cento graus reais real centavos
    mais menos vezes dividido multiplicado elevado raiz quadrada quadrado cubo
    todo toda todos todas cada útil úteis natal páscoa carnaval véspera daqui
    vermelho vermelha verde azul amarelo amarela branco branca preto preta laranja roxo roxa rosa marrom cinza turquesa
"""
_WHOLE = tuple(dict.fromkeys(_WORDS.split()))
_NUMBERS = frozenset(_WHOLE[: _WHOLE.index("segundo")])
_SMALL_WORDS = "e de da do das dos a à o ao as às os em no na para pra pro pras por"
_SMALL = frozenset(_SMALL_WORDS.split())
MAX_WORD_COST, MAX_COST = 0.75, 1.5
MAX_RUN_ON_COST = 0.4
"""Of a word that ends within another."""
SHORT, MAX_SHORT_COST = 3, 0.3
"""A short word is heard everywhere: only a whole word that is nearly it may be one."""
GUESS, MISHEARD_AND = 0.2, 0.1
MAX_WORDS, MAX_READINGS, MAX_STEPS = 10, 6, 40

Reading = tuple[list[Token], list[int], list[float]]
"""tokens, where each ends (a letter), what each costs"""


@lru_cache(maxsize=1024)
def _beginning(heard: str) -> tuple[str, ...]:
    """The words that may have been heard so at their beginning."""
    return tuple(word for word in _WHOLE if may_begin(by_ear(word), heard))


class Values:
    """Of one utterance."""

    def __init__(self, heard: HeardLetters):
        self._heard = heard
        self._next: dict[int, tuple[tuple[int, float, str], ...]] = {}
        self._readings: dict[int, tuple[Reading, ...]] = {}

    def readings(self, at: int) -> tuple[Reading, ...]:
        """The rows of value words that may begin at letter `at`, as long as they go, the cheapest first."""
        if at not in self._readings:
            self._readings[at] = tuple(self._read(at))
        return self._readings[at]

    def _read(self, start: int) -> Iterator[Reading]:
        order = itertools.count()
        heap: list[tuple] = [(0.0, next(order), start, (), (), ())]
        n_found = 0
        for _ in range(MAX_STEPS):
            if not heap or n_found == MAX_READINGS:
                return
            cost, _, at, words, ends, costs = heapq.heappop(heap)
            following = [step for step in self._following(at) if cost + step[1] <= MAX_COST] if len(words) < MAX_WORDS else []
            if words and words[-1].isdecimal():
                following = [step for step in following if not step[1] or step[2] not in _NUMBERS]
            for end, extra, word in following:
                heapq.heappush(heap, (cost + extra, next(order), end, (*words, word), (*ends, end), (*costs, extra)))
            # What goes on only by a guess may as well end here: longer rows hold it, but there are too many of them.
            if words and all(extra > GUESS for _, extra, _ in following):
                n_found += 1
                yield [Token(word, 0, 0) for word in words], list(ends), list(costs)

    def _following(self, at: int) -> tuple[tuple[int, float, str], ...]:
        """(end, cost, word) of the value words that may have been heard from letter `at` on."""
        if at not in self._next:
            self._next[at] = tuple(self._found(at))
        return self._next[at]

    def _found(self, at: int) -> Iterator[tuple[int, float, str]]:
        heard = self._heard
        if at >= len(heard):
            return
        token = heard.token_at.get(at)
        if token is not None:
            text = heard.tokens[token].text
            if not text.isalpha() or text in _SMALL or text in _WHOLE:
                yield heard.starts[token + 1], 0.0, text
                return
            if text[0] in "ei" and len(text) <= 2:
                yield heard.starts[token + 1], MISHEARD_AND, "e"
        for word in _beginning(heard.letters[at : at + 2]):
            is_short = len(word) <= SHORT
            if is_short and token is None:
                continue
            most = MAX_SHORT_COST if is_short else MAX_WORD_COST
            for end, cost in _likeliest(heard.find(word, at), heard):
                if cost <= most and (end in heard.token_at or (not is_short and cost <= MAX_RUN_ON_COST)):
                    yield end, cost, word


def _likeliest(found: Sequence[tuple[int, float]], heard: HeardLetters) -> Iterator[tuple[int, float]]:
    """The cheapest, and the cheapest that ends where a word ends."""
    yield from found[:1]
    yield from itertools.islice((way for way in found[1:] if way[0] in heard.token_at and found[0][0] not in heard.token_at), 1)
