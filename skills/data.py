"""Que dia é: datas, dias da semana, feriados, e quantos dias faltam ou passaram."""

import calendar
from datetime import date

from assistant.language.calendar import dates, feasts
from assistant.language.calendar.days import MONTHS, WEEKDAY_VALUES
from assistant.language.quantities import numbers
from assistant.skills import Context, Reply, skill
from assistant.skills.domains import holidays

SATURDAY = 5
LEAP_CYCLE = 9
RULES = {
    "hoje": "(hoje|agora|do dia)",
    "que_dia": "(que|qual [é] [o|a]) (dia|data) [do mês]",
    "sera": "(é|foi|será|vai ser|era|cai|caiu|vai cair|cairá|vão ser|serão)",
    "cai_em": "(é|será|vai ser|cai|vai cair|cairá)",
    "dito": "[o dia|o|a|no|na|em|num|no dia] {date:dia}",
    "este": "(este|esse|neste|nesse|deste|desse|o) ano",
    "no_ano": "(<este>|[do|no|o] {relativo:ano}|(de|em|do ano|no ano) [de] {int:ano})",
    "para": "(para|até|pro|pra|para o|para a|pra o|até o|até a|para chegar|pra chegar|para chegar o|até chegar) [dia]",
}
RELATIVE = {"ano que vem": "+1", "próximo ano": "+1", "ano passado": "-1", "último ano": "-1"}
YEARS = {"relativo": RELATIVE, "passado": dict.fromkeys(("foi", "caiu"), "last")}
MONTH_NUMBERS = {"mes": {name: number for number, name in enumerate(MONTHS, 1)}}


def which_day(ctx: Context, value: str, year: int | str | None = None) -> str:
    today = ctx.now.date()
    day = feasts.in_year(value, year, today)
    if day is None:
        return impossible(value, today)
    subject, verb, fell = feasts.called(value, day, today), *(("foi", "caiu") if day < today else ("é", "cai"))
    if value in feasts.NAMES:
        return f"{subject} {'é hoje' if day == today else f'{fell} {feasts.on_weekday(day.weekday())}'}, {dates.speak_date(day)}."
    if feasts.is_date(value):
        return which_weekday(ctx, value, year)
    if value[:3] in WEEKDAY_VALUES:
        return f"{subject} {verb} dia {dates.speak_date(day)}."
    return f"{subject} {verb} {dates.speak_day(day)}."


def which_weekday(ctx: Context, value: str, year: int | str | None = None) -> str:
    today = ctx.now.date()
    day = feasts.in_year(value, year, today)
    if day is None:
        return impossible(value, today)
    subject, weekday = feasts.called(value, day, today), dates.weekday(day)
    if not feasts.is_date(value) and value not in feasts.NAMES:
        return f"{subject} {'foi' if day < today else 'é'} {weekday}."
    if day == today:
        return f"{subject} é hoje, {weekday}."
    return f"{subject} {'caiu' if day < today else 'cai'} {'num' if day.weekday() >= SATURDAY else 'numa'} {weekday}."


def how_long_until(ctx: Context, value: str, count=feasts.days) -> str:
    today = ctx.now.date()
    day = dates.resolve(value, today)
    if day is None:
        return impossible(value, today)
    if day < today:
        return f"Esse dia já passou: foi {feasts.ago(day, today)}."
    if day == today:
        return "É hoje!"
    left = (day - today).days
    return f"{'Falta' if left == 1 else 'Faltam'} {count(left)} para {feasts.spoken(value, day, today)}."


def how_long_since(ctx: Context, value: str) -> str:
    today = ctx.now.date()
    day = feasts.last(value, today)
    if day is None:
        return impossible(value, today)
    if day == today:
        return "É hoje!"
    if day > today:
        return f"Esse dia ainda não chegou: {how_long_until(ctx, value)[0].lower()}{how_long_until(ctx, value)[1:]}"
    return f"Foi {feasts.ago(day, today)}."


