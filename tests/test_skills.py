"""What a skill file may be, how a broken one is told of, and what is answered."""

from datetime import UTC, datetime

import pytest

from assistant import resources, skills
from assistant.errors import SkillLoadError, TemplateError
from assistant.events import Transcript
from assistant.store import Store

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)

GOOD = """
from assistant.skills import Reply, skill

@skill("(joga|lança) [um|o] dado", examples=["joga um dado"])
def joga(ctx):
    return Reply("Deu quatro.")

@skill("soma {int:a} [com {int:b}]", examples=["soma 2 com 3"])
def soma(ctx, a, b=0):
    return Reply(str(a + b))
"""

BROKEN = {
    "syntax.py": ("def f(:\n", 1, "invalid syntax"),
    "raises.py": ("import math\nmath.sqrt(-1)\n", 2, "ValueError"),
    "leaves.py": ("raise SystemExit(3)\n", 1, "SystemExit"),
    "empty.py": ("x = 1\n", None, "@skill"),
    "slot.py": ("from assistant.skills import skill\n\n@skill('a {int:n}')\ndef f(ctx): ...\n", 3, "no parameter n"),
    "need.py": ("from assistant.skills import skill\n\n@skill('a b')\ndef f(ctx, n): ...\n", 3, "no template has a slot for n"),
    "none.py": ("from assistant.skills import skill\n\n@skill()\ndef f(ctx): ...\n", 3, "has no template"),
    "template.py": (
        "from assistant.skills import skill\n\n@skill(\n'certo',\n'abre [aqui',\n)\ndef f(ctx): ...\n",
        5,
        "missing",
    ),
    "replies.py": ("from assistant.skills import skill\n\n@skill('a', replies=[1])\ndef f(ctx): ...\n", 3, "is a list of texts"),
    "rule.py": ("from assistant.skills import skill\n\n@skill('<a> b',\n  rules={'a': '(x|y'})\ndef f(ctx): ...\n", 4, "missing"),
    "não.py": (GOOD, None, "plain name"),
}


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


def load(tmp_path, **files):
    folder = tmp_path / "skills"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return skills.load([folder])


def ask(skill_set, store, text, **transcript):
    return skill_set.plan(Transcript(text, **transcript), skills.Context(NOW, store))


def test_a_file_is_a_skill(tmp_path, store):
    found = load(tmp_path, dado=GOOD)
    assert found.problems == ()
    assert found.names == ("dado",)
    assert set(found.intents) == {"dado.joga", "dado.soma"}
    plan = ask(found, store, "Lance o dado, por favor.")
    assert (plan.text, plan.skill, plan.effects) == ("Deu quatro.", "dado", ())
    assert ask(found, store, "soma dois com três").slots == {"a": 2, "b": 3}
    assert ask(found, store, "soma dois").text == "2"


@pytest.mark.parametrize(("name", "case"), BROKEN.items())
def test_a_broken_file_is_told_with_its_line_and_the_others_go_on(tmp_path, store, name, case):
    text, line, reason = case
    found = load(tmp_path, dado=GOOD, **{name.removesuffix(".py"): text})
    assert found.names == ("dado",)
    assert ask(found, store, "joga um dado").skill == "dado"
    (problem,) = found.problems
    assert isinstance(problem, SkillLoadError | TemplateError)
    assert (f"{name}:{line}: " if line else name) in str(problem)
    assert reason in str(problem)


def test_a_later_folder_replaces_a_skill_of_the_same_name(tmp_path, store):
    for folder, answer in (("a", "Um."), ("b", "Dois.")):
        (tmp_path / folder).mkdir()
        text = GOOD.replace("Deu quatro.", answer)
        (tmp_path / folder / "dado.py").write_text(text, encoding="utf-8")
    found = skills.load([tmp_path / "a", tmp_path / "b", tmp_path / "absent"])
    assert ask(found, store, "joga um dado").text == "Dois."


def test_files_that_begin_with_an_underscore_are_passed_over(tmp_path):
    assert load(tmp_path, dado=GOOD, _rascunho="raise ValueError").problems == ()


