"""Alarmes e despertador: marcar para uma hora, um dia ou todo dia; ver, mudar, cancelar; parar e soneca quando tocam."""

from dataclasses import replace

from assistant.language.announcements import of_name
from assistant.language.quantities import durations, numbers
from assistant.language.words.text import sentence
from assistant.skills import Context, Reply, skill
from assistant.skills.domains import alarms, appointments
from assistant.skills.domains.appointments import (
    SNOOZE_S,
    CancelAppointments,
    ChangeAppointment,
    PutOff,
    SetAppointment,
    StopRinging,
    to_put_off,
    when,
)
from assistant.store import ALARM, Appointment

MAX_ALARMS = 100
MAX_NAME_LETTERS = 60
MAX_SNOOZE_S = 12 * durations.HOUR
AT_WHAT_TIME = "Para que horas?"
NOT_RINGING = "Não há nenhum alarme tocando."

RULES = {
    "alarme": "(alarme|despertador)",
    "alarmes": "(alarmes|despertadores)",
    "quero": "([eu] (quero|preciso de|queria)|me dá)",
    "um": "(um|o|outro|mais um|novo|um novo|um outro|meu|o meu)",
    "armar": "(<ponha>|<quero>|arma|arme|armar|regula|agenda|agende|agendar|acerta)",
    "nomeado": "((para|de|do|da|dos|das|pro|pra) [o|a|os|as] {name:nome}|(chamado|com o nome|com nome|de nome) [de] {name:nome})",
    "horario": (
        "([para|pra|pro|no|na] <quando>|[de|do|da] {date:dia} [{time:hora}]"
        "|[de|para|pra|das|da|do] {time:hora} [de|para] {repetition:repeticao}"
        "|[para] {repetition:repeticao} [(de|para)] [{time:hora}])"
    ),
    # Without a verb it takes an hour: "o alarme do carro disparou ontem". And "alarme de duas horas" is a timer.
    "certo": (
        "([para|pra|pro] [[de] {date:dia}|{repetition:repeticao}] {time:hora}"
        "|{time:hora} ({date:dia}|[de] {repetition:repeticao}))"
    ),
    "acorda": (
        "(me acorda|me acorde|me acordar|acorda-me|me acordas|me desperta|me desperte|me despertar|me chama para acordar"
        "|[eu] (quero|preciso|tenho que) (acordar|levantar|ser acordado|ser acordada)|(acorda|acorde) (eu|a gente))"
    ),
    "cancelar": "(cancela|cancele|cancelar|exclui|exclua|excluir|remove|remova|tira|tire|apaga|apague|deleta|elimina|desmarca)",
    "desligar": "(desliga|desligue|desligar|para|pare|parar|cala|silencia|silencie|desativa|desative|interrompe)",
    "mudar": "(muda|mude|mudar|troca|troque|trocar|altera|altere|alterar|passa|passe|passar|remarca|remarque|remarcar|ajusta)",
    # Not "das sete para as oito": that is a time of day too.
    "novo": "([para|pra|pro] <quando>|[para] {repetition:repeticao} [{time:hora}]|[para] {time:hora} {repetition:repeticao})",
    "por": "(em|por|para daqui a|para|mais)",
    "toca": "(toca|vai tocar|está)",
    "das": "(das|da|do|de|dos) {time:antes}",
}


@skill(
    "<armar> [<um>] <alarme> <horario> [<nomeado>]",
    "<armar> [<um>] <alarme> <nomeado> <horario>",
    "[<um>] <alarme> <certo> [<nomeado>]",
    "<armar> [<um>] <alarme> [<nomeado>]",
    "{date:dia} <armar> [<um>] <alarme> [para] {time:hora}",
    "<acorda> [<horario>]",
    "<horario> <acorda>",
    "{date:dia} <acorda> {time:hora}",
    "{repetition:repeticao} <acorda> {time:hora}",
    rules=RULES,
    follow_ups=["[e] <horario>"],
    examples=["põe um alarme para as sete", "me acorda amanhã às seis e meia", "alarme todo dia útil às sete da manhã"],
)
def cria(
    ctx: Context, hora: str | None = None, dia: str | None = None, repeticao: str | None = None, nome: str | None = None
) -> Reply:
    if hora is None:
        return Reply(AT_WHAT_TIME, asks="hora")
    wanted = when(ctx.now, hora, dia, repeticao)
    if wanted.objection:
        return Reply(wanted.objection)
    if nome and len(nome) > MAX_NAME_LETTERS:
        return Reply("Esse nome é comprido demais para um alarme.")
    there = alarms.alarms(ctx)
    old = appointments.retracted(ctx, there)
    if len(there) >= MAX_ALARMS:
        return Reply("Já há alarmes demais. Cancele algum primeiro.")
    if any((it.at, it.repetition, it.text) == (wanted.at, wanted.repetition, nome) for it in there):
        return Reply(sentence(f"já há um alarme {wanted.spoken_for(ctx.now)}"))
    new = Appointment(0, ALARM, nome, wanted.at, wanted.again, wanted.repetition, ctx.speaker)
    named = f" {of_name(nome)}" if nome else ""
    text = sentence(f"alarme{named} marcado {wanted.spoken_for(ctx.now)}")
    return Reply(text, (*old, SetAppointment(new)), mentions=appointments.just_set(new, text))


