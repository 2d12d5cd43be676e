"""Contas: somar, subtrair, multiplicar, dividir, porcentagens, potências e raízes; com dinheiro, e a partir do resultado."""

from assistant.language.grammar import continuations
from assistant.language.quantities import arithmetic, expressions
from assistant.language.quantities.sums import Number, canonical
from assistant.skills import Context, Reply, skill

RULES = {
    "da": "(é|são|dá|dão|vale|fica|ficam|deu|seria|vai dar)",
    "calcula": "(calcula|calcule|calcular|computa|resolve|resolva|resolver|faz|faça)",
    "cada": "(pessoas|amigos|amigas|partes|vezes)",
}


@skill(
    "[<diga>] [o] [quanto [que]|quantos|qual] [<da>] [o|a] [resultado|valor|conta] [de|da|do] {expression:conta} [<cada>] [<da>]",
    "{expression:conta} [<cada>] <da> quanto",
    "<calcula> [para mim] [a conta|o cálculo|quanto é] [de|o|a] {expression:conta} [<cada>]",
    "(qual|qual é|<diga>) (o resultado|a conta|o valor) [de|da|do] {expression:conta}",
    "quanto [que] (é|dá|são) {expression:conta} [<cada>]",
    rules=RULES,
    follow_ups=[
        "[e] [agora] [<calcula>|qual é|quanto <da>] [isso] {continuation:resto} [<cada>] [<da> quanto]",
    ],
    examples=[
        "quanto é sete vezes oito",
        "quanto dá 15% de 200",
        "calcula a raiz quadrada de 144",
        "quanto é dez dividido por quatro",
        "dez reais menos três e cinquenta",
    ],
)
def calcula(ctx: Context, conta: str = "", resto: str | None = None) -> Reply:
    before = ctx.topic.mentions.get("conta", conta) if resto and ctx.topic else conta
    written = continuations.on(before, resto) if resto else conta
    sum_ = expressions.parse(written)
    if sum_ is None:
        return Reply("Essa conta ficou comprida demais para mim.")
    result = arithmetic.evaluate(sum_)
    goes_on_from = before if result.value is None else base(result, written)
    return Reply(arithmetic.tell(sum_, result), mentions={"conta": goes_on_from})


@skill(
    "[e] {sinal} o resultado por {number:por}",
    lists={"sinal": {**dict.fromkeys(("divide", "divida"), "/"), **dict.fromkeys(("multiplica", "multiplique"), "*")}},
    follow_ups=["[e] [agora] {sinal} (isso|isto|o resultado) por {number:por}"],
    shown=False,
)
def segue(ctx: Context, sinal: str, por: float) -> Reply:
    if ctx.topic is None or "conta" not in ctx.topic.mentions:
        return Reply("Qual é a conta?")
    return calcula(ctx, resto=f"{continuations.RESULT} {sinal} {por}".replace(".", ","))


def base(result: arithmetic.Result, written: str) -> str:
    """What a further step goes on from: the result, or the whole sum where its decimals do not end."""
    if result.value < 0 or not result.exact or arithmetic.rounded(result.value) != result.value:
        return f"({written})"
    return canonical(Number(arithmetic.rounded(result.value), result.currency))
