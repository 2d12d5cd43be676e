"""What is done with an understanding: commands in one breath, doubts, and what they become when they are confirmed.

How a sentence is understood is told by a table here; tests/language and the golden sets have how it really is.
"""

import pytest

from assistant.language.understanding.matching import Match
from assistant.language.understanding.several import Understanding
from assistant.skills.conversing import planner
from assistant.store import Store
from tests.skills.talking import Conversation, play

LIGHT = Match("luz.acende", 0.66, {"comodo": "sala"}, reading="acende a luz da sala")
TIMER = Match("tempo.timer", 0.64, {}, reading="põe um timer")
CLEAR = Match("lista.limpa", 0.63, {}, reading="limpa a lista")
DARK = Match("luz.apaga", 1.0, {"comodo": "sala"}, reading="apaga a luz da sala")
GARAGE = Match("luz.acende", 1.0, {"comodo": "garagem"})
TEN_MINUTES, SOME_TIME = Match("tempo.timer", 1.0, {"duracao": 600}), Match("tempo.timer", 1.0)
TABLE = {
    "assendi aluz na saia": Understanding(doubtful=LIGHT),
    "pôs o timor": Understanding(doubtful=TIMER),
    "lima a pista": Understanding(doubtful=CLEAR),
    "em a manhã": Understanding(doubtful=Match("tempo.previsao+", 0.66, {"dia": "amanhã"}, reading="e amanhã")),
    "apaga a luz da sala e põe um timer de dez minutos": Understanding((DARK, TEN_MINUTES)),
    "põe um timer e apaga a luz da sala": Understanding((SOME_TIME, DARK)),
    "põe um timer e limpa a lista": Understanding(
        (Match("tempo.timer", 1.0), Match("lista.limpa", 1.0, reading="limpa a lista"))
    ),
    "acende a luz da garagem e põe um timer de dez minutos": Understanding((GARAGE, TEN_MINUTES)),
    "apaga a luz da sala e acende ela": Understanding((DARK, Match("luz.acende+", 1.0, {}))),
    "estraga a lista e apaga a luz da sala": Understanding((Match("lista.estraga", 1.0), DARK)),
    "sim e sim": Understanding((Match("!yes", 1.0), Match("!yes", 1.0))),
    "sim, ou melhor, não": Understanding((Match("!yes", 1.0), Match("!no", 1.0))),
    "apaga a luz da sala e sim": Understanding((DARK, Match("!yes", 1.0))),
    "sim e apaga a luz da sala": Understanding((Match("!yes", 1.0), DARK)),
}

SCRIPTS = {
    "a doubt is asked about": """
> assendi aluz na saia
Você quis dizer “acende a luz da sala”?
> isso
Acendi a luz: sala.
> apaga ela
Apaguei a luz: sala.
""",
    "and may be wrong": """
> assendi aluz na saia
Você quis dizer “acende a luz da sala”?
> não
Tudo bem. Então diga de outro jeito, por favor.
> sim
~ pois não?
""",
    "or not worth an answer": """
> assendi aluz na saia
Você quis dizer “acende a luz da sala”?
> que gato bonito
~ não entendi
> põe um timer de dez minutos
Timer de dez minutos.
""",
    "then it may still have to be asked": """
> pôs o timor
Você quis dizer “põe um timer”?
> pode
De quanto tempo?
> dez minutos
Timer de dez minutos.
""",
    "and to be confirmed": """
> lima a pista
Você quis dizer “limpa a lista”?
> sim
Limpo a lista inteira?
> não
Então ela fica como está.
""",
    "a doubtful follow-up is about what was said before": """
> vai chover em recife
Hoje faz sol em recife.
> em a manhã
Você quis dizer “e amanhã”?
> sim
Amanhã faz sol em recife.
""",
    "what is denied leaves the conversation where it was": """
> vai chover em recife
Hoje faz sol em recife.
> lima a pista
Você quis dizer “limpa a lista”?
> não
Tudo bem. Então diga de outro jeito, por favor.
> e amanhã?
Amanhã faz sol em recife.
""",
    "two commands": """
> apaga a luz da sala e põe um timer de dez minutos
Apaguei a luz: sala. Timer de dez minutos.
> mais cinco minutos
Timer de cinco minutos.
> acende ela
Acendi a luz: sala.
""",
    "one of them asks": """
> põe um timer e apaga a luz da sala
Apaguei a luz: sala. De quanto tempo?
> dez minutos
Timer de dez minutos.
""",
    "and the other can still be spoken of": """
> põe um timer e apaga a luz da sala
Apaguei a luz: sala. De quanto tempo?
> acende ela
Acendi a luz: sala.
""",
    "both of them ask": """
> põe um timer e limpa a lista
Uma coisa de cada vez; depois me diga de novo: “limpa a lista”. De quanto tempo?
> dez minutos
Timer de dez minutos.
""",
    "one of them fails": """
> acende a luz da garagem e põe um timer de dez minutos
A garagem não responde. Timer de dez minutos.
> estraga a lista e apaga a luz da sala
Desculpe, tive um problema com isso. Apaguei a luz: sala.
""",
    "the second refers to the first": """
> apaga a luz da sala e acende ela
Apaguei a luz: sala. Acendi a luz: sala.
""",
    "one of two is not understood": """
> apaga a luz da sala e assovia uma valsa
Não entendi “assovia uma valsa”. Faço só isto: “apaga a luz da sala”?
> pode
Apaguei a luz: sala.
> assovia uma valsa, depois acende a luz da sala
Não entendi “assovia uma valsa”. Faço só isto: “acende a luz da sala”?
> não
Tudo bem.
> sim
~ pois não?
""",
    "even where something else was asked": """
> põe um timer
De quanto tempo?
> apaga a luz da sala e assovia uma valsa
Não entendi “assovia uma valsa”. Faço só isto: “apaga a luz da sala”?
> sim
Apaguei a luz: sala.
""",
    "yes and something else": """
> limpa a lista
Limpo a lista inteira?
> sim e apaga a luz da sala
Lista limpa. Apaguei a luz: sala.
> limpa a lista
Limpo a lista inteira?
> apaga a luz da sala e sim
Apaguei a luz: sala. Lista limpa.
""",
    "yes twice is once": """
> limpa a lista
Limpo a lista inteira?
> sim e sim
Lista limpa.
""",
    "yes and no": """
> limpa a lista
Limpo a lista inteira?
> sim, ou melhor, não
Desculpe, não entendi. Limpo a lista inteira?
""",
}


@pytest.fixture
def talk(small, tmp_path, monkeypatch):
    really = planner.understand
    monkeypatch.setattr(planner, "understand", lambda matcher, text, *more: TABLE.get(text) or really(matcher, text, *more))
    store = Store(tmp_path / "store.sqlite")
    yield Conversation(small, store)
    store.close()


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_conversation(talk, script):
    play(talk, script)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (["Apaga a luz da cozinha!"], "Apaga a luz da cozinha!"),
        (["estraga a lista e apaga a luz da sala"], "apaga a luz da sala"),
        (["assendi aluz na saia", "sim"], "acende a luz da sala"),
    ],
)
def test_each_skill_hears_its_own(talk, said, heard):
    for text in said:
        talk.say(text)
    assert talk.plans[-1].topic.mentions["ouvido"] == heard