@skill(
    "<cancelar> (o último alarme|o alarme que [eu] acabei de (marcar|fazer|pôr|criar|pedir))",
    follow_ups=[
        "<cancelar> [ele|esse|este|isso|esse alarme|o alarme|o último|todos|todos eles]",
        "[não] (desfaz|desfaça|não era isso|não é isso|esquece|deixa|deixa para lá|deixa pra lá|desisto|mudei de ideia)",
    ],
    rules=RULES,
    shown=False,
)
def desfaz(ctx: Context) -> Reply:
    """What was set just now; or all, of which there is talk."""
    if "todos" in ctx.heard.lower():
        return alarms.cancelled(ctx, alarms.alarms(ctx), every=True)
    if found := appointments.found_again(ctx, alarms.alarms(ctx)):
        return alarms.cancelled(ctx, [found])
    is_listed = ctx.topic is not None and ctx.topic.intent == "alarme.quais"
    drops = ctx.heard.lower().startswith(("não", "deixa", "esquece", "desisto", "mudei"))
    return alarms.cancelled(ctx, alarms.alarms(ctx)) if is_listed and not drops else Reply("Tudo bem.")


@skill(
    "[<diga>] [quais|que] [são] [os] [meus] <alarmes> [que] [eu] [estão|tenho|tem|há|existem] [marcados|ativos|ligados]",
    "[<diga>] quantos <alarmes> [eu] (há|tem|tenho|existem) [marcados|ativos]",
    "[eu] (tem|tenho|há|existe) [algum|um] <alarme> [marcado|ativo|ligado|programado] [para] [<quando>]",
    "[<diga>] qual [é] [o] [meu] próximo <alarme>",
    "[<diga>] (que|qual) <alarme> é o próximo",
    "[o] [meu] próximo <alarme>",
    "[<diga>] (a|para|pra) que horas [é que] [eu] (tenho que|preciso|vou) (acordar|levantar) [{date:dia}]",
    "[<diga>] (qual|que) <alarme> [é que] (é|vem|toca|vai tocar|vai ser) [o] [meu] (próximo|primeiro)",
    "[<diga>] ([a|para] que horas|quando) [é que] [está|é|<toca>] [o] [meu|próximo] <alarme> [está marcado|<toca>]",
    "(lista|liste|listar|mostra|mostre|lê|leia) [todos] [os] [meus] <alarmes>",
    rules=RULES,
    examples=["quais alarmes estão marcados", "qual é o próximo alarme"],
)
def quais(ctx: Context, dia: str | None = None, hora: str | None = None) -> Reply:
    found = alarms.alarms(ctx)
    if dia or hora:
        found = alarms.on(alarms.those(found, hora=hora), dia, ctx)
    if not found:
        return Reply(alarms.NONE_SET if not (dia or hora) else "Não, nenhum alarme.")
    if "xim" in ctx.heard or "primeiro" in ctx.heard:
        return Reply(sentence(f"o próximo é {alarms.named(found[:1], ctx)}"))
    return Reply(
        sentence(f"há {'um alarme' if len(found) == 1 else f'{numbers.speak(len(found))} alarmes'}: {alarms.named(found, ctx)}")
    )