def weeks_until(ctx: Context, value: str) -> str:
    return how_long_until(ctx, value, feasts.weeks)


ANSWERS = {f.__name__: f for f in (which_day, which_weekday, how_long_until, weeks_until, how_long_since)}


def answer(ctx: Context, asked, value: str, *year: int | str | None) -> Reply:
    """`asked` is also what a day that is named afterwards ("e amanhã?") is asked for."""
    return Reply(asked(ctx, value, *year), mentions={"asked": asked.__name__})


def impossible(value: str, today: date) -> str:
    return dates.objection(value, today) or "Essa data não existe."


@skill(
    "[<diga>] <que_dia> [que] (é|são|foi|será) <hoje>",
    "[<diga>] <que_dia> (de hoje|é hoje|de agora|do mês é hoje|do mês estamos|do mês é|estamos|nós estamos|a gente está)",
    "[<diga>] <que_dia> é hoje do mês",
    "hoje é (que|qual) (dia|data) [do mês]",
    "hoje é dia (quanto|o que)",
    "(sabe|sabes) que dia é hoje",
    "hoje são quantos [do mês]",
    "<diga> [qual é] (a data [de hoje|atual]|o dia [de hoje|atual]|que dia é)",
    "[<diga>] [qual é] [a] data (atual|de hoje|completa)",
    "em que (dia|data) [nós] (estamos|a gente está)",
    "(que|qual) dia [é|do mês] [nós] (estamos|é) [hoje]",
    "a quantos estamos",
    "[que|qual] [é] [a] data",
    rules=RULES,
    examples=["que dia é hoje", "qual é a data de hoje"],
)
def hoje(ctx: Context) -> Reply:
    return answer(ctx, which_day, "+0d")


@skill(
    "[<diga>] <que_dia> [da semana] [que] <sera> <dito>",
    "[<diga>] <dito> <sera> [em] (que|qual) (dia|data) [do mês]",
    "[<diga>] <dito> (é dia quanto|<sera> dia de (quê|que))",
    "[<diga>] qual (é|foi|será|vai ser) [a data] [o|a|de|do|da|dos|das] {date:dia}",
    "[<diga>] (quando|em que dia|em que data|que dia) [que] <cai_em> <dito> [<no_ano>]",
    "[<diga>] (quando|em que dia|em que data) {passado:ano} <dito>",
    "[<diga>] qual [é|foi|será] a data (de|do|da) {date:dia} <no_ano>",
    "[<diga>] <dito> <sera> quando",
    rules=RULES,
    lists=YEARS,
    follow_ups=["[e] [o|a|no|na|em|para|pro|pra] [dia] {date:outro} [que dia é|é quando|cai quando]"],
    examples=["que dia é amanhã", "quando é a Páscoa", "daqui a 45 dias é que dia"],
)
def que_dia(ctx: Context, dia: str | None = None, ano: int | str | None = None, outro: str | None = None) -> Reply:
    if outro is None:
        return answer(ctx, which_day, dia, ano)
    asked = ctx.topic.mentions.get("asked") if ctx.topic else None
    return answer(ctx, ANSWERS.get(asked, which_day), outro)


@skill(
    "[<diga>] (que|qual [é] [o]) dia da semana [é|foi] [<hoje>]",
    "[<diga>] (que|qual [é] [o]) dia da semana [nós] estamos [hoje]",
    "[<diga>] hoje é (que|qual) dia da semana",
    "<diga> [qual é] o dia da semana [de hoje]",
    "[em] que dia da semana [nós] estamos",
    "hoje é que feira",
    "hoje é (segunda|terça|quarta|quinta|sexta) [feira]",
    "hoje é (sábado|domingo)",
    "[<diga>] [em] (que|qual [é] [o]) dia da semana [que] <sera> <dito> [<no_ano>]",
    "[<diga>] <dito> <sera> [em] (que|qual) dia da semana",
    "[<diga>] qual [é|foi|será] o dia da semana (de|do|da) {date:dia}",
    "<dito> <sera> [um|uma|numa|num|em] (segunda|terça|quarta|quinta|sexta) [feira]",
    "<dito> <sera> [um|num|em] (sábado|domingo)",
    rules=RULES,
    lists=YEARS,
    examples=["que dia da semana é hoje", "que dia da semana cai o Natal"],
)
def dia_da_semana(ctx: Context, dia: str = "+0d", ano: int | str | None = None) -> Reply:
    return answer(ctx, which_weekday, dia, ano)


