"""No skill steals: every example of every skill reaches that skill, and no other skill comes as near."""

import pytest

from assistant.skills import labels
from tests.skills.golden_rows import NOTHING, all_skills, rows, tables, understood


@pytest.mark.parametrize("skill", sorted(all_skills().names))
def test_every_example_reaches_its_own_skill(skill):
    for example in all_skills().examples()[skill]:
        found = understood(example).commands
        assert [labels.intent_of(match.intent).split(".")[0] for match in found] == [skill], (example, found)
        assert found[0].rival is None or found[0].rival_score < found[0].score, (example, found)


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.stem)
def test_no_other_skill_comes_near_what_is_said_to_one(table):
    """In a conversation or out of it: a rival is another skill that is so near that nobody could tell."""
    for row in rows(table):
        if row.intent != NOTHING:
            for match in understood(row.utterance, row.topic).commands:
                assert match.accepted, (row.where, row.utterance, match)