@skill(
    "<cancelar> [o|esse|meu|o meu] <alarme> (<das>|{time:antes}) [de|do|da] [{date:dia}]",
    "<cancelar> [o|esse|meu|o meu] <alarme> [de|do|da] {date:dia} [<das>|{time:antes}]",
    "<cancelar> [o|esse|meu|o meu] despertador [<nomeado>]",
    "(desliga|desligue|desativa|desative) [o|esse|meu|o meu] <alarme> (<das>|[de|do|da] {date:dia})",
    "(não me acorda|não precisa me acordar|não quero acordar) [mais] [<quando>]",
    rules=RULES,
    follow_ups=["[o|é o] <das>", "[o] <nomeado>", "<cancelar> (o|esse) (<das>|<nomeado>|[de|do] {date:dia})"],
    examples=["cancela o alarme das sete"],
)
def cancela(
    ctx: Context, antes: str | None = None, dia: str | None = None, hora: str | None = None, nome: str | None = None
) -> Reply:
    found = alarms.those(alarms.alarms(ctx), nome, antes or hora)
    return alarms.cancelled(ctx, alarms.on(found, dia, ctx))


@skill(
    "<desligar> [o|esse|este|meu|o meu] despertador",
    "(desliga|desligue|desligar|cala|silencia|silencie|desativa|desative|interrompe) [o|esse|este|meu|o meu] alarme",
    "[<desligar> [o alarme]] [eu] já (acordei|levantei|estou acordado|estou acordada|estou de pé)",
    "[eu] (acordei|levantei|estou acordado|estou acordada)",
    rules=RULES,
    examples=["desliga o alarme", "já acordei"],
)
def para(ctx: Context) -> Reply:
    if ctx.store.ringing():
        return Reply("Certo, parei o alarme.", (StopRinging(),))
    found = alarms.alarms(ctx)
    if not found:
        return Reply(NOT_RINGING)
    effects = (CancelAppointments((found[0].id,)),)
    question = f"{NOT_RINGING} Quer que eu cancele o alarme {alarms.call_alarm(found[0], ctx)}?"
    return Reply(question, confirms=effects, confirmed="Cancelei.", refused="Tudo bem, ele fica.")


@skill(
    "[quero|ativa|ative|põe|me dá|faz|só] [a|uma|mais uma] soneca [de|por] [{duration:quanto}]",
    "(me deixa|deixa eu|deixe-me|quero|vou) dormir [só] mais [um pouco|um pouquinho|{duration:quanto}]",
    "[só] mais (um pouco|um pouquinho)",
    "(adia|adie|adiar|atrasa|atrase|atrasar) [o|esse] [<alarme>|isso] [<por>] [{duration:quanto}]",
    "toca (de novo|outra vez|novamente) [daqui a|em|dentro de] {duration:quanto}",
    rules=RULES,
    examples=["soneca", "soneca de dez minutos"],
)
def soneca(ctx: Context, quanto: int | None = None) -> Reply:
    if not to_put_off(ctx.store, ctx.now):
        return Reply(NOT_RINGING)
    if quanto is not None and not 0 < quanto <= MAX_SNOOZE_S:
        return Reply("Não dá para tanto tempo: a soneca vai no máximo até doze horas.")
    seconds = quanto or SNOOZE_S
    return Reply(f"Certo, daqui a {durations.speak(seconds)} de novo.", (PutOff(seconds),))


@skill(
    "<mudar> [a hora do|o horário do|o] [meu|próximo] <alarme> [<das>] [(de|do|da) {date:dia_antes}] <novo>",
    rules=RULES,
    examples=["muda o alarme das sete para as oito"],
)
def muda(
    ctx: Context,
    hora: str | None = None,
    dia: str | None = None,
    repeticao: str | None = None,
    antes: str | None = None,
    dia_antes: str | None = None,
) -> Reply:
    found = alarms.on(alarms.those(alarms.alarms(ctx), hora=antes), dia_antes, ctx)
    if len(found) != 1:
        return alarms.cancelled(ctx, found) if not found else Reply(f"Qual deles? Há {alarms.named(found, ctx)}.", asks="antes")
    old = found[0]
    if hora is None and old.at is not None:
        hora = old.at.strftime("%H:%M")
    if dia is None and repeticao is None:
        repeticao = old.repetition
        dia = old.at.date().isoformat() if old.at and not old.repetition and old.at.date() != ctx.now.date() else None
    wanted = when(ctx.now, hora, dia, repeticao)
    if wanted.objection:
        return Reply(wanted.objection)
    changed = replace(old, at=wanted.at, repetition=wanted.repetition, again=None, rings=0)
    return Reply(sentence(f"certo, mudei o alarme {wanted.spoken_for(ctx.now)}"), (ChangeAppointment(changed),))
