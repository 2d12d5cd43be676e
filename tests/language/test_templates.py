"""The notation of templates, its errors, the automaton, and the search through it."""

import time
from contextlib import suppress
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import TemplateError
from assistant.language.grammar.automaton import AutomatonBuilder, reachable
from assistant.language.grammar.slots import KINDS
from assistant.language.grammar.templates import Choice, Rule, Sequence, Slot, Word, parse_template
from assistant.language.understanding.matching import Matcher
from assistant.language.words.phonetics import phonetic, verb_stem
from assistant.language.words.text import tokenize


def grammar(templates, rules=None):
    builder = AutomatonBuilder(KINDS)
    parsed = {name: parse_template(text) for name, text in (rules or {}).items()}
    for intent, texts in templates.items():
        for text in texts:
            builder.add(intent, text, parsed)
    return builder


def matcher(templates, rules=None):
    return Matcher(grammar(templates, rules).start)


def test_the_notation():
    assert parse_template("que hora[s]") == Sequence((Word(("que",)), Word(("horas", "hora"))))
    assert parse_template("(liga|acende) {name:coisa}").items[1] == Slot("name", "coisa")
    assert parse_template("{int}") == Slot("int", "int")
    assert parse_template("[o] <timer>") == Sequence((Choice((Word(("o",)), Sequence(()))), Rule("timer")))
    assert parse_template("segunda-feira") == Sequence((Word(("segunda",)), Word(("feira",))))
    assert parse_template("Por favor, LIGA!") == parse_template("por favor liga")


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("", "no words"),
        ("[que]", "no words"),
        ("que [horas", 'a "]" is missing'),
        ("(que|qual", 'a ")" is missing'),
        ("que horas]", "closes nothing"),
        ("timer {duration", 'a "}" is missing'),
        ("timer {du ration}", "is no slot"),
        ("<timer", 'a ">" is missing'),
        ("liga{name}", "touch a word"),
        ("<nada> agora", "no rule <nada>"),
        ("timer {tempo}", 'no kind of slot is called "tempo"'),
        ("[" * 50 + "a" + "]" * 50, "inside each other"),
        ("(a|b|c|d|e)(a|b|c|d|e)(a|b|c|d|e)(a|b|c|d|e)", "spellings"),
        ("<eu> mesmo", "contains itself"),
        ("(a|b;c)", "put brackets around"),
        ("(a;b;c;d;e;f;g)", "in any order"),
        ("palavra " * 1000, "longer than"),
        ("[a][b][c][d][e][f][g][h][i]x", "spellings"),
    ],
)
def test_errors_say_what_and_where(template, reason):
    builder = AutomatonBuilder(KINDS)
    with pytest.raises(TemplateError, match=r"^horas\.py:7: ") as caught:
        builder.add("x", template, {"eu": parse_template("eu <eu>")}, "horas.py:7")
    assert reason in str(caught.value)


def test_optional_parts_are_not_expanded():
    template = " ".join(f"[{word}]" for word in map("".join, permutations("abcde", 3))) + " fim"  # 2 ** 60 sentences
    built = grammar({"x": [template]})
    assert len(reachable(built.start)) <= 62
    found = Matcher(built.start)
    assert found.match("fim").score == 1


def test_a_bomb_of_rules_is_refused():
    rules = {"r0": "(a|b) (c|d)"} | {f"r{i}": f"<r{i - 1}> x{i} <r{i - 1}> y{i} <r{i - 1}>" for i in range(1, 12)}
    start = time.perf_counter()
    with pytest.raises(TemplateError, match="states"):
        grammar({"x": ["<r11>"]}, rules)
    assert time.perf_counter() - start < 5


def test_things_in_any_order():
    both = matcher({"x": ["acorda (amanhã;às {int:hora})"]})
    assert both.match("acorda amanhã às 7").slots == {"hora": 7}
    assert both.match("acorda às 7 amanhã").slots == {"hora": 7}
    many = grammar({"x": ["(a;b;c;d;e;f) fim"]})  # 720 orders
    assert len(reachable(many.start)) <= 66


@pytest.mark.parametrize(
    "template",
    [
        *(
            "[a b c d e f g h] " * 150,
            "(a|b) " * 400 + "fim",
            "[x] " * 700 + "fim",
            "(" * 2000,
            "{" * 3000,
            "[(a;b;c;d;e;f)] " * 30 + "x",
        ),
        " ".join(f"[(a{i}|b{i}) [c{i}]]" for i in range(200)) + " fim",
        "(a|a b|a b c|a b c d) " * 100 + "fim",
    ],
)
def test_a_bomb_is_small_or_refused_soon(template):
    start = time.perf_counter()
    with suppress(TemplateError):
        assert len(reachable(grammar({"x": [template], "y": [template + " ja"]}).start)) <= 20_000
    assert time.perf_counter() - start < 5


