"""Every row of tests/skills/golden is understood exactly as it says."""

import pytest

from tests.skills.golden_rows import NOTHING, all_skills, meaning, rows, tables, understood

# Utterances that are understood otherwise, and why that is left so.
KNOWN_DEVIATIONS: dict[str, str] = {}


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.stem)
def test_golden(table):
    wrong = []
    for row in rows(table):
        found = meaning(understood(row.utterance, row.topic))
        if found != (row.intent, row.slots) and row.utterance not in KNOWN_DEVIATIONS:
            wrong.append(f"{row.where}: {row.utterance} → {found}, not {(row.intent, row.slots)}")
    assert not wrong, "\n".join(wrong)


def test_all_skills_load():
    assert all_skills().problems == ()


def test_the_tables_are_worth_their_name():
    every = [row for table in tables() for row in rows(table)]
    assert len(every) >= 800
    assert sum(row.intent == NOTHING for row in every) >= 0.12 * len(every)
    meanings = {}
    for row in every:
        key = (row.utterance, row.topic and (row.topic.intent, row.topic.asks))
        known = meanings.setdefault(key, row)
        assert (known.intent, known.slots) == (row.intent, row.slots), f"{known.where} and {row.where}: two meanings"


def test_every_skill_has_its_table():
    missing = set(all_skills().names) - {table.stem for table in tables()}
    assert missing == set()
