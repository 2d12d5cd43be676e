"""Numbers by themselves: cardinals with the gender of what they count, ordinals, fractions, powers, ranges, sums."""

from __future__ import annotations

import re
import unicodedata

from num2words import num2words

from assistant.language.letters import spell
from assistant.language.quantities import numbers
from assistant.language.quantities.units import NEUTRAL_ADJECTIVES, gender_before, is_feminine
from assistant.language.speakable.rules import MINUS, SCALE, N, after, apply, before, digits, is_singular, number, rule, scale
from assistant.language.words.text import Token

_OPERATORS = dict.fromkeys("x×*·", "vezes") | dict.fromkeys("-−", "menos")
_OPERATORS |= {"+": "mais", "÷": "dividido por", "/": "dividido por", "=": "é igual a"}
_PARTS = {
    2: "meio", 3: "terço", 4: "quarto", 5: "quinto", 6: "sexto", 7: "sétimo", 8: "oitavo", 9: "nono", 10: "décimo",
    100: "centésimo", 1000: "milésimo",
}  # fmt: skip
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_POWERS = {"2": "ao quadrado", "3": "ao cubo"}
_MANY, _BAR_FROM = 10, 100
# num2words takes the wrong stem for these.
_HUNDREDTHS = {"quadrigent": "quadringent", "septigent": "septingent", "octigent": "octingent", "seiscent": "sexcent"}
_FEMININE_ORDINALS = (
    "feira|vez|vezes|série|edição|parte|fase|etapa|turma|divisão|classe|pessoa|instância|guerra|rodada|semana|temporada|aula"
    "|câmara|vara|via|mão|opção|colocada|posição|geração|região|coluna|linha"
)
_OF_PAGES = re.compile(
    r"(?:página|pág\.|parte|capítulo|etapa|passo|nota|slide|questão|aula|lição|episódio|rodada|item|acertos?:?) $"
)


def _ordinal(found: re.Match[str]) -> str:
    written = re.sub(r"\D", "", found["number"])
    if len(written) > 9:
        return digits(written)
    words = num2words(int(written), lang="pt_BR", to="ordinal").replace(",", "")
    for wrong, right in _HUNDREDTHS.items():
        words = words.replace(wrong, right)
    if found["mark"] in "ªa":
        words = re.sub(r"o\b", "a", words)
    return re.sub(r"([oa])\b", r"\1s", words) if found["plural"] else words


def _fraction(found: re.Match[str]) -> str:
    """ "1/2 xícara" → "meia xícara", "3/8" → "três oitavos", "12/8" → "doze por oito", "123/2024" → "… barra …"."""
    if re.match(r" ?=", after(found)):
        return f"{number(found['over'])} dividido por {number(found['under'])}"
    if _OF_PAGES.search(before(found)):
        return f"{number(found['over'])} de {number(found['under'])}"
    over, under = int(found["over"].replace(".", "")), int(found["under"])
    noun = re.match(r" (?:de )?([^\W\d_]+)", after(found))
    if (over, under) == (1, 2):
        feminine = noun and not noun.group().startswith(" de ") and is_feminine(noun[1], plural=False)
        return "meia" if feminine else "meio"
    if 0 < over < under and (under in _PARTS or (under > _MANY > over and len(found["under"]) == 2)):
        part = _PARTS.get(under)
        if part is None:
            return f"{numbers.speak(over)} {numbers.speak(under)} avo{'s' * (over > 1)}"
        return f"{numbers.speak(over)} {part}{'s' * (over > 1)}"
    joint = "por" if max(over, under) < _BAR_FROM and "0" not in (found["over"][0], found["under"][0]) else "barra"
    return f"{number(found['over'])} {joint} {number(found['under'])}"


def _power(found: re.Match[str]) -> str:
    exponent = unicodedata.normalize("NFKC", found["up"]).replace("−", "-")
    said = _POWERS.get(exponent) or f"elevado a {number(exponent)}"
    return f"{found['base']} {said} "


def _scientific(found: re.Match[str]) -> str:
    return f"{found['number']} vezes 10 elevado a {number(found['power'].lstrip('+'))}"


def _halves(found: re.Match[str]) -> str:
    """ "1 1/2" → "um e meio", "2½ xícaras" → "duas e meia xícaras"."""
    noun = re.match(r" ([^\W\d_]+)", after(found))
    feminine = bool(noun) and is_feminine(noun[1], plural=noun[1].endswith("s"))
    half = ("meia" if feminine else "meio") if found["part"] == "1/2" else found["part"]
    return f"{number(found['whole'], feminine)} e {half}"


def _cardinal(found: re.Match[str]) -> str:
    """With the gender of what is counted: "21 pessoas" → "vinte e uma pessoas", "das 2 às 3" → "das duas às três"."""
    written, scaled = found["number"], scale(found["scale"], found["number"])
    feminine = scaled in {"", "mil"} and _counts_feminine(found, plural=bool(scaled) or written.lstrip("-−") != "1")
    return "mil" if (written, scaled) == ("1", "mil") else f"{number(written, feminine)} {scaled}".rstrip()


def _counts_feminine(found: re.Match[str], plural: bool) -> bool:
    words = before(found)
    told = gender_before(words[:-1].rpartition(" ")[2]) if words.endswith(" ") else None
    if told is not None:
        return told
    ahead = _AHEAD.match(after(found))
    if not ahead:
        return False
    noun = ahead["second"] if ahead["second"] and ahead["first"].lower() in NEUTRAL_ADJECTIVES else ahead["first"]
    if noun == "vezes" and "," in found["number"]:
        return False  # "uma vez", but "um vírgula cinco vezes dez"
    if ahead["joint"] and not _is_number(ahead["joint"]):
        return False
    return is_feminine(noun, plural=plural or bool(ahead["joint"]))


