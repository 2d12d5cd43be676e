"""Repetir a última resposta."""

from assistant.skills import Context, Reply, skill


@skill(
    "(repete|repita|repetir|repetes) [isso|tudo|aí|[a] [última] (resposta|pergunta|frase)|o que [você] <disse>] [<de_novo>]",
    "[o] que [foi] [que] [(você|tu)] <disse> [mesmo|agora|por último]",
    "(qual|como) (foi|era|é) [mesmo] a [última] (resposta|pergunta)",
    "(fala|fale|falar|diz|diga|dizer) [isso|tudo|a resposta|a pergunta] <de_novo>",
    "[desculpa|desculpe|perdão] [eu] não (ouvi|escutei|entendi|peguei) [direito|bem|nada|a resposta|a pergunta]",
    "[eu] não (ouvi|escutei|entendi|peguei) [direito|bem|nada] (repete|repita|fala|fale|diz|diga) [isso] [<de_novo>]",
    "[desculpa|desculpe|perdão] [eu] não (ouvi|escutei|entendi) [direito|bem] o que [(você|tu)] <disse>",
    "(como|o quê|oi|hã|perdão|desculpa) não (ouvi|entendi|escutei)",
    "como (é|é que é|foi|assim)",
    "<de_novo>",
    "o quê",
    rules={
        "disse": "(disse|disseste|falou|falaste|respondeu|respondeste|perguntou|perguntaste|dizia|estava dizendo)",
        "de_novo": "(mais uma vez|de novo|outra vez|novamente)",
    },
    examples=["repete", "o que você disse", "fala de novo"],
    shown=False,
)
def repete(ctx: Context) -> Reply:
    return Reply(ctx.last_answer or "Eu ainda não disse nada.")
