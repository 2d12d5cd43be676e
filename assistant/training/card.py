"""The model card that a training run writes about what it made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.training.human import Figures
from assistant.training.manifest import Utterance
from assistant.training.recipe import Recipe

LICENCE = "Apache-2.0"
_ROWS = (
    ("read sentences, greedy, no dictionary: WER", "sentence_wer"),
    ("the same: CER", "sentence_cer"),
    ("single words, greedy: CER", "word_cer"),
    ("single words found among all the words of their set, by CTC cost", "words_right"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made: `best_epoch` of `epochs`, from so many examples, by that many parameters."""

    recipe: Recipe
    utterances: Sequence[Utterance]
    n_examples: int
    n_parameters: int
    epochs: int
    best_epoch: int
    figures: Mapping[str, Figures]
    """By the name of a test: "people", "unseen blends"."""


def write(made: Made, on: date) -> str:
    """Markdown."""
    recipe, hours = made.recipe, sum(u.seconds for u in made.utterances) / 3600
    sources = Counter(u.source for u in made.utterances)
    blends = len({u.voice for u in made.utterances})
    return "\n".join(
        (
            f"# {recipe.name}",
            "",
            f"A CTC head ({recipe.head.kind}, width {recipe.head.width}, depth {recipe.head.depth}, "
            f"{made.n_parameters / 1e6:.1f} M parameters) over {' + '.join(recipe.head.layers)} of Whisper-base's encoder, "
            f"for Brazilian Portuguese: characters, no dictionary. Made on {on.isoformat()}. Licence: {LICENCE}.",
            "",
            "## Data",
            "",
            f"{hours:.2f} hours of synthetic speech (Kokoro-82M, Apache-2.0): {len(made.utterances)} utterances by {blends} "
            f"voices and blends; {made.n_examples} examples with {recipe.data.augmented_copies} augmented copies"
            f"{' and a clean one' if recipe.data.clean_copy else ''}. {_people(recipe)}"
            f"{f' Began with the weights of {recipe.init.name}, which has data of its own.' if recipe.init else ''}",
            "",
            "Texts: " + ", ".join(f"{name} {100 * n / len(made.utterances):.0f} %" for name, n in sources.most_common()) + ".",
            "",
            "## Figures",
            "",
            f"Epoch {made.best_epoch} of {made.epochs}, chosen by the first column where there is one: it is not unseen.",
            "",
            *_table(made.figures),
            "",
            f"Seed {recipe.seed}; the whole recipe is in the run's folder.",
            "",
        )
    )


def _people(recipe: Recipe) -> str:
    lessons = recipe.distillation
    if lessons is None:
        return "No recording of a person was trained on."
    folders = ", ".join(folder.name for folder in lessons.unlabelled)
    people = f" there and on recordings of people without their text ({folders})" if folders else ""
    return f"It imitates {lessons.teacher.name}{people}; no text of a person was trained on."


def _table(figures: Mapping[str, Figures]) -> list[str]:
    if not figures:
        return ["No speech of people was at hand: not measured."]
    rows = [f"| | {' | '.join(figures)} |", "|---|" + "---|" * len(figures)]
    for label, name in _ROWS:
        rows.append(f"| {label} | " + " | ".join(_percent(getattr(f, name)) for f in figures.values()) + " |")
    return rows


def _percent(share: float) -> str:
    return "–" if share != share else f"{100 * share:.1f} %"  # noqa: PLR0124 - NaN alone differs from itself
