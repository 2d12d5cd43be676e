"""Fixtures that several rooms share."""

import os

import pytest

from tests.virtual_audio import VirtualAudio, why_not


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