def test_what_counts_only_in_its_conversation():
    found = matcher({"clima.previsao": ["previsão"], "clima.previsao+": ["e {int:dia}"], "timer.inicia?nome": ["{name:nome}"]})
    assert found.match("e 3") is None
    assert found.match("e 3", active=frozenset(("clima.previsao+",))).slots == {"dia": 3}
    assert found.match("bolo") is None
    assert found.match("bolo", active=frozenset(("timer.inicia?nome",))).slots == {"nome": "bolo"}
    assert found.match("previsão", active=frozenset(("timer.inicia?nome",))).intent == "clima.previsao"


def test_the_reading_is_the_sentence_as_it_was_understood():
    match = matcher(LIGHTS).match("ei, assendia lus da sala por favor")
    assert (match.reading, match.verdict) == ("acende a luz da sala", "accepted")


def test_it_asks_before_it_is_sure_and_refuses_what_is_far():
    verdicts = {
        heard: (match.verdict if (match := matcher(LIGHTS).match(heard)) else None) for heard in ("acende luz", "asemtia nus")
    }
    assert verdicts == {"acende luz": "accepted", "asemtia nus": "doubtful"}


def test_equal_beginnings_and_endings_are_one():
    built = grammar({"x": ["que horas são agora", "que hora é agora"]})
    assert len(reachable(built.start)) == 6


LIGHTS = {
    "liga": ["(liga|acende) a luz [da {name:lugar}]"],
    "desliga": ["(desliga|apaga) a luz [da {name:lugar}]"],
    "timer": ["temporizador de {duration:tempo}"],
    "nota": ["anota [que] {text:nota}"],
}


@pytest.mark.parametrize(
    ("heard", "intent", "slots"),
    [
        ("acende a luz", "liga", {}),
        ("Acenda a luz, por favor!", "liga", {}),
        ("acender a luz da sala", "liga", {"lugar": "sala"}),
        ("assendia luz", "liga", {}),
        ("açende a lus", "liga", {}),
        ("ligue a luz da sala de jantar", "liga", {"lugar": "sala de jantar"}),
        ("apague luz", "desliga", {}),
        ("tempo rizador de sete minutos", "timer", {"tempo": 420}),
        ("anota que amanhã tem reunião às 10h", "nota", {"nota": "amanhã tem reunião às 10 h"}),
    ],
)
def test_near_is_near_enough(heard, intent, slots):
    match = matcher(LIGHTS).match(heard)
    assert match.accepted
    assert (match.intent, dict(match.slots)) == (intent, slots)


@pytest.mark.parametrize("heard", ["a luz", "não acende a luz", "acende a lua cheia no céu", "temporizador", "liga para a Ana"])
def test_far_is_refused(heard):
    match = matcher(LIGHTS).match(heard)
    assert match is None or not match.accepted


def test_two_skills_that_mean_the_same_are_both_refused():
    match = matcher({"um": ["liga a luz"], "dois": ["liga a luz"]}).match("liga a luz")
    assert (match.score, match.rival_score) == (1, 1)
    assert not match.accepted


def test_nothing_said_matches_nothing():
    assert matcher(LIGHTS).match("") is None
    assert matcher(LIGHTS).match("?! … ") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("acende", "assende"), ("milha", "milia"), ("hora", "ora"), ("chave", "xave"), ("sal", "sau"), ("quinze", "quinse")],
)
def test_what_sounds_alike_is_spelled_alike(one, other):
    assert phonetic(one) == phonetic(other)


def test_the_forms_of_a_verb_have_one_stem():
    assert {verb_stem(w) for w in ("liga", "ligue", "ligar", "ligando")} == {"lig"}
    assert {verb_stem(w) for w in ("coloca", "coloque", "colocar")} == {"coloc"}
    assert {verb_stem(w) for w in ("põe", "ponha", "pôr")} == {"poe"}
    assert verb_stem("o") is None


def test_tokens_keep_what_matters():
    assert [t.text for t in tokenize("Às 10h30, na 2ª-feira: 1.234,5 + 7x8 = 50%?")] == [
        *("às", "10", "h", "30", "na", "2", "feira", "1.234,5", "+", "7", "x", "8", "=", "50", "%")
    ]


@given(st.text(max_size=60))
def test_anything_may_be_said(text):
    matcher(LIGHTS).match(text)


@given(st.text(alphabet="ab[](){}<>|: ", max_size=25))
def test_a_template_parses_or_is_explained(text):
    with suppress(TemplateError):
        parse_template(text)
