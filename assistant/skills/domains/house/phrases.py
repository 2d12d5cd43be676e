"""The longer templates of skills/casa.py, by what they are about."""

from __future__ import annotations

LIGHT = (
    "<mudar> <brilho> [<de> [<o>] {entity:name} [<lugar>]|<onde>|[<de>] [<os>] <luz> [<onde>]] <para> <tanto>",
    "<mudar> [<os>] <luz> [<onde>] <para> [<brilho>] <tanto>",
    "<mudar> [<o>] {entity:name} [<lugar>] [brilho] <para> <tanto>",
    "<mudar> [a cor] [<de>] [<o>] {entity:name} [<lugar>] [a|para|em|de|na cor|cor] {color:color}",
    "<mudar> [a cor] [<de>] [<os>] <luz> [<onde>] [a|para|em|de|na cor|cor] {color:color}",
    "<mudar> [a cor [de]] <onde> (a|para|em|de) {color:color}",
    "<mudar> [<o>] {area:area} (a|para|em|de|na cor) {color:color}",
    "<mudar> <temperatura_da_cor> [<de> [<o>] {entity:name}|<onde>|[<de>] [<os>] <luz> [<onde>]] <para> <branco>",
    "<mudar> [<o>] {entity:name} [<lugar>] [<temperatura_da_cor>] <para> ({brancos:temperature}|{int:temperature} (k|kelvin))",
    "<mudar> [<o>] {entity:name} <temperatura_da_cor> <para> <branco>",
    "<mudar> [<os>] <luz> [<onde>] <para> ({brancos:temperature}|{int:temperature} (k|kelvin))",
    "<ligar> [<os>] (<luz> [<onde>]|{entity:name} [<lugar>]) (<para> <tanto>|(em|de|na cor|com a cor|com luz) {color:color})",
    "<ligar> [<os>] <luz> {color:color} [<onde>]",
    "{mais:passo} [<um_pouco>] [[<brilho>] <de>] ([<os>] <luz> [<onde>]|[<o>] {entity:name} [<lugar>]) [<quanto>]",
    "{mais:passo} [<um_pouco>] <brilho> [<onde>] [<quanto>]",
    "{mais:passo} [<brilho> <de>] ([<os>] <luz> [<onde>]|[[<o>] <luz> <de>] [<o>] {entity:name} [<lugar>])"
    " (para|pra|até) {percent:brightness}",
    "{mais:passo} <brilho> [<onde>] (para|pra|até) {percent:brightness}",
    "{mais:passo} ([<os>] <luz>|[<o>] {entity:name}|<brilho>) [<lugar>|<aqui>] em {percent:quanto}",
    "(deixa|deixe|deixar) [<os> <luz>|[<o>] {entity:name}|<em>] [<lugar>|<aqui>] [<um_pouco>] {claridade:passo}",
)

WHO_AND_WHERE = (
    "(há|tem|está|tá) alguém [em|no|na] {zonas:state}",
    "((estão|está|tá) <todo_mundo>|<todo_mundo> <esta>) [em|no|na] {zonas:state}",
    "(quem|quantas pessoas|quanta gente) [é que] (está|estão|tá|tem|há) [em|no|na] {zonas:state}",
    "(onde (está|estão|tá|anda|fica|ficam)|cadê|onde posso encontrar|por onde anda) [<o>] {person:name}",
    "[<o>] {person:name} (<esta>|já chegou|chegou) [em|no|na] {zonas:state}",
    "<esta> [<o>] {person:name} [em|no|na] {zonas:state}",
)


def questions(things: str, states: str) -> tuple[str, ...]:
    """What is asked about all of a kind: "há alguma luz acesa na sala", "quantas janelas no quarto estão abertas"."""
    where = "[[<em>] <onde_ha>]"
    return (
        f"<alguma> {things} {where} {states} {where}",
        f"<todas> {things} {where} [<esta>] {states} {where}",
        f"(<quais>|<quantos>) {things} {where} [que] <esta> {states} {where}",
        f"[<os>] {things} {where} <esta> {states} {where}",
        f"<esta> {states} [<os>] {things} {where}",
        f"[eu] (deixei|deixamos|esqueci) [alguma|algum|<os>] {things} {where} {states} {where}",
    )


STATE = (
    "[<o>] {entity:name} [<lugar>] <esta> <estado> [[<em>] <onde_ha>]",
    "(<esta>|[eu] (deixei|deixamos|esqueci)) [<o>] {entity:name} <estado> [[<em>] <onde_ha>]",
    *questions("<ligavel>", "{ligado:state}"),
    *questions("{coberturas:device_class}", "{aberto:state}"),
    *questions("{fechaduras:domain}", "{trancado:state}"),
    "(<qual>|<diga>) [o estado [atual]] [<de>] [<o>] {entity:name} [<lugar>] [agora]",
    "como (está|estão|vai|vão|tá|tão) [<o>] {entity:name} [<lugar>] [agora]",
    "quanto (está|marca|tem|tá) [<em>|<o>] {entity:name} [<lugar>]",
    "<esta> <estado> [<o>] {entity:name} [<lugar>]",
    *WHO_AND_WHERE,
)

CLIMATE = (
    "<mudar> [a] temperatura [<onde>|[<de>] [<o>] {entity:name} [<lugar>]] <para> {number:temperature} [<graus>]",
    "<mudar> <onde> [a] temperatura <para> {number:temperature} [<graus>]",
    "(<mudar>|<ligar>) [<o>] ({climas:domain}|{termostatos:name}) [<onde>] <para> {number:temperature} [<graus>]",
    "<mudar> [<o>] {entity:name} [<lugar>] <para> {number:temperature} <graus>",
    "{mais:passo} [a] temperatura [<onde>|[<de>] [<o>] {entity:name}] [(em|mais) {number:quanto} <graus>]",
    "{mais:passo} [<o>] ({climas:domain}|{entity:name}) [<onde>] (em|mais) {number:quanto} <graus>",
    "(deixa|deixe|deixar) (<lugar>|<aqui>|[<o>] {area:area}|[<o>] {climas:domain} [<onde>]) [<um_pouco>] {calor:passo}",
    "{esquentar:passo} [<um_pouco>] ([<o>] {area:area}|<aqui>|<casa>|a casa)",
    "<mudar> [<o>] {area:area} <para> {number:temperature} <graus>",
    "{mais:passo} ([<o>] {climas:domain}|[a] temperatura) [<onde>] (para|pra|até) {number:temperature} [<graus>]",
)

POSITION = (
    "{mover:domain} [<os>] {coberturas:device_class} [<onde>] [<ate>] [posição] <posicao>",
    "{mover:domain} <onde> [<os>] {coberturas:device_class} [<ate>] [posição] <posicao>",
    "{mover:domain} [<os>] {coberturas:device_class} [<ate>] [posição] <posicao> <onde>",
    "({abrir:domain}|{fechar:domain}) [a posição [<de>]] [<o>] {entity:name} [<lugar>] [<ate>] [posição] <posicao>",
    "<mudar> [a] posição [<de>] [<o>] {entity:name} [<lugar>] [<ate>] <posicao>",
    "<mudar> [<o>] {entity:name} [<lugar>] (<ate> posição|até [a|o]|pra [a|o] [posição]) <posicao>",
    "{mexer:passo} <pouquinho> [<os>] {coberturas:device_class} [<onde>]",
    "{mexer:passo} [<os>] {coberturas:device_class} [<onde>] <pouquinho>",
    "{mexer:passo} <pouquinho> [<o>] {entity:name} [<lugar>]",
    "{mexer:passo} [<o>] {entity:name} [<lugar>] <pouquinho>",
)
