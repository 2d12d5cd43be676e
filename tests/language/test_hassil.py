"""Against Home Assistant's hassil: its notation is ours, its sentences are understood, and ours are read by it."""

from __future__ import annotations

import itertools
import json
import re
import time
from pathlib import Path
from random import Random

import pytest

from assistant.language.grammar.automaton import AutomatonBuilder, reachable
from assistant.language.grammar.common_rules import COMMON_RULES
from assistant.language.grammar.lists import LIST_KINDS, static_list
from assistant.language.grammar.slots import KINDS
from assistant.language.grammar.templates import parse_template
from assistant.language.understanding.matching import Matcher
from assistant.skills import labels
from tests.skills.golden_rows import all_skills
from tests.skills.household import AREAS, ENTITIES, FLOORS, LISTS, PEOPLE, PLAYLISTS, ROOMS, SCENES, THINGS, household

hassil = pytest.importorskip("hassil")
parse_sentence = pytest.importorskip("hassil.parse_expression").parse_sentence
from hassil.sample import sample_expression  # noqa: E402

VALUES = {
    **{"int": ["5", "vinte"], "number": ["5", "vinte"], "percent": ["50%", "vinte por cento"], "color": ["vermelho", "azul"]},
    **{"duration": ["10 minutos", "uma hora e meia"], "time": ["às 7 e meia", "ao meio-dia"], "date": ["amanhã", "sexta-feira"]},
    **{"repetition": ["todo dia", "toda segunda"], "money": ["10 reais", "cinquenta dólares"], "expression": ["7 vezes 8"]},
    **{"unit": ["km"], "continuation": ["vezes três"], "name": ["macarrão", "bolo"], "text": ["comprar pão"]},
    **{"command": ["apagar a luz"], "area": AREAS, "floor": FLOORS, "entity": ENTITIES, "scene": SCENES, "person": PEOPLE},
    **{"list": LISTS, "artist": ["Pink Floyd"], "playlist": PLAYLISTS, "room": ROOMS, "thing": THINGS},
}
N_SAMPLES = 2


def templates():
    for intent in all_skills().intents.values():
        for template in intent.templates:
            yield intent, template


def test_hassil_reads_our_templates():
    for intent, template in templates():
        parse_sentence(template)
        for rule in intent.rules.values():
            parse_sentence(rule)
    for rule in COMMON_RULES.values():
        parse_sentence(rule)


def drawn(node, rules, values, random):
    """A sentence of a template as hassil reads it. Its own sampler would list all of them, by the million."""
    from hassil.expression import Alternative, ListReference, Permutation, RuleReference, TextChunk

    match node:
        case TextChunk():
            return node.original_text
        case ListReference():
            return f"{random.choice(list(values[node.list_name]))}"
        case RuleReference():
            return drawn(rules[node.rule_name].expression, rules, values, random)
        case Alternative():
            return drawn(random.choice(node.items), rules, values, random)
        case Permutation():
            return "".join(drawn(item, rules, values, random) for item in random.sample(node.items, len(node.items)))
    return "".join(drawn(item, rules, values, random) for item in node.items)


def test_what_hassil_says_with_our_templates_we_understand():
    """As that intent, or as one that understands the same words as well: templates of one skill may overlap."""
    random, skills, lists = Random(6), all_skills(), household()
    common = {name: parse_sentence(text) for name, text in COMMON_RULES.items()}
    missed = []
    n_said = 0
    for intent, template in templates():
        rules = common | {name: parse_sentence(text) for name, text in intent.rules.items()}
        values = VALUES | {
            kind: [re.sub(r"[\[(|].*", "", text).strip() or text for text in own] for kind, own in intent.lists.items()
        }
        for _ in range(N_SAMPLES):
            said = " ".join(drawn(parse_sentence(template).expression, rules, values, random).split())
            match = skills.matcher.match(said, lists, by_ear=False)
            n_said += 1
            if match is None or match.score < 0.9:
                missed.append((intent.name, said, match))
    assert n_said > 500
    assert len(missed) <= 0.02 * n_said, missed[:20]


@pytest.fixture(scope="module")
def home_assistant():
    package = pytest.importorskip("home_assistant_intents")
    return json.loads((Path(package.__file__).parent / "data" / "pt-BR.json").read_text(encoding="utf-8"))


def as_ours(template, lists):
    """Their lists are our kinds of slots: a range is a number, a wildcard free text."""

    def slot(found):
        kind, _, name = found.group(1).partition(":")
        known = lists.get(kind, {})
        ours = {"name": "entity"}.get(kind, kind)
        ours = "text" if "wildcard" in known else "number" if "range" in known else ours
        return f"{{{ours}:{name or kind}}}"

    return re.sub(r"\{([^{}]*)\}", slot, template)


def test_home_assistants_templates_are_templates(home_assistant):
    lists = home_assistant["lists"]
    own = {
        name: static_list({it["in"]: it["out"] for it in found["values"]}, name)
        for name, found in lists.items()
        if "values" in found
    }
    rules = {name: parse_template(as_ours(text, lists), name) for name, text in home_assistant["expansion_rules"].items()}
    builder = AutomatonBuilder({*KINDS, *LIST_KINDS})
    start = time.perf_counter()
    n_templates = 0
    for intent, found in home_assistant["intents"].items():
        for block in found["data"]:
            for template in block["sentences"]:
                builder.add(intent, as_ours(template, lists), rules, intent, {kind: kind for kind in own})
                n_templates += 1
    assert n_templates > 500
    assert len(reachable(builder.start)) < 2000
    assert time.perf_counter() - start < 10
    matcher = Matcher(builder.start, lists=own)
    assert matcher.match("liga as luzes da cozinha", household()).slots["area"] == "Cozinha"
    assert matcher.match("põe a luz do quarto a vermelho", household()).slots["color"] == "red"


@pytest.mark.parametrize(
    "template",
    [
        "(a;b)",
        "[a;b] c",
        "liga (a luz;na sala) [agora]",
        "((a|b);c)",
        "tod(a|o)s [as|os]",
        "[o ][meu ]timer",
        "hora[s] e [meia ]fim",
        "[[a ]b] c",
        "por favor, liga a luz",
        r"uma \(luz\)",
        "a|b c",
    ],
)
def test_the_same_sentences_as_hassils(template):
    """Word for word the same set."""
    theirs = {" ".join(re.findall(r"\w+", said)) for said in sample_expression(parse_sentence(template).expression)}
    builder = AutomatonBuilder(KINDS)
    builder.add("x", template, {})
    assert set(sentences(builder.start)) == theirs - {""}


def sentences(state):
    if state.final:
        yield ""
    for word, target in state.words.items():
        yield from (f"{word} {rest}".strip() for rest in sentences(target))


def test_labels_and_sentences_of_all_skills_are_few_enough():
    start = all_skills().matcher.start
    assert len(reachable(start)) < 20_000
    assert {labels.intent_of(label) for state in reachable(start) for label in state.final} >= set(all_skills().intents)
    assert list(itertools.islice(sentences(start), 3))
