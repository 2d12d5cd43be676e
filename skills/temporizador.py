"""Temporizadores, vários ao mesmo tempo: iniciar, perguntar, pausar, mudar, cancelar; e o que se quer feito mais tarde."""

from assistant.language.announcements import of_name
from assistant.language.quantities import durations
from assistant.language.words.phonetics import fold
from assistant.language.words.text import sentence
from assistant.skills import CancelTimers, Context, Reply, StartTimer, alarms, skill
from assistant.skills.appointments import PUT_OFF_WITHIN, PutOff, StopRinging, to_put_off
from assistant.skills.timers import MAX_DURATION_S, NONE_ACTIVE, TOO_LONG, Which, all_left, call, changed, one_of, paused, resumed
from assistant.store import Timer

MAX_TIMERS = 50
MAX_NAME_LETTERS = 60
HOW_LONG = "De quanto tempo?"
TOO_SHORT = "Um temporizador precisa de pelo menos um segundo."

RULES = {
    "so_timer": "(timer|temporizador|cronômetro|taimer|contagem [regressiva])",
    "timer": "(<so_timer>|alarme)",
    "so_timers": "(timers|temporizadores|cronômetros|contagens)",
    "timers": "(<so_timers>|alarmes)",
    "qualquer": "(<timer>|<timers>)",
    "quero": "([eu] (quero|preciso de)|me dá|vamos de)",
    "falta": "(falta|resta|faltam|restam|sobra|tem)",
    "acabar": "(terminar|acabar|tocar)",
    "um": "(um|uma|o|a|outro|outra|mais um|novo|um novo|um outro|mais uma)",
    "nome": "(para|de|do|da|dos|das|pro|pra|por causa de) [o|a|os|as] {name:nome}",
    "chamado": "(chamado|chamada|com o nome|com nome|de nome|que se chama|nomeado) [de] {name:nome}",
    "nomeado": "(<nome>|<chamado>)",
    "avisa": (
        "(me avisa|me avise|me avisar|avisa|avise|avise-me|me chama|me chame|me chamar|me acorda|me acorde"
        "|me desperta|apita|me alerta|me alerte|me dá um toque|me notifica)"
    ),
    "em": "(daqui a|daqui|em|dentro de|depois de|passados|após|daqui uns)",
    "na_area": "(em|na|no|da|do) {area:area}",
    "qual": (
        "([de|do|da|dos|das|para|pro|pra] [o|a|os|as] {name:nome}|<chamado>|[de|do|da|para] {duration:duracao}"
        "|(em|na|no|da|do) {area:area})"
    ),
    "ativos": "(ativo|ativa|ativos|ativas|ligado|ligados|rodando|correndo|em andamento|contando|marcado|marcados|funcionando)",
    "cancelar": (
        "(cancela|cancele|cancelar|elimina|eliminar|aborta|abortar|desliga|desligue|apaga|apague|apagar|exclui|exclua|excluir"
        "|encerra|encerre|encerrar|desativa|desative|deleta|interrompe|interrompa|termina|termine|finaliza|finalize)"
    ),
    "continuar": "(continua|continue|continuar|retoma|retome|retomar|prossegue|prossiga|prosseguir|despausa|solta|volta com)",
    "esse": "(o|a|os|as|um|esse|este|aquele|meu|minha|o meu|a minha)",
    "somar": (
        "(aumenta|aumente|aumentar|adiciona|adicione|adicionar|acrescenta|acrescente|acrescentar|junta|junte|juntar"
        "|incrementa|incremente|incrementar|soma|some|somar|estende|estenda|estender|prolonga|prolongue|prolongar)"
    ),
    "pôr": "(<somar>|põe|ponha|pôr|bota|bote|coloca|coloque|dá|dê|quero|me dá|preciso de)",
    "tirar": (
        "(reduz|reduza|reduzir|remove|remova|remover|retira|retire|retirar|tira|tire|tirar|diminui|diminua|diminuir"
        "|desconta|desconte|descontar|subtrai|subtraia|encurta|encurte|encurtar)"
    ),
    "ao_timer": "(ao|no|a|para o|pro|o|em|do|da) [o|meu|o meu] <qualquer> [<qual>]",
    "do_timer": "(do|da|ao|no|de|o|meu) [o|meu|o meu] <qualquer> [<qual>]",
}


