"""A casa: luzes, tomadas, cortinas, portas, ar-condicionado, ventiladores, robôs e cenas; e como tudo está."""

from dataclasses import replace
from typing import Any

from assistant.skills import Context, Reply, skill
from assistant.skills.domains.house import asking, robots, setting, unknown
from assistant.skills.domains.house.acting import CLOSED, OFF, ON, OPENED, switch, switched
from assistant.skills.domains.house.calls import LETS_IN
from assistant.skills.domains.house.meaning import AGAIN, DEVICES, Wish, again, meant, pointed, remember
from assistant.skills.domains.house.phrases import CLIMATE, LIGHT, POSITION, STATE
from assistant.skills.domains.house.undoing import undone
from assistant.skills.domains.house.words import LISTS, RULES
from assistant.skills.domains.undoing import CANNOT_UNDO, UNDO

WORDS: dict[str, Any] = {"rules": RULES, "lists": LISTS}


@skill(
    "<iniciar> [a] (o corte|cortar) (a|da|de|de a) grama",
    "(corta|corte|cortar|apara|apare|aparar) a grama",
    "(<iniciar>|<ligar>|manda|mande) [<o>] {cortadores:name} [<lugar>]",
    examples=["liga o cortador de grama"],
    **WORDS,
)
def cortador_inicia(ctx: Context, name=None, area=None, floor=None) -> Reply:
    return robots.start(ctx, Wish(name, area, floor), "lawn_mower")


@skill(
    "<cancelar> (de cortar [a]|o corte (da|de)) grama",
    "(<cancelar>|<desligar>) [<o>] {cortadores:name} [<lugar>]",
    "<voltar> [<o>] {cortadores:name} [<lugar>] [<base_dela>]",
    "<voltar> [<o>] cortador [de grama] [<o>] {entity:name} [<base_dela>]",
    examples=["cancela o corte da grama"],
    **WORDS,
)
def cortador_volta(ctx: Context, name=None, area=None, floor=None) -> Reply:
    return robots.go_back(ctx, Wish(name, area, floor), "lawn_mower")


@skill(
    "<limpar> [<o>] ({area:area}|<andar>|<aqui>|casa [toda|inteira]|chão) [com [<o>] ({aspiradores:name}|{entity:name})]",
    "<limpar> <lugar> [com [<o>] ({aspiradores:name}|{entity:name})]",
    "<iniciar> [a] (limpeza|aspiração|faxina) [<onde>]",
    "(<iniciar>|<ligar>|passa|passe|passar|manda|mande) [<o>] {aspiradores:name} [<onde>] [limpar|aspirar] [<onde>]",
    "<iniciar> [<o>] {entity:name} [<lugar>|<aqui>]",
    examples=["liga o aspirador", "limpa a casa"],
    **WORDS,
)
def aspirador_inicia(ctx: Context, name=None, area=None, floor=None) -> Reply:
    return robots.start(ctx, Wish(name, area, floor), "vacuum")


@skill(
    "<voltar> [<o>] ({aspiradores:name}|{entity:name}) [<lugar>] [<base_dela>]",
    "<voltar> [<o>] [aspirador] <lugar> <base>",
    "(<cancelar>|<desligar>) [<o>] {aspiradores:name} [<lugar>]",
    "<cancelar> (de (aspirar|limpar|varrer)|a (limpeza|faxina|aspiração)) [<onde>]",
    follow_ups=("<voltar> [<ela>] <base>",),
    examples=["manda o aspirador de volta para a base"],
    **WORDS,
)
def aspirador_volta(ctx: Context, name=None, area=None, floor=None) -> Reply:
    return robots.go_back(ctx, Wish(name, area, floor), "vacuum")


