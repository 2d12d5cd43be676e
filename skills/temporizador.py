"""Temporizadores, vários ao mesmo tempo: iniciar, perguntar, pausar, mudar, cancelar; e o que se quer feito mais tarde."""

from dataclasses import replace

from assistant.language.announcements import of_name
from assistant.language.quantities import durations
from assistant.language.words.phonetics import fold
from assistant.language.words.text import sentence
from assistant.skills import CancelTimers, Context, Reply, StartTimer, skill
from assistant.skills.domains import alarms
from assistant.skills.domains.appointments import PUT_OFF_WITHIN, PutOff, StopRinging, to_put_off
from assistant.skills.domains.timer_words import CORRECTING, HOW_MUCH_IS_LEFT, RULES, STARTING, THIS_ONE
from assistant.skills.domains.timers import (
    LAST,
    MAX_DURATION_S,
    MAX_NAME_LETTERS,
    NONE_ACTIVE,
    TOO_LONG,
    Which,
    all_left,
    call,
    changed,
    christened,
    one_of,
    paused,
    resumed,
    spoken_of,
)
from assistant.skills.domains.undoing import CANNOT_UNDO, UNDO

MAX_TIMERS = 50
HOW_LONG = "De quanto tempo?"
TOO_SHORT = "Um temporizador precisa de pelo menos um segundo."


@skill(
    *STARTING,
    rules=RULES,
    lists={"menos": {"menos": "-"}},
    examples=[
        "põe um timer de dez minutos",
        "temporizador de cinco minutos para o macarrão",
        "me avisa daqui a vinte minutos",
    ],
)
def inicia(
    ctx: Context,
    duracao: int | None = None,
    nome: str | None = None,
    area: str | None = None,
    comando: str | None = None,
    menos: str | None = None,
) -> Reply:
    if duracao is None:
        return Reply(HOW_LONG, asks="duracao")
    if duracao <= 0 or menos:
        return Reply(TOO_SHORT)
    if duracao > MAX_DURATION_S:
        return Reply(TOO_LONG)
    if nome and len(nome) > MAX_NAME_LETTERS:
        return Reply("Esse nome é comprido demais para um temporizador.")
    if len(ctx.store.timers()) >= MAX_TIMERS:
        return Reply("Já há temporizadores demais. Cancele algum primeiro.")
    length = durations.speak(duracao)
    if ctx.store.ringing() and "de novo" in ctx.heard:
        return Reply(f"Certo, daqui a {length} de novo.", (PutOff(duracao),))
    effects = (StartTimer(duracao, nome, area, comando),)
    if comando:
        return Reply(f"Combinado. Daqui a {length}: {comando}.", effects)
    last = {LAST: (nome, duracao)}
    text = f"Certo, temporizador {of_name(nome)}: {length}." if nome else f"Certo, temporizador de {length}."
    return Reply(text, effects, mentions=last)


@skill(
    "(<ponha>|<quero>) (outro|mais um) <so_timer> de {duration:duracao} [<nomeado>]",
    rules=RULES,
    shown=False,
    follow_ups=[
        "[e|<ponha>|<quero>] (outro|mais um|mais outro|um outro) de {duration:duracao} [<nomeado>]",
        "e [também] [mais] um de {duration:duracao} [<nomeado>]",
        "[e|<ponha>|<quero>] [mais|também] (um|outro) <nomeado> de {duration:duracao}",
        "e (outro|mais um|um|mais outro) de {int:minutos} [<nomeado>]",
    ],
)
def outro(ctx: Context, duracao: int | None = None, nome: str | None = None, minutos: int | None = None) -> Reply:
    duracao = duracao if minutos is None else minutos * durations.MINUTE
    said = nome is not None and fold(nome) in fold(ctx.heard)  # not the name of the one before
    return inicia(ctx, duracao, nome if said else None)


@skill(
    "(<ponha>|<quero>) [<um>] <so_timer> [de|para|com] {int:minutos} [<nomeado>]",
    "<so_timer> (de|para|com) {int:minutos} [<nomeado>]",
    rules=RULES,
    shown=False,
    follow_ups=["[são|uns] {int:minutos}"],
)
def em_minutos(ctx: Context, minutos: int, nome: str | None = None) -> Reply:
    if ctx.topic is not None and ctx.topic.asks == "nome":
        return este(ctx)  # "os dois"
    if ctx.heard.lower().startswith("não"):
        return corrige(ctx, minutos=minutos)
    asked = ctx.topic is not None and ctx.topic.asks == "duracao"
    slots = {key: value for key, value in ctx.topic.slots.items() if key in {"nome", "area"}} if asked else {}
    return inicia(ctx, minutos * durations.MINUTE, **({**slots, "nome": nome} if nome else slots))


