"""Repetir a última resposta."""

from assistant.skills import Context, Reply, skill


@skill(
    "(repete|repita|repetir|repetes) [isso|tudo|aí|[a] [última] resposta|o que [você] disse] [mais uma vez|de novo|outra vez]",
    "[o] que [foi] [que] [você] (disse|falou|respondeu|dizia)",
    "(fala|fale|diz|diga) [isso] (de novo|novamente|outra vez|mais uma vez)",
    "[eu] não (ouvi|escutei|entendi) [direito|nada|o que você disse|o que você falou|a resposta]",
    "(como|o quê|oi|hã) não (ouvi|entendi)",
    "como (é|é que é|foi)",
    "(de novo|mais uma vez|outra vez|novamente)",
    "o quê",
    examples=["repete", "o que você disse", "fala de novo"],
    shown=False,
)
def repete(ctx: Context) -> Reply:
    return Reply(ctx.last_answer or "Eu ainda não disse nada.")
