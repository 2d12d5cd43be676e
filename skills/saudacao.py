"""Cumprimentos, agradecimentos e despedidas."""

from datetime import time

from assistant.skills import Context, Reply, skill

GREETINGS = ("Bom dia", "Boa tarde", "Boa noite")


def greeting(at: time) -> str:
    morning, afternoon, evening = GREETINGS
    if 5 <= at.hour < 12:
        return morning
    return afternoon if 12 <= at.hour < 18 else evening


def welcome(greeted: str, name: str | None = None) -> str:
    return f"{to(name, greeted)}! Em que posso ajudar?"


def to(name: str | None, text: str) -> str:
    """ "Bom dia", ou "Bom dia, Ana"."""
    return f"{text}, {name}" if name else text


RULES = {
    "oi": "(oi|oie|olá|alô|ei|opa|hey|salve|e aí|fala aí)",
    "voce": "(assistente|home assistant|você|amigo|amiga|meu amigo|minha amiga|computador|robô|gente|pessoal|todo mundo)",
    "tudo_bem": "(tudo (bem|bom|certo|joia)|como [é que] vai [você]|como (você|cê) (está|vai)|beleza|como estás)",
    "obrigado": "[muito] (obrigado|obrigada|brigado|brigada|obrigadão|valeu|agradecido|agradecida)",
}


@skill(
    "<oi> [<voce>]",
    "[<oi>] (bom dia|boa tarde|boa noite) [<voce>|para você]",
    "(você está aí|tem alguém aí|está me ouvindo|você está me ouvindo|você me ouve|está me escutando|você me escuta)",
    rules=RULES,
    examples=["oi", "bom dia", "boa noite"],
    shown=False,
    replies=[welcome(greeted) for greeted in GREETINGS],
)
def cumprimenta(ctx: Context) -> Reply:
    return Reply(welcome(greeting(ctx.now.time()), ctx.speaker))


@skill(
    "[<oi>|bom dia|boa tarde|boa noite] <tudo_bem> [<voce>|contigo|com você|aí|hoje]",
    rules=RULES,
    examples=["tudo bem?", "oi, como vai você"],
    shown=False,
)
def como_vai(ctx: Context) -> Reply:
    if ctx.speaker:
        return Reply(f"Tudo bem por aqui, {ctx.speaker}, obrigado. Em que posso ajudar?")
    return Reply("Tudo bem por aqui, obrigado. Em que posso ajudar?")


@skill(
    "<obrigado> [mesmo|por tudo|<voce>|viu|demais|pela ajuda]",
    "eu (agradeço|te agradeço)",
    "(é|era|por enquanto é|por hoje é) (só|só isso|só isso mesmo|tudo) [por enquanto|por hoje|então] [<obrigado>]",
    "(mais nada|só isso|nada mais) [<obrigado>]",
    "(perfeito|ótimo|legal|maravilha|show|muito bem|excelente|boa) [<obrigado>]",
    rules=RULES,
    examples=["obrigado", "valeu"],
    shown=False,
)
def agradece(ctx: Context) -> Reply:
    return Reply(f"De nada, {ctx.speaker}." if ctx.speaker else "De nada.")


@skill(
    "[tchau|tchauzinho|boa noite] até (logo|mais|amanhã|mais tarde|breve|a próxima) [<voce>|tchau]",
    "(tchau|tchauzinho|adeus|falou|fui) [<voce>|tchau]",
    rules=RULES,
    examples=["tchau", "até logo"],
    shown=False,
)
def despede(ctx: Context) -> Reply:
    return Reply(f"Até logo, {ctx.speaker}!" if ctx.speaker else "Até logo!")
