"""Which hypotheses are believed."""

import pytest

from assistant.asr.loops import is_monotonous, without_loop
from assistant.asr.plausibility import confidence_of, refuse_reading, refuse_sound
from assistant.asr.reading import Reading
from tests.asr.sounds import RATE, babble, hum, noise, silence


@pytest.mark.parametrize(
    ("text", "logprob", "no_speech", "verdict"),
    [
        ("Que horas são?", -0.2, 0.0, None),
        ("Para.", -0.6, 0.0, None),
        ("Obrigado.", -0.2, 0.02, None),
        ("Obrigado.", -0.6, 0.4, "noise"),
        ("O que é isso?", -1.4, 0.7, "noise"),
        ("E aí?", -1.5, 0.5, "noise"),
        ("Legendas pela comunidade Amara.org", -0.2, 0.1, "noise"),
        ("Inscreva-se no canal!", -0.3, 0.2, "noise"),
        ("Obrigado por assistir.", -0.3, 0.1, "noise"),
        ("Oh...", -0.5, 0.05, "noise"),
        ("Aaaaaaaa", -0.1, 0.2, "noise"),
        ("...", -0.1, 0.2, "noise"),
        ("", -0.1, 0.0, "noise"),
        ("Bair de folas.", -1.1, 0.0, "uncertain"),
        ("bom dia " * 20, -0.05, 0.0, "repetition"),
        ("É um bom bom bom bom", -1.5, 0.1, "uncertain"),
    ],
)
def test_verdicts(text, logprob, no_speech, verdict):
    assert refuse_reading(Reading(text, (1,), logprob, no_speech), 0.4) == verdict


def test_a_loop_that_leaves_nothing_sure_is_a_repetition():
    assert refuse_reading(Reading("Eu não sei se", (1,), -2.0, 0.1, looped=True), 0.4) == "repetition"


def test_confidence_rises_with_probability_and_falls_with_silence():
    sure, fair, unsure = (confidence_of(Reading("x", (1,), logprob)) for logprob in (-0.1, -0.6, -1.2))
    assert 0.9 < sure <= 1
    assert 0.3 < fair < 0.7
    assert 0 <= unsure < 0.1
    assert confidence_of(Reading("x", (1,), -0.1, 0.9)) < sure
    assert confidence_of(Reading("x", (1,), -1e9)) >= 0


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (silence(1), "silence"),
        (noise(0.05), "silence"),
        (noise(1, 0.3), "noise"),
        (hum(2), "noise"),
        (hum(2, 1000), "noise"),
        (babble(2), None),
    ],
    ids=["silence", "too short", "hiss", "hum", "whistle", "lively"],
)
def test_sound(sound, reason):
    assert refuse_sound(sound, RATE) == reason


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([], []),
        ([7, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1], [7, 1, 2, 3]),
        ([5] * 30, [5]),
        ([4, 9, 9, 9], [4, 9, 9, 9]),  # "não, não, não"
        ([1, 2] * 3, [1, 2] * 3),
        ([1, 2] * 4, [1, 2]),
    ],
)
def test_loops_are_cut_to_one_round(ids, kept):
    assert without_loop(ids) == (tuple(kept), list(kept) != list(ids))


@pytest.mark.parametrize(
    ("text", "monotonous"),
    [
        ("A" * 200, True),
        ("que é o " * 20, True),
        ("não, não, não", False),
        ("Este é um teste dos modelos acústicos treinados pelo grupo para alinhamento fonético.", False),
        ("Quanto é cento e vinte e cinco mais cento e vinte e seis mais cento e vinte e sete?", False),
    ],
)
def test_monotonous_text(text, monotonous):
    assert is_monotonous(text) is monotonous