def _is_number(word: str) -> bool:
    return word[0].isdigit() or bool(numbers.number_word(Token(word.lower(), 0, 0)))


_AHEAD = re.compile(r" (?:(?:a|e|ou|até) (?P<joint>[\d.]+|[^\W\d_]+) )?(?P<first>[^\W\d_]+)(?: (?P<second>[^\W\d_]+))?")


def _times(found: re.Match[str]) -> str:
    written = found["number"]
    return f"{number(written, feminine=True)} {'vez' if is_singular(written) else 'vezes'}"


def _mixed(found: re.Match[str]) -> str:
    """Letters and figures together: "H2O", "B12", "5G", "1080p". A run of figures is a number, letters are spelled."""
    said = []
    for run in re.findall(r"\d+|[^\W\d_]+", found.group()):
        if run.isdecimal():
            said.append(digits(run) if len(run) > 4 else number(run))
        else:
            said.append(spell(run) if run.isupper() or len(run) == 1 else run)
    return " ".join(said)


_RULES = (
    rule(rf"(?P<number>{MINUS}{N})[eE](?P<power>[+-]?\d{{1,3}})(?!\w)", _scientific, r"\d[eE]"),
    rule(r"(?<![\d.,])\d{1,3}(?: 000)+(?![\d.,]\d|\d)", lambda m: m.group().replace(" ", "."), " 000"),
    rule(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])", " ", r"\w-\d|\d-\w"),  # "BR-116", "COVID-19", "10-A"
    rule(r"(?P<base>[\d)]|(?<!\w)[^\W\d_])\^(?P<up>[-−]?\d{1,15})(?![\d.,])", _power, r"\^"),
    rule(rf"(?P<base>[\d)]|(?<!\w)[^\W\d_])(?P<up>[{_SUPERSCRIPTS}]{{1,9}})", _power, f"[{_SUPERSCRIPTS}]"),
    rule(r"(?<![\d/.,])(?P<whole>\d{1,3}) (?P<part>[1-3]/[2-58])(?![\d/])", _halves, r" \d/\d"),
    rule(r"(?<![\w/.,])(?P<over>\d{1,3}(?:\.\d{3})+|\d{1,9})/(?P<under>\d{1,9})(?![\w/]|,\d)", _fraction, r"\d/\d"),
    rule(r"(?<!\d)(?<!\d[.,])(?P<number>\d{1,3}(?:\.\d{3})+|\d+)\.?(?P<mark>[ºª])(?P<plural>(?:s(?!\w))?)", _ordinal, "[ºª]"),
    rule(r"(?<![\w.,])(?P<number>\d{1,2})(?P<mark>o)(?P<plural>s?)(?= [a-zà-ÿ]{2})", _ordinal, r"\dos? "),
    rule(rf"(?<=[Nn]ota )(?P<mark>{N})/(?P<of>10)(?![\w/.,]\d)", r"\g<mark> de \g<of>", r"/10"),
    rule(
        rf"(?<![\w.,])(?P<number>\d{{1,2}})(?P<mark>a)(?P<plural>s?)(?=[ -](?:{_FEMININE_ORDINALS})(?!\w)|(?<=s) [a-zà-ÿ]{{2}})",
        _ordinal,
        r"\das?[ -]",
    ),
    rule(
        r"(?<=[\d)])\s*([x×*·+÷=])\s*(?=[\d(])|(?<=\d)\s+([-−/])\s+(?=\d)",
        lambda m: f" {_OPERATORS[m[1] or m[2]]} ",
        r"[\d)]\s*[x×*·+÷=−/-]",
    ),
    rule(r"(?<=\d)\s*=\s*(?=[-−]\d)", " é igual a ", "="),
    rule(
        r"[<>]=? ?(?=[-−]?\d)",
        lambda m: f" {'menor' if '<' in m.group() else 'maior'} {'ou igual a' if '=' in m.group() else 'que'} ",
        "[<>]",
    ),
    rule(r"[~≈≅] ?(?=\d)", " cerca de ", "[~≈≅]"),
    rule(r"(?<![\d:])(16|4|21|18):(9|3)(?![\d:])", r"\1 por \2", ":"),
    rule(r"(?<=\d) ?: ?(?=\d)", " a ", r"\d ?:"),
    rule(rf"(?P<number>{N})x(?!\w)", _times, r"\dx"),
    rule(rf"(?P<number>{N})(?P<thousand>k)(?!\w)", lambda m: f"{m['number']} mil", r"\dk"),
    rule(
        rf"(?P<number>{N})M(?= (?:de |[a-z]{{3}}))",
        lambda m: f"{m['number']} {'milhão' if is_singular(m['number']) else 'milhões'}",
        r"\dM",
    ),
    rule(r"(?<![\w.,])(?=[A-Za-z]{0,11}\d)(?=\d{0,11}[A-Za-z])[A-Za-z\d]{2,12}(?!\w)", _mixed, r"[A-Za-z]\d|\d[A-Za-z]"),
    rule(rf"(?P<number>{MINUS}{N})(?P<scale>{SCALE})", _cardinal),
    rule(r"\d+", lambda m: f" {digits(m.group())} "),
)


def say_figures(text: str) -> str:
    return apply(_RULES, text)
