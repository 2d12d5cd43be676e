"""The small skills of conversing/, whose conversations can be read without knowing any other."""

import shutil
from pathlib import Path

import pytest

from assistant import resources, skills

CONVERSING = Path(__file__).parent / "conversing"


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """They, and those that every conversation has."""
    folder = tmp_path_factory.mktemp("skills")
    for name in ("parar", "repetir", "saudacao"):
        shutil.copy(resources.skills_folder() / f"{name}.py", folder)
    return skills.load([folder, CONVERSING])
