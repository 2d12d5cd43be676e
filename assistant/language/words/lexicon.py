"""What the matcher knows about single Portuguese words: which carry little, which may be passed over, which never."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.words.phonetics import fold

# Recognisers confuse the members of a class all the time, and no command hangs on them.
_INTERCHANGEABLE = (
    "o a os as um uma uns umas",
    "de do da dos das",
    "em no na nos nas num numa",
    "para pra pro pras pros",
    "ao à aos às",
    "esse este essa esta esses estes essas estas",
    "meu minha meus minhas",
    "é são",
)
_FUNCTION_WORDS = "e que me se lhe te nos por com eu você tu ele ela já lá aí aqui está tá foi seu sua isso isto"
_DECISIVE_WORDS = "não nunca nem sem mais menos se quando quem porque ontem amanhã exceto outro depois antes ele ela eles elas eu"

WORD_CLASS: dict[str, int] = {word: number for number, words in enumerate(_INTERCHANGEABLE) for word in words.split()}
FUNCTION_WORDS: frozenset[str] = frozenset(fold(w) for w in (*WORD_CLASS, *_FUNCTION_WORDS.split()))

# Passing over one of these would turn a sentence into another: "não cancela o timer", "põe mais cinco minutos".
_WHAT_FOR = ("pra", "para", "por")
DECISIVE_WORDS: frozenset[str] = frozenset(fold(w) for w in _DECISIVE_WORDS.split())

# Said around a command without changing it. Their order does not matter: the search weighs every way through.
_FILLERS = """
    oi; olá; bom dia; boa tarde; boa noite
    assistente; ei assistente; oi assistente; olá assistente; ok assistente; por favor; por gentileza; faz favor; fazendo favor
    se puder; se você puder; é; hã; hum; hmm; uhm; ahn; ah; eh; ô; ó; oh; ei; hein; né; tá; tá bom; ok; okay; certo
    então; bom; bem; olha; olhe; escuta; escute; viu; tipo; aí; agora; rapidinho; só; aqui; moça; moço
    cara; querido; querida; meu bem; mano; véi; pessoal; meu filho; minha filha; rapaz; tchê; bah; uai; oxe; égua; poxa; puxa
    na moral; pelo amor de deus; por favorzinho; rapidão; de boa; me diz; me diga; me fala; me diz aí; me diga aí; pra gente
    faz um favor; faz um favor e; me faz um favor e; me faça um favor e; faz favor de; faz o favor de; faça o favor de
    me faz o favor de; me faça o favor de; você me faz o favor de
    você pode; você poderia; você podia; você consegue; cê pode; cê podia; cê consegue; tu podes; tu pode; tu consegue; pode
    poderia; podia; dá para; dá pra; daria para; daria pra; dava para; dava pra; dá para você; dá pra você; daria para você
    daria pra você; será que; será que você pode; será que você consegue; será que cê pode; será que tem como; será que dá
    será que dá para; será que dá pra; será que dava pra; será que dá para você; será que dá pra você
    tem como; tem como você; tem como cê; tu podes me dizer; cê pode me dizer; cê sabe; você sabe; sabe; sabe me dizer
    vê; veja; vê aí; vê pra mim; vê para mim; vê aí pra mim; vê se; dá uma olhada; cê faz favor; você sabe me dizer
    sabe dizer; você pode me dizer; pode me dizer
    poderia me dizer; eu queria saber; queria saber; eu quero saber; quero saber; eu gostaria de saber; gostaria de saber
    eu preciso saber; preciso saber; eu queria que você; queria que você; eu quero que você; quero que você; eu gostaria de
    gostaria de; gostaria que você; eu queria; queria; me faz um favor; me faça um favor; uma pergunta; me diz uma coisa
    deixa eu ver; deixa ver; deixa eu pensar; deixa eu lembrar; tá escuro; tá muito escuro; está escuro; tá frio; tá muito frio
    está frio; tá calor; tá muito calor; está calor; tá quente; tá muito quente; está quente; está muito quente; tô com frio
    tô com calor; tô com sono; tô com fome; estou com frio; estou com calor
    por obséquio; muito obrigado; muito obrigada; obrigado; obrigada; valeu; para mim; pra mim; por aí; vai; vamos; mesmo
"""


def spoken(word: str) -> str:
    """A word as fillers are compared: folded, but "é" is not "e"."""
    return word if word == "é" else fold(word)


def _phrases(text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in text.replace("\n", ";").split(";"):
        words = tuple(spoken(word) for word in phrase.split())
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(phrases) for first, phrases in found.items()}


# Why somebody wants it, behind what they want: "fala mais alto, que eu não escuto".
_REASONS = """
    porque; senão; se não; que eu não; que eu já; que a gente já; que a gente não; que eu vou dormir
    que vou dormir; que eu vou sair; que eu vou deitar; que eu tô com; que eu estou com; que tô com; que tá escuro
    que tá frio; que tá quente; que tá calor; que está escuro; que está frio; que está quente; tô com medo
    tô com frio; tô com calor; tô com sono; tô com pressa; estou com medo; estou com frio; estou com calor
    eu não escuto; eu não ouço; eu não tô ouvindo; eu não estou ouvindo; não tô ouvindo; não estou ouvindo
    não tô escutando; não estou escutando
"""

FILLERS: dict[str, tuple[tuple[str, ...], ...]] = _phrases(_FILLERS)
"""Filler phrases by their first word, each word as `spoken`."""

REASONS: dict[str, tuple[tuple[str, ...], ...]] = _phrases(_REASONS)
"""What opens a reason: from here to the end nothing is asked for."""


def weight(folded: str) -> float:
    """How much of an utterance's meaning a word carries, before the rest is known."""
    return 0.25 if folded in FUNCTION_WORDS else 1.0


def asks_what_for(first_words: Sequence[str]) -> bool:
    """Whether a sentence begins with "pra que" or the like: "pra que acender a luz?" finds fault with it."""
    return len(first_words) > 1 and first_words[0] in _WHAT_FOR and first_words[1] == "que"
