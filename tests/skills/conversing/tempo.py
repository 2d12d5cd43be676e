"""Weather that depends on the day alone, and a timer."""

from assistant.language.quantities import durations
from assistant.skills import Reply, skill

DAYS = {"hoje": "hoje", "amanhã": "amanhã", "domingo": "domingo"}


@skill(
    "vai chover [em {name:lugar}] [{dia:dia}]",
    lists={"dia": DAYS},
    follow_ups=["e {dia:dia}", "e em {name:lugar}"],
    examples=["vai chover em recife amanhã"],
)
def previsao(ctx, lugar="casa", dia="hoje"):
    return Reply(f"{dia.capitalize()} faz sol em {lugar}.")


@skill(
    "(põe|bota) um timer [de {duration:duracao}]",
    "timer de {duration:duracao}",
    follow_ups=["mais {duration:duracao}"],
    examples=["põe um timer de dez minutos"],
)
def timer(ctx, duracao=None):
    if duracao is None:
        return Reply("De quanto tempo?", asks="duracao")
    if duracao <= 0:
        return Reply("Isso é pouco. De quanto tempo?", asks="duracao")
    return Reply(f"Timer de {durations.speak(duracao)}.")