@skill(
    "[<diga>] quant(os dias|o tempo) [que] [ainda] (falta|faltam|tem) [ainda] <para> [o|a] {date:dia}",
    "[<diga>] (falta|faltam) quant(os dias|o tempo) <para> [o|a] {date:dia}",
    "[<diga>] quanto [que] [ainda] falta <para> [o|a] {date:dia}",
    "[<diga>] (daqui a|em) quantos dias <sera> <dito>",
    "[<diga>] <dito> <sera> (daqui a|em) quantos dias",
    "[<diga>] quantos dias [são|tem] [de hoje] até [o|a] {date:dia}",
    "[<diga>] quantas {contagem:em} ([são|tem] [de hoje] até|[ainda] (falta|faltam|tem) <para>) [o|a] {date:dia}",
    rules=RULES,
    lists={"contagem": {"semanas": "semanas"}},
    examples=["quantos dias faltam para o Natal"],
)
def quanto_falta(ctx: Context, dia: str, em: str = "") -> Reply:
    return answer(ctx, weeks_until if em else how_long_until, dia)


@skill(
    "[<diga>] (há|faz|tem) quant(os dias|o tempo) [que] (foi|caiu|era|passou) <dito>",
    "[<diga>] <dito> foi (há|faz) quant(os dias|o tempo)",
    "[<diga>] quant(os dias|o tempo) [que] [já] (faz|tem|passou|[se] passaram|há) [que foi|que passou|desde|de] <dito>",
    "[<diga>] quant(os dias|o tempo) (desde|depois de|depois do|depois da) <dito>",
    rules=RULES,
    examples=["há quantos dias foi o Natal"],
)
def ha_quanto_tempo(ctx: Context, dia: str) -> Reply:
    return answer(ctx, how_long_since, dia)


@skill(
    "[<diga>] (qual|quando) [que] [é|será|vai ser|cai] [o] próximo feriado [nacional|prolongado]",
    "[<diga>] quando [que] (tem|vai ter|teremos|é) [o|um|outro] [próximo] feriado [de novo]",
    "[<diga>] quant(os dias|o tempo) [ainda] (falta|faltam) <para> [o] [próximo] feriado",
    "[<diga>] qual [é] o feriado que vem",
    "próximo feriado",
    "[<diga>] {date:dia} (é|será|vai ser|foi) feriado",
    "[<diga>] é feriado {date:dia}",
    "(tem|há|vai ter) [algum] feriado (esta|essa|nesta|nessa|na próxima|na) semana [que vem]",
    "(tem|há|vai ter) [algum] feriado [no|em|neste|este|nesse|esse|no próximo] mês [que vem]",
    rules=RULES,
    examples=["quando é o próximo feriado", "amanhã é feriado?"],
)
def feriado(ctx: Context, dia: str | None = None) -> Reply:
    today = ctx.now.date()
    if dia is not None:
        return Reply(holidays.whether(dia, today) or impossible(dia, today))
    return Reply(holidays.within(ctx.heard, today) or holidays.following(today))


@skill(
    "[<diga>] quant(os dias|o tempo|o) [que] [ainda] (falta|faltam|tem) [ainda] <para> [o|a|os|as] {evento:evento}",
    "[<diga>] (falta|faltam) quant(os dias|o tempo|o) <para> [o|a|os|as] {evento:evento}",
    "[<diga>] quando (é|são|vai ser|vão ser|começa|começam) [o|a|os|as] {evento:evento}",
    rules=RULES,
    lists=holidays.OWN_DAYS,
    examples=["quantos dias faltam para as minhas férias"],
    shown=False,
)
def dia_de_alguem(ctx: Context, evento: str) -> Reply:
    return Reply(f"Não sei quando {evento}. Diga a data, e eu conto os dias.")


