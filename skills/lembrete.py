"""Lembretes: para uma hora, um dia, todo mês, ou daqui a um tempo; ver, adiar, cancelar."""

import re
from dataclasses import replace
from datetime import datetime

from rapidfuzz import fuzz

from assistant.language.announcements import is_action, listed
from assistant.language.calendar import clock, repetitions
from assistant.language.calendar.moments import speak_moment
from assistant.language.quantities import durations, numbers
from assistant.language.words.phonetics import fold
from assistant.language.words.text import sentence
from assistant.skills import Context, Reply, skill
from assistant.skills.domains.appointments import (
    CancelAppointments,
    ChangeAppointment,
    PutOff,
    SetAppointment,
    found_again,
    just_set,
    retracted,
    to_put_off,
    when,
)
from assistant.skills.domains.personal import UNTOLD, is_kept_back, may_hear
from assistant.store import REMINDER, Appointment

MAX_REMINDERS = 200
MAX_LETTERS = 200
MAX_LISTED = 5
SAME_TEXT = 75
NONE_SET = "Não há nenhum lembrete."
OF_WHAT = "Lembrar você de quê?"
AT_WHAT_TIME = "A que horas?"
# What somebody says of themselves is said to them.
_TURNED = {"meu": "seu", "minha": "sua", "meus": "seus", "minhas": "suas", "comigo": "com você", "mim": "você"}

RULES = {
    "lembra": (
        "(me lembra|me lembre|me lembrar|me lembras|me recorda|me recorde"
        "|não me deixa esquecer|não me deixe esquecer|não deixa eu esquecer|não deixe eu esquecer"
        "|[eu] (quero|preciso) (lembrar|me lembrar|ser lembrado|ser lembrada)|<novo>)"
    ),
    "novo": (
        "((põe|ponha|cria|crie|criar|adiciona|adicione|coloca|coloque|marca|marque|marcar|anota|anote|faz|faça|agenda|agende"
        "|programa|quero|define|defina) [um|o|meu|outro|mais um|novo|um novo] lembrete)"
    ),
    "de": "(de|do|da|dos|das|para|pra|pro|sobre|com|chamado|que [eu] (tenho que|preciso|devo|tem que))",
    "horario": ("([para|de|da|no|na] <quando>|{time:hora} [de|da] {repetition:repeticao}|{repetition:repeticao} [{time:hora}])"),
    # Not "das dez para as onze": that is a time of day too.
    "novo_horario": "((para|pra|pro) (<quando>|{time:hora} {repetition:repeticao}|{repetition:repeticao} [{time:hora}]))",
    "cancelar": (
        "(cancela|cancele|cancelar|exclui|exclua|excluir|remove|remova|tira|tire|apaga|apague|deleta|elimina|desmarca|esquece)"
    ),
    "lembretes": "(lembretes|compromissos)",
    "mudar": "(muda|mude|mudar|troca|troque|trocar|altera|altere|alterar|passa|passe|passar|remarca|remarque|remarcar)",
}


@skill(
    "<lembra> <de> {text:texto} [<horario>|<em_quanto>]",
    "<lembra> (<horario>|<em_quanto>) <de> {text:texto}",
    "(<horario>|<em_quanto>) <lembra> <de> {text:texto}",
    "{date:dia} <lembra> <de> {text:texto} {time:hora}",
    "<lembra> {date:dia} <de> {text:texto} {time:hora}",
    "<lembra> {time:hora} <de> {text:texto} {date:dia}",
    "{repetition:repeticao} <lembra> <de> {text:texto} {time:hora}",
    "<lembra> {repetition:repeticao} <de> {text:texto} {time:hora}",
    "(lembra|lembre|lembrar) de {text:texto} (<horario>|<em_quanto>)",
    "(<novo>|lembrete) [para] (<horario>|<em_quanto>) {text:texto}",
    "lembrete <de> {text:texto} (<horario>|<em_quanto>)",
    "(<novo>|[novo] lembrete) [<horario>|<em_quanto>]",
    # "Me avisa daqui a dez minutos" is a timer.
    "me (avisa|avise|avisar) <horario> <de> {text:texto}",
    "me (avisa|avise|avisar) <de> {text:texto} <horario>",
    "<horario> me (avisa|avise|avisar) <de> {text:texto}",
    "me lembra <horario>",
    "[eu] (preciso|tenho que|tenho de|devo) {text:texto} <horario> (<lembra>|me avisa|me avise)",
    rules=RULES,
    follow_ups=["[e] (<horario>|<em_quanto>)"],
    examples=[
        "me lembra de tomar o remédio às oito",
        "me lembra amanhã às dez de ligar para a Maria",
        "todo dia cinco às nove me lembra de pagar o aluguel",
    ],
)
def cria(
    ctx: Context,
    texto: str | None = None,
    hora: str | None = None,
    dia: str | None = None,
    repeticao: str | None = None,
    daqui: int | None = None,
) -> Reply:
    if not texto:
        return Reply(OF_WHAT, asks="texto")
    if len(texto) > MAX_LETTERS:
        return Reply("Isso é comprido demais para um lembrete.")
    if hora is None and daqui is None and not (repeticao or "").startswith("every:"):
        if (objection := when(ctx.now, "23:59", dia, repeticao).objection) and objection[-1] == ".":
            return Reply(objection)
        return Reply(AT_WHAT_TIME, asks="hora")
    wanted = when(ctx.now, hora, dia, repeticao, daqui)
    if wanted.objection:
        return Reply(wanted.objection)
    if len(ctx.store.appointments(REMINDER)) >= MAX_REMINDERS:
        return Reply("Já há lembretes demais. Cancele algum primeiro.")
    said = _turned(texto)
    new = Appointment(0, REMINDER, said, wanted.at, wanted.again, wanted.repetition, ctx.speaker)
    if is_action(f"{said} x"):
        text = f"certo, {wanted.spoken(ctx.now)} lembro você de {said}"
    else:
        text = f"certo, lembrete {wanted.spoken_for(ctx.now)}: {said}"
    effects = (*retracted(ctx, _reminders(ctx)), SetAppointment(new))
    return Reply(sentence(text), effects, mentions=just_set(new, sentence(text)))


