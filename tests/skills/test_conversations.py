"""Conversations, to be read aloud, with small skills of their own: see tests/skills/talking.py."""

import pytest

from assistant.store import Store
from tests.skills.talking import Conversation, play


@pytest.fixture
def talk(small, tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield Conversation(small, store)
    store.close()


SCRIPTS = {
    "a missing slot is asked for": """
> põe um timer
De quanto tempo?
> de dez minutos
Timer de dez minutos.
""",
    "more than one": """
> põe um timer
De quanto tempo?
> de zero minutos
Isso é pouco. De quanto tempo?
> cinco minutos
Timer de cinco minutos.
""",
    "what is no answer is asked about again, and at last given up": """
> põe um timer
De quanto tempo?
> o gato subiu no telhado
Desculpe, não entendi. De quanto tempo?
> ontem choveu na horta
Tudo bem, deixamos isso para depois.
> dez minutos
~ não entendi
""",
    "what a skill asks too often is given up, too": """
> põe um timer
De quanto tempo?
> zero minutos
Isso é pouco. De quanto tempo?
> zero minutos
Tudo bem, deixamos isso para depois.
""",
    "only the question is asked again": """
> põe na lista
Certo. O que eu ponho na lista?
> vento
Vento não dá. O que eu ponho na lista?
> leite
Anotado: leite.
""",
    "another command instead of an answer simply wins": """
> põe um timer
De quanto tempo?
> apaga a luz da sala
Apaguei a luz: sala.
> dez minutos
~ não entendi
""",
    "a question may be left": """
> põe um timer
De quanto tempo?
> cancela
Tudo bem.
> põe um timer
De quanto tempo?
> deixa pra lá
Tudo bem.
> põe um timer
De quanto tempo?
> não
Tudo bem.
> dez minutos
~ não entendi
""",
    "a question may be heard again": """
> põe um timer
De quanto tempo?
> o quê?
De quanto tempo?
> dez minutos
Timer de dez minutos.
""",
    "what cannot be undone is confirmed": """
> limpa a lista
Limpo a lista inteira?
> sim
Lista limpa.
> sim
~ pois não?
""",
    "in the words of the question": """
> limpa a lista
Limpo a lista inteira?
> pode limpar
Lista limpa.
> limpa a lista
Limpo a lista inteira?
> limpa
Lista limpa.
> limpa a lista
Limpo a lista inteira?
> pode abrir
Desculpe, não entendi. Limpo a lista inteira?
""",
    "or not": """
> limpa a lista
Limpo a lista inteira?
> melhor não
Então ela fica como está.
> sim
~ pois não?
""",
    "cancelling is no, too": """
> limpa a lista
Limpo a lista inteira?
> cancela
Então ela fica como está.
""",
    "neither yes nor no": """
> limpa a lista
Limpo a lista inteira?
> a metamorfose de kafka
Desculpe, não entendi. Limpo a lista inteira?
> ontem choveu na horta
Diga sim ou não, por favor. Limpo a lista inteira?
> claro que sim
Lista limpa.
""",
    "whoever says something else has not agreed": """
> limpa a lista
Limpo a lista inteira?
> acende a luz da sala
Acendi a luz: sala.
> sim
~ pois não?
""",
    "an offer does not wait for ever": """
> limpa a lista
Limpo a lista inteira?
…
> sim
~ pois não?
""",
    "follow-ups keep what was said before": """
> vai chover em recife
Hoje faz sol em recife.
> e amanhã?
Amanhã faz sol em recife.
> e em olinda?
Amanhã faz sol em olinda.
""",
    "but only for a while": """
> vai chover em recife
Hoje faz sol em recife.
…
> e amanhã?
~ não entendi
""",
    "pronouns stand for what was named last": """
> acende a luz da cozinha
Acendi a luz: cozinha.
> apaga ela
Apaguei a luz: cozinha.
> e a da sala
Apaguei a luz: sala.
> acende de novo
Acendi a luz: sala.
""",
    "even after something else was said": """
> acende a luz da cozinha
Acendi a luz: cozinha.
> vai chover
Hoje faz sol em casa.
> obrigado
De nada.
> apaga ela
Apaguei a luz: cozinha.
> e amanhã?
Amanhã faz sol em casa.
""",
    "what fits an earlier thing wholly comes before what fits badly": """
> acende a luz da cozinha
Acendi a luz: cozinha.
> vai chover
Hoje faz sol em casa.
> esquece ela
Esqueci a luz: cozinha.
> vai chover
Hoje faz sol em casa.
> esquece
Tudo bem.
""",
    "the newest thing comes first": """
> põe leite na lista
Anotado: leite.
> vai chover
Hoje faz sol em casa.
> e amanhã?
Amanhã faz sol em casa.
""",
    "yes and no mean nothing when nothing was asked, and do nothing": """
> sim
Pois não? O que você quer que eu faça?
> não
Tudo bem.
> vai chover em recife
Hoje faz sol em recife.
> ok
Às ordens.
> e amanhã?
Amanhã faz sol em recife.
> claro
Pois não? O que você quer que eu faça?
> tá bom, beleza
Às ordens.
> e em olinda?
Amanhã faz sol em olinda.
""",
    "what a service finds out is said": """
> acende a luz do quarto
A luz do quarto já está acesa.
> acende a luz da garagem
A garagem não responde.
""",
    "a skill without words, and one that fails": """
> conta a lista
Feito.
> estraga a lista
Desculpe, tive um problema com isso.
""",
    "nothing was said yet": """
> repete
Eu ainda não disse nada.
""",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_conversation(talk, script):
    play(talk, script)
