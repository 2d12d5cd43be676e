"""Que horas são."""

from assistant.language.clock import tell_time
from assistant.skills import Context, Reply, skill


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
    rules={"agora": "(agora|neste momento|nesse momento|aí|aqui|por aí|já|no relógio|hoje)"},
    examples=["que horas são", "me diz as horas", "qual é a hora certa"],
)
def diz_as_horas(ctx: Context) -> Reply:
    return Reply(tell_time(ctx.now.time()))
