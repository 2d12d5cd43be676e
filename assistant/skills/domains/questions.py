"""A kiosk's own questions and answers, and its opening hours, read from a YAML file; whatever is wrong is told with its line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from assistant.errors import QuestionsFileError, TemplateError
from assistant.language.calendar import opening_hours
from assistant.language.calendar.opening_hours import Interval, OpeningHours
from assistant.language.grammar.common_rules import COMMON_RULES
from assistant.language.grammar.templates import Choice, Node, Rule, Slot, Word, parse_template
from assistant.language.words.phonetics import fold

MAX_BYTES = 2_000_000
QUESTION_KEYS = {"frases", "frase", "resposta", "respostas", "imagem", "exemplo"}
HOURS_KEYS = {"nome", "semana", "feriados", "exceções"}
_ARTICLES = ("o", "a", "os", "as")


@dataclass(frozen=True, slots=True)
class Question:
    """line: where it begins. example: a sentence that asks it. picture: a path or URL."""

    name: str
    phrases: tuple[str, ...]
    answers: tuple[str, ...]
    example: str
    line: int
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What opens and closes: "a loja", and when. line: where its hours begin."""

    name: str
    hours: OpeningHours
    line: int


@dataclass(frozen=True, slots=True)
class Questions:
    questions: tuple[Question, ...] = ()
    place: Place | None = None
    rules: Mapping[str, str] = field(default_factory=dict)


