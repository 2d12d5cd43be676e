"""One training run: a recipe and a folder → features, a trained head, its ONNX graph and its card."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
import torch
from torch import nn

from assistant.training import augmentation, card, distillation, export, features, heads, human, manifest, provenance
from assistant.training.ctc import BEST, Trainer, load_head, new_head
from assistant.training.encoding import RATE, FrozenEncoder
from assistant.training.manifest import Utterance
from assistant.training.recipe import Recipe

GRAPH, CARD, RECIPE = "head.onnx", "card.md", "recipe.yaml"
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Weights:
    """encoder: the folder of encoder.bin, the encoder as the assistant runs it. whisper: its weights as they were, model.bin."""

    encoder: Path
    whisper: Path


def train(recipe: Recipe, recipe_file: Path, folder: Path, weights: Weights, tests: Sequence[Path], report: Report) -> Path:
    """Train, or go on where a run in `folder` ended; returns the ONNX graph.

    tests: sets of synthetic speech to report on, besides people's. Raises TrainingError and its kin.
    """
    torch.set_num_threads(recipe.optimisation.threads)
    folder.mkdir(parents=True, exist_ok=True)
    encoder = FrozenEncoder(weights.encoder, recipe.head.layers, 1)
    examples, utterances = _examples(recipe, encoder, report)
    people = _people(recipe, encoder, report)
    judge = lambda head: human.measure(_posteriors(head), *people) if any(people) else None  # noqa: E731
    trainer = Trainer(recipe, folder, examples, judge, weights.whisper)
    report(f"{len(examples)} examples, {heads.n_parameters(trainer.head) / 1e6:.2f} M parameters")
    progress = trainer.run(report)
    head = new_head(recipe.model_copy(update={"init": folder / BEST})).eval()
    figures = {"people": human.measure(_posteriors(head), *people)} if any(people) else {}
    for test in tests:
        figures |= _on_synthetic(head, test, encoder, recipe.seed)
    facts = {"name": recipe.name, "licence": card.LICENCE, "figures": {name: asdict(f) for name, f in figures.items()}}
    storage = _storage(recipe)
    difference = export.export(head, folder / GRAPH, recipe.head.layers, facts, storage)
    if any(people):
        figures[f"people, {storage}"] = human.measure(export.posteriors(folder / GRAPH), *people)
    report(f"{folder / GRAPH}: {(folder / GRAPH).stat().st_size / 1e6:.1f} MB, differs from torch by {difference:.4f} at most")
    made = card.Made(recipe, utterances, len(examples), heads.n_parameters(head), progress.epoch, progress.best_epoch, figures)
    (folder / CARD).write_text(card.write(made, date.today()), encoding="utf-8")
    if recipe_file.resolve() != (folder / RECIPE).resolve():
        shutil.copyfile(recipe_file, folder / RECIPE)
    return folder / GRAPH


def prepare(recipe: Recipe, encoder_weights: Path, report: Report) -> int:
    """Only the features; returns the number of examples."""
    encoder = FrozenEncoder(encoder_weights, recipe.head.layers, 1)
    return len(_examples(recipe, encoder, report)[0])


def _examples(recipe: Recipe, encoder: FrozenEncoder, report: Report) -> tuple[list[features.Example], list[Utterance]]:
    data = recipe.data
    materials = augmentation.load_materials(data.noises, data.rooms)
    making = features.Making(encoder, recipe.seed, augmentation.Degree(), materials, recipe.optimisation.threads)
    copies = [*([0] if data.clean_copy else []), *range(1, data.augmented_copies + 1)]

    def of_set(place: Path, utterances: list[Utterance]) -> list[features.Example]:
        target = data.features / f"{place.resolve().name}-{'+'.join(recipe.head.layers)}"
        provenance.keep_settings(target, _features_of(recipe))
        return features.prepare(target, place, utterances, copies, making, report)

    examples, known = [], []
    for place in data.sets:
        chosen = _first_hours(manifest.read(place), data.max_hours)
        examples += of_set(place, chosen)
        known += [utterance for block in features.whole_blocks(chosen) for utterance in block]
    if lessons := recipe.distillation:
        for place in lessons.unlabelled:
            examples += of_set(place, distillation.unlabelled(place))
        examples = distillation.Teacher(lessons.teacher, recipe.head.layers, recipe.optimisation.threads).teach(examples, report)
    return examples, known


def _features_of(recipe: Recipe) -> dict:
    """What features depend on, besides the sound."""
    noises, rooms = (sorted(path.name for path in paths) for paths in (recipe.data.noises, recipe.data.rooms))
    return {"seed": recipe.seed, "noises": noises, "rooms": rooms, "layers": recipe.head.layers}


def _first_hours(utterances: Sequence[Utterance], hours: float | None) -> list[Utterance]:
    if hours is None:
        return list(utterances)
    until = np.cumsum([u.seconds for u in utterances])
    return [u for u, seconds in zip(utterances, until, strict=True) if seconds <= hours * 3600]


def _people(recipe: Recipe, encoder: FrozenEncoder, report: Report) -> tuple[list[human.Heard], list[human.Heard]]:
    """(sentences, words)."""
    dev = recipe.dev
    if dev.manifest is None or not dev.manifest.is_file():
        report("no speech of people is at hand: the training loss decides")
        return [], []
    return human.load(dev.manifest, dev.sentence_sets, encoder), human.load(dev.manifest, dev.word_sets, encoder)


def _posteriors(head: nn.Module) -> human.Posteriors:
    def posteriors(frames: np.ndarray) -> torch.Tensor:
        with torch.inference_mode():
            return head(torch.from_numpy(frames[None]).float())[0]

    return posteriors


def _on_synthetic(head: nn.Module, folder: Path, encoder: FrozenEncoder, seed: int) -> dict[str, human.Figures]:
    """A set of unseen blends: clean, and in white or brown noise at 10 dB."""
    noisy = augmentation.Degree(
        throat=0, room=0, noise=1, band=0, codec=0, overdrive=0, silence=0, snr_db=(10, 10), gain_dbfs=(-6, -6)
    )
    heard: dict[str, list[human.Heard]] = {f"{folder.name}, clean": [], f"{folder.name}, 10 dB": []}
    for utterance in manifest.read(folder):
        if not utterance.seconds:
            continue
        clean = augmentation.files.read(folder / utterance.file, RATE).samples
        noised, _ = augmentation.augment(clean, (seed, utterance.index, 1), noisy, augmentation.Materials())
        for name, samples in zip(heard, (clean, noised), strict=True):
            heard[name].append(human.Heard(encoder(samples), utterance.text, utterance.source))
    return {name: human.measure(_posteriors(head), sentences, []) for name, sentences in heard.items()}


def export_best(recipe: Recipe, folder: Path) -> Path:
    """The graph of the best head so far, of a run that goes on or was stopped. Raises CheckpointError."""
    head = new_head(recipe.model_copy(update={"init": None}))
    load_head(head, folder / BEST)
    facts = {"name": recipe.name, "licence": card.LICENCE}
    export.export(head, folder / GRAPH, recipe.head.layers, facts, _storage(recipe))
    return folder / GRAPH


def _storage(recipe: Recipe) -> export.Storage:
    """A gru's products are none that the quantiser knows."""
    return "float16" if recipe.head.kind == "gru" and not recipe.head.unfrozen else "int8"