@skill(
    *HOW_MUCH_IS_LEFT,
    rules=RULES,
    follow_ups=["[e] [agora] quanto [tempo] [ainda] <falta> [ainda] [nele|(no|para o|pro) <o_de>] [para <acabar>]"],
    examples=["quanto tempo falta no timer do macarrão", "quais temporizadores estão ativos"],
)
def quanto_falta(ctx: Context, nome: str | None = None, duracao: int | None = None, area: str | None = None) -> Reply:
    timers = ctx.store.timers()
    if alarms.means_alarms(ctx):
        return Reply(sentence(f"há {alarms.named(found, ctx)}") if (found := alarms.alarms(ctx)) else alarms.NONE_SET)
    if not timers:
        return Reply(NONE_ACTIVE)
    which = Which(nome, duracao, area)
    if not (found := which.among(timers)):
        return which.missing(timers)
    return Reply(all_left(found, ctx))


@skill(
    "<cancelar> [com] [<esse>] <so_timer> [<qual>]",
    "(cancela|cancele|cancelar|elimina|eliminar|aborta|abortar|exclui|apaga) [<esse>] alarme [<qual>]",
    "(remove|remova|remover|tira|tire|tirar) [<esse>] <so_timer> [<nomeado>]",
    "(não quero|não preciso) mais (do|o) <timer> [<qual>]",
    rules=RULES,
    follow_ups=["<cancelar> [ele|esse|este|isso|o último]", "<cancelar> (o|a|esse) <o_de>"],
    examples=["cancela o timer", "cancela o temporizador do macarrão"],
)
def cancela(ctx: Context, nome: str | None = None, duracao: int | None = None, area: str | None = None) -> Reply:
    if alarms.means_alarms(ctx):
        found = alarms.alarms(ctx)
        return alarms.cancelled(ctx, ctx.store.ringing() or alarms.those(found, nome), asks="nome")
    return one_of(ctx, Which(nome, duracao, area), lambda t: Reply(f"Cancelei o {call(t)}.", (CancelTimers((t.id,)),)))


@skill(
    "(<cancelar>|remove|remova|tira|tire) [todos|todas|tudo] [os|as] [meus|minhas] <timers> [todos] [<na_area>]",
    "(<cancelar>|remove|remova|tira|tire) todos [<na_area>]",
    rules=RULES,
    examples=["cancela todos os temporizadores"],
)
def cancela_todos(ctx: Context, area: str | None = None) -> Reply:
    timers = ctx.store.timers()
    if alarms.means_alarms(ctx):
        return alarms.cancelled(ctx, alarms.alarms(ctx), every=True)
    if not timers:
        return Reply(NONE_ACTIVE)
    if not (found := Which(area=area).among(timers)):
        return Which(area=area).missing(timers)
    effects = (CancelTimers(tuple(timer.id for timer in found)),)
    if len(found) == 1:
        return Reply(f"Cancelei o {call(found[0])}.", effects)
    return Reply("Cancelei todos os temporizadores.", effects)


@skill(
    "(pausa|pause|pausar|para|pare|parar|suspende|suspenda|suspender|congela|congele|segura) [<esse>] <qualquer> [<qual>]",
    "(dá|faz) uma pausa (no|em) [meu] <timer> [<qual>]",
    rules=RULES,
    follow_ups=["(pausa|pause|pausar|suspende|segura) [ele|esse|isso|(o|a) <o_de>]"],
    examples=["pausa o temporizador"],
)
def pausa(ctx: Context, nome: str | None = None, duracao: int | None = None, area: str | None = None) -> Reply:
    if ctx.store.ringing():
        return Reply("Certo.", (StopRinging(),))
    running = [t for t in ctx.store.timers() if t.paused_s is None]
    if not running and ctx.store.timers():
        return Reply("Já está pausado.")
    return one_of(ctx, Which(nome, duracao, area), lambda t: paused(t, ctx), running)


@skill(
    "<continuar> [<esse>] <qualquer> [<qual>]",
    "(continua|continue|segue|prossegue) (com|a contar) [<esse>] <timer> [<qual>]",
    rules=RULES,
    follow_ups=["(continua|continue|continuar|retoma|prossegue|despausa) [ele|esse|isso]"],
    examples=["continua o temporizador"],
)
def continua(ctx: Context, nome: str | None = None, duracao: int | None = None, area: str | None = None) -> Reply:
    paused = [t for t in ctx.store.timers() if t.paused_s is not None]
    if not paused and ctx.store.timers():
        return Reply("Nenhum temporizador está pausado.")
    return one_of(ctx, Which(nome, duracao, area), lambda t: resumed(t, ctx), paused)