def read_questions(path: Path) -> Questions:
    """Raises QuestionsFileError, TemplateError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise QuestionsFileError(path, None, f"the file has more than {MAX_BYTES // 1_000_000} MB")
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsFileError(path, None, getattr(error, "strerror", None) or "not UTF-8 text") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        hint = "a text that begins with [ or {, or holds a colon and a blank, needs quotes around it"
        raise QuestionsFileError(path, mark.line + 1 if mark else None, f"not YAML ({reason}); {hint}") from error
    return _Reader(path).questions(root)


class _Reader:
    def __init__(self, path: Path):
        self._path = path

    def fail(self, node: yaml.Node, reason: str) -> QuestionsFileError:
        return QuestionsFileError(self._path, node.start_mark.line + 1, reason)

    def questions(self, root: yaml.Node | None) -> Questions:
        if root is None:
            return Questions()
        table = self._table(root, {"perguntas", "horario", "regras"})
        rules = self._rules(table["regras"]) if "regras" in table else {}
        asked = self._table(table["perguntas"]) if "perguntas" in table else {}
        found: dict[str, Question] = {}
        for key, node in asked.items():
            question = self._question(key, node, rules)
            if question.name in found:
                raise self.fail(node, f'two questions are called "{question.name}"')
            found[question.name] = question
        place = self._place(table["horario"]) if "horario" in table else None
        return Questions(tuple(found.values()), place, rules)

    def _question(self, key: str, node: yaml.Node, rules: Mapping[str, str]) -> Question:
        name = fold(key).replace("-", "_").replace(" ", "_")
        if not name.isidentifier():
            raise self.fail(node, f'"{key}" cannot name a question; use letters, digits and _')
        table = self._table(node, QUESTION_KEYS)
        phrases = self._texts(table, "frases", "frase", node)
        parsed = [self._template(text, rules) for text in phrases]
        answers = self._texts(table, "respostas", "resposta", node)
        example = self._text(table["exemplo"]) if "exemplo" in table else sentence_of(parsed[0], rules)
        picture = self._picture(table["imagem"]) if "imagem" in table else None
        texts = tuple(text.value.strip() for text in phrases)
        line = node.start_mark.line  # of what is under the name, which is one line above
        return Question(name, texts, tuple(text.value.strip() for text in answers), example, line, picture)

    def _template(self, node: yaml.Node, rules: Mapping[str, str]) -> Node:
        where = f"{self._path}:{node.start_mark.line + 1}"
        parsed = parse_template(node.value, where)
        for inner in _under(parsed):
            if isinstance(inner, Slot):
                raise TemplateError(where, node.value, f'a question has no slots like "{inner.kind}"; write its words out')
            if isinstance(inner, Rule) and inner.name not in {*rules, *COMMON_RULES}:
                raise TemplateError(where, node.value, f"there is no rule <{inner.name}>; write it under regras")
        return parsed

    def _rules(self, node: yaml.Node) -> dict[str, str]:
        table = self._table(node)
        for inner in table.values():
            parse_template(self._text(inner), f"{self._path}:{inner.start_mark.line + 1}")
        return {name: inner.value for name, inner in table.items()}

    def _picture(self, node: yaml.Node) -> str:
        value = self._text(node)
        if "://" in value:
            return value
        picture = self._path.parent / value
        if not picture.is_file():
            raise self.fail(node, f"there is no picture {value} beside the file")
        return str(picture.resolve())

    def _place(self, node: yaml.Node) -> Place:
        table = self._table(node, HOURS_KEYS)
        name = self._text(table["nome"]) if "nome" in table else "o atendimento"
        if name.split()[0].lower() not in _ARTICLES or " " not in name:
            raise self.fail(table["nome"], f'"{name}" has no article; write it as in "a loja" or "o museu"')
        week: dict[int, tuple[Interval, ...]] = {}
        for days, hours in (self._table(table["semana"]) if "semana" in table else {}).items():
            for day in self._checked(hours, opening_hours.parse_days, days):
                if day in week:
                    raise self.fail(hours, f'"{days}": the hours of one of these days stand above already')
                week[day] = self._hours(hours)
        if not week:
            raise self.fail(node, "horario needs semana, with the hours of each day")
        exceptions = {}
        for day, hours in (self._table(table["exceções"]) if "exceções" in table else {}).items():
            exceptions[self._checked(hours, _parse_day, day)] = self._hours(hours)
        holidays = self._hours(table["feriados"]) if "feriados" in table else None
        return Place(name, OpeningHours(tuple(week.get(day, ()) for day in range(7)), exceptions, holidays), node.start_mark.line)

    def _hours(self, node: yaml.Node) -> tuple[Interval, ...]:
        return self._checked(node, opening_hours.parse_hours, self._text(node))

    def _checked(self, node: yaml.Node, parse, text: str):
        try:
            return parse(text)
        except ValueError as error:
            raise self.fail(node, str(error)) from error

    def _texts(self, table: Mapping[str, yaml.Node], plural: str, singular: str, node: yaml.Node) -> list[yaml.Node]:
        inner = table.get(plural) or table.get(singular)
        if inner is None:
            raise self.fail(node, f"{plural} are missing")
        texts = inner.value if isinstance(inner, yaml.SequenceNode) else [inner]
        for text in texts:
            self._text(text)
        if not texts:
            raise self.fail(inner, f"{plural} are empty")
        return texts

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fail(node, "a text is expected; put quotes around one that begins with [ or {, or has a colon")
        if not node.value.strip():
            raise self.fail(node, "a text is missing")
        return node.value.strip()

    def _table(self, node: yaml.Node, known: set[str] | None = None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, f"a table is expected here{f' with {_listed(known)}' if known else ''}")
        table: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self._text(key)
            if known and name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f'did you mean "{near[0]}"? ' if near else ""
                raise self.fail(key, f'unknown key "{name}"; {hint}there are {_listed(known)}')
            if name in table:
                raise self.fail(key, f'"{name}" is there twice')
            table[name] = value
        return table


def sentence_of(node: Node, rules: Mapping[str, str]) -> str:
    """One sentence of a template: everything optional is said, of alternatives the first."""
    match node:
        case Word(spellings):
            return spellings[0]
        case Choice(options):
            return sentence_of(options[0], rules)
        case Rule(name):
            return sentence_of(parse_template(rules.get(name) or COMMON_RULES[name]), {})
        case Slot():
            return ""
    return " ".join(filter(None, (sentence_of(item, rules) for item in node.items)))


def _under(node: Node):
    yield node
    for inner in getattr(node, "items", None) or getattr(node, "options", ()):
        yield from _under(inner)


def _parse_day(text: str) -> tuple[int | None, int, int]:
    """ "25/12", "25/12/2026", "2026-12-25": (year or None, month, day)."""
    try:
        if "/" in text:
            day, month, *year = (int(part) for part in text.split("/"))
            parsed = date(year[0] if year else 2024, month, day)
            return (year[0] if year else None), parsed.month, parsed.day
        parsed = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is no day; write 25/12, or 25/12/2026') from None
    return parsed.year, parsed.month, parsed.day


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
