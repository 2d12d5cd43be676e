"""Anúncios: dizer algo em voz alta para quem estiver por perto."""

import re

from assistant.language.words.phonetics import fold
from assistant.language.words.text import sentence
from assistant.skills import Context, Reply, skill

RULES = {
    "todos": "(todos|todo mundo|toda a gente|o pessoal|a família|a casa toda)",
    "anuncie": "(anuncia|anuncie|anunciar|transmite|transmita|transmitir|comunica|comunique|comunicar|proclama|proclame)",
    "avise": "(avisa|avise|avisar|avisem)",
}
# What was said behind these is the message, word for word: the matcher passes over an "o" as it does over an "ô".
_OPENING = re.compile(
    r".*?\b(?:anuncia|anuncie|anunciar|transmite|transmita|transmitir|comunica|comunique|comunicar|proclama|proclame"
    r"|avisa|avise|avisar|avisem|diz|diga|dizer|anuncio|aviso)\s+"
    r"(?:(?:(?:a|para|pra)\s+)?(?:todos|todo mundo|toda a gente|o pessoal|a familia|a casa toda)\s+)?"
)


@skill(
    "<anuncie> [[a|para|pra] <todos>] {text:mensagem}",
    "<avise> [a|para|pra] <todos> {text:mensagem}",
    "<avise> (que|dizendo que) {text:mensagem}",
    "(diz|diga|dizer) (a|para|pra) <todos> {text:mensagem}",
    "(faz|faça|fazer|dá|dê) um (anúncio|aviso) [[a|para|pra] <todos>] {text:mensagem}",
    rules=RULES,
    examples=["anuncie que o jantar está pronto"],
)
def anuncia(ctx: Context, mensagem: str) -> Reply:
    words = _word_for_word(mensagem, ctx.heard).split()
    while words and fold(words[0]) in ("que", "dizendo"):
        words = words[1:]
    if not words:
        return Reply("O que eu devo anunciar?", asks="mensagem")
    return Reply(f"Atenção: {sentence(' '.join(words))}")


def _word_for_word(message: str, heard: str) -> str:
    """The message as it was said; what the matcher found where that is not to be seen."""
    opening = _OPENING.match(fold(heard))
    last = message.split()[-1:]
    if not opening or len(fold(heard)) != len(heard) or not last:
        return message
    end = fold(heard).rfind(fold(last[0]))
    return heard[opening.end() : end + len(last[0])] if end >= opening.end() else message