@skill(
    "[<diga>] [o ano] [de] {int:ano} (é|foi|será|vai ser|era) [um] [ano] bissexto",
    "[<diga>] [se] (este|esse|o) ano (é|será) [um] [ano] bissexto",
    "(quando|qual) [é|será|vai ser] [o] próximo [ano] bissexto",
    "estamos [em] [um|num] ano bissexto",
    rules=RULES,
    examples=["2028 é bissexto"],
)
def bissexto(ctx: Context, ano: int | None = None) -> Reply:
    year = ctx.now.year if ano is None else ano
    if not 1 <= year <= 9999:
        return Reply("Esse ano fica fora do meu calendário.")
    if calendar.isleap(year):
        return Reply(f"Sim, {numbers.speak(year)} é bissexto.")
    following = next(y for y in range(year + 1, year + LEAP_CYCLE) if calendar.isleap(y))
    return Reply(f"Não, {numbers.speak(year)} não é bissexto; o próximo é {numbers.speak(following)}.")


@skill(
    "[<diga>] [em] (que|qual) semana [do ano] [é|nós|é que] (estamos|a gente está|é esta|é essa|é) [do ano]",
    "[<diga>] [qual é] [o] número da semana",
    "estamos em que semana [do ano]",
    "{date:dia} (é|cai em|cai|está) [em] que semana [do ano]",
    examples=["em que semana do ano estamos"],
)
def semana(ctx: Context, dia: str = "+0d") -> Reply:
    day = dates.resolve(dia, ctx.now.date())
    if day is None:
        return Reply(impossible(dia, ctx.now.date()))
    number = f"semana {numbers.speak(day.isocalendar().week)}"
    return Reply(f"Estamos na {number} do ano." if dia == "+0d" else f"Cai na {number} do ano.")


@skill(
    "[<diga>] quantos dias (tem|há|são|vai ter) [em] [o] [mês de] {mes:mes} [de {int:ano}]",
    "[<diga>] {mes:mes} tem quantos dias",
    "[<diga>] {mes:mes} de {int:ano} tem quantos dias",
    "[<diga>] quantos dias (tem|há) [em] (este|esse|neste|nesse|o) mês",
    "[<diga>] (este|esse) mês tem quantos dias",
    lists=MONTH_NUMBERS,
    follow_ups=["[e] [em] {mes:mes}"],
    examples=["quantos dias tem fevereiro"],
)
def dias_do_mes(ctx: Context, mes: int | None = None, ano: int | None = None) -> Reply:
    month, year = mes or ctx.now.month, ano or ctx.now.year
    if not 1 <= year <= 9999:
        return Reply("Esse ano fica fora do meu calendário.")
    name = MONTHS[month - 1] if year == ctx.now.year else f"{MONTHS[month - 1]} de {numbers.speak(year)}"
    return Reply(f"{name.capitalize()} tem {numbers.speak(calendar.monthrange(year, month)[1])} dias.")


@skill(
    "[<diga>] [em] (que|qual) mês [é|nós] [estamos|é|a gente está] [hoje|agora|este|esse]",
    "[<diga>] qual é (o|esse|este) mês [atual|de agora]",
    "estamos em que mês",
    examples=["em que mês estamos"],
)
def mes(ctx: Context) -> Reply:
    return Reply(f"Estamos em {dates.month(ctx.now.date())}.")


@skill(
    "[<diga>] [em] (que|qual) ano [é|nós] [estamos|é|a gente está] [hoje|agora|este|esse]",
    "[<diga>] qual é (o|esse|este) ano [atual|de agora]",
    "estamos em que ano",
    examples=["em que ano estamos"],
)
def ano(ctx: Context) -> Reply:
    return Reply(f"Estamos em {numbers.speak(ctx.now.year)}.")
