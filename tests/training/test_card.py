"""The card says what was made, from what, how well it hears, and what it began with."""

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the training extra is not installed")

from assistant.training import card, human, manifest, recipe

NAN = float("nan")


def a_made(figures, init=None):
    tree = {"name": "tiny", "init": init, "data": {"sets": ["s"], "features": "f"}}
    utterances = [
        manifest.Utterance(i, f"{i}.flac", "sim", f"voice{i % 2}", 1.0, 1800.0, "words" if i else "prose") for i in range(4)
    ]
    return card.Made(recipe.Recipe.model_validate(tree), utterances, 12, 2_400_000, 9, 7, figures)


def test_data_hours_figures_date_and_licence_are_on_it():
    text = card.write(
        a_made({"people": human.Figures(0.412, 0.1, 0.3, 0.815), "unseen": human.Figures(0.2, 0.05, NAN, NAN)}),
        date(2026, 11, 23),
    )
    for said in (
        "# tiny",
        "2.00 hours",
        "4 utterances by 2 voices",
        "12 examples",
        "2.4 M",
        "2026-11-23",
        "Apache-2.0",
        "Epoch 7 of 9",
    ):
        assert said in text
    assert "| read sentences, greedy, no dictionary: WER | 41.2 % | 20.0 % |" in text
    assert "by CTC cost | 81.5 % | – |" in text
    assert "words 75 %, prose 25 %" in text


def test_it_owns_up_to_what_it_began_with_and_what_was_not_measured():
    text = card.write(a_made({}, init=Path("other/head.safetensors")), date(2026, 11, 23))
    assert "head.safetensors, which has data of its own" in text
    assert "not measured" in text
