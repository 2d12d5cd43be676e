"""Conversations as they are held at home, with devices, music and everything that is remembered; see tests/skills/talking.py."""

from dataclasses import replace

import pytest

from assistant import resources, skills
from assistant.app.services import Vocabulary
from assistant.runtime.planning import Planning, Surroundings
from assistant.runtime.workers import InlineWorker
from assistant.services.protocol import Services
from assistant.store import Store
from tests.skills.home_stage import LivingHome
from tests.skills.household import household
from tests.skills.serviced import FakeMusic
from tests.skills.talking import Conversation, play

SCRIPTS = {
    "a command is no answer, and no follow-up takes it in": """
> põe café na lista de compras
Adicionei café à lista de compras.
> apaga o abajur da sala e põe leite na lista
Apaguei o abajur da sala. Adicionei leite à lista de compras.
> mais pão e acende a luz da cozinha
Adicionei pão à lista de compras. Acendi a luz da cozinha.
> apaga a luz da cozinha
Apaguei a luz da cozinha.
> põe um timer de dez minutos
Certo, temporizador de dez minutos.
> põe arroz na lista
Adicionei arroz à lista de compras.
> mais cinco minutos
Certo, faltam quinze minutos no temporizador de dez minutos.
> põe um lembrete
Lembrar você de quê?
> acende a luz da cozinha
Acendi a luz da cozinha.
> põe um lembrete
Lembrar você de quê?
> apagar a luz da cozinha
A que horas?
> às dez
Certo, hoje às dez da noite lembro você de apagar a luz da cozinha.
""",
    "which of them": """
> timer de dez minutos pro arroz
Certo, temporizador do arroz: dez minutos.
> timer de vinte minutos pro frango
Certo, temporizador do frango: vinte minutos.
> cancela o timer
Qual deles? Há o do arroz e o do frango.
> sim
Qual deles? Há o do arroz e o do frango.
> sim
Tudo bem, deixamos isso para depois.
> cancela o timer
Qual deles? Há o do arroz e o do frango.
> o da pizza
Não há temporizador da pizza. Há o do arroz e o do frango.
> o da lasanha
Tudo bem, deixamos isso para depois.
> cancela o timer
Qual deles? Há o do arroz e o do frango.
> que horas são
São três e meia da tarde.
> cancela o timer
Qual deles? Há o do arroz e o do frango.
> nenhum
Tudo bem.
> pausa o timer
Qual deles? Há o do arroz e o do frango.
> o segundo
Pausei o temporizador do frango; faltam vinte minutos.
> cancela o timer
Qual deles? Há o do arroz e o do frango.
> os dois
Cancelei o temporizador do arroz. Cancelei o temporizador do frango.
""",
    "pausing what was spoken of": """
!play
> timer de dez minutos
Certo, temporizador de dez minutos.
> pausa
Pausei o temporizador de dez minutos; faltam dez minutos.
> continua
Retomei: faltam dez minutos no temporizador de dez minutos.
> o que está tocando
Está tocando Wave, de Tom Jobim.
> pausa
Pausei.
> continua
Continuando.
""",
    "pausing what one hears, where nothing was spoken of, and what runs where one hears nothing": """
!play
> timer de dez minutos
Certo, temporizador de dez minutos.
…
> pausa
Pausei.
…
> continua
Continuando.
…
!stop
> pausa
Pausei o temporizador de dez minutos; faltam sete minutos.
…
> continua
Retomei: faltam sete minutos no temporizador de dez minutos.
> cancela o timer
Cancelei o temporizador de dez minutos.
…
> pausa
Não está tocando nenhuma música.
""",
    "thanks": """
> acende a luz da sala e obrigado
Acendi a luz da sala.
> e obrigado
De nada.
> põe leite na lista, e muito obrigada
Adicionei leite à lista de compras.
> é só isso, obrigado
De nada.
> limpa a lista
A lista de compras tem um item. Apago tudo?
> não, obrigado
Tudo bem, deixei como estava.
> obrigado e tchau
De nada. Até logo!
""",
    "a timer is put right": """
> põe um timer de dez minutos
Certo, temporizador de dez minutos.
> não, quinze minutos
Certo, temporizador de quinze minutos.
> quis dizer vinte minutos
Certo, temporizador de vinte minutos.
> põe um timer de oito minutos pro macarrão
Certo, temporizador do macarrão: oito minutos.
> não, dez
Certo, temporizador do macarrão: dez minutos.
> me lembra de sair às oito
Certo, hoje às oito da noite lembro você de sair.
> não, às nove
Certo, hoje às nove da noite lembro você de sair.
> muda o timer do macarrão para doze minutos
Certo, temporizador do macarrão: doze minutos.
> quais timers estão ativos
Faltam doze minutos no temporizador do macarrão; faltam vinte minutos no temporizador de vinte minutos.
> quais são os meus lembretes
Há um lembrete: sair, às nove da noite.
""",
    "other things are put right": """
> acende a luz da sala
Acendi a luz da sala.
> não, da cozinha
Apaguei a luz da sala. Acendi a luz da cozinha.
> põe arroz na lista
Adicionei arroz à lista de compras.
> não, feijão
Certo, feijão em vez de arroz.
> o que tem na lista
Na lista de compras só há feijão.
> toca pink floyd
Tocando Pink Floyd.
> não, tom jobim
Tocando Tom Jobim.
""",
    "reminders are moved": """
> me lembra de ligar para a mãe às dez
Certo, hoje às dez da noite lembro você de ligar para a mãe.
> muda o lembrete da mãe para as onze
Certo, mudei o lembrete para hoje às onze da noite: ligar para a mãe.
> me lembra de pagar a luz amanhã às nove
Certo, amanhã às nove da manhã lembro você de pagar a luz.
> muda o lembrete das nove para as dez
Certo, mudei o lembrete para amanhã às dez da manhã: pagar a luz.
> muda o lembrete da luz para sexta às oito da manhã
Certo, mudei o lembrete para a sexta-feira às oito da manhã: pagar a luz.
> cancela o da mãe
Cancelei o lembrete: ligar para a mãe.
> muda o lembrete do carro para as três
Não achei esse lembrete. Há pagar a luz, na sexta-feira às oito da manhã.
""",
    "all alarms at once are asked about": """
> põe um alarme para as sete
Alarme marcado para hoje às sete da noite.
> põe um alarme para as oito
Alarme marcado para hoje às oito da noite.
> que alarme é o próximo
O próximo é o das sete da noite.
> cancela todos os alarmes
Cancelo os dois alarmes?
> não
Tudo bem, eles ficam.
> cancela todos os alarmes
Cancelo os dois alarmes?
> pode cancelar
Cancelei todos os alarmes.
> põe um alarme para as sete
Alarme marcado para hoje às sete da noite.
> cancela todos os alarmes
Cancelei o alarme das sete da noite.
""",
    "lowering what was spoken of": """
!play
> volume em 50%
Volume em cinquenta por cento.
> abaixa aí
Abaixei o volume.
> acende a luz da sala
Acendi a luz da sala.
> abaixa aí
~ Diminuí o brilho da luz da sala
> abre a cortina da sala
Abri a cortina da sala.
> abaixa aí
Fechei a cortina da sala.
> toca tom jobim
Tocando Tom Jobim.
> abaixa aí
Abaixei o volume.
> mais alto
Aumentei o volume.
""",
    "a question that lapsed can still be answered": """
> põe um timer
De quanto tempo?
> que horas são
São três e meia da tarde.
> dez minutos
Certo, temporizador de dez minutos.
> põe um timer
De quanto tempo?
> sei lá
Tudo bem.
""",
    "what several commands find out is said once": """
!away
> acende a luz da sala e acende a luz da cozinha e põe um timer de dez minutos
A casa não respondeu. Vou continuar tentando por um minuto. Certo, temporizador de dez minutos.
> toca pink floyd e acende a luz da sala
Tocando Pink Floyd. A casa não respondeu. Vou continuar tentando por um minuto.
""",
    "what was set is taken back": """
> me acorda às sete
Alarme marcado para hoje às sete da noite.
> não, deixa
Cancelei o alarme das sete da noite.
> me lembra de sair às oito
Certo, hoje às oito da noite lembro você de sair.
> esquece
Cancelei o lembrete: sair.
> quais alarmes eu tenho
Não há nenhum alarme marcado.
> deixa pra lá
Tudo bem.
""",
    "somebody has to think": """
> abre o portão da garagem
Quer mesmo abrir o portão da garagem?
> espera
Certo, eu espero.
> pode abrir
Abri o portão da garagem.
> não foi isso que eu pedi
Tudo bem. Então diga de outro jeito, por favor.
> você é legal
~ não entendi
""",
    "in the kitchen": """
> põe um timer de oito minutos pro macarrão
Certo, temporizador do macarrão: oito minutos.
> e outro de quinze pro molho
Certo, temporizador do molho: quinze minutos.
> e pro molho
Faltam quinze minutos no temporizador do molho.
> mais dois minutos no macarrão
Certo, faltam dez minutos no temporizador do macarrão.
> pausa o do molho
Pausei o temporizador do molho; faltam quinze minutos.
> continua
Retomei: faltam quinze minutos no temporizador do molho.
> beleza
Às ordens.
""",
}


@pytest.fixture(scope="module")
def shipped():
    return skills.load([resources.skills_folder()])


class AtHome(Conversation):
    """Beside what is said: "!play", "!stop" what the music does, "!away" that nobody answers for the house."""

    def __init__(self, skill_set, store):
        self.home, self.music = LivingHome(), FakeMusic()
        services = Services(home=self.home, music=self.music)
        super().__init__(skill_set, store, services)
        names = Vocabulary(store, services)
        lists = lambda: {**household(), **{kind: known for kind, known in names().items() if known.entries}}  # noqa: E731
        surroundings = Surroundings(store, services, lists)
        self._planning = Planning(lambda: skill_set, surroundings, InlineWorker("p"), self._events.append, self.time.clock)

    def happens(self, what):
        if what == "away":
            self.home.down = True
        else:
            self.music.now = replace(self.music.now, state=what, title="Wave", artist="Tom Jobim")


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_conversation(shipped, tmp_path, script):
    store = Store(tmp_path / "store.sqlite")
    talk = AtHome(shipped, store)
    for part in script.split("\n!"):
        what, _, said = part.partition("\n")
        if what.strip():
            talk.happens(what)
        play(talk, said)
    store.close()