@skill(
    "{abrir:domain} [<os>] {coberturas:device_class} [todos|todas] ([<lugar>] [<por_tempo>]|<aqui>|<casa>)",
    "{abrir:domain} [<os>] {area:area} {coberturas:device_class}",
    "{abrir:domain} [<os>] <andar> {coberturas:device_class}",
    "<ligar> [<o>] {entity:name} ([<lugar>] [<por_tempo>]|<aqui>)",
    "<ligar> [<o>] {area:area} [<o>] {entity:name}",
    "<ligar> [<os>] (<luz>|interruptor|interruptores|tomada|tomadas) [<de>] [<o>] {entity:name} [<lugar>]",
    "<ligar> [<os>] <que> [todos|todas] ([<lugar>] [<por_tempo>]|<aqui>|<casa>)",
    "<ligar> [<os>] {area:area} <que>",
    "{acender:domain} [<o>] {area:area}",
    "<ligar> [<os>] <andar> <que>",
    "{abrir:domain} [<o>] {entity:name} ([<lugar>] [<por_tempo>]|<aqui>)",
    "{trancar:domain} [<o>] {entity:name} [<lugar>]",
    "{trancar:domain} [<os>] {fechaduras:domain} [<onde>]",
    "(fecha|feche|fechar) [<o>] <fechadura> [<de>] [<o>] {entity:name}",
    follow_ups=("(<ligar>|{abrir:domain}|{trancar:domain}) [{ela:quem}|<o> <lugar>] [de novo|também|<por_tempo>]",),
    examples=["acende a luz", "liga o ventilador", "abre as cortinas", "tranca as portas"],
    **WORDS,
)
def liga(ctx: Context, name=None, area=None, floor=None, domain=None, device_class=None, quem=None, por=None) -> Reply:
    wish = pointed(ctx, Wish(name, area, floor, domain, device_class), bool(quem))
    if domain == "cover" and setting.is_light(ctx, wish):
        return luz(ctx, name, area, floor, passo="up")  # "sobe a luz da sala"
    return switched(ctx, wish, (OPENED, CLOSED) if domain == "cover" else (ON, OFF), "liga", por)


@skill(
    "{fechar:domain} [<os>] {coberturas:device_class} [todos|todas] ([<lugar>] [<por_tempo>]|<aqui>|<casa>)",
    "{fechar:domain} [<os>] {area:area} {coberturas:device_class}",
    "{fechar:domain} [<os>] <andar> {coberturas:device_class}",
    "<desligar> [<o>] {entity:name} ([<lugar>] [<por_tempo>]|<aqui>)",
    "<desligar> [<o>] {area:area} [<o>] {entity:name}",
    "<desligar> [<os>] (<luz>|interruptor|interruptores|tomada|tomadas) [<de>] [<o>] {entity:name} [<lugar>]",
    "<desligar> [<os>] <que> [todos|todas] ([<lugar>] [<por_tempo>]|<aqui>|<casa>)",
    "<desligar> {tudo:domain} [<onde>]",
    "<desligar> [<os>] {area:area} <que>",
    "{apagar:domain} [<o>] {area:area}",
    "<desligar> [<os>] <andar> <que>",
    "{fechar:domain} [<o>] {entity:name} ([<lugar>] [<por_tempo>]|<aqui>)",
    "{destrancar:domain} [<o>] {entity:name} [<lugar>]",
    "{destrancar:domain} [<os>] {fechaduras:domain} [<onde>]",
    "(abre|abra|abrir) [<o>] <fechadura> [<de>] [<o>] {entity:name}",
    follow_ups=("(<desligar>|{fechar:domain}|{destrancar:domain}) [{ela:quem}|<o> <lugar>] [de novo|também|<por_tempo>]",),
    examples=["apaga as luzes", "desliga o ar-condicionado", "fecha as cortinas", "apaga todas as luzes da casa"],
    deeds=[LETS_IN],
    **WORDS,
)
def desliga(ctx: Context, name=None, area=None, floor=None, domain=None, device_class=None, quem=None, por=None) -> Reply:
    wish = pointed(ctx, Wish(name, area, floor, domain, device_class), bool(quem))
    if domain == "cover" and setting.is_light(ctx, wish):
        return luz(ctx, name, area, floor, passo="down")
    return switched(ctx, wish, (CLOSED, OPENED) if domain == "cover" else (OFF, ON), "desliga", por)


@skill(
    "(<ligar>|<desligar>|{abrir:domain}|{fechar:domain}) [<os>] (<que>|{coberturas:device_class}) <de_outro> [<por_tempo>]",
    "(<ligar>|<desligar>|{abrir:domain}|{fechar:domain}) [<o>] {thing:coisa} [<lugar>|<de_outro>] [<por_tempo>]",
    "<mudar> [<os>] <luz> <de_outro> <para> [<brilho>] (<tanto>|{color:color})",
    shown=False,
    **WORDS,
)
def nada_assim(ctx: Context, room=None, coisa=None, domain=None, device_class=None, **_) -> Reply:
    if coisa:
        return unknown.no_such_thing(ctx, coisa)
    return unknown.no_such_room(ctx, Wish(domain=domain or "light", device_class=device_class), room)


