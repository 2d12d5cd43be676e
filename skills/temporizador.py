"""Temporizadores: iniciar, perguntar quanto falta, cancelar. Vários ao mesmo tempo, com ou sem nome."""

from rapidfuzz import fuzz

from assistant.language import durations
from assistant.language.announcements import call_timer, listed, of_name
from assistant.language.phonetics import phonetic
from assistant.language.text import sentence
from assistant.skills import CancelTimers, Context, Reply, StartTimer, skill
from assistant.store import Timer

MAX_DURATION_S = 7 * durations.DAY
MAX_TIMERS = 50
MAX_LISTED = 5
SAME_NAME = 80

RULES = {
    "timer": "(timer|temporizador|cronômetro|alarme|taimer|contagem [regressiva])",
    "timers": "(timers|temporizadores|cronômetros|alarmes|contagens)",
    "quero": "([eu] (quero|preciso de)|me dá|vamos de)",
    "falta": "(falta|resta|faltam|restam|sobra|tem)",
    "acabar": "(terminar|acabar|tocar)",
    "um": "(um|uma|o|a|outro|outra|mais um|novo|um novo|um outro|mais uma)",
    "nome": "(para|de|do|da|dos|das|pro|pra|por causa de) [o|a|os|as] {name:nome}",
    "chamado": "(chamado|chamada|com o nome|com nome|de nome|que se chama|nomeado) [de] {name:nome}",
    "nomeado": "(<nome>|<chamado>)",
    "avisa": (
        "(me avisa|me avise|me avisar|avisa|avise|avise-me|me lembra|me lembre|me lembrar|me chama|me chame|me chamar"
        "|me acorda|me acorde"
        "|me desperta|apita|toca|me alerta|me alerte|me dá um toque|me notifica)"
    ),
    "em": "(daqui a|daqui|em|dentro de|depois de|passados|após|daqui uns)",
    "qual": "([de|do|da|dos|das|para|pro|pra] [o|a|os|as] {name:nome}|<chamado>|[de|do|da] {duration:duracao})",
    "ativos": "(ativo|ativa|ativos|ativas|ligado|ligados|rodando|correndo|em andamento|contando|marcado|marcados|funcionando)",
}


@skill(
    "[<ponha>|<quero>] [<um>] <timer> [de|para|por|com|em|daqui a|dentro de] {duration:duracao} [<nomeado>]",
    "[<ponha>|<quero>] [<um>] <timer> <nomeado> (de|para|com|por|em|daqui a|) {duration:duracao}",
    "[<ponha>|<quero>] [<um>] <timer> {name:nome} (de|para|com|por|em) {duration:duracao}",
    "[<ponha>|<quero>] {duration:duracao} (no|de|na) <timer> [<nomeado>]",
    "[<ponha>] {duration:duracao} <nome>",
    "<avisa> <em> {duration:duracao} [<nomeado>]",
    "<avisa> (para|de) {name:nome} <em> {duration:duracao}",
    "<em> {duration:duracao} <avisa> [<nomeado>]",
    "<avisa> quando (der|passar|passarem|derem|tiver passado|completar) {duration:duracao}",
    "<avisa> [de|da] {name:nome} <em> {duration:duracao}",
    "(conta|conte|contar|cronometra|cronometre|cronometrar|marca|marque|marcar) [para mim] {duration:duracao} [<nomeado>]",
    "(inicia|inicie|começa|comece) a contar {duration:duracao}",
    rules=RULES,
    examples=[
        "põe um timer de dez minutos",
        "temporizador de cinco minutos para o macarrão",
        "me avisa daqui a vinte minutos",
    ],
)
def inicia(ctx: Context, duracao: int, nome: str | None = None) -> Reply:
    if duracao <= 0:
        return Reply("Um temporizador precisa de pelo menos um segundo.")
    if duracao > MAX_DURATION_S:
        return Reply("Isso é tempo demais: conto no máximo sete dias.")
    if len(ctx.store.timers()) >= MAX_TIMERS:
        return Reply("Já há temporizadores demais. Cancele algum primeiro.")
    length = durations.speak(duracao)
    text = f"Certo, temporizador {of_name(nome)}: {length}." if nome else f"Certo, temporizador de {length}."
    return Reply(text, (StartTimer(duracao, nome),))


@skill(
    "(<ponha>|<quero>) [<um>] <timer> [<nomeado>]",
    "(timer|temporizador|cronômetro|alarme)",
    rules=RULES,
)
def sem_duracao(ctx: Context, nome: str | None = None) -> Reply:
    return Reply("De quanto tempo? Diga, por exemplo: temporizador de dez minutos.")


