"""Que dia é hoje: a data, o dia da semana, o mês e o ano."""

from datetime import timedelta

from assistant.language import dates, numbers
from assistant.skills import Context, Reply, skill

RULES = {
    "hoje": "(hoje|agora|do dia)",
    "dia": "(que|qual [é] [o|a]) (dia|data) [do mês]",
}


@skill(
    "[<diga>] <dia> [que] (é|são|foi|será) <hoje>",
    "[<diga>] <dia> (de hoje|é hoje|de agora|do mês é hoje|do mês estamos|do mês é|estamos|nós estamos|a gente está)",
    "[<diga>] <dia> é hoje do mês",
    "hoje é (que|qual) (dia|data) [do mês]",
    "hoje é dia quanto",
    "hoje é dia o que",
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
    return Reply(f"Hoje é {dates.speak_day(ctx.now.date())}.")


@skill(
    "[<diga>] (que|qual [é] [o]) dia da semana [é|foi] [<hoje>]",
    "[<diga>] (que|qual [é] [o]) dia da semana [nós] estamos [hoje]",
    "[<diga>] hoje é (que|qual) dia da semana",
    "<diga> [qual é] o dia da semana [de hoje]",
    "[em] que dia da semana [nós] estamos",
    "hoje é que feira",
    "hoje é (segunda|terça|quarta|quinta|sexta) [feira]",
    "hoje é (sábado|domingo)",
    rules=RULES,
    examples=["que dia da semana é hoje"],
)
def dia_da_semana(ctx: Context) -> Reply:
    return Reply(f"Hoje é {dates.weekday(ctx.now.date())}.")


def _other_day(ctx: Context, days: int, words: str) -> Reply:
    day = ctx.now.date() + timedelta(days=days)
    return Reply(f"{words} {'é' if days > 0 else 'foi'} {dates.speak_day(day)}.")


OTHER_DAY = (
    "[<diga>] (que|qual [é] [o]) dia [da semana|do mês] [é|foi|será|vai ser|cai] {when}",
    "[<diga>] {when} (é|foi|será|vai ser|cai em) (que|qual) dia [da semana|do mês]",
    "[<diga>] {when} é dia quanto",
    "[<diga>] qual [é|foi|será] a data de {when}",
)


def _templates(when: str) -> list[str]:
    return [template.replace("{when}", when) for template in OTHER_DAY]


@skill(*_templates("amanhã"), examples=["que dia é amanhã"])
def amanha(ctx: Context) -> Reply:
    return _other_day(ctx, 1, "Amanhã")


@skill(*_templates("depois de amanhã"), examples=["que dia é depois de amanhã"])
def depois_de_amanha(ctx: Context) -> Reply:
    return _other_day(ctx, 2, "Depois de amanhã")


@skill(*_templates("ontem"), examples=["que dia foi ontem"])
def ontem(ctx: Context) -> Reply:
    return _other_day(ctx, -1, "Ontem")


@skill(*_templates("anteontem"), examples=["que dia foi anteontem"], shown=False)
def anteontem(ctx: Context) -> Reply:
    return _other_day(ctx, -2, "Anteontem")


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
