"""Whether what was said until a pause may be all of it: by what the grammar lets follow.

Strategy: the words are followed through the grammar as the matcher follows them, but to every place that they reach, not only to
ends. Where none of these is an end, more must come. Where one is, it depends on what may follow: nothing that would change what
is done; or where, when, what about, where nothing of that kind was said yet. Grammars let much more follow than people say: a
second thing of a kind that was said already is not waited for, nor what is said seldom (OFTEN, SELDOM).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from assistant.events import Completeness
from assistant.language.grammar.lists import LIST_KINDS, Lists, WordList
from assistant.language.grammar.slots import Kind
from assistant.language.grammar.templates import Slot
from assistant.language.quantities.durations import UNIT_WORDS
from assistant.language.quantities.numbers import number_word
from assistant.language.understanding.following import Arrival, Followed, Last, follow
from assistant.language.understanding.matching import NO_LISTS, Matcher, Question
from assistant.language.understanding.outlook import LINKS, SOMETHING, Place, counts, is_answer
from assistant.language.understanding.search import MISSING
from assistant.language.understanding.several import last_part, understand
from assistant.language.understanding.trailing import hesitates, is_polite, is_unfinished, trails_off
from assistant.language.words.text import Token, tokenize

COMPLETE, EXTENDABLE = Completeness.COMPLETE, Completeness.EXTENDABLE
UNKNOWN, DANGLING = Completeness.UNKNOWN, Completeness.DANGLING
NEAR = 0.025
"""What costs no more than this beside the cheapest end may be meant as well."""
_FAMILIES: Mapping[str, str] = {
    "where": "area floor entity room thing person horas.lugar clima.cidade",
    "day": "date repetition clima.periodo",
    "time": "time",
    "how long": "duration",
    "how much": "number int percent color money expression temporizador.menos",
    "what": "name text",
    "list": "list",
    "unit": "unit conversao.unidade conversao.moeda",
    "": SOMETHING,
}
_ENOUGH: Mapping[str, frozenset[str]] = {
    family: frozenset(others.split("; "))
    for family, others in {
        "where": "where; how long; ",
        "day": "day; ",
        "time": "time; day; where; ",
        "how long": "how long; how much; day; time; ",
        "how much": "how much; how long; where; ",
        "what": "what; ",
        "list": "list; what; ",
        "unit": "",
    }.items()
}
"""After what was said of one kind, what is not waited for."""
OFTEN = frozenset(("where", "time", "day", "what", "list", "unit"))
"""What is added after a pause to a bare command, because it tells which one is meant."""
OFTEN_AFTER = frozenset(("time", "list", "unit"))
"""The same, where something of another kind was said: "me acorda amanhã | às seis". Any other tail is hardly ever said then."""
SELDOM: Mapping[str, frozenset[str]] = {
    label: frozenset(families.split())
    for label, families in {
        # Here is one clock, and one loudspeaker, and mostly one timer.
        "horas.": "where what day time",
        "data.": "day what",
        "volume.": "where what",
        "musica.": "where",
        "temporizador.": "where what day",
        # About the assistant itself.
        "ajuda.": "where what day time list",
        "cadastrar.": "where what day time",
        "quem_sou_eu.": "where what day time",
        "repetir.": "where what day time",
        "saudacao.": "where what day time list unit",
        "parar.": "where what day time list unit",
        "perguntas.": "where what day",
    }.items()
}
"""By how an intent's name begins: of what is often added to others what is seldom added to it. Who does is waited for as they are
wont to pause: a second after each "que horas são" would be felt by everybody."""
_FAMILY = {kind: family for family, kinds in _FAMILIES.items() for kind in kinds.split() or [SOMETHING]}
_ENDINGS = {
    kind: [tokenize(ending) for ending in endings.split("; ")]
    for kind, endings in {
        "duration": "minutos; horas; e quinze",
        "time": "horas; da manhã; da tarde; da noite; e meia",
        "date": "de janeiro; que vem",
        "percent": "por cento",
        "money": "reais",
        "number": "e cinco",
        "int": "e cinco",
    }.items()
}
"""How a value may go on that has been begun."""
_BEFORE_VALUES = frozenset(("a", "as", "ao", "para", "pra", "pras", "pelas", "meia", "meio", "dia"))
_HALVES = frozenset(("meia", "meio"))
MAX_VALUE_WORDS = 6
_GROWING_WORDS = "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cento duzentos trezentos quatrocentos mil"
_GROWING = frozenset(_GROWING_WORDS.split())
_MONEY = frozenset(("real", "reais"))


def completeness(matcher: Matcher, text: str, lists: Lists = NO_LISTS, active: Collection[str] = frozenset()) -> Completeness:
    """How complete a text is as something to be done. lists, active: see Matcher.match."""
    question = matcher.ask(text, lists, active)
    if question.utterance is None:
        return UNKNOWN
    return _Reading(text, question, follow(question, question.most), active).completeness(matcher, lists)


class _Reading:
    """One utterance, followed through the grammar."""

    def __init__(self, text: str, question: Question, found: Followed, active: Collection[str]):
        self._text, self._found, self._active = text, found, active
        self._utterance, first = question.utterance, question.first
        self._tokens = self._utterance.tokens
        ends = [it for it in found.arrivals if any(counts(label, active) for label in it.place.final)]
        self._end = ends[0] if ends else None
        self._most = self._end.cost + NEAR if self._end else float("inf")
        n_slots = len(self._end.slots) if self._end else len(self._tokens)
        near = [it for it in found.arrivals if it.cost <= self._most and len(it.slots) <= n_slots]
        # Small words before a command are no beginning of another.
        self._near = [it for it in near if it in ends or not (_is_later(it) or _is_nothing(it, first))]

    def completeness(self, matcher: Matcher, lists: Lists) -> Completeness:
        end = self._end
        is_own_word = end is not None and end.last in {Last.WORD, Last.VALUE}
        if hesitates(self._tokens, is_own_word) or is_unfinished(self._tokens[-1], is_own_word):
            return DANGLING
        if end is None:
            return self._unended(matcher, lists)
        if trails_off(self._text) or self._is_sooner_a_beginning(end) or self._lacks_a_unit():
            return DANGLING
        if is_polite(self._tokens):
            return COMPLETE
        return self._ended(end)

    def _unended(self, matcher: Matcher, lists: Lists) -> Completeness:
        part = last_part(self._text)
        if part is not None and understand(matcher, self._text, lists, self._active, by_ear=False).commands:
            found = completeness(matcher, part, lists, self._active)
            return EXTENDABLE if found is DANGLING else found  # "apaga a luz do quarto e da sala"
        if self._near or self._has_half_a_value():
            return DANGLING
        return UNKNOWN if part is None else completeness(matcher, part, lists, self._active)

    def _is_sooner_a_beginning(self, end: Arrival) -> bool:
        """Whether it ends there only if a word was left out: "quem sou" may be "quem sou eu"."""
        return any(it.cost + MISSING <= end.cost and it.is_firm and not _is_later(it) for it in self._found.arrivals)

    def _ended(self, end: Arrival) -> Completeness:
        """How complete it is where it is a command, or an answer to what was asked."""
        if end.last is Last.OPEN and end.slots[-1].kind == "text":
            return EXTENDABLE
        if any(is_answer(label) and label in self._active for label in end.place.final):
            return EXTENDABLE if self._has_half_a_value() else COMPLETE
        said = {_FAMILY[slot.kind] for slot in end.slots if slot.kind in _FAMILY}
        more = self._offered(end, said)
        if more & _often(end.place.final, said) or self._has_half_a_value():
            # One word may be the beginning of anything, or a cry ("para!").
            return UNKNOWN if len(self._tokens) == 1 else EXTENDABLE
        if (more and not said) or (said == {"what"} and "how long" in more) or self._ends_in_a_bare_number(end):
            return UNKNOWN
        return COMPLETE

    def _offered(self, end: Arrival, said: set[str]) -> set[str]:
        """What kinds of things may still be said."""
        enough = frozenset[str]().union(*(_ENOUGH[family] for family in said))
        others = [] if "where" in said else self._near
        offered = {_FAMILY[kind] for it in (end, *others) for kind in it.place.tails if kind in _FAMILY}
        return offered - enough

    def _ends_in_a_bare_number(self, end: Arrival) -> bool:
        """Whether it may be "vinte e cinco", "vinte por cento". Of a sum only tens, and money, may grow."""
        last, kind = self._tokens[-1], end.slots[-1].kind if end.last in {Last.VALUE, Last.NAME} else ""
        word = number_word(last)
        if not (last.is_number or word) or kind in {"date", "time", "percent"}:
            return False
        is_money = any(token.folded in _MONEY for token in self._tokens)
        return kind != "expression" or is_money or word in _GROWING or (last.is_number and last.text.endswith("0"))

    def _lacks_a_unit(self) -> bool:
        """Whether it ends in a number where a length of time may be meant: "timer de vinte"."""
        is_number = self._end.last is Last.VALUE and self._end.slots[-1].kind in {"int", "number"}
        return is_number and any(slot.kind == "duration" for slot in self._halves())

    def _has_half_a_value(self) -> bool:
        """Whether something is said last that may be the beginning of something longer: "vinte", "às oito", "ventilador"."""
        return next(self._halves(), None) is not None

    def _halves(self) -> Iterator[Slot]:
        """The slots that may hold the last words and what comes."""
        asked: set[tuple[str, int]] = set()
        for begun in self._found.begun:
            kind, at = begun.slot.kind, begun.at
            if begun.arrival.cost <= self._most and (kind, at) not in asked:
                asked.add((kind, at))
                if self._begins(kind, at):
                    yield begun.slot

    def _begins(self, kind: str, at: int) -> bool:
        read = self._utterance.kind(kind) if self._utterance.knows_kind(kind) else None
        if isinstance(read, WordList):
            # Who says a measure or a city of a table has said it; a name that nobody knows is perhaps half of one.
            is_other = self._end is None or self._end.last is Last.OPEN
            if self._end is not None and _FAMILY.get(kind) == "where" and self._is_a_place(kind, at):
                return False
            return (kind in LIST_KINDS or is_other) and read.goes_on(self._tokens, at)
        if kind not in _ENDINGS or len(self._tokens) - at > MAX_VALUE_WORDS or not _is_of_a_value(self._tokens[at]):
            return False
        if kind == "duration" and self._tokens[-1].folded in (UNIT_WORDS | _HALVES) - {"hora", "horas"}:
            return False  # "dez minutos e quinze segundos" is rare
        return any(self._reads([*self._tokens[at:], *ending], read) for ending in _ENDINGS[kind])

    def _is_a_place(self, kind: str, at: int) -> bool:
        """ "Sala" is seldom meant for "sala de jantar", nor "luz da sala" for "luz da sala de jantar"."""
        return kind != "entity" or any(token.text in LINKS for token in self._tokens[at:])

    @staticmethod
    def _reads(tokens: list[Token], read: Kind) -> bool:
        return any(span.end == len(tokens) for span in read(tokens, 0))


def _often(final: Collection[str], said: Collection[str]) -> frozenset[str]:
    """What people often add to what may be any of these, where so much was said."""
    if said:
        return OFTEN_AFTER
    seldom = [families for label, families in SELDOM.items() if all(own.startswith(label) for own in final)]
    return OFTEN.difference(*seldom)


def _is_of_a_value(token: Token) -> bool:
    return token.is_number or number_word(token) is not None or token.folded in _BEFORE_VALUES


def _is_nothing(arrival: Arrival, first: Place) -> bool:
    """Whether only what does not matter was said so far."""
    return arrival.place is first


def _is_later(arrival: Arrival) -> bool:
    """Whether it was taken for something to be done later, as any command may be: "… daqui a uma hora"."""
    return any(slot.kind == "command" for slot in arrival.slots)
