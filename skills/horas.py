"""Que horas são: aqui, noutro lugar, daqui a pouco; e quanto falta para uma hora."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.language.calendar import clock, dates
from assistant.language.calendar.time_zones import PLACES, SPOKEN
from assistant.language.quantities import durations
from assistant.skills import Context, Reply, skill

NEARBY = {-1: "de ontem", 0: "", 1: "de amanhã", 2: "de depois de amanhã"}
NO_TABLE = "Não tenho a tabela de fusos horários neste computador."
RULES = {
    "agora": "(agora|neste momento|nesse momento|aí|aqui|por aí|já|no relógio|hoje)",
    "em": "(em|no|na|nos|nas|lá em|lá no|lá na|lá nos|para|de|do|da)",
    "sao": "(são|é|estão|seriam|tem|dá)",
    "serao": "(são|serão|vão ser|seriam|vai ser|será|vai dar)",
    "eram": "(eram|era|foram|foi|tinha)",
    "de_horas": "de (horário|horas|hora|fuso|fuso horário)",
    "para": "(para|até|pra|pras|pro|para as|até as|para o|até o|até a|para a|para dar|pra dar|para chegar|pra chegar)",
}
ELSEWHERE = {"lugar": SPOKEN}


@skill(
    "[<diga>] [que] (horas [são|tem|temos]|hora [é|tem]) [<agora>]",
    "[já] são (que|quantas) horas [<agora>]",
    "[<diga>] quantas horas [são|tem] [<agora>]",
    "<diga> [a|as|qual] [é] [a] hora[s] [certa|certas|atual|exata] [por favor]",
    "<diga> [qual é] o horário [atual|certo]",
    "[<diga>] qual [é|a] [a|o] (hora|horário) [atual|certa|certo|exata|é] [<agora>]",
    "(a|o|) (hora|horário) [atual|certa|certo|de agora]",
    "[você|cê] (tem|sabe|viu) [as|que|a] hora[s] [são|aí]",
    "[você] sabe que horas são",
    "que horas (você tem|tem aí|que são|marca o relógio)",
    "(olha|vê|veja|consulta) [para mim] (a hora|as horas|que horas são)",
    rules=RULES,
    follow_ups=["[e] (aqui|agora|neste momento)"],
    examples=["que horas são", "me diz as horas", "qual é a hora certa"],
)
def diz_as_horas(ctx: Context) -> Reply:
    return Reply(clock.tell_time(ctx.now.time()))


@skill(
    "[<diga>] [que|quantas] (horas|hora) <sao> [<agora>] <em> {lugar:lugar} [<agora>]",
    "[<diga>] <em> {lugar:lugar} [são|é] (que|quantas) horas [são] [<agora>]",
    "[<diga>] [qual] [é] [a|o] (hora|horário|hora certa|horário atual|hora atual|horas) <em> {lugar:lugar} [<agora>]",
    rules=RULES,
    lists=ELSEWHERE,
    follow_ups=["[e] <em> {lugar:lugar} [<agora>]", "e {lugar:lugar}"],
    examples=["que horas são em Lisboa", "que horas são no Japão"],
)
def em_outro_lugar(ctx: Context, lugar: str) -> Reply:
    place = PLACES[lugar]
    if place.zone is None:
        return Reply(f"Há mais de um fuso horário {place.where}: em que cidade?", asks="lugar")
    there = moment_at(ctx.now, place.zone)
    if there is None:
        return Reply(NO_TABLE)
    spoken = clock.tell_time(there.time()).removesuffix(".")
    day = NEARBY[(there.date() - ctx.now.date()).days]
    where = place.where[0].upper() + place.where[1:]
    return Reply(f"{where} {spoken[0].lower()}{spoken[1:]}{' ' + day if day else ''}.")


def moment_at(now: datetime, zone: str) -> datetime | None:
    try:
        return now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, OSError):
        return None


@skill(
    "[<diga>] que horas são [agora] (em|no|na|nos|nas) {name:desconhecido}",
    rules=RULES,
    shown=False,
    examples=["que horas são em Xiririca"],
)
def lugar_desconhecido(ctx: Context, desconhecido: str) -> Reply:
    return Reply("Esse lugar eu não conheço. Diga uma capital ou um país.")


@skill(
    "[<diga>] qual [é] a diferença <de_horas> (entre|de|do|da|daqui para|para|com) [aqui e] [o|a] {lugar:lugar}",
    "[<diga>] qual [é] a diferença <de_horas> entre [o|a] {lugar:lugar} e (aqui|cá)",
    "[<diga>] qual [é] a diferença <de_horas> entre [o|a] {lugar:lugar} e [o|a] {lugar:outro}",
    "[<diga>] quantas horas de diferença [tem|são|há|existem] (para|entre|de|com) [aqui e] [o|a] {lugar:lugar}",
    rules=RULES,
    lists=ELSEWHERE,
    examples=["qual é a diferença de horário para Lisboa"],
    shown=False,
)
def diferenca(ctx: Context, lugar: str, outro: str | None = None) -> Reply:
    there, from_ = PLACES[lugar], PLACES[outro] if outro else None
    if there.zone is None or (from_ and from_.zone is None):
        return Reply("Ali há mais de um fuso horário: diga uma cidade.")
    moments = [moment_at(ctx.now, there.zone), moment_at(ctx.now, from_.zone) if from_ else ctx.now]
    if None in moments:
        return Reply(NO_TABLE)
    ahead_s = round((moments[0].utcoffset() - moments[1].utcoffset()).total_seconds())
    where = there.where[0].upper() + there.where[1:]
    other = f" do que {from_.where}" if from_ else " do que aqui"
    if not ahead_s:
        return Reply(f"{where} é a mesma hora{' que ' + from_.where if from_ else ' que aqui'}.")
    verb = "é" if abs(ahead_s) == durations.HOUR else "são"
    return Reply(f"{where} {verb} {durations.speak(abs(ahead_s))} a {'mais' if ahead_s > 0 else 'menos'}{other}.")


@skill(
    "[<diga>] [que] horas <serao> <daqui>",
    "[<diga>] <daqui> [que] horas <serao>",
    "[<diga>] <daqui> <serao> que horas",
    rules={**RULES, "daqui": "(daqui a|daqui|em|dentro de|passadas|depois de) {duration:daqui}"},
    follow_ups=["[e] (daqui a|dentro de) {duration:daqui}"],
    examples=["que horas são daqui a três horas"],
    shown=False,
)
def daqui_a(ctx: Context, daqui: int) -> Reply:
    then = later(ctx.now, daqui)
    if then is None:
        return Reply("Isso é longe demais para mim.")
    verb = "vai ser" if then.hour in {0, 1, 12, 13} else "vão ser"
    return Reply(f"Daqui a {durations.speak(daqui)} {verb} {clock.speak_time(then.time())}{which_day(then, ctx.now)}.")


@skill(
    "[<diga>] [que] horas <eram> (há|faz|tem) {duration:atras} [atrás]",
    "[<diga>] [que] horas <eram> {duration:atras} atrás",
    "[<diga>] (há|faz) {duration:atras} [atrás] [que] horas <eram>",
    rules=RULES,
    examples=["que horas eram há três horas"],
    shown=False,
)
def ha(ctx: Context, atras: int) -> Reply:
    then = later(ctx.now, -atras)
    if then is None:
        return Reply("Isso é longe demais para mim.")
    verb = "era" if then.hour in {0, 1, 12, 13} else "eram"
    return Reply(f"Há {durations.speak(atras)} {verb} {clock.speak_time(then.time())}{which_day(then, ctx.now)}.")


def later(now: datetime, seconds: int) -> datetime | None:
    """By the clock of UTC, so that the hour that a change of the clocks takes or gives is counted."""
    try:
        return (now.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(now.tzinfo)
    except OverflowError:
        return None


def which_day(then: datetime, now: datetime) -> str:
    days = (then.date() - now.date()).days
    if days == 1 and not then.hour:
        return ""  # the midnight that comes is tonight's
    return (
        f" {NEARBY[days]}".rstrip() if days in NEARBY else f" do dia {dates.speak_date(then.date(), year=then.year != now.year)}"
    )


@skill(
    "[<diga>] (quanto tempo|quanto|quantos minutos|quantas horas) [que] [ainda] (falta|faltam) [ainda] <para> {time:hora}",
    "[<diga>] (falta|faltam) (quanto tempo|quanto|quantos minutos|quantas horas) <para> {time:hora}",
    "[<diga>] (daqui a|em) quanto tempo (é|são|será|serão|vai ser|vão ser|dá) {time:hora}",
    rules=RULES,
    follow_ups=["[e] <para> {time:hora}"],
    examples=["quanto tempo falta para as seis"],
)
def quanto_falta(ctx: Context, hora: str) -> Reply:
    then = clock.resolve(hora, ctx.now)
    if then is None:
        return Reply(clock.objection(hora) or "Essa hora não existe.")
    left = durations.rounded((then - ctx.now).total_seconds())
    if left < durations.MINUTE:
        return Reply("É agora mesmo.")
    left -= left % durations.MINUTE
    is_one = left < 2 * durations.HOUR and (left >= durations.HOUR or left in {durations.MINUTE, durations.HOUR // 2})
    spoken = clock.speak_time(then.time()).replace(" horas ", " ").replace(" hora ", " ")
    article = "o" if then.hour == 12 else "a" if then.hour in {0, 1, 13} else "as"
    return Reply(f"{'Falta' if is_one else 'Faltam'} {durations.speak(left)} para {article} {spoken}{which_day(then, ctx.now)}.")


@skill(
    "[<diga>] (quanto tempo|quanto|quantos minutos|quantas horas) [que] já (passou|passaram|faz) [de] [o|a|as] {time:hora}",
    "[<diga>] (há|faz|tem) (quanto tempo|quantos minutos|quantas horas) [que] (passou|passaram) [de] [o|a|as] {time:hora}",
    rules=RULES,
    examples=["quanto tempo já passou do meio-dia"],
    shown=False,
)
def quanto_passou(ctx: Context, hora: str) -> Reply:
    then = clock.resolve(hora, ctx.now)
    if then is None:
        return Reply(clock.objection(hora) or "Essa hora não existe.")
    # The next time that it is this hour; what is asked about is the last.
    passed = (ctx.now - then).total_seconds() % durations.DAY
    passed = int(passed - passed % durations.MINUTE)
    if passed < durations.MINUTE:
        return Reply("É agora mesmo.")
    is_one = passed < 2 * durations.HOUR and (passed >= durations.HOUR or passed in {durations.MINUTE, durations.HOUR // 2})
    spoken = clock.speak_time(then.time()).replace(" horas ", " ").replace(" hora ", " ")
    article = "do" if then.hour == 12 else "da" if then.hour in {0, 1, 13} else "das"
    return Reply(f"{'Já passou' if is_one else 'Já passaram'} {durations.speak(passed)} {article} {spoken}.")
