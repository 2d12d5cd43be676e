"""Everything that can be wrong with a skill's file is told with file and line, and nothing of it reaches the others."""

import textwrap
import time

import pytest

from assistant import skills
from assistant.language.grammar.automaton import automaton
from assistant.skills import labels
from assistant.skills.loading import compiling, loader
from assistant.skills.loading.sources import ENTRY_POINTS, find_installed, find_sources

GOOD = """
from assistant.skills import Reply, skill

@skill("(joga|lança) [um|o] dado", examples=["joga um dado"])
def joga(ctx):
    return Reply("Deu quatro.")
"""
HEAD = "from assistant.skills import Reply, skill\n\n"


def load(folder, settings=None, **files):
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    return skills.load([folder], settings)


BROKEN = {
    "an unknown kind": ("@skill('põe {duracion:quanto}')\ndef f(ctx, quanto): ...", 3, 'did you mean "duration"'),
    "an unknown rule": ("@skill('<falar> comigo')\ndef f(ctx): ...", 3, "no rule <falar>"),
    "a rule in itself": ("@skill('<a> b',\n  rules={'a': 'c <a>'})\ndef f(ctx): ...", 3, "contains itself"),
    "a rule that is no text": ("@skill('<a> b', rules={'a': 3})\ndef f(ctx): ...", 3, "names and texts"),
    "a follow-up": ("@skill('a b',\n  follow_ups=['e [aqui'])\ndef f(ctx): ...", 4, "missing"),
    "a follow-up's slot": ("@skill('a b', follow_ups=['e {int:n}'])\ndef f(ctx): ...", 3, "no parameter n"),
    "a name twice": ("@skill('a b')\ndef f(ctx): ...\n\n@skill('c d')\ndef f(ctx): ...", 7, "a function f already"),
    "an empty list": ("@skill('{cor:c}', lists={'cor': {}})\ndef f(ctx, c): ...", 3, 'the list "cor"'),
    "a list of a kind": ("@skill('{int:c}', lists={'int': {'a': 1}})\ndef f(ctx, c): ...", 3, 'cannot be called "int"'),
    "two lists": (
        "@skill('x {c}', lists={'c': {'a': 1}})\ndef f(ctx, c): ...\n@skill('y {c}', lists={'c': {'a': 2}})\ndef g(ctx, c): ...",
        5,
        'two lists of this file are called "c"',
    ),
    "no context": ("@skill('a b')\ndef f(): ...", 3, "must take the context first"),
    "a coroutine": ("@skill('a b')\nasync def f(ctx): ...", 3, "without async"),
    "templates that are none": ("@skill(3)\ndef f(ctx): ...", 3, "a list of texts"),
    "more that fails": ("def more(settings):\n    return [1 / 0]", 4, "ZeroDivisionError"),
    "watched that fails": ("def watched(settings):\n    return settings['x']\n@skill('a')\ndef f(ctx): ...", 4, "KeyError"),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_told_with_its_line(tmp_path, case):
    text, line, reason = case
    found = load(tmp_path, dado=GOOD, ruim=HEAD + text)
    assert found.names == ("dado",)
    (problem,) = found.problems
    assert f"ruim.py:{line}: " in str(problem)
    assert reason in str(problem)


BOMBS = {
    "nested rules": "rules={**{'r0': 'a [b]'}, **{f'r{i}': f'<r{i-1}> [c{i}] <r{i-1}>' for i in range(1, 40)}}",
    "many options": "rules={'r39': ' '.join(f'[a{i}|b{i} c{i}|d{i}]' for i in range(600)) + ' fim'}",
    "many words": "rules={'r39': ' '.join(f'w{i}' for i in range(200_000))}",
    "any order": "rules={'r39': '(' + ';'.join(f'w{i}' for i in range(40)) + ')'}",
    "many spellings": "rules={'r39': 'x' + '[a|b|c]' * 40}",
}


@pytest.mark.parametrize("rules", BOMBS.values(), ids=BOMBS.keys())
def test_a_template_that_stands_for_too_much_is_refused_in_bounded_time(tmp_path, rules):
    began = time.monotonic()
    found = load(
        tmp_path, dado=GOOD, bomba=f"{HEAD}@skill('<r39>', {rules})\ndef f(ctx): ...", zebra=GOOD.replace("dado", "zebra")
    )
    assert time.monotonic() - began < 20
    assert found.names == ("dado", "zebra")
    assert "bomba.py" in str(found.problems[0])


def test_a_file_of_many_large_templates_leaves_room_for_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "MAX_FILE_STATES", 2000)
    templates = "(' '.join(f'[p{n}x{i}|q{n}x{i} r{n}x{i}]' for i in range(60)) + f' fim{n}' for n in range(60))"
    found = load(tmp_path, bomba=f"{HEAD}@skill(*{templates})\ndef f(ctx): ...", dado=GOOD)
    assert found.names == ("dado",)
    assert "bomba.py:3: the skill does not load (its templates take more than 2000 states" in str(found.problems[0])


def test_a_file_that_never_ends_while_it_is_read_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "LOAD_LIMIT_S", 0.3)
    found = load(tmp_path, dado=GOOD, laco="while True:\n    pass\n")
    assert found.names == ("dado",)
    assert "laco.py:2: " in str(found.problems[0]) or "laco.py:1: " in str(found.problems[0])
    assert "longer than 0.3 s" in str(found.problems[0])