@skill(
    "[<ponha>|<quero>] [<um>|meu|minha] <qualquer> [de|para|por|com|<em>] {duration:duracao} [<nomeado>|<na_area>]",
    "[<ponha>|<quero>] [<um>] <timer> <nomeado> (de|para|com|por|em|daqui a|) {duration:duracao}",
    "[<ponha>|<quero>] [<um>] <timer> {name:nome} (de|para|com|por|em) {duration:duracao}",
    "[<ponha>|<quero>] [<um>] <timer> <na_area> (de|para|com|por|em) {duration:duracao}",
    "[<ponha>|<quero>] {duration:duracao} (no|de|na) <timer> [<nomeado>]",
    "[<ponha>] {duration:duracao} <nome>",
    "<avisa> [de novo|outra vez|novamente] <em> {duration:duracao} [<nomeado>]",
    "<em> {duration:duracao} <avisa> [<nomeado>]",
    "<avisa> quando (der|passar|passarem|derem|tiver passado|completar) {duration:duracao}",
    "<avisa> [de|da|para] {name:nome} <em> {duration:duracao}",
    "(me lembra|me lembre|me lembrar|lembra|lembre) <em> {duration:duracao}",
    "(conta|conte|contar|cronometra|cronometre|cronometrar|marca|marque|marcar) [para mim] {duration:duracao} [<nomeado>]",
    "(inicia|inicie|começa|comece) a contar {duration:duracao}",
    "{command:comando} <em> {duration:duracao}",
    "<em> {duration:duracao} {command:comando}",
    "(<ponha>|<quero>) [<um>] <so_timer> [<nomeado>|<na_area>]",
    "<so_timer>",
    rules=RULES,
    examples=[
        "põe um timer de dez minutos",
        "temporizador de cinco minutos para o macarrão",
        "me avisa daqui a vinte minutos",
    ],
)
def inicia(
    ctx: Context, duracao: int | None = None, nome: str | None = None, area: str | None = None, comando: str | None = None
) -> Reply:
    if duracao is None:
        return Reply(HOW_LONG, asks="duracao")
    if duracao <= 0:
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
    text = f"Certo, temporizador {of_name(nome)}: {length}." if nome else f"Certo, temporizador de {length}."
    return Reply(text, effects)


@skill(
    "(<ponha>|<quero>) [<um>] <so_timer> [de|para|com] {int:minutos} [<nomeado>]",
    "<so_timer> (de|para|com) {int:minutos} [<nomeado>]",
    rules=RULES,
    shown=False,
    follow_ups=["[são|uns] {int:minutos}"],
)
def em_minutos(ctx: Context, minutos: int, nome: str | None = None) -> Reply:
    asked = ctx.topic is not None and ctx.topic.asks == "duracao"
    slots = {key: value for key, value in ctx.topic.slots.items() if key in {"nome", "area"}} if asked else {}
    return inicia(ctx, minutos * durations.MINUTE, **({**slots, "nome": nome} if nome else slots))