@pytest.mark.parametrize("body", ["raise RuntimeError('segredo')", "return 'texto'", "return 1 / 0"])
def test_a_skill_that_fails_is_answered_with_an_apology(tmp_path, store, caplog, body):
    text = GOOD.replace('return Reply("Deu quatro.")', body)
    plan = ask(load(tmp_path, dado=text), store, "joga um dado")
    assert (plan.text, plan.skill, plan.effects) == (skills.FAILED, "dado", ())
    assert "dado.joga failed" in caplog.text
    assert "segredo" not in caplog.text


def test_what_was_not_understood_gets_an_honest_answer_that_offers_help(tmp_path, store):
    found = load(tmp_path, dado=GOOD)
    texts = {ask(found, store, text).text for text in ("abacaxi", "liga a luz", "quem foi o rei", "xyz", "oba", "tudo azul")}
    assert 1 < len(texts) <= len(skills.NOT_UNDERSTOOD) * 2
    assert all("não entendi" in text.lower() for text in texts)
    assert ask(found, store, "abacaxi") == ask(found, store, "abacaxi")
    assert ask(found, store, "abacaxi").skill is None


@pytest.mark.parametrize("text", ["", "   "])
def test_what_was_not_heard_is_said_so(tmp_path, store, text):
    assert ask(load(tmp_path, dado=GOOD), store, text, rejected="uncertain").text == skills.NOT_HEARD


@pytest.mark.parametrize(("suspicion", "says"), [("language", "não foi em português"), ("noise", "muito barulho")])
@pytest.mark.parametrize("text", ["", "diesis noto portu guis"])
def test_what_makes_no_sense_is_answered_with_what_is_suspected(tmp_path, store, text, suspicion, says):
    found = load(tmp_path, dado=GOOD)
    answer = ask(found, store, text, suspicion=suspicion).text
    assert answer.startswith("Não entendi")
    assert says in answer
    assert ask(found, store, "joga um dado", suspicion=suspicion).skill == "dado"


def test_another_reading_is_tried_when_the_first_makes_no_sense(tmp_path, store):
    found = load(tmp_path, dado=GOOD)
    plan = ask(found, store, "jogo um gado verde", alternatives=("fogo", "joga um dado"))
    assert plan.skill == "dado"


def test_without_any_skill_it_still_answers(tmp_path, store):
    found = load(tmp_path)
    assert ask(found, store, "que horas são").skill is None
    assert found.sample(3) == ()


def test_samples_come_from_different_skills(tmp_path):
    found = load(tmp_path, dado=GOOD, moeda=GOOD.replace("dado", "moeda").replace("soma", "conta"))
    sample = found.sample(2)
    assert len(set(sample)) == 2
    assert {example.split()[-1] for example in sample} == {"dado", "moeda"}
    assert found.sample(2) == sample


def test_planning_changes_nothing_and_the_effect_does(store):
    effect = skills.StartTimer(600, "chá")
    assert store.timers() == []
    effect.run(skills.World(store, NOW))
    (timer,) = store.timers()
    assert (timer.name, timer.left_s(NOW)) == ("chá", 600)
    skills.CancelTimers((timer.id,)).run(skills.World(store, NOW))
    assert store.timers() == []


REPLIES = """
from assistant.skills import Reply, skill

@skill("um", replies=["Um.", "Um.", " "])
def um(ctx):
    return Reply("Não." if ctx.speaker else f"Sim, {ctx.heard}.")

@skill("dois")
def dois(ctx):
    return Reply(ctx.last_answer or "Nada.")

@skill("três")
def tres(ctx):
    return helped(ctx)

def helped(ctx):
    Reply()
    return Reply("Três.") if ctx.speaker else Reply(text="três".upper())
"""


def test_replies_that_are_always_the_same_are_known_beforehand(tmp_path):
    loaded = load(tmp_path, contas=REPLIES, bom=GOOD)
    assert loaded.replies == {"bom": ("Deu quatro.",), "contas": ("Um.", "Não.", "Nada.", "Três.")}


def test_the_skills_that_ship_are_prepared(store):
    shipped = skills.load([resources.skills_folder()])
    for question, skill in (("para", "parar"), ("obrigado", "saudacao"), ("boa tarde", "saudacao"), ("timers", "temporizador")):
        assert ask(shipped, store, question).text in shipped.replies[skill]
    assert any(ask(shipped, store, f"xyz {i}").text in skills.GENERAL_REPLIES for i in range(9))
