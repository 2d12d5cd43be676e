"""Voices from folders: found, described, refused."""

import numpy as np
import pytest

from assistant import resources
from assistant.errors import UnknownVoiceError, VoiceFileError
from assistant.tts.voices import Voices


@pytest.fixture
def folder(tmp_path):
    for name in ("pf_dora", "pm_alex", "af_bella", "xx"):
        np.ones((510, 1, 256), "<f4").tofile(tmp_path / f"{name}.bin")
    return tmp_path


def test_names_tell_language_and_sex(folder):
    listed = [(v.name, v.language, v.sex) for v in Voices(folder).list()]
    assert listed == [
        ("pf_dora", "pt-BR", "female"),
        ("pm_alex", "pt-BR", "male"),
        ("xx", "", ""),
        ("af_bella", "en-US", "female"),
    ]


def test_a_missing_folder_has_no_voices(tmp_path):
    assert Voices(tmp_path / "none").list() == []
    with pytest.raises(UnknownVoiceError, match="assistant models pull"):
        Voices(tmp_path / "none").style("pf_dora")


def test_the_first_folder_wins(folder, tmp_path):
    (tmp_path / "own").mkdir()
    np.full((510, 256), 2, "<f4").tofile(tmp_path / "own" / "pf_dora.bin")
    assert Voices(tmp_path / "own", folder).style("pf_dora")[0, 0] == 2


@pytest.mark.parametrize(
    ("wrong", "nearest"), [("dora", "pf_dora"), ("pf_doro", "pf_dora"), ("alex", "pm_alex"), ("PM_ALEX", "pm_alex")]
)
def test_an_unknown_voice_names_the_nearest(folder, wrong, nearest):
    with pytest.raises(UnknownVoiceError, match=f"nearest are {nearest}"):
        Voices(folder).style(wrong)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "0 bytes"),
        (np.ones((509, 256), "<f4").tobytes(), "521216 bytes"),
        (np.full((510, 256), np.nan, "<f4").tobytes(), "no style"),
        (np.zeros((510, 256), "<f4").tobytes(), "no style"),
    ],
)
def test_a_damaged_voice_is_refused(folder, content, reason):
    (folder / "pf_dora.bin").write_bytes(content)
    with pytest.raises(VoiceFileError, match=reason):
        Voices(folder).style("pf_dora")


def test_the_voices_that_ship_are_whole():
    voices = Voices(resources.voices_folder())
    assert [v.name for v in voices.list()] == ["pf_dora", "pm_alex", "pm_santa"]
    for voice in voices.list():
        assert voices.style(voice.name).shape == (510, 256)
