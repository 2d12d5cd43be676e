"""Voices from folders, and mixtures of them: found, described, refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import models, resources
from assistant.errors import BlendError, ModelNotFoundError, UnknownVoiceError, VoiceFileError, VoiceMissingError
from assistant.tts.blends import Blend, is_blend
from assistant.tts.voices import OFFICIAL, Voices


@pytest.fixture
def folder(tmp_path):
    for number, name in enumerate(("pf_dora", "pm_alex", "af_bella", "xx"), start=1):
        np.full((510, 1, 256), number, "<f4").tofile(tmp_path / f"{name}.bin")
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
    with pytest.raises(VoiceMissingError, match="assistant models pull kokoro-voices"):
        Voices(tmp_path / "none").style("pf_dora")


def test_the_first_folder_wins(folder, tmp_path):
    (tmp_path / "own").mkdir()
    np.full((510, 256), 7, "<f4").tofile(tmp_path / "own" / "pf_dora.bin")
    assert Voices(tmp_path / "own", folder).style("pf_dora")[0, 0] == 7


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


def test_there_are_54_voices_and_those_that_are_not_here_are_known(folder):
    voices = Voices(folder)
    assert len(set(OFFICIAL)) == 54
    assert len(voices.list()) + len(voices.missing()) == 54 + 1  # xx is nobody of Kokoro's
    assert all(v.language and v.sex for v in voices.missing())
    assert {v.language for v in voices.missing()} == {"pt-BR", "en-US", "en-GB", "es", "fr", "hi", "it", "ja", "zh"}
    with pytest.raises(VoiceMissingError, match="af_heart is not here; type: assistant models pull kokoro-voices"):
        voices.check("af_heart")


def test_all_the_voices_that_can_be_fetched_are_whole():
    try:
        voices = Voices(models.find("kokoro-voices"))
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    assert {v.name for v in voices.list()} == set(OFFICIAL)
    for voice in voices.list():
        voices.check(voice.name)


@pytest.mark.parametrize(
    ("spec", "language"),
    [
        ("af_bella", "en-US"),
        ("xx", "pt-BR"),  # whose name does not tell speaks Portuguese here
        ("pf_dora:0.7,af_bella:0.3", "pt-BR"),
        ("pf_dora:0.3,af_bella:0.7", "en-US"),
        ("af_bella,pf_dora", "en-US"),  # of equals the first
    ],
)
def test_a_voice_reads_the_language_of_its_heaviest_part(folder, spec, language):
    assert Voices(folder).language(spec) == language


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ("pf_dora:0.75,pm_alex:0.25", 1.25),
        ("pf_dora:3,pm_alex:1", 1.25),  # weights are made to add up to 1
        ("pf_dora:0.75+pm_alex:0.25", 1.25),
        ("pf_dora,pm_alex", 1.5),
        (" pf_dora : 1 , af_bella : 1 ", 2.0),
        ("pf_dora:0.2", 1.0),
        ("pf_dora,pm_alex,af_bella,xx", 2.5),
    ],
)
def test_a_blend_is_the_weighted_sum_of_its_voices(folder, spec, value):
    style = Voices(folder).style(spec)
    assert style.shape == (510, 256)
    assert style.dtype == np.float32
    assert style == pytest.approx(value)


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ("pf_dora:0.7,", "name is missing"),
        (",", "name is missing"),
        (":0.5", "name is missing"),
        ("pf_dora:0.7,pm_alex", "some of its voices have a weight and some have none"),
        ("pf_dora:,pm_alex:1", 'weight "" is no number'),
        ("pf_dora:x", 'weight "x"'),
        ("pf_dora:0,pm_alex:1", 'weight "0"'),
        ("pf_dora:-1,pm_alex:2", 'weight "-1"'),
        ("pf_dora:nan", 'weight "nan"'),
        ("pf_dora:inf", 'weight "inf"'),
        ("pf_dora:1e308,pm_alex:1e308", "too great"),
        ("pf_dora:1:2", 'weight "1:2"'),
        ("pf_dora:0.5,pf_dora:0.5", "pf_dora is in it twice"),
    ],
)
def test_a_malformed_blend_says_how_one_is_written(folder, spec, reason):
    with pytest.raises(BlendError, match=reason) as caught:
        Voices(folder).check(spec)
    assert "a blend is NAME:WEIGHT,NAME:WEIGHT" in str(caught.value)


def test_a_voice_in_a_blend_is_as_unknown_as_alone(folder):
    with pytest.raises(UnknownVoiceError, match="nearest are pf_dora"):
        Voices(folder).check("pf_doro:0.5,pm_alex:0.5")
    with pytest.raises(VoiceMissingError, match="pm_santa"):
        Voices(folder).language("pf_dora,pm_santa")


def test_a_saved_blend_is_a_voice_like_others(folder):
    voices = Voices(folder, blends={"minha": "pf_dora:0.75,pm_alex:0.25", "inglesa": "af_bella:0.6,pf_dora:0.4"})
    assert voices.style("minha") == pytest.approx(1.25)
    listed = {v.name: (v.language, v.sex) for v in voices.list()}
    assert (listed["minha"], listed["inglesa"]) == (("pt-BR", ""), ("en-US", "female"))
    assert str(voices.find("minha").blend) == "pf_dora:0.75,pm_alex:0.25"
    with pytest.raises(UnknownVoiceError, match="nearest are minha"):
        voices.check("mina")


@pytest.mark.parametrize(
    ("name", "written", "error", "reason"),
    [
        ("pf_dora", "pm_alex,af_bella", BlendError, "pf_dora is a voice already"),
        ("pm_santa", "pm_alex,af_bella", BlendError, "pm_santa is a voice already"),  # here or not
        ("a,b", "pm_alex,af_bella", BlendError, "no name"),
        ("", "pm_alex,af_bella", BlendError, "no name"),
        ("minha", "pm_alex:x", BlendError, "NAME:WEIGHT"),
        ("minha", "pm_alexx:1,pf_dora:1", UnknownVoiceError, "pm_alex"),
        ("minha", "minha:1,pf_dora:1", BlendError, "minha is a blend itself"),
    ],
)
def test_a_saved_blend_is_checked_when_it_is_loaded(folder, name, written, error, reason):
    with pytest.raises(error, match=reason):
        Voices(folder, blends={name: written})


def test_blends_are_made_of_voices_not_of_blends(folder):
    with pytest.raises(BlendError, match="outra is a blend itself"):
        Voices(folder, blends={"minha": "outra:1,pf_dora:1", "outra": "pf_dora:1,pm_alex:1"})
    with pytest.raises(BlendError, match="minha is a blend itself"):
        Voices(folder, blends={"minha": "pf_dora:1,pm_alex:1"}).check("minha:1,pm_alex:1")


@given(st.text(alphabet="pf_dora:,+0.17 -enxy\n", max_size=40))
def test_whatever_is_written_is_a_blend_or_an_error(written):
    try:
        blend = Blend.parse(written)
    except BlendError:
        return
    assert sum(weight for _, weight in blend.parts) == pytest.approx(1.0)
    assert all(weight >= 0 and math.isfinite(weight) for _, weight in blend.parts)


@given(st.dictionaries(st.sampled_from(OFFICIAL), st.integers(1, 1000), min_size=2, max_size=6))
def test_a_blend_is_read_back_as_it_is_shown(weights):
    total = sum(weights.values())
    blend = Blend(tuple((name, weight / total) for name, weight in weights.items()))
    assert is_blend(str(blend))
    again = Blend.parse(str(blend))
    assert [name for name, _ in again.parts] == list(weights)
    assert [w for _, w in again.parts] == pytest.approx([w for _, w in blend.parts], abs=0.01)
