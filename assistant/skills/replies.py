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
WHAT_THEN = "Pois não? O que você quer que eu faça?"
"""To a yes where nothing was asked: it must not sound as if something had been done."""
AT_YOUR_ORDERS = "Às ordens."
"""To an "ok" where nothing was asked."""
WAITING = "Certo, eu espero."
ONE_BY_ONE = "Uma coisa de cada vez; depois me diga de novo: {readings}."
NOT_DONE = "Desculpe, não consegui fazer isto: {reading}."
NOT_YET = "Isso está demorando. Continuo tentando, e aviso se não der certo."
PART_NOT_YET = "Isto está demorando: {reading}. Continuo tentando, e aviso se não der certo."
NOT_AFTER_ALL = "Não deu certo: {reading}."
"""What was still under way when it was answered, and failed afterwards."""
STILL_BUSY = "Ainda estou terminando o que você pediu antes. Peça de novo daqui a pouco, por favor."

GENERAL_REPLIES = (
    *(text for text in NOT_UNDERSTOOD if "{" not in text),
    NOT_HEARD,
    *SUSPECTED.values(),
    *(TOO_LONG, FAILED, DONE, MEANT_OTHERWISE, GIVEN_UP, CANCELLED, NOT_YET, STILL_BUSY),
    *(WHAT_THEN, AT_YOUR_ORDERS, WAITING),
)
"""What is said when no skill answers, as far as it is always the same."""