@skill(
    "[<diga>] quanto tempo [ainda] <falta> [ainda]",
    "[<diga>] quanto [tempo] [ainda] <falta> [ainda] (no|do|para [o]|de|ao|em) [meu|este|esse] <timer> [<qual>] [<acabar>]",
    "[<diga>] quanto [tempo] [ainda] <falta> [ainda] (nos|dos|para os|de|em) [meus|todos os] <timers>",
    "[<diga>] [qual] [é|está] [o] (estado|status|tempo|tempo restante) [do|no|de] [meu] <timer> [<qual>]",
    "[<diga>] [qual] [é|está] [o] (estado|status|tempo|tempo restante) [dos|nos|de] [meus] <timers>",
    "[<diga>] como (está|anda|vai) o <timer> [<qual>]",
    "[<diga>] como (estão|andam) os [meus] <timers>",
    "[<diga>] (quais|que) [são] [os] [meus] <timers> [que] [eu] [estão|tenho|tem|há|existem] [<ativos>]",
    "[<diga>] quantos <timers> [eu] [estão|tenho|tem|há|existem] [<ativos>]",
    "[eu] (tem|tenho|há|existe|está|ficou) [algum|um] <timer> [está] [<ativos>]",
    "(lista|liste|listar|mostra|mostre|mostrar|<diga>|lê|leia|ver) [todos] [os] [meus] <timers> [<ativos>]",
    "[os] [meus] <timers> [<ativos>]",
    "[quando] [o] <timer> [<qual>] (termina|acaba|toca) [quando]",
    "quando [é que] (termina|acaba|toca) o <timer> [<qual>]",
    rules=RULES,
    examples=["quanto tempo falta no timer do macarrão", "quais temporizadores estão ativos"],
)
def quanto_falta(ctx: Context, nome: str | None = None, duracao: int | None = None) -> Reply:
    timers = ctx.store.timers()
    if not timers:
        return Reply("Não há nenhum temporizador ativo.")
    found = _those(timers, nome, duracao)
    if not found:
        return Reply(_no_such(timers, nome, duracao))
    if len(found) == 1:
        return Reply(sentence(_left(found[0], ctx)))
    more = f" e mais {len(found) - MAX_LISTED}" if len(found) > MAX_LISTED else ""
    return Reply(sentence("; ".join(_left(timer, ctx) for timer in found[:MAX_LISTED]) + more))


@skill(
    "<cancela> [com] [o|a|um|esse|este|aquele] [meu] <timer> [<qual>]",
    "(remove|remova|remover|tira|tire|tirar) [o|a|esse|este] [meu] <timer> [<nomeado>]",
    "(não quero|não preciso) mais (do|o) <timer> [<qual>]",
    rules=RULES,
    examples=["cancela o timer", "cancela o temporizador do macarrão"],
)
def cancela(ctx: Context, nome: str | None = None, duracao: int | None = None) -> Reply:
    timers = ctx.store.timers()
    if not timers:
        return Reply("Não há nenhum temporizador ativo.")
    found = _those(timers, nome, duracao)
    if not found:
        return Reply(_no_such(timers, nome, duracao))
    if len(found) > 1:
        return Reply(f"Qual deles? Há {_named(found)}.")
    return Reply(f"Cancelei o {call_timer(found[0].name, found[0].duration_s)}.", (CancelTimers((found[0].id,)),))


@skill(
    "(<cancela>|remove|remova|tira|tire) (todos|todas|tudo) [os|as] [meus|minhas] <timers>",
    "<cancela> [os|as] [meus|minhas] <timers> [todos]",
    rules=RULES,
    examples=["cancela todos os temporizadores"],
)
def cancela_todos(ctx: Context) -> Reply:
    timers = ctx.store.timers()
    if not timers:
        return Reply("Não há nenhum temporizador ativo.")
    effects = (CancelTimers(tuple(timer.id for timer in timers)),)
    if len(timers) == 1:
        return Reply(f"Cancelei o {call_timer(timers[0].name, timers[0].duration_s)}.", effects)
    return Reply("Cancelei todos os temporizadores.", effects)


def _those(timers: list[Timer], name: str | None, duration_s: int | None) -> list[Timer]:
    """The timers that are meant: by name, as it sounds, or by length; all when nothing was said."""
    if name:
        sound = phonetic(name)
        return [t for t in timers if t.name and fuzz.ratio(phonetic(t.name), sound) >= SAME_NAME]
    return [t for t in timers if duration_s in {None, t.duration_s}]


def _named(timers: list[Timer]) -> str:
    return listed([f"o {call_timer(t.name, t.duration_s).removeprefix('temporizador ')}" for t in timers[:MAX_LISTED]])


def _no_such(timers: list[Timer], name: str | None, duration_s: int | None) -> str:
    return f"Não há {call_timer(name, duration_s or 0)}. Há {_named(timers)}."


def _left(timer: Timer, ctx: Context) -> str:
    seconds = durations.rounded(timer.left_s(ctx.now))
    called = call_timer(timer.name, timer.duration_s)
    if seconds <= 0:
        return f"o {called} já terminou"
    verb = "falta" if durations.speak(seconds).startswith(("um ", "uma ", "meia ")) else "faltam"
    return f"{verb} {durations.speak(seconds)} no {called}"
