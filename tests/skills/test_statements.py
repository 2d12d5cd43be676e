"""Nothing is done to a house because somebody tells, asks or refuses something: verbs in every form that commands nothing."""

import pytest

from assistant.language.words.telling import TELLING, is_another_form
from tests.skills.golden_rows import meaning, understood

# Infinitive, command, I did, you did, they did, used to, would, doing, done; and what it is done to.
VERBS = """
acender acende acendi acendeu acenderam acendia acenderia acendendo aceso: a luz da sala
apagar apaga apaguei apagou apagaram apagava apagaria apagando apagado: as luzes da cozinha
ligar liga liguei ligou ligaram ligava ligaria ligando ligado: o ventilador de teto
desligar desliga desliguei desligou desligaram desligava desligaria desligando desligado: a TV
abrir abre abri abriu abriram abria abriria abrindo aberto: a porta da garagem
fechar fecha fechei fechou fecharam fechava fecharia fechando fechado: a porta da garagem
trancar tranca tranquei trancou trancaram trancava trancaria trancando trancado: a porta da entrada
destrancar destranca destranquei destrancou destrancaram destrancava destrancaria destrancando destrancado: a porta da entrada
baixar baixa baixei baixou baixaram baixava baixaria baixando baixado: a temperatura
subir sobe subi subiu subiram subia subiria subindo subido: a cortina da sala
aumentar aumenta aumentei aumentou aumentaram aumentava aumentaria aumentando aumentado: o brilho da sala
limpar limpa limpei limpou limparam limpava limparia limpando limpado: a casa
"""
TELLINGS = (
    *("eu {did} {it}", "você {you_did} {it}", "{you_did} {it}?", "{they_did} {it}", "{did} {it}", "{used_to} {it}"),
    *("você {would} {it}", "estou {doing} {it}", "{doing} {it}", "{it} foi {done}", "quem {you_did} {it}?"),
    *("não {do} {it}", "não precisa {to} {it}", "pra que {to} {it}?", "esqueceram de {to} {it}", "eu já {did} {it}"),
)
ASKS = ("casa.estado", "casa.clima_pergunta", "-")


def sentences(forms, it):
    to, do, did, you_did, they_did, used_to, would, doing, done = forms.split()
    known = {"to": to, "do": do, "did": did, "you_did": you_did, "they_did": they_did, "used_to": used_to, "would": would}
    return [telling.format(**known, doing=doing, done=done, it=it) for telling in TELLINGS]


@pytest.mark.parametrize("line", VERBS.strip().splitlines(), ids=lambda line: line.split()[0])
def test_nothing_is_done(line):
    acted = {said: found for said in sentences(*line.split(": ")) if (found := meaning(understood(said)))[0] not in ASKS}
    assert acted == {}


@pytest.mark.parametrize("line", VERBS.strip().splitlines(), ids=lambda line: line.split()[0])
def test_the_command_itself_acts(line):
    forms, it = line.split(": ")
    assert meaning(understood(f"{forms.split()[1]} {it}"))[0] not in ASKS


def test_forms():
    assert {"apagou", "apaguei", "acendia", "tranquei", "aberto", "comecei"} <= TELLING
    assert not TELLING & {"apaga", "apague", "acender", "diminui", "inclui", "para"}
    assert is_another_form("fechou", "fecha")
    assert not is_another_form("ligada", "ligado")
