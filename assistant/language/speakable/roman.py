"""Roman numerals where they are numbers: "século XXI", "Dom Pedro II", "Luís XIV", "capítulo IV", "II Guerra Mundial".

Strategy: after a king or pope, and in a century, up to ten they are ordinals, above that cardinals. Anywhere else only what
can be nothing but a number is read as one: two letters or more out of I, V and X, while "DI", "MIL", "CD" and "MIX" stay words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from num2words import num2words

from assistant.language.quantities import numbers
from assistant.language.quantities.units import is_feminine
from assistant.language.speakable.rules import after, apply, rule

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_VALID = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w’'])"
_SMALL = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?![\w’'])"
_LAST_ORDINAL = 10
_WINDOW = 20
_MEN = (
    "Pedro|João|Luís|Luiz|Henrique|Carlos|José|Paulo|Bento|Pio|Leão|Gregório|Francisco|Filipe|Felipe|Afonso|Sancho|Manuel|Manoel"
    "|Fernando|Napoleão|Ricardo|Eduardo|Jorge|George|Guilherme|Frederico|Ivan|Nicolau|Alexandre|Ramsés|Tutmés|Inocêncio|Clemente"
    "|Urbano|Sisto|Júlio|Adriano|Bonifácio|Teodoro|Otto|Oto|Dinis|Duarte|Leopoldo|Alberto|Constantino|Vítor|Humberto|Harald|Olavo"
    "|Gustavo|Cristiano|Amenófis|Ptolomeu|Dario|Xerxes|Artaxerxes|Celestino|Eugênio|Martinho|Nicolas|Estêvão|Juan|Jaime|Charles|Haakon"
    "|Adolfo|Augusto|Balduíno|Rodolfo|Maximiliano|Marcos|Sérgio|Silvestre|Calisto|Benedito|Lucas|Felix|Félix|Mohammed|Hassan"
)
_WOMEN = "Elizabeth|Elisabete|Isabel|Maria|Catarina|Cleópatra|Margarida|Joana|Ana|Mary|Berenice|Cristina|Beatriz|Leonor"
_PARTS = (
    "cap[íi]tulos?|títulos?|tomos?|volumes?|livros?|atos?|cenas?|partes?|incisos?|anexos?|seção|seções|artigos?|art\\.|quadros?|fases?"
    "|etapas?|módulos?|tipos?|classes?|categorias?|graus?|níveis|nível|apêndices?|cantos?|tabelas?|figuras?|séries?|estágios?|eixos?"
    "|unidades?|grupos?|zonas?|passos?|anos?|temporadas?|episódios?|sinfonias?|guerras?|fatores|fator|nervos?|ciclos?|ensino"
)
_EVENTS = (
    "Guerra|Congresso|Encontro|Simpósio|Semana|Seminário|Fórum|Jornada|Conferência|Bienal|Copa|Jogos|Concurso|Festival|Feira|Mostra"
    "|Prêmio|Reich|Internacional|Reinado|Império|Dinastia|Plano|Exército|Olimpíada|Região|Milênio|República|Concílio|Cúpula|Reunião"
    "|Maratona|Corrida|Edição|Plenária|Colóquio|Workshop|Salão|Marcha|Cruzada|Tribunal|Distrito|Dia|Ciclo|Curso|Assembleia|Campeonato"
)


def value(numeral: str) -> int:
    values = [_VALUES[letter] for letter in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _ordinal(number: int, feminine: bool = False) -> str:
    words = num2words(number, lang="pt_BR", to="ordinal")
    return re.sub(r"o\b", "a", words) if feminine else words


def _reign(number: int, feminine: bool = False) -> str:
    return _ordinal(number, feminine) if number <= _LAST_ORDINAL else numbers.speak(number)


def _ruler(found: re.Match[str]) -> str:
    return f"{found['name']} {_reign(value(found['roman']), feminine=bool(re.fullmatch(_WOMEN, found['name'])))}"


def _century(found: re.Match[str]) -> str:
    return found["what"] + _row(found["row"], _reign)


def _part(found: re.Match[str]) -> str:
    return found["what"] + _row(found["row"], numbers.speak)


def _row(row: str, say: Callable[[int], str]) -> str:
    """ "XV", "XVIII-XIX", "XV e XVI"."""
    return re.sub(r" ?[-–] ?", " a ", re.sub(r"[IVXLCDM]+", lambda m: say(value(m.group())), row))


def _event(found: re.Match[str]) -> str:
    noun = re.match(r" [^\W\d_]+", after(found)).group().strip()
    return _ordinal(value(found["roman"]), is_feminine(noun, plural=noun.endswith("s"))).capitalize()


def _alone(found: re.Match[str]) -> str:
    """Among capitals "VI" may be the verb."""
    around = found.string[max(0, found.start() - _WINDOW) : found.start()].split()[-1:]
    around += found.string[found.end() : found.end() + _WINDOW].split()[:1]
    is_shouted = bool(around) and all(len(word) > 1 and word.isupper() for word in around)
    return found.group() if is_shouted and found.group() in {"VI", "XI"} else numbers.speak(value(found.group()))


_ONE = rf"(?:{_SMALL}|(?=[IVXLCDM]{{2}}){_VALID})"
_ROW = rf"(?P<row>{_ONE}(?:(?:, | e | a | ao | ou | ?[-–] ?){_ONE})*)"
_ROMAN = "[IVXLCDM]"
_RULES = (
    rule(rf"(?<!\w)(?P<what>(?:[Ss]éculos?|SÉCULOS?|[Ss]écs?\.) ){_ROW}", _century, _ROMAN),
    rule(rf"(?<!\w)(?P<name>{_MEN}|{_WOMEN}) (?P<roman>{_SMALL})", _ruler, "[IVX]"),
    rule(rf"(?<!\w)(?P<what>(?i:{_PARTS}) ){_ROW}", _part, _ROMAN),
    rule(rf"(?<!\w)(?P<roman>{_SMALL})(?= (?:{_EVENTS})(?!\w))", _event, "[IVX]"),
    rule(rf"(?<![\w.’'&/-])(?=[IVX]{{2}}){_SMALL}", _alone, "[IVX]{2}"),
    rule(rf"(?<![\w.’'&/-])(?=[IVXLCDM]{{4}}|XL[IVX]|LX){_VALID}", _alone, "[IVXLCDM]{2}"),
)


def say_roman(text: str) -> str:
    return apply(_RULES, text)
