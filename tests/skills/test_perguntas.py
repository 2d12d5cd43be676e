"""A kiosk's own questions: the example that ships, opening hours at several moments, and all that can be wrong in a file."""

import shutil
from datetime import datetime, timedelta, timezone

import pytest

from assistant import resources, skills
from assistant.events import Topic, Transcript
from assistant.skills.domains.questions import read_questions
from assistant.skills.loading.loader import SkillLoader
from assistant.store import Store

BRASILIA = timezone(timedelta(hours=-3))
EXAMPLE = resources.skills_folder() / "perguntas.exemplo.yaml"


def loader_of(file):
    """Of all skills only this one."""
    return SkillLoader([resources.skills_folder() / "perguntas.py"], {"perguntas": {"file": file}})


def load(file):
    return loader_of(file).load()


@pytest.fixture(scope="module")
def shop():
    return load(EXAMPLE)


@pytest.fixture
def ask(shop, tmp_path):
    store = Store(tmp_path / "store.sqlite")

    def ask(text, now="2026-11-23 15:30", last=None, topic=None, of=shop):
        at = datetime.fromisoformat(now).replace(tzinfo=BRASILIA)
        return of.plan(Transcript(text), skills.Context(at, store, last_answer=last, topic=topic))

    yield ask
    store.close()


def test_the_example_has_no_faults(shop):
    from assistant.skills.loading.checking import check_examples

    assert shop.problems == ()
    assert list(check_examples(shop)) == []


def test_answers_vary_and_do_not_depend_on_the_clock(ask):
    first = ask("onde fica o banheiro").text
    assert "fim" in first
    assert ask("onde fica o banheiro", now="2026-12-01 08:00").text == first
    second = ask("onde fica o banheiro", last=first).text
    assert second != first
    assert ask("onde fica o banheiro", last=second).text == first


SATURDAY = "No sábado a loja abre das nove da manhã à uma da tarde."
OPEN = [
    # Monday
    ("2026-11-23 15:30", "está aberto agora", "A loja está aberta até as seis da tarde."),
    ("2026-11-23 15:30", "que horas abre", "A loja já está aberta, até as seis da tarde."),
    ("2026-11-23 15:30", "que horas fecha", "A loja está aberta até as seis da tarde."),
    ("2026-11-23 07:00", "já abriu", "A loja está fechada agora: abre hoje às nove da manhã."),
    ("2026-11-23 20:00", "vocês estão abertos", "A loja está fechada agora: abre amanhã às nove da manhã."),
    ("2026-11-23 20:00", "que horas abre amanhã", "Amanhã a loja abre das nove da manhã às seis da tarde."),
    ("2026-11-23 20:00", "abre no domingo", "No domingo a loja não abre."),
    ("2026-11-23 20:00", "que horas fecha no sábado", SATURDAY),
    (
        "2026-11-23 20:00",
        "abre no fim de semana",
        f"{SATURDAY} No domingo a loja não abre.",
    ),
    # Saturday, after it closed
    ("2026-11-28 13:00", "está aberto agora", "A loja está fechada agora: abre depois de amanhã às nove da manhã."),
    # Holidays, exceptions, and what there is not
    ("2026-11-23 20:00", "abre no natal", "No dia vinte e cinco de dezembro a loja não abre."),
    ("2026-12-24 12:30", "está aberto agora", "A loja está fechada agora: abre na segunda-feira às nove da manhã."),
    (
        "2026-11-23 20:00",
        "abre no dia 31 de dezembro",
        "No dia trinta e um de dezembro a loja abre das nove da manhã ao meio-dia.",
    ),
    ("2026-11-23 20:00", "abre no feriado", "Nos feriados a loja não abre."),
    (
        "2026-11-23 20:00",
        "qual é o horário de funcionamento",
        "A loja de segunda a sexta abre das nove da manhã às seis da tarde; no sábado abre das nove da manhã à uma da tarde; "
        "no domingo não abre.",
    ),
]


@pytest.mark.parametrize(("now", "question", "answer"), OPEN, ids=[f"{now} {question}" for now, question, _ in OPEN])
def test_opening_hours(ask, now, question, answer):
    assert ask(question, now).text == answer


def test_a_day_that_does_not_exist_is_said_so(ask):
    assert ask("abre no dia 30 de fevereiro").text == "Fevereiro não tem dia trinta."


def test_another_day_may_be_asked_for_in_few_words(ask):
    assert ask("e no sábado?", topic=Topic("perguntas.abre")).text == SATURDAY


HOURS = "horario:\n  nome: {name}\n  semana: {week}\n"


@pytest.mark.parametrize(
    ("name", "week", "now", "answer"),
    [
        ("os jardins", "{todos os dias: 24 horas}", "2026-11-23 03:00", "Os jardins estão abertos e não fecham."),
        ("o bar", "{todos os dias: 18:00-02:00}", "2026-11-24 01:30", "O bar está aberto até as duas da madrugada."),
        (
            "o bar",
            "{sexta e sábado: 18:00-02:00}",
            "2026-11-23 12:00",
            "O bar está fechado agora: abre na sexta-feira às seis da tarde.",
        ),
        (
            "as salas",
            '{dias úteis: "9h às 12h, 13h30 às 18h"}',
            "2026-11-23 12:30",
            "As salas estão fechadas agora: abrem hoje à uma e meia da tarde.",
        ),
        ("a casa", "{domingo: fechado}", "2026-11-23 12:30", "A casa está fechada agora: não abre nos próximos dias."),
    ],
)
def test_hours_of_other_places(ask, tmp_path, name, week, now, answer):
    file = tmp_path / "p.yaml"
    file.write_text(HOURS.format(name=name, week=week), encoding="utf-8")
    found = load(file)
    assert found.problems == ()
    assert ask("está aberto agora", now, of=found).text == answer


