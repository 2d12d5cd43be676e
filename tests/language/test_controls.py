"""`[palavra](/fonemas/)` and `[texto](+0.5)`: found, and what a change of stress does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.controls import Control, control_of, extract, is_placeholder, stressed

FIRST, SECOND = "\ue000", "\ue001"


def test_each_control_becomes_one_character_in_its_place():
    text, controls = extract("Diga [Kokoro](/kˈokoɾo/), [bem](+0.5) alto.")
    assert text == f"Diga {FIRST}, {SECOND} alto."
    assert controls == (Control("Kokoro", phonemes="kˈokoɾo"), Control("bem", stress=0.5))
    assert [control_of(c, controls) for c in text if is_placeholder(c)] == list(controls)


@pytest.mark.parametrize(
    ("written", "stress"), [("-2", -2), ("-1", -1), ("-0.5", -0.5), ("+0.5", 0.5), ("0.5", 0.5), (".5", 0.5), ("+1", 1), ("2", 2)]
)
def test_stress_is_a_number(written, stress):
    assert extract(f"[sim]({written})")[1] == (Control("sim", stress=stress),)


@pytest.mark.parametrize(
    "text",
    [
        "[site](https://exemplo.com.br)",
        "[guia](guia.md)",
        "[nota](#nota)",
        "[preço](3,50)",
        "[vazio]()",
        "[nada](//)",
        "[aberto](/abc",
        "![desenho](/desenho/)",
        "[](/abc/)",
        "(isto) [aquilo]",
    ],
)
def test_anything_else_in_brackets_is_left_alone(text):
    assert extract(text) == (text, ())


def test_private_use_characters_of_the_text_itself_are_taken_out():
    assert extract("o\ue000l\uf8ffá [a](+1)") == (f"olá {FIRST}", (Control("a", stress=1),))


def test_a_character_that_stands_for_nothing_has_no_control():
    assert control_of("x", (Control("a", stress=1),)) is None
    assert control_of(SECOND, (Control("a", stress=1),)) is None


# As misaki.en.apply_stress does it.
STRESS = [
    ("kˈazˌæ", -2, "kazæ"),
    ("kˈazæ", -1, "kˌazæ"),
    ("ˌamˈor", -1, "amˌor"),
    ("kˈazæ", -0.5, "kˌazæ"),
    ("kˌazæ", -0.5, "kˌazæ"),
    ("kazæ", -0.5, "kazæ"),
    ("kazæ", -1, "kazæ"),
    ("kazæ", 0.5, "kˌazæ"),
    ("kˌazæ", 0.5, "kˌazæ"),
    ("kˈazæ", 0.5, "kˈazæ"),
    ("kazæ", 1, "kˌazæ"),
    ("kˌazæ", 1, "kˈazæ"),
    ("kˈazˌæ", 1, "kˈazˌæ"),
    ("kazæ", 2, "kˈazæ"),
    ("kˌazæ", 2, "kˈazæ"),
    ("ʃt", 2, "ʃt"),
    ("", 2, ""),
]


@pytest.mark.parametrize(("phonemes", "level", "expected"), STRESS)
def test_stress_changes_as_misaki_changes_it(phonemes, level, expected):
    assert stressed(phonemes, level) == expected


@given(st.text("kazæˈˌɾ tiʊ̃"), st.sampled_from([-2, -1, -0.5, 0, 0.5, 1, 2]))
def test_stress_changes_no_sound(phonemes, level):
    assert stressed(phonemes, level).translate({ord(c): None for c in "ˈˌ"}) == phonemes.translate({ord(c): None for c in "ˈˌ"})


@given(st.text("[](/)+-0.5 ab\ue000\ue001!\n"))
def test_whatever_is_written_every_placeholder_has_its_control(text):
    extracted, controls = extract(text)
    placeholders = [c for c in extracted if is_placeholder(c)]
    assert [control_of(c, controls) for c in placeholders] == list(controls)