@skill(
    "(faz|faça|fazer) (o mesmo|a mesma coisa|isso também) <lugar>",
    follow_ups=(
        "e [também] [<em>|<o>] ({area:area}|<andar>) [também]",
        "e [também] [<o>] ({entity:name} [<lugar>]|{person:name}) [também]",
        "e [também] [<os>] (<que>|{coberturas:device_class}) [<onde>] [também]",
    ),
    shown=False,
    **WORDS,
)
def tambem(ctx: Context, name=None, area=None, floor=None, domain=None, device_class=None) -> Reply:
    before = ctx.topic.mentions.get(AGAIN) if ctx.topic else None
    if not before:
        return Reply("O que eu devo fazer?")
    wish = again(ctx, Wish(name, area, floor, domain, device_class))
    now = {"name": wish.name, "area": wish.area, "floor": wish.floor, "domain": wish.domain, "device_class": wish.device_class}
    rest = {key: value for key, value in before["slots"].items() if key not in now}
    takes = AGAIN_FUNCTIONS[before["intent"]]
    accepted = takes.__code__.co_varnames[1 : takes.__code__.co_argcount]
    reply = takes(ctx, **{key: value for key, value in {**now, **rest}.items() if key in accepted})
    # "Não, da cozinha": what was told by mistake is brought back to what it was.
    wrong = undone(ctx, reply.mentions.get(DEVICES, ())) if reply.effects and ctx.heard.lower().startswith("não") else None
    return replace(reply, text=f"{wrong.text} {reply.text}", effects=wrong.effects + reply.effects) if wrong else reply


@skill("(desfaz|desfaça) o que foi feito (em casa|na casa)", shown=False, follow_ups=UNDO)
def desfaz(ctx: Context) -> Reply:
    return undone(ctx) or Reply(CANNOT_UNDO)


@skill(
    "(<ligar>|<iniciar>) [<o>] [cena|cenário|ambiente|script|rotina] [<de> [<o>]] {scene:name} [script]",
    "(muda|mude|mudar|altera|altere|alterar|passa|passe|passar) (a|para|pra) [<o>] [cena|cenário|ambiente] [<o>] {scene:name}",
    "(<executar>|<mudar>) [<o>] [cena|cenário|script|rotina] [<o>] {scene:name} [script]",
    examples=["ativa o modo festa"],
    shown=False,  # what it is called, only the house knows
    **WORDS,
)
def cena(ctx: Context, name: str) -> Reply:
    devices = meant(ctx, Wish(name))
    return devices if isinstance(devices, Reply) else switch(devices, ON)


@skill(
    "<mudar> [a velocidade [<de>]] [<o>] {ventiladores:domain} [<onde>] <para> <velocidade>",
    "<mudar> [a velocidade [<de>]] [<o>] {ventoinhas:name} [<lugar>|<aqui>] <para> <velocidade>",
    "<mudar> a velocidade [<de>] [<o>] {entity:name} [<lugar>|<aqui>] <para> <velocidade>",
    "<ligar> [<o>] {ventiladores:domain} [<onde>] <para> <velocidade>",
    "{mais:passo} a velocidade [<de>] [<o>] ({ventiladores:domain}|{entity:name}) [<onde>] [em {percent:quanto}]",
    examples=["põe o ventilador em 50%"],
    **WORDS,
)
def ventilador(ctx: Context, name=None, area=None, floor=None, domain=None, percentage=None, passo=None, quanto=None) -> Reply:
    devices = meant(ctx, Wish(name, area, floor, None if name else "fan"))
    if isinstance(devices, Reply):
        reply = devices
    elif percentage is not None:
        reply = setting.percentage_of(devices, setting.speed(ctx, percentage))
    else:
        reply = setting.step_of(devices, passo, quanto)
    wished = {"percentage": percentage, "passo": passo, "quanto": quanto}
    return remember(reply, "ventilador", name=name, area=area, floor=floor, domain=domain, **wished)


@skill(
    *CLIMATE,
    examples=["põe o ar em 22 graus", "aumenta a temperatura"],
    **WORDS,
)
def clima_ajusta(ctx: Context, name=None, area=None, floor=None, domain=None, temperature=None, passo=None, quanto=None) -> Reply:
    wish = Wish(name, area, floor)
    if temperature is not None:
        reply = setting.set_temperature(ctx, wish, temperature)
    else:
        reply = setting.step_temperature(ctx, wish, passo, quanto)
    return remember(reply, "clima_ajusta", name=name, area=area, floor=floor, temperature=temperature, passo=passo, quanto=quanto)


@skill(
    *POSITION,
    examples=["abre a cortina até a metade", "põe as persianas em 30%"],
    **WORDS,
)
def posicao(ctx: Context, position=None, name=None, area=None, floor=None, domain=None, device_class=None, passo=None) -> Reply:
    devices = meant(ctx, Wish(name, area, floor, None if name else domain, device_class))
    if isinstance(devices, Reply):
        reply = devices
    else:
        reply = setting.step_of(devices, passo, None) if position is None else setting.percentage_of(devices, position)
    slots = {"name": name, "area": area, "floor": floor, "device_class": device_class, "position": position, "passo": passo}
    return remember(reply, "posicao", **slots)


