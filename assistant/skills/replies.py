"""What is said when no skill says it."""

from __future__ import annotations

NOT_HEARD = "Não ouvi direito. Pode repetir?"
# What may be why nothing, or nothing that makes sense, was heard: Transcript.suspicion → how that is said.
SUSPECTED = {
    "language": "Não entendi: acho que não foi em português. Pode repetir?",
    "noise": "Não entendi: tem muito barulho aqui. Pode repetir mais perto de mim?",
}
TOO_LONG = "Isso foi comprido demais para mim. Pode dizer em poucas palavras?"
FAILED = "Desculpe, tive um problema com isso."
NOT_UNDERSTOOD = (
    "Desculpe, não entendi. Diga ajuda para ouvir o que eu sei fazer.",
    "Desculpe, isso eu não entendi. Você pode perguntar, por exemplo: {example}.",
    "Não entendi, desculpe. Se quiser saber o que eu faço, diga ajuda.",
)
DONE = "Feito."
"""For a skill that did as it was told and found no words."""

DID_YOU_MEAN = "Você quis dizer “{reading}”?"
MEANT_OTHERWISE = "Tudo bem. Então diga de outro jeito, por favor."
ONLY_THIS = "Não entendi “{unclear}”. Faço só isto: “{reading}”?"
ASKED_AGAIN = "Desculpe, não entendi. {question}"
OFFERED_AGAIN = "Diga sim ou não, por favor. {question}"
GIVEN_UP = "Tudo bem, deixamos isso para depois."
CANCELLED = "Tudo bem."
ONE_BY_ONE = "Uma coisa de cada vez; depois me diga de novo: {readings}."
NOT_DONE = "Desculpe, não consegui fazer isto: {reading}."

GENERAL_REPLIES = (
    *(text for text in NOT_UNDERSTOOD if "{" not in text),
    NOT_HEARD,
    *SUSPECTED.values(),
    *(TOO_LONG, FAILED, DONE, MEANT_OTHERWISE, GIVEN_UP, CANCELLED),
)
"""What is said when no skill answers, as far as it is always the same."""