def test_templates_that_are_too_large_only_together_cost_the_largest_file_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "automaton", lambda roots: automaton(roots, 1200))
    monkeypatch.setattr(loader, "automaton", lambda roots: automaton(roots, 1200))
    large = "(' '.join(f'[a{n} b{i}]' for i in range(30)) + f' fim {n}' for n in range(20))"
    found = load(tmp_path, dado=GOOD, grande=f"{HEAD}@skill(*{large})\ndef f(ctx): ...")
    assert found.names == ("dado",)
    assert "grande.py: the skill does not load (with its templates the grammar is larger" in str(found.problems[0])


def test_labels_of_follow_ups_and_answers(tmp_path):
    text = """
        from assistant.skills import Reply, skill

        @skill("põe {duration:quanto} [para {name:nome}]", "conta {int:quanto}", follow_ups=["e [para] {name:nome}"])
        def poe(ctx, quanto=None, nome=None):
            return Reply("De quanto?", asks="quanto")
    """
    found = load(tmp_path, conta=text)
    assert found.problems == ()
    assert found.match("e para macarrão", active=frozenset()) is None or "+" not in found.match("e para macarrão").intent
    follow_up, answer = labels.follow_up("conta.poe"), labels.answer("conta.poe", "quanto")
    assert found.match("e para macarrão", active=frozenset({follow_up})).intent == follow_up
    for said, value in (("dez minutos", 600), ("de dez minutos", 600), ("sete", 7)):
        match = found.match(said, active=frozenset({answer}))
        assert (match.intent, dict(match.slots)) == (answer, {"quanto": value})
    assert [labels.intent_of(label) for label in ("conta.poe", follow_up, answer, "!yes")] == ["conta.poe"] * 3 + [""]


def test_only_what_a_file_asks_for_can_be_answered(tmp_path):
    text = GOOD.replace('"(joga|lança) [um|o] dado"', '"joga {int:n} [{name:nome}]"').replace("ctx)", "ctx, n, nome=None)")
    found = load(tmp_path, dado=text)
    answers = frozenset(labels.answer("dado.joga", name) for name in ("n", "nome"))
    match = found.match("sete", active=answers)
    assert match is None or match.intent not in answers


def test_a_list_belongs_to_its_file(tmp_path):
    text = HEAD + '@skill("pinta de {cor:c}", lists={"cor": {"azul": 1}})\ndef f(ctx, c): ...'
    found = load(tmp_path, um=text, dois=text.replace("pinta", "lava").replace("1", "2"))
    assert found.problems == ()
    assert dict(found.match("pinta de azul").slots) == {"c": 1}
    assert dict(found.match("lava de azul").slots) == {"c": 2}


MORE = """
from assistant.skills import Reply, skill

def more(settings):
    for word in settings.get("words", ()):
        def says(ctx, word=word):
            return Reply(word)
        says.__name__ = f"says_{word}"
        yield skill(f"diga {word}", examples=[f"diga {word}"])(says)
"""


def test_a_file_may_make_functions_of_its_settings(tmp_path):
    assert load(tmp_path, eco=MORE).names == ()
    assert load(tmp_path, eco=MORE).problems == ()
    found = load(tmp_path, {"eco": {"words": ["um", "dois"]}, "outra": {}}, eco=MORE)
    assert set(found.intents) == {"eco.says_um", "eco.says_dois"}
    (problem,) = load(tmp_path, {"eco": {"words": ["um", "um"]}}, eco=MORE).problems
    assert "2 functions are called says_um" in str(problem)


def test_a_skill_that_takes_the_place_of_another_is_known(tmp_path):
    for folder in ("a", "b"):
        load(tmp_path / folder, dado=GOOD)
    found = find_sources([tmp_path / "a", tmp_path / "b"])
    ((before, after),) = found.replaced
    assert (before.path.parent.name, after.path.parent.name) == ("a", "b")
    assert found.sources["dado"] == after


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A folder on Python's path where packages can be installed."""

    def install(name, module, **files):
        for path, text in files.items():
            target = tmp_path / "site" / path.replace("__", "/")
            target = target.with_suffix(".py")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(textwrap.dedent(text), encoding="utf-8")
        info = tmp_path / "site" / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{ENTRY_POINTS}]\n{name} = {module}\n")

    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return install


def test_a_package_that_pip_installed_brings_a_skill(tmp_path, installed):
    installed("moedas", "u4_moedas.skill", u4_moedas__init="", u4_moedas__skill=GOOD.replace("dado", "moeda"))
    (tmp_path / "site" / "u4_moedas" / "init.py").rename(tmp_path / "site" / "u4_moedas" / "__init__.py")
    installed("quebrado", "u4_quebrado", u4_quebrado="1 / 0\n")
    installed("ausente", "u4_que_nao_ha")
    found = loader.SkillLoader([tmp_path / "none"], installed=find_installed()).load()
    assert found.names == ("moedas",)
    assert found.files["moedas"].name == "skill.py"
    assert found.match("joga uma moeda").intent == "moedas.joga"
    said = [str(problem) for problem in found.problems]
    assert any("entry point ausente of ausente" in text and "no module u4_que_nao_ha" in text for text in said)
    assert any("u4_quebrado.py:1: " in text and "ZeroDivisionError" in text for text in said)


def test_a_file_in_a_folder_takes_the_place_of_what_is_installed(tmp_path, installed):
    installed("dado", "u4_dado", u4_dado=GOOD)
    load(tmp_path / "mine", dado=GOOD)
    found = find_sources([tmp_path / "shipped", tmp_path / "mine"], find_installed())
    assert found.sources["dado"].path.parent.name == "mine"
    assert [(a.module, b.module) for a, b in found.replaced] == [("u4_dado", None)]
