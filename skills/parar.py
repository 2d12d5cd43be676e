"""Parar: o que foi pedido por engano não se faz."""

from assistant.skills import Context, Reply, skill


@skill(
    "(para|pare|parar|chega|basta|silêncio|quieto|calado|cala a boca|cale-se|stop) [com isso|de falar|tudo|aí|já|agora]",
    "(cancela|cancele|cancelar|esquece|esqueça|esquecer|aborta|desiste) [<isso>]",
    "(deixa|deixe) (para lá|para|quieto|assim|isso|isso para lá)",
    "deixa (pra|prá) lá",
    "(nada|não é nada|nada não|não foi nada|foi engano|era engano|foi sem querer|não era com você)",
    "(fica|fique) (quieto|quieta|em silêncio|calado|calada)",
    "não precisa [mais]",
    "já chega",
    "(não quero|não quero mais) [nada|isso]",
    "[eu] (desisto|desisti|mudei de ideia)",
    rules={"isso": "(isso|tudo|isto|o que eu disse|o pedido|essa|o comando|esse comando)"},
    examples=["para", "cancela", "deixa pra lá"],
    shown=False,
)
def para(ctx: Context) -> Reply:
    return Reply("Tudo bem.")
