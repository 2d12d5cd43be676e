"""What the matcher reads in a slot, the recogniser's grammar spells; and what it spells, the matcher reads."""

from functools import cache
from random import Random

import pytest

from assistant.asr.spoken_slots import spoken_slots
from assistant.language.grammar.slots import KINDS
from assistant.language.words.text import tokenize
from tests.language.test_slots import ROWS, value_of

SPELLED_KINDS = sorted(spoken_slots().keys() & KINDS.keys() - {"expression"})
# Slips, which the grammar writes as what they stand for; and what is said too rarely to be searched for in every utterance.
NOT_SPELLED = """
asul; lilas; marron; rocho; sinza
a manhã; amanha; oje; sabado; sesta; sesta feira; terssa; sete de septembro; três de otubro
sete do nove; dia sete do nove; dia zero; domingo de páscoa
uma ora; um dia e duas horas
des; quinse; sincoenta
cinquenta centavos de dólar; dez reais com cinquenta; dois bitcoins; mil ienes
meio milhão; dois quintos; três vírgula um quatro um cinco; um décimo; um oitavo; um quinto
cento e vinte por cento; cincuenta porcento
as segundas-feiras; de segunda até sesta; toda terssa; todo santo dia
todo dia menos no fim de semana; todos os dias exceto sábado e domingo
as sete; as tres e meia da tarde; sete oras; às deis; às sete da manha; às treis da tarde
faltam dez para as três; sete da manhã em ponto; sete zero cinco; sete e pouco; às sete e setenta
"""
# Numbers are spelled loosely ("bilhão dois mil"), wherever they stand; here the other words count.
SOME_NUMBERS = ("duas", "três", "dez", "vinte e cinco", "dois mil")
WORDS = [(kind, said) for kind, said, value in ROWS if value != "-" and said.replace(" ", "").replace("-", "").isalpha()]


def accepts(kind, words):
    """Whether the automaton of a kind spells exactly these words."""
    return len(words) in ends(kind, tuple(words), 0)


def ends(kind, words, start):
    automata = spoken_slots()

    @cache
    def from_state(number, at):
        state = states[number]
        found = {at} if state.final else set()
        if at < len(words) and words[at] in state.words:
            found |= go(state.words[words[at]], at + 1)
        for slot, target in state.slots.items():
            for end in ends(slot.kind, words, at):
                found |= go(target, end)
        return frozenset(found)

    def go(state, at):
        states[state.number] = state
        return from_state(state.number, at)

    states = {}
    return go(automata[kind], start)


def drawn(kind, random):
    """A random walk through what may be said, as long as it likes."""
    if kind == "count":
        return random.choice(SOME_NUMBERS).split()
    state, words = spoken_slots()[kind], []
    while True:
        ways = [*state.words.items(), *state.slots.items()]
        if not ways or (state.final and random.random() < 0.4):
            return words
        label, state = random.choice(ways)
        words += [label] if isinstance(label, str) else drawn(label.kind, random)


@pytest.mark.parametrize("kind", SPELLED_KINDS)
def test_what_the_matcher_reads_is_spelled(kind):
    said = {text for of_kind, text in WORDS if of_kind == kind}
    missing = {text for text in said if not accepts(kind, [token.text for token in tokenize(text)])}
    assert missing == said & {text.strip() for line in NOT_SPELLED.splitlines() for text in line.split(";")}


@pytest.mark.parametrize("kind", sorted(set(SPELLED_KINDS) - {"int", "number"}))
def test_what_is_spelled_the_matcher_reads(kind):
    random = Random(kind)
    said = {" ".join(drawn(kind, random)) for _ in range(300)}
    unread = sorted(text for text in said if value_of(kind, text) is None)
    assert len(unread) <= 0.1 * len(said), unread
