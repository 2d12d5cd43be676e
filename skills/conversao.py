"""Conversões: medidas de uma unidade em outra, e dinheiro, onde há uma cotação configurada."""

from decimal import ROUND_HALF_UP, Decimal

from assistant.language.quantities import conversion, money, numbers
from assistant.language.quantities.measures import FOREIGN, MEASURES, SPOKEN, USUAL
from assistant.language.quantities.units import CURRENCIES
from assistant.skills import Context, Reply, skill

RULES = {
    "quanto": "[<diga>] [o] (quanto|quantos|quantas) [que]",
    "sao": "(é|são|dá|dão|vale|valem|fica|ficam|seria|seriam|mede|medem|pesa|pesam|(equivale|corresponde|equivalem) a)",
    "tem": "(<sao>|tem|têm|há|cabe|cabem|existem|faz|fazem|formam)",
    "converte": (
        "(converte|converta|converter|conversão de|a conversão de|transforma|transforme|transformar|passa|passe|passar"
        "|calcula|calcule|calcular) [para mim]"
    ),
    "so_converte": "(converte|converta|converter|transforma|transforme|transformar) [para mim]",
    "medida": "{number:quanto} [de] <de> [(e|com) {number:resto} [<menor>]]",
    **{name: f"({{unidade:{name}}}|{{unit:{name}}})" for name in ("de", "para", "menor", "outro_de", "outro_para", "conhecida")},
    "em": "(em|para|pra|pro) [o|a|os|as]",
}
UNITS = {"unidade": SPOKEN, "estrangeira": FOREIGN}
CODES = ("BRL", "USD", "EUR", "GBP", "JPY", "BTC", "CHF")
NAMES = {name: code for code in CODES for name in (CURRENCIES[code].unit.one, CURRENCIES[code].unit.many)}
NAMES |= {"libra esterlina": "GBP", "libras esterlinas": "GBP", "dólar americano": "USD", "dólares americanos": "USD"}
MONEY = {"moeda": NAMES}
HOW_TO_CONFIGURE = "ela se configura em rates, no arquivo config.yaml"
CENT = Decimal("0.01")


@skill(
    "<quanto> <sao> [a] <medida> <em> <para>",
    "<quanto> <para> <tem> [em|num|numa] <medida>",
    "<quanto> <para> <medida> <tem>",
    "[<diga>] <medida> <tem> (quanto|quantos|quantas) [em] <para>",
    "<converte> [isso|de] <medida> <em> <para>",
    "[<diga>] (qual é|qual|como é|como fica|faz|faça) a conversão de <medida> (em|para) <para>",
    "[<diga>] como fica <medida> em <para>",
    "<medida> em <para>",
    "<quanto> (<sao>|tem) [a] {number:quanto} [de] {estrangeira:de}",
    "<so_converte> <medida>",
    "<so_converte> <de> (em|para|pra) <para>",
    rules=RULES,
    lists=UNITS,
    follow_ups=[
        "[e] [isso] [quanto é|quanto dá|quantos são|<converte>] [isso] (em|para|pra) <outro_para>",
        "[e] (quantos|quantas) <outro_para> [são|dá|dão|tem]",
        "e {number:outro_quanto}",
        "e [quanto é|quanto dá|quanto são] {number:outro_quanto} [de] <outro_de> [(em|para) <outro_para>]",
        "e {number:outro_quanto} (em|para) <outro_para>",
    ],
    examples=[
        "quantos quilômetros são dez milhas",
        "quanto é cem fahrenheit em celsius",
        "converte duas xícaras em mililitros",
        "cinco pés e onze em metros",
    ],
)
def converte(  # the amounts of before stay while only what they are told in changes
    ctx: Context,
    quanto: float | None = None,
    de: str | None = None,
    para: str | None = None,
    resto: float = 0,
    menor: str | None = None,
    outro_quanto: float | None = None,
    outro_de: str | None = None,
    outro_para: str | None = None,
) -> Reply:
    if outro_quanto is not None:
        quanto, resto, menor = outro_quanto, 0, None
    de, para = outro_de or de, outro_para or para
    if de is None:
        return Reply("Não sei o que é para converter.")
    if para is None or (outro_de and not conversion.are_of_a_kind(de, para)):  # "e vinte quilos?" after miles
        para = USUAL.get(de, para)
    if quanto is None:
        unit = MEASURES[de].unit
        return Reply(f"{'Quantas' if unit.is_feminine else 'Quantos'} {unit.many}?", asks="quanto")
    if para is None:
        return Reply("Em que unidade?", asks="para")
    return Reply(conversion.tell(conversion.amount(quanto, resto, de, menor), de, para))


@skill(
    "<so_converte> {number:quanto} {name:de} (em|para|pra) {name:para}",
    "<so_converte> {number:quanto} <conhecida> (em|para|pra) {name:para}",
    "<so_converte> {number:quanto} {name:de} (em|para|pra) <conhecida>",
    rules=RULES,
    lists=UNITS,
    shown=False,
    examples=["converte dez bananas em laranjas"],
)
def nao_conhece(
    ctx: Context, quanto: float, de: str | None = None, para: str | None = None, conhecida: str | None = None
) -> Reply:
    known = MEASURES[conhecida].unit.many if conhecida else ""
    return Reply(f"Não sei converter {de or known} em {para or known}.")


