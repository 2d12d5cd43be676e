"""Contas: somar, subtrair, multiplicar, dividir, porcentagens, potências e raízes."""

from assistant.language import arithmetic, expressions
from assistant.skills import Context, Reply, skill


@skill(
    "[<diga>] [o] [quanto|quantos|quanto que|qual] [<da>] [o|a] [resultado|valor|conta] [de|da|do] {expression:conta} [<da>]",
    "{expression:conta} <da> quanto",
    "<calcula> [para mim] [a conta|o cálculo|quanto é] [de|o|a] {expression:conta}",
    "(qual|qual é|<diga>) (o resultado|a conta|o valor) [de|da|do] {expression:conta}",
    "quanto [que] (é|dá|são) {expression:conta}",
    rules={
        "da": "(é|são|dá|dão|vale|fica|ficam|deu|seria|vai dar)",
        "calcula": "(calcula|calcule|calcular|computa|resolve|resolva|resolver|faz|faça)",
    },
    examples=[
        "quanto é sete vezes oito",
        "quanto dá 15% de 200",
        "calcula a raiz quadrada de 144",
        "quanto é dez dividido por quatro",
    ],
)
def calcula(ctx: Context, conta: str) -> Reply:
    sum_ = expressions.parse(conta)
    return Reply(arithmetic.tell(sum_, arithmetic.evaluate(sum_)))