@skill(
    "<somar> [mais] {duration:quanto} <ao_timer>",
    "<somar> <ao_timer> [em|por|com] [mais] {duration:quanto}",
    "<pôr> mais {duration:quanto} [<ao_timer>]",
    "<pôr> <ao_timer> mais {duration:quanto}",
    "mais {duration:quanto} [<ao_timer>]",
    rules=RULES,
    follow_ups=[
        "[e] mais {int:minutos}",
        "<somar> [mais] {duration:quanto}",
        "<pôr> mais {int:minutos}",
        "[<pôr>] mais {duration:quanto} (nele|nesse|nisso|(no|para o|pro) <o_de>)",
    ],
    examples=["adiciona cinco minutos ao timer", "mais cinco minutos"],
)
def aumenta(
    ctx: Context,
    quanto: int | None = None,
    minutos: int | None = None,
    nome: str | None = None,
    duracao: int | None = None,
    area: str | None = None,
) -> Reply:
    quanto = quanto if minutos is None else minutos * durations.MINUTE
    if not quanto or quanto > MAX_DURATION_S:
        return Reply(TOO_LONG if quanto else "Mais quanto tempo?", asks=None if quanto else "quanto")
    timers, which = ctx.store.timers(), Which(nome, duracao, area)
    if which == Which() and to_put_off(ctx.store, ctx.now) and (ctx.store.ringing() or not timers):
        return Reply(f"Certo, daqui a {durations.speak(quanto)} de novo.", (PutOff(quanto),))
    rung = which.among(ctx.store.rung_timers(ctx.now - PUT_OFF_WITHIN))
    if rung and not which.among(timers):
        return inicia(ctx, quanto, rung[0].name, rung[0].area)
    return one_of(ctx, which, lambda timer: changed(timer, quanto, ctx))


@skill(
    "<tirar> {duration:quanto} <do_timer>",
    "<tirar> <do_timer> [em|por] {duration:quanto}",
    "menos {duration:quanto} [<do_timer>]",
    rules=RULES,
    follow_ups=["[e] menos {int:minutos}", "<tirar> {duration:quanto}"],
    examples=["tira dois minutos do timer"],
)
def diminui(
    ctx: Context,
    quanto: int | None = None,
    minutos: int | None = None,
    nome: str | None = None,
    duracao: int | None = None,
    area: str | None = None,
) -> Reply:
    quanto = quanto if minutos is None else minutos * durations.MINUTE
    if not quanto:
        return Reply("Menos quanto tempo?", asks="quanto")
    return one_of(ctx, Which(nome, duracao, area), lambda timer: changed(timer, -quanto, ctx))


@skill(
    "<mudar> [<esse>] <so_timer> [<qual>] para {duration:nova}",
    rules=RULES,
    follow_ups=CORRECTING,
    examples=["muda o timer para quinze minutos"],
)
def corrige(
    ctx: Context,
    nova: int | None = None,
    minutos: int | None = None,
    nome: str | None = None,
    duracao: int | None = None,
    area: str | None = None,
) -> Reply:
    seconds = (minutos or 0) * durations.MINUTE if nova is None else nova

    def anew(timer) -> Reply:
        reply = inicia(ctx, seconds, timer.name, timer.area, timer.command)
        return replace(reply, effects=(CancelTimers((timer.id,)), *reply.effects)) if reply.effects else reply

    said = Which(nome, duracao, area)
    return one_of(ctx, said, anew, (spoken_of(ctx, ctx.store.timers())[-1:] or None) if said == Which() else None)


@skill(
    "(cadê|e) (o|esse|este|aquele) <so_timer> (<nomeado>|<na_area>)",
    rules=RULES,
    follow_ups=THIS_ONE,
    shown=False,
)
def este(
    ctx: Context, nome: str | None = None, duracao: int | None = None, area: str | None = None, hora: str | None = None
) -> Reply:
    before = ctx.topic.intent.partition(".")[2] if ctx.topic else ""
    if nome and before in {"inicia", "em_minutos", "outro"} and (reply := christened(ctx, nome)):
        return reply
    given_up = (ctx.last_answer or "").startswith("Tudo bem")
    if before == "inicia" and duracao and "duracao" not in ctx.topic.slots and not given_up:
        return inicia(ctx, duracao, ctx.topic.slots.get("nome"))  # it was asked before something else was said
    if before in {"aumenta", "diminui"} and (amounts := {k: v for k, v in ctx.topic.slots.items() if k in {"quanto", "minutos"}}):
        return (aumenta if before == "aumenta" else diminui)(ctx, **amounts, nome=nome, duracao=duracao, area=area)
    if hora or (nome and before == "cancela" and not ctx.store.timers()):
        return alarms.cancelled(ctx, alarms.those(alarms.alarms(ctx), nome, hora), asks="nome")
    again = {"cancela": cancela, "pausa": pausa, "continua": continua}.get(before, quanto_falta)
    return again(ctx, nome=nome, duracao=duracao, area=area)


@skill("(desfaz|desfaça) (o|esse) <so_timer>", rules=RULES, shown=False, follow_ups=UNDO)
def desfaz(ctx: Context) -> Reply:
    just_set = spoken_of(ctx, ctx.store.timers())[-1:]
    return Reply(f"Cancelei o {call(just_set[0])}.", (CancelTimers((just_set[0].id,)),)) if just_set else Reply(CANNOT_UNDO)
