"""Yes and no: what people say to a question of the assistant's; and what they say to no question at all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.language.words.phonetics import fold, verb_stem

YES, NO = "!yes", "!no"

_YES = (
    "(sim|isso|claro|certo|certeza|exato|exatamente|correto|positivo|afirmativo|lógico|óbvio|perfeito|confirmado|fechado|combinado"
    "|aham|ahã|uhum|humrum|é|ok|okay|beleza|joia|tá|quero|aceito|confirmo|confirma|confirme|confirmar|concordo|prossiga|continua"
    "|manda|bora|vai|vamos|pode|deve|faz|faça|com certeza|sem dúvida|tá bom|está bem|está bom|tudo bem|tudo certo|de acordo"
    "|por favor|pode ser|pode fazer|pode sim|quero sim|acho que sim|claro que sim|claro que pode|é claro|é isso|foi isso|era isso"
    "|claro que quero)"
)
_SO = "[mesmo|aí|isso|sim|mesmo isso|isso mesmo|ver|bala|em frente|que eu disse|o que eu disse|o que eu quis dizer|que eu quero]"
_INDEED = (
    "[sim|claro|pode|pode ser|pode fazer|por favor|é isso|isso mesmo|com certeza|quero|faz isso|faça isso|confirmo|obrigado"
    "|obrigada]"
)
_VERBS = (
    "(apagar|apaga|limpar|limpa|abrir|abre|fechar|fecha|criar|cria|tirar|tira|excluir|exclui|remover|remove|trancar|tranca"
    "|destrancar|destranca|ligar|liga|desligar|desliga|trocar|troca|marcar|marca|cancelar|cancela)"
)
_DO_IT = (
    f"[sim|claro|quero|isso] [pode|quero|vamos|sim] {_VERBS} [tudo|isso|ele|ela|eles|elas|a lista|a porta|o portão|sim|por favor]"
)
_NO = (
    "(não|nem pensar|negativo|nunca|jamais|errado|incorreto|nada disso|de jeito nenhum|de modo algum|de forma alguma|melhor não"
    "|acho que não|acho melhor não|é melhor não|claro que não|agora não|ainda não|hoje não|não agora|não ainda|não mais"
    "|não quero|não quero mais|não precisa|não precisa mais|não pode|não deve|não confirmo|não confirma|não faz|não faça"
    "|não faz isso|não faça isso|não é isso|não é|não foi isso|não era isso|não foi isso que eu disse|não foi o que eu disse"
    "|não foi isso que eu pedi|não foi o que eu pedi|não foi isso que eu falei|está errado|tá errado"
    "|nenhum|nenhuma|nenhum deles|nenhuma delas|nenhum dos dois|nenhuma das duas|não sei|sei lá|não faço ideia"
    "|tanto faz|não lembro)"
)
_STOP = (
    "(cancela|cancele|cancelar|para|pare|parar|esquece|esqueça|esquecer|deixa|deixe|deixa pra lá|deixa para lá|deixe para lá"
    "|deixa prá lá|deixa quieto|deixa assim|deixa para depois|deixa pra depois|depois|depois eu vejo|desisto|desisti|nada"
    "|chega|mudei de ideia|eu mudei de ideia|foi engano|foi sem querer|não é nada|nada não)"
)
_ALL = "[isso|tudo|isto|o pedido|a pergunta|então|por favor|obrigado|obrigada]"

ANSWERS: Mapping[str, tuple[str, ...]] = {
    YES: (f"{_YES} {_SO} {_INDEED}", _DO_IT),
    NO: (f"{_NO} [não] {_ALL}", f"[não] {_STOP} {_ALL}", f"{_NO} {_STOP} {_ALL}"),
}
"""By label, templates without rules. They count only while a question is open."""

_ACKNOWLEDGED = re.compile(
    r"(?:(?:ah|aham|uhum|humrum|ok|okay|certo|ta|ta (?:bom|bem|certo|joia)|esta (?:bom|bem)|tudo (?:bem|bom|certo)|beleza|joia"
    r"|combinado|fechado|entendi|isso(?: (?:mesmo|ai))?|exato|isso e tudo)\W*)+"
)
_WAIT = re.compile(
    r"(?:(?:espera|espere|pera|perai|calma|momentinho|(?:so )?um (?:momento|minuto|segundo|instante|minutinho)"
    r"|deixa eu (?:ver|pensar))(?: (?:ai|um pouco|so))?\W*)+"
)

_WORDS = frozenset(re.findall(r"\w+", fold(" ".join(template for templates in ANSWERS.values() for template in templates))))
_STEMS = frozenset(verb_stem(verb) for verb in _VERBS.strip("()").split("|"))


def agrees(answer: str, question: str) -> bool:
    """Whether a yes says nothing else than was asked: "pode fechar" is none to "Quer mesmo abrir?".

    question: with whatever else tells what is to be done.
    """
    asked = [fold(word) for word in question.replace(".", " ").split()]
    verbs = {stem for word in answer.split() if (stem := verb_stem(word)) in _STEMS}
    return all(any(word.startswith(stem) for word in asked) for stem in verbs)


def echoes(answer: str, question: str) -> bool:
    """Whether "cancela" is a yes after all: to "Cancelo os dois alarmes?" it is."""
    return "não" not in answer.split() and "cancel" in fold(answer) and "cancel" in fold(question)


def may_be_one(text: str) -> bool:
    """Whether every word of it is one of an answer's: looked at first, since it takes no time."""
    return all(word in _WORDS for word in re.findall(r"\w+", fold(text)))


def waits(text: str) -> bool:
    """Whether somebody wants to think before they answer: "espera"."""
    return _WAIT.fullmatch(fold(text).strip()) is not None


def complains(text: str) -> bool:
    """Whether a no says that something was done wrong: "não era isso"."""
    return re.search(r"\b(errado|isso|disse|pedi|falei)\b", fold(text)) is not None


def acknowledges(text: str) -> bool:
    """Whether it only says that something was heard: "ok, beleza"."""
    return _ACKNOWLEDGED.fullmatch(fold(text).strip()) is not None