@skill(
    "[<diga>] quanto tempo [ainda] <falta> [ainda]",
    "[<diga>] quanto [tempo] [ainda] <falta> [ainda] (no|do|para [o]|de|ao|em) [<esse>] <timer> [<qual>] [<acabar>]",
    "[<diga>] quanto [tempo] [ainda] <falta> [ainda] (nos|dos|para os|de|em) [os|meus|os meus|todos os] <timers>",
    "[<diga>] [(qual|que)] [é|está] [o|a] (estado|status|tempo|tempo restante) [do|no|de] [o|meu|o meu] <timer> [<qual>]",
    "[<diga>] [(qual|que)] [é|está] [o|a] (estado|status|tempo|tempo restante) [dos|nos|de] [os|meus|os meus] <timers>",
    "[<diga>] como (está|anda|vai) o <timer> [<qual>]",
    "[<diga>] como (estão|andam) os [meus] <timers>",
    "[<diga>] (quais|que) [são] [os] [meus] <so_timers> [que] [eu] [estão|tenho|tem|há|existem] [<ativos>]",
    "[<diga>] quantos <so_timers> [eu] [estão|tenho|tem|há|existem] [<ativos>]",
    "[eu] (tem|tenho|há|existe|está|ficou) [algum|um] <so_timer> [está] [<ativos>]",
    "(lista|liste|listar|mostra|mostre|mostrar|<diga>|lê|leia|ver) [todos] [os] [meus] <so_timers> [<ativos>]",
    "[os] [meus] <so_timers> [<ativos>]",
    "[quando] [o] <timer> [<qual>] (termina|acaba) [quando]",
    "quando [é que] (termina|acaba) o <timer> [<qual>]",
    "quando [é que] toca o <so_timer> [<qual>]",
    rules=RULES,
    follow_ups=["[e] [agora] quanto [tempo] [ainda] <falta> [ainda] [para <acabar>]"],
    examples=["quanto tempo falta no timer do macarrão", "quais temporizadores estão ativos"],
)
def quanto_falta(ctx: Context, nome: str | None = None, duracao: int | None = None, area: str | None = None) -> Reply:
    timers = ctx.store.timers()
    if _means_alarms(ctx, timers):
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
    follow_ups=["<cancelar> [ele|esse|este|isso|o último]"],
    examples=["cancela o timer", "cancela o temporizador do macarrão"],
)
def cancela(ctx: Context, nome: str | None = None, duracao: int | None = None, area: str | None = None) -> Reply:
    timers = ctx.store.timers()
    if _means_alarms(ctx, timers):
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
    if _means_alarms(ctx, timers):
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
    follow_ups=["(pausa|pause|pausar|suspende|segura) [ele|esse|isso]"],
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
    follow_ups=["[e] mais {int:minutos}", "<somar> [mais] {duration:quanto}", "<pôr> mais {int:minutos}"],
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
    "[e] (o|esse|este|aquele) <so_timer> (<nomeado>|<na_area>)",
    rules=RULES,
    follow_ups=[
        "[e] [o|a|é o|é a] (de|do|da|dos|das|para|pro|pra|para o) [o|a] {name:nome}",
        "[e] [o|a|é o] (de|do|da) {duration:duracao}",
        "[e] (no|na|o do|o da|o de) {area:area}",
        "[o|é o] (das|da|do) {time:hora}",
    ],
    shown=False,
)
def este(
    ctx: Context, nome: str | None = None, duracao: int | None = None, area: str | None = None, hora: str | None = None
) -> Reply:
    """O que se perguntou ou mandou antes, agora para este."""
    before = ctx.topic.intent.partition(".")[2] if ctx.topic else ""
    if before in {"aumenta", "diminui"} and (amounts := {k: v for k, v in ctx.topic.slots.items() if k in {"quanto", "minutos"}}):
        return (aumenta if before == "aumenta" else diminui)(ctx, **amounts, nome=nome, duracao=duracao, area=area)
    if hora or (before == "cancela" and not ctx.store.timers()):
        return alarms.cancelled(ctx, alarms.those(alarms.alarms(ctx), nome, hora), asks="nome")
    again = {"cancela": cancela, "pausa": pausa, "continua": continua}.get(before, quanto_falta)
    return again(ctx, nome=nome, duracao=duracao, area=area)


def _means_alarms(ctx: Context, timers: list[Timer]) -> bool:
    """ "Cancela o alarme" pode ser de um temporizador: muitos chamam os dois assim."""
    return "alarm" in fold(ctx.heard) and (not timers or bool(alarms.alarms(ctx)))