ONE = "perguntas:\n  caixa:\n    frases: onde fica o caixa\n    resposta: Ao fundo.\n"
BROKEN = {
    "no YAML": ("perguntas:\n  a: [\n", 3, "not YAML"),
    "no table": ("- a\n", 1, "a table is expected"),
    "an unknown key": ("pergunta:\n  a: b\n", 1, 'did you mean "perguntas"'),
    "an unknown key of a question": (ONE.replace("resposta", "reposta"), 4, 'did you mean "resposta"'),
    "no answer": ("perguntas:\n  a:\n    frases: [b c]\n", 3, "respostas are missing"),
    "no phrases": ("perguntas:\n  a:\n    frases: []\n    resposta: b\n", 3, "frases are empty"),
    "an empty phrase": ("perguntas:\n  a:\n    frases:\n    - b\n    -\n    resposta: b\n", 5, "a text is missing"),
    "a bracket without quotes": (ONE.replace("onde fica o caixa", "[o] caixa"), 3, "quotes"),
    "a list for a text": (ONE.replace("onde fica o caixa", "[[a, b]]"), 3, "put quotes around"),
    "a bad phrase": (ONE.replace("onde fica o caixa", "onde (fica o caixa"), 3, "missing"),
    "a slot": (ONE.replace("onde fica o caixa", "'caixa {int:n}'"), 3, 'no slots like "int"'),
    "an unknown rule": (ONE.replace("onde fica o caixa", "<onde> fica"), 3, "no rule <onde>"),
    "a bad rule": (ONE + "regras:\n  onde: (a|b\n", 6, "missing"),
    "twice": (ONE + "  Caixa:\n    frase: o caixa\n    resposta: Ali.\n", 6, 'two questions are called "caixa"'),
    "the same key": (ONE + "  caixa:\n    frase: o caixa\n", 5, "is there twice"),
    "a bad name": (ONE.replace("caixa:", "2ª via:"), 3, "cannot name a question"),
    "no picture": (ONE + "    imagem: mapa.png\n", 5, "no picture mapa.png"),
    "no article": (HOURS.format(name="loja", week="{sábado: 9-12}"), 2, "no article"),
    "no week": ("horario:\n  nome: a loja\n", 2, "needs semana"),
    "no weekday": (HOURS.format(name="a loja", week="{sabadão: 9-12}"), 3, "no day of the week"),
    "no hours": (HOURS.format(name="a loja", week="{sábado: cedo}"), 3, "no opening hours"),
    "no such hour": (HOURS.format(name="a loja", week='{sábado: "9:00-26:00"}'), 3, "no such time"),
    "hours that overlap": (HOURS.format(name="a loja", week='{sábado: "9-12, 11-14"}'), 3, "overlap"),
    "a day twice": (HOURS.format(name="a loja", week="{sábado: 9-12, sexta a domingo: 8-9}"), 3, "above already"),
    "no date": (HOURS.format(name="a loja", week="{sábado: 9-12}") + "  exceções:\n    30/2: fechado\n", 5, "is no day"),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_in_a_file_is_told_with_its_line(tmp_path, case):
    text, line, reason = case
    file = tmp_path / "p.yaml"
    file.write_text(text, encoding="utf-8")
    (problem,) = load(file).problems
    assert f"p.yaml:{line}: " in str(problem)
    assert reason in str(problem)


HARM = {"none": None, "bytes": b"\xff\xfe\x00a", "loop": b"perguntas: &a\n  x: *a\n", "deep": b"[" * 100_000}


@pytest.mark.parametrize("content", HARM.values(), ids=HARM.keys())
def test_no_file_can_do_harm(tmp_path, content):
    file = tmp_path / "p.yaml"
    if content is not None:
        file.write_bytes(content)
    found = load(file)
    assert "p.yaml" in str(found.problems[0]) or "perguntas.py" in str(found.problems[0])


def test_a_picture_lies_beside_the_file_or_somewhere_on_the_net(tmp_path):
    file, url = tmp_path / "p.yaml", "https://example.org/mapa.png"
    (tmp_path / "mapa.png").write_bytes(b"")
    file.write_text(ONE + "    imagem: mapa.png\n", encoding="utf-8")
    assert read_questions(file).questions[0].picture == str((tmp_path / "mapa.png").resolve())
    file.write_text(ONE + f"    imagem: {url}\n", encoding="utf-8")
    assert read_questions(file).questions[0].picture == url


def test_an_edit_is_answered_at_once_and_a_broken_one_changes_nothing(ask, tmp_path):
    file = tmp_path / "p.yaml"
    shutil.copy(EXAMPLE, file)
    loader = loader_of(file)
    assert "subsolo" in ask("tem estacionamento", of=loader.load()).text
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace("no subsolo", "no telhado"), encoding="utf-8")
    assert loader.changed()
    assert "telhado" in ask("tem estacionamento", of=loader.load()).text
    file.write_text("perguntas: [", encoding="utf-8")
    broken = loader.load()
    assert "p.yaml" in str(broken.problems[0])
    assert "telhado" in ask("tem estacionamento", of=broken).text