@skill(
    "<cancelar> (o último lembrete|o lembrete que [eu] acabei de (marcar|fazer|pôr|criar|pedir))",
    follow_ups=[
        "<cancelar> [ele|esse|este|isso|esse lembrete|o último]",
        "[não] (desfaz|desfaça|não era isso|não é isso|esquece|deixa|deixa para lá|deixa pra lá|desisto|mudei de ideia)",
    ],
    rules=RULES,
    shown=False,
)
def desfaz(ctx: Context) -> Reply:
    """What was set just now."""
    found = found_again(ctx, _reminders(ctx))
    if found is None:
        return Reply("Tudo bem.")
    return Reply(sentence(f"cancelei o lembrete: {found.text}"), (CancelAppointments((found.id,)),))


def _turned(text: str) -> str:
    return re.sub(r"\w+", lambda word: _TURNED.get(word.group(), word.group()), text)


@skill(
    "[<diga>] [quais|que] [são] [os] [meus] <lembretes> [que] [eu] [estão|tenho|tem|há|existem] [ativos|marcados] [<horario>]",
    "[<diga>] quantos <lembretes> [eu] (há|tem|tenho|existem) [<horario>]",
    "[eu] (tem|tenho|há|existe) [algum|um] lembrete [<horario>]",
    "(lista|liste|mostra|mostre|lê|leia|ler) [todos] [os] [meus] <lembretes> [<horario>]",
    "[<diga>] [o] que [é que] [eu] (tenho|preciso|devo) [que|de|para] [me] lembrar [<horario>]",
    "[<diga>] do que [é que] você vai me lembrar [<horario>]",
    rules=RULES,
    examples=["quais são os meus lembretes"],
)
def quais(ctx: Context, dia: str | None = None, hora: str | None = None, repeticao: str | None = None) -> Reply:
    found = _on(_reminders(ctx), ctx, dia)
    if not found:
        return _with_untold(NONE_SET if dia is None else "Não, nenhum lembrete.", ctx, dia)
    count = "um lembrete" if len(found) == 1 else f"{numbers.speak(len(found))} lembretes"
    more = f"; e mais {numbers.speak(len(found) - MAX_LISTED)}" if len(found) > MAX_LISTED else ""
    text = sentence(f"há {count}: {'; '.join(_called(it, ctx.now) for it in found[:MAX_LISTED])}{more}")
    return _with_untold(text, ctx, dia)


@skill(
    "<cancelar> [o|esse|meu|o meu] lembrete [<de> {text:texto}]",
    "<cancelar> [o|esse|meu|o meu] lembrete (das|da|do|de) {time:hora}",
    "<cancelar> [o|esse|meu|o meu] lembrete [de|do|da] {date:dia}",
    "não (precisa|precisa mais|precisa me|precisa mais me) lembrar [mais] <de> {text:texto}",
    "não me (lembra|lembre) mais <de> {text:texto}",
    rules=RULES,
    follow_ups=["[<cancelar>] [o|é o] <de> {text:texto}", "[<cancelar>] [o|é o] (das|da) {time:hora}"],
    examples=["cancela o lembrete do remédio"],
)
def cancela(ctx: Context, texto: str | None = None, hora: str | None = None, dia: str | None = None) -> Reply:
    found = _one(ctx, texto, hora, dia)
    if isinstance(found, Reply):
        return found
    return Reply(sentence(f"cancelei o lembrete: {found.text}"), (CancelAppointments((found.id,)),))


