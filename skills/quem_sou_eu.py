"""Quem está falando, pela voz; e quem é conhecido."""

import re

from assistant.language.announcements import listed
from assistant.skills import Context, Reply, skill

DOUBT = 0.3
"""From here on somebody is worth naming, though not for sure."""
_OF_ONESELF = re.compile(r"\b(sabe|di(z|ga|zer)|(me|pode) (fal|cont)\w+)\b.*quem")
ENROL = ("cadastrar.cadastra", {})
REFUSED = "Tudo bem. Quando quiser, diga: cadastrar minha voz."
NO_EARS = "Por aqui eu não reconheço vozes, então não sei quem é você."
TOO_SHORT = "Ouvi muito pouco da sua voz. Diga uma frase um pouco mais longa, e pergunte de novo."


@skill(
    "[<diga>] [se] [você] [sabe] quem [é que] (sou eu|eu sou)",
    "[<diga>] [você] [sabe|lembra] (qual [é]|) [o] meu nome",
    "[<diga>] [você] [sabe|lembra] como [é que] (eu me chamo|me chamo|eu chamo)",
    "[<diga>] [você] [sabe] quem [é que] (está falando com você|fala com você)",
    "[<diga>] com quem [é que] [você] (está falando|fala)",
    "[<diga>] de quem é (essa|esta|a minha) voz",
    "[você] (me conhece|sabe quem sou|sabe quem eu sou|me reconhece|lembra de mim|se lembra de mim)",
    "[você] (reconhece|conhece|reconheceu) [a] minha voz",
    examples=["quem sou eu", "você sabe o meu nome"],
)
def quem_sou_eu(ctx: Context) -> Reply:
    if ctx.speaker:
        return Reply(f"Pela voz, você é {ctx.speaker}.")
    people, who = ctx.services.people, ctx.identity
    if people is None:
        return Reply(NO_EARS)
    if who is not None and who.nearest and who.score >= DOUBT:
        return Reply(f"Acho que é {who.nearest}, mas não tenho certeza.")
    outdated = people.outdated()
    if not people.names():
        text = "Ainda não conheço a voz de ninguém. Quer cadastrar a sua?"
    elif len(outdated) == len(people.names()):
        text = "Mudou o meu jeito de reconhecer vozes, e preciso ouvir todos de novo. Quer cadastrar a sua voz?"
    elif who is None:
        return Reply(TOO_SHORT)
    else:
        text = "Ainda não conheço a sua voz. Quer cadastrar?"
    return Reply(text, offers=ENROL, refused=REFUSED)


@skill(
    "[<diga>] [você] [sabe] quem [é que] (está falando|fala|está aí|está aqui)",
    "alô quem [é que] (está falando|fala)",
    examples=["quem fala", "você sabe quem está falando"],
    shown=False,
)
def quem_fala(ctx: Context) -> Reply:
    """Sozinho, como ao telefone, pergunta quem está do outro lado; "você sabe quem está falando" é de si que pergunta."""
    return quem_sou_eu(ctx) if _OF_ONESELF.search(ctx.heard.lower()) else Reply("Aqui fala o seu assistente de voz.")


@skill(
    "[<diga>] [de] quem [é que] você (conhece|reconhece) [pela voz|a voz]",
    "[<diga>] (quais|que) (vozes|pessoas) [é que] você (conhece|reconhece) [pela voz]",
    "[<diga>] [de] quem [é que] (está|já está) cadastrado [pela voz]",
    examples=["quem você conhece pela voz"],
)
def conhecidos(ctx: Context) -> Reply:
    people = ctx.services.people
    if people is None:
        return Reply("Por aqui eu não reconheço vozes.")
    names = [name for name in people.names() if people.has_voice_of(name)]
    return Reply(f"Conheço a voz de {listed(names)}." if names else "Ainda não conheço a voz de ninguém.")
