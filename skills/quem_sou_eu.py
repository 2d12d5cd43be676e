"""Quem está falando, pela voz."""

from assistant.skills import Context, Reply, skill


@skill(
    "[<diga>] [se] [você] [sabe] quem [é que] (sou eu|eu sou)",
    "[<diga>] [você] [sabe|lembra] (qual [é]|) [o] meu nome",
    "[<diga>] [você] [sabe|lembra] como [é que] (eu me chamo|me chamo|eu chamo)",
    "[<diga>] [você] [sabe] quem [é que] (está falando|fala|está falando com você|fala com você|está aí|está aqui)",
    "[<diga>] com quem [é que] [você] (está falando|fala)",
    "[<diga>] de quem é (essa|esta|a minha) voz",
    "[você] (me conhece|sabe quem sou|sabe quem eu sou|me reconhece|lembra de mim|se lembra de mim)",
    "[você] (reconhece|conhece|reconheceu) [a] minha voz",
    examples=["quem sou eu", "você sabe o meu nome"],
)
def quem_sou_eu(ctx: Context) -> Reply:
    if ctx.speaker:
        return Reply(f"Pela voz, você é {ctx.speaker}.")
    return Reply("Ainda não sei reconhecer ninguém pela voz.")
