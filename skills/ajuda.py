"""O que o assistente sabe fazer, e quem ele é."""

from assistant.language.announcements import listed
from assistant.skills import Context, Reply, skill

N_EXAMPLES = 3


@skill(
    "[<diga>] [me dá|dá|uma|preciso de|quero] (ajuda|socorro|help)",
    "(me ajuda|me ajude|ajudar|pode me ajudar|você me ajuda|ajude-me)",
    "[<diga>] [o] que [é] [que] você (sabe|pode|consegue|faz|entende) [fazer] [por mim|para mim|com isso|aí]",
    "[<diga>] [o] que [é] [que] (eu|a gente) (posso|pode) [te] (dizer|falar|perguntar|pedir|fazer) [a você|para você]",
    "[<diga>] quais [são] [os|as] [seus|suas|teus] <comandos> [que] [você] [aceita|entende|conhece|sabe|tem|disponíveis]",
    "(lista|liste|mostra|mostre) [os|as] <comandos>",
    "como [é que] (você|isso|isto|o assistente) funciona",
    "como [eu] [posso] (usar|uso|falar com) [você|isso|o assistente]",
    "para que você serve",
    "[me] (dá|dê) [um|uns] exemplo[s]",
    rules={"comandos": "(comandos|funções|habilidades|opções|skills)"},
    examples=["ajuda", "o que você sabe fazer"],
    shown=False,
)
def ajuda(ctx: Context) -> Reply:
    examples = listed([f"“{example}”" for example in ctx.examples(N_EXAMPLES)])
    return Reply(f"Você pode dizer, por exemplo: {examples}." if examples else "Ainda não aprendi nada.")


@skill(
    "[<diga>] (quem|o que) [é] [que] (é você|você é|és tu|tu és)",
    "[<diga>] [qual] [é] [o] (seu|teu) nome",
    "[<diga>] como [é que] [você|tu|se] [se] (chama|chamas) [você]",
    "(quem|que|qual empresa|qual pessoa) [foi que] (criou|fez|inventou|programou|desenvolveu) você",
    "quem te (criou|fez|inventou|programou|desenvolveu)",
    "você é (um robô|uma pessoa|humano|de verdade|uma máquina|uma inteligência artificial)",
    examples=["quem é você", "qual é o seu nome"],
    shown=False,
)
def quem_e(ctx: Context) -> Reply:
    return Reply("Sou um assistente de voz em português. Funciono neste computador, sem internet.")


@skill(
    "para onde (vai|vão) (a minha informação|as minhas informações|os meus dados|a minha voz|o que eu digo|o que eu falo)",
    "[você] (grava|guarda|está gravando|envia|está ouvindo|ouve) (o que eu digo|o que eu falo|a minha voz|os meus dados|tudo)",
    examples=["para onde vão os meus dados"],
    shown=False,
)
def privacidade(ctx: Context) -> Reply:
    return Reply("Para lugar nenhum: tudo o que você diz fica neste computador.")