@skill(
    "<quanto> (<sao>|custa|custam|está|estão|vai dar) {money:valor} <em> {moeda:moeda}",
    "<quanto> {moeda:moeda} <tem> [em|com] {money:valor}",
    "<quanto> {moeda:moeda} {money:valor} <tem>",
    "<quanto> {moeda:moeda} (eu|a gente) (compro|compra|consigo|consegue) com {money:valor}",
    "[<diga>] {money:valor} <tem> (quanto|quantos|quantas) [em] {moeda:moeda}",
    "<converte> {money:valor} <em> {moeda:moeda}",
    "{money:valor} em {moeda:moeda}",
    "<quanto> (<sao>|custa|custam) {money:valor}",
    "<so_converte> {money:valor}",
    rules=RULES,
    lists=MONEY,
    follow_ups=[
        "[e] (em|para|pra) {moeda:outra_moeda}",
        "[e] (quantos|quantas) {moeda:outra_moeda}",
        "e {money:outro} [em {moeda:outra_moeda}]",
        "e {number:outro}",
    ],
    examples=["quanto é dez dólares em reais"],
)
def cambio(
    ctx: Context,
    valor: str | None = None,
    moeda: str | None = None,
    outro: str | float | None = None,
    outra_moeda: str | None = None,
) -> Reply:
    before = {**ctx.topic.slots, **ctx.topic.mentions} if ctx.topic else {}
    if isinstance(outro, int | float):  # "e vinte?"
        outro = f"{outro} {before.get('de') or before.get('moeda')}"
    if not (outro or valor):
        return Reply("Quanto dinheiro?", asks="valor")
    amount, source = money.split(outro or valor)
    target = outra_moeda or moeda or ("BRL" if source != "BRL" else None)
    if target is None:
        return Reply("Em que moeda?", asks="moeda")
    if target == source:
        return Reply("É a mesma moeda.")
    rates = {"BRL": Decimal(1)} | {code: Decimal(str(rate)) for code, rate in ctx.services.rates.items()}
    if source == "GBP" and not (rates.get("GBP") or moeda or outra_moeda):
        return Reply(conversion.tell(conversion.exactly(amount), "lb", "kg"))  # "quanto é dez libras"
    for code in (source, target):
        if rates.get(code, 0) <= 0:
            return Reply(unknown_rate(code))
    found = amount * rates[source] / rates[target]
    if max(amount, found) > numbers.LARGEST:
        return Reply("Esse número é grande demais para mim.")
    subject = spoken(amount, source)
    verb = "são" if max(amount, found) >= 2 else "é"
    text = f"{subject[0].upper()}{subject[1:]} {verb} {spoken(found, target)}, pela cotação configurada."
    return Reply(text, mentions={"de": source})


@skill(
    "<quanto> (está|estão|é|custa|vale|anda) (o|a|um|uma) {moeda:moeda} [hoje|agora] [em reais]",
    "(o|a) {moeda:moeda} (está|anda) [a] quanto [hoje|agora]",
    "a (quanto|quantas) (está|anda) (o|a) {moeda:moeda} [hoje|agora]",
    "[<diga>] [qual] [é] [a] cotação [atual] (do|da|de) {moeda:moeda} [hoje|agora]",
    "[<diga>] [qual] [é] [o] (valor|preço) (do|da) {moeda:moeda} [hoje|agora]",
    rules=RULES,
    lists=MONEY,
    follow_ups=["[e] (o|a|do|da) {moeda:moeda}", "e {number:quantia}"],
    examples=["quanto está o dólar"],
    shown=False,
)
def cotacao(ctx: Context, moeda: str, quantia: float | None = None) -> Reply:
    if quantia is not None:
        return cambio(ctx, f"{quantia} {moeda}")
    rate = Decimal(str(ctx.services.rates.get(moeda, 0)))
    if moeda == "BRL":
        return Reply("Conto tudo em reais: pergunte por outra moeda.")
    if rate <= 0:
        return Reply(unknown_rate(moeda))
    return Reply(f"Pela cotação configurada, {spoken(Decimal(1), moeda)} vale {spoken(rate, 'BRL')}.")


def unknown_rate(code: str) -> str:
    unit = CURRENCIES[code].unit
    return f"Não tenho a cotação {'da' if unit.is_feminine else 'do'} {unit.one}: {HOW_TO_CONFIGURE}."


def spoken(amount: Decimal, code: str) -> str:
    currency = CURRENCIES[code]
    if currency.cent is not None and (amount >= CENT or not amount):
        return money.speak(f"{amount.quantize(CENT, ROUND_HALF_UP)} {code}")
    shown = conversion.rounded(conversion.exactly(amount))
    return f"{numbers.speak(shown, currency.unit.is_feminine)} {currency.unit.one if shown < 2 else currency.unit.many}"