def _one(ctx: Context, texto: str | None, hora: str | None, dia: str | None = None) -> Appointment | Reply:
    """O de que se fala; ou a pergunta qual é, ou que não há."""
    there = _reminders(ctx)
    found = _on(there, ctx, dia)
    if texto:
        found = [it for it in found if _about(it, texto)]
    if hora:
        known = clock.read(hora)
        found = [it for it in found if known and it.due(ctx.now).time().hour % 12 == known[0].hour % 12]
    if not there:
        return _with_untold(NONE_SET, ctx)
    if not found:
        return _with_untold(f"Não achei esse lembrete. Há {listed([_called(it, ctx.now) for it in there[:MAX_LISTED]])}.", ctx)
    if len(found) > 1:
        return Reply(f"Qual deles: {'; '.join(_called(it, ctx.now) for it in found[:MAX_LISTED])}?", asks="texto")
    return found[0]


@skill(
    "<mudar> [o|esse|meu|o meu] lembrete [<de> {text:texto}|(das|da) {time:antes}] <novo_horario>",
    rules=RULES,
    follow_ups=["<mudar> [ele|esse|isso|o lembrete] <novo_horario>"],
    examples=["muda o lembrete do remédio para as nove"],
)
def muda(
    ctx: Context,
    texto: str | None = None,
    antes: str | None = None,
    hora: str | None = None,
    dia: str | None = None,
    repeticao: str | None = None,
) -> Reply:
    found = None if texto or antes else found_again(ctx, _reminders(ctx))
    old = found or _one(ctx, texto, antes)
    if isinstance(old, Reply):
        return old
    if old.at is not None:
        hora = hora or old.at.strftime("%H:%M")
        if dia is None and repeticao is None:
            repeticao = old.repetition
            dia = old.at.date().isoformat() if not old.repetition and old.at.date() != ctx.now.date() else None
    wanted = when(ctx.now, hora, dia, repeticao)
    if wanted.objection:
        return Reply(wanted.objection)
    new = replace(old, at=wanted.at, repetition=wanted.repetition, again=wanted.again, rings=0)
    text = sentence(f"certo, mudei o lembrete {wanted.spoken_for(ctx.now)}: {old.text}")
    return Reply(text, (ChangeAppointment(new),), mentions=just_set(new, text))


@skill(
    "<cancelar> (todos|todos os|tudo) [os] [meus] lembretes",
    "<cancelar> os [meus] lembretes [todos]",
    rules=RULES,
    examples=["cancela todos os lembretes"],
    shown=False,
)
def cancela_todos(ctx: Context) -> Reply:
    there = _reminders(ctx)
    if not there:
        return _with_untold(NONE_SET, ctx)
    count = "o único lembrete" if len(there) == 1 else f"os {numbers.speak(len(there))} lembretes"
    effects = (CancelAppointments(tuple(it.id for it in there)),)
    return Reply(f"Cancelo {count}?", confirms=effects, confirmed="Cancelei.", refused="Tudo bem, eles ficam.")


@skill(
    "(adia|adie|adiar|atrasa|atrase|deixa) [o|esse|meu] lembrete [(em|por|para daqui a|para)] [{duration:quanto}]",
    "(<lembra>|lembra|lembre) (de novo|outra vez|novamente|mais tarde|depois) [(em|daqui a|dentro de) {duration:quanto}]",
    rules=RULES,
    examples=["adia o lembrete dez minutos", "me lembra de novo daqui a meia hora"],
    shown=False,
)
def adia(ctx: Context, quanto: int | None = None) -> Reply:
    if not to_put_off(ctx.store, ctx.now):
        return Reply("Não há lembrete para adiar.")
    seconds = quanto or 10 * durations.MINUTE
    if not 0 < seconds <= 7 * durations.DAY:
        return Reply("Não dá para adiar tanto: no máximo sete dias.")
    return Reply(f"Certo, lembro de novo daqui a {durations.speak(seconds)}.", (PutOff(seconds),))


def _reminders(ctx: Context) -> list[Appointment]:
    """Os da casa e os de quem fala, o próximo primeiro."""
    mine = [it for it in ctx.store.appointments(REMINDER) if may_hear(ctx, it.speaker)]
    return sorted(mine, key=lambda it: it.due(ctx.now) or ctx.now)


def _with_untold(text: str, ctx: Context, dia: str | None = None) -> Reply:
    kept_back = is_kept_back(ctx, [it.speaker for it in _on(ctx.store.appointments(REMINDER), ctx, dia)])
    return Reply(f"{text} Os lembretes {UNTOLD}" if kept_back else text)


def _on(found: list[Appointment], ctx: Context, dia: str | None) -> list[Appointment]:
    if dia is None:
        return found
    wanted = when(ctx.now, "23:59", dia).at
    return [it for it in found if wanted and it.due(ctx.now).date() == wanted.date()]


def _about(it: Appointment, text: str) -> bool:
    return fuzz.partial_ratio(fold(text), fold(it.text or "")) >= SAME_TEXT


def _called(it: Appointment, now: datetime) -> str:
    due = it.due(now) or now
    if it.repetition:
        return f"{it.text}, {repetitions.speak(it.repetition, due.strftime('%H:%M'))}"
    return f"{it.text}, {speak_moment(due, now)}"