@skill(
    *LIGHT,
    examples=["põe a luz em 50%", "aumenta o brilho", "põe as luzes ao máximo", "muda a cor das luzes para azul"],
    **WORDS,
)
def luz(
    ctx: Context, name=None, area=None, floor=None, brightness=None, color=None, temperature=None, passo=None, quanto=None
) -> Reply:
    about = ctx.topic is not None and ctx.topic.mentions.get("casa") and not (name or area or floor)
    wish = Wish(name, area, floor, None if name or about else "light")
    if brightness is not None:
        reply = setting.brightness(ctx, wish, brightness) if " às " not in ctx.heard.lower() else Reply(setting.NO_HOUR)
    elif color is not None:
        reply = setting.color(ctx, wish, color)
    elif temperature is not None:
        reply = setting.color_temperature(ctx, wish, temperature)
    else:
        reply = setting.dim(ctx, wish, passo or "up", quanto)
    wished = {"brightness": brightness, "color": color, "temperature": temperature, "passo": passo, "quanto": quanto}
    return remember(reply, "luz", name=name, area=area, floor=floor, **wished)


@skill(
    "(<qual>|<diga>) [a] temperatura [atual|agora] [<onde>|<de> [<o>] {entity:name}] [agora]",
    "[a] que temperatura [é que] (está|tá|faz|temos) [<onde>|a casa|[<o>] {area:area}]",
    "[<diga>] quantos graus (está|estão|tá|faz|tem|são|temos) <onde>",
    "como (está|tá) [a] temperatura [<onde>|<de> [<o>] {entity:name}]",
    "(está|tá) [muito] (quente|frio|calor|abafado) (<lugar>|<aqui>|em casa)",
    examples=["qual a temperatura"],
    **WORDS,
)
def clima_pergunta(ctx: Context, name=None, area=None, floor=None) -> Reply:
    reply = asking.temperature(ctx, Wish(name, area, floor))
    return remember(reply, "clima_pergunta", name=name, area=area, floor=floor)


@skill(
    *STATE,
    examples=["quantas luzes estão acesas", "as portas estão trancadas?", "há alguma janela aberta", "quem está em casa"],
    **WORDS,
)
def estado(ctx: Context, name=None, area=None, floor=None, domain=None, device_class=None, state=None) -> Reply:
    if state in LISTS["zonas"] or (name and asking.is_person(ctx, name)):
        reply = asking.person(ctx, name, state) if name else asking.people(ctx, state)
        return remember(reply, "estado", name=name, state=state)
    wish = Wish(name, area, floor, domain, device_class)
    reply = asking.device_state(ctx, wish, state) if name else asking.kind_state(ctx, wish, state)
    return remember(reply, "estado", name=name, area=area, floor=floor, domain=domain, device_class=device_class, state=state)


@skill(
    "(deixa|deixe|deixar) <ela> [<um_pouco>] ({claridade:valor}|{calor:valor})",
    follow_ups=(
        "[<mudar>] [<ela>] [<um_pouco>] ({claridade:valor}|{calor:valor}) [ainda|<um_pouco>]",
        "({mais:valor}|{esquentar:valor}) [mais] [<ela>|<brilho>|[a] temperatura|a velocidade] [<quanto>|<quantos_graus>]",
        "{mais_menos:valor} ({percent:quanto}|{number:quanto} <graus>)",
        "{mais_um:valor} [<um_pouco>]",
        "[<mudar>] [<ela>|<brilho>] [<para>|<ate>] ({percent:valor}|{niveis:valor}|{number:valor} <graus>)",
        "[<mudar>] [<ela>] [<para>|de|cor] ({color:valor}|{brancos:valor})",
        "e [<o>] ([<em>] ({area:area}|<andar>)|{entity:name}) <para> ({percent:valor}|{color:valor}|{number:valor} <graus>)",
    ),
    shown=False,
    **WORDS,
)
def mais(ctx: Context, valor=None, quanto=None, name=None, area=None, floor=None, domain=None, device_class=None) -> Reply:
    return setting.adjust(ctx, again(ctx, Wish(name, area, floor, domain, device_class)), valor, quanto)


AGAIN_FUNCTIONS = {f.__name__: f for f in (liga, desliga, luz, posicao, ventilador, clima_ajusta, clima_pergunta, estado, mais)}
