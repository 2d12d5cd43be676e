"""What the README says is true: its skill loads and answers, its commands and files exist."""

import re

from assistant import cli, resources
from assistant.events import Transcript
from assistant.skills import Context, load
from assistant.store import Store
from tests.fakes import NOON

ROOT = resources.recordings_folder().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_skill_in_ten_lines_works(tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    (tmp_path / "dado.py").write_text(code, encoding="utf-8")
    skills = load([resources.skills_folder(), tmp_path])
    assert skills.problems == ()
    context = Context(NOON, Store(tmp_path / "store.sqlite"))
    assert skills.plan(Transcript("joga um dado"), context).skill == "dado"
    plan = skills.plan(Transcript("rola o dado de vinte lados"), context)
    assert plan.slots == {"lados": 20}
    assert plan.text.startswith("Deu ")


def test_every_command_is_in_the_table_and_every_link_leads_somewhere():
    for name in cli.COMMANDS:
        assert f"`assistant {name}" in README, name
    for readme in ("README.md", "README.pt-BR.md"):
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / readme).read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#:]+)\)", prose):
            assert (ROOT / target).exists(), target
