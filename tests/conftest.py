"""Fixtures that several rooms share."""

import os

import pytest
from hypothesis import settings

from tests.virtual_audio import VirtualAudio, why_not

# How long an example takes hangs on what else the machine does.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def virtual_audio(tmp_path):
    if reason := why_not():
        pytest.skip(reason)
    with VirtualAudio(tmp_path / "audio") as audio:
        yield audio


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """What the tests speak is not kept with what the user's assistant speaks; programs that they start inherit it."""
    os.environ["ASSISTANT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
