"""Fixtures that several rooms share."""

import pytest

from tests.virtual_audio import VirtualAudio, why_not


@pytest.fixture
def virtual_audio(tmp_path):
    if reason := why_not():
        pytest.skip(reason)
    with VirtualAudio(tmp_path / "audio") as audio:
        yield audio
