"""A tiny training run: it learns, it survives being killed, it exports what it learned. Skips without torch."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training extra is not installed")
pytest.importorskip("safetensors", reason="the training extra is not installed")
pytest.importorskip("onnx", reason="the training extra is not installed")

import soundfile
import torch

from assistant import models
from assistant.errors import CheckpointError, ModelNotFoundError, RecipeError, TrainingSetError
from assistant.training import batches, ctc, distillation, export, features, heads, human, manifest, recipe
from assistant.training.alphabet import encode
from assistant.training.augmentation import Degree, Materials
from assistant.training.average import average
from assistant.training.encoding import FrozenEncoder
from assistant.training.error_rates import error_rates
from assistant.training.synthesis import Goal, synthesise
from assistant.training.upper_layers import UpperLayers
from tests.training.fakes import fake_encoder, scripts, tone_speaker

torch.set_num_threads(1)
MAKING = features.Making(fake_encoder, 1, Degree(throat=0, silence=0), Materials())


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    synthesise(folder, Goal(n_utterances=24), scripts(), tone_speaker, 0)
    return features.prepare(folder / "features", folder, manifest.read(folder), (0, 1), MAKING)


def a_recipe(**optimisation):
    settings = {"epochs": 4, "batch_seconds": 8, "peak_rate": 0.01, "save_every_s": 60, "threads": 1} | optimisation
    tree = {
        "name": "tiny",
        "data": {"sets": ["set"], "features": "features"},
        "head": {"kind": "gru", "width": 16, "depth": 1, "dropout": 0.1},
        "optimisation": settings,
    }
    return recipe.Recipe.model_validate(tree)


def nobody(head):
    return None


def losses(folder):
    return [json.loads(line)["loss"] for line in (folder / ctc.HISTORY).read_text().splitlines()]


def test_the_loss_falls(examples, tmp_path):
    ctc.Trainer(a_recipe(epochs=6), tmp_path, examples, nobody).run()
    falling = losses(tmp_path)
    assert len(falling) == 6
    assert falling[-1] < 0.75 * falling[0]


class KilledError(Exception):
    pass


def test_a_run_that_was_killed_ends_like_one_that_was_not(examples, tmp_path, monkeypatch):
    often = a_recipe(epochs=2, save_every_s=0)
    ctc.Trainer(often, tmp_path / "whole", examples, nobody).run()
    killed = ctc.Trainer(often, tmp_path / "killed", examples, nobody)
    n_steps, step = [], ctc.Trainer._step

    def dying(self, *args):
        if len(n_steps) == 9:
            raise KilledError
        n_steps.append(1)
        return step(self, *args)

    monkeypatch.setattr(ctc.Trainer, "_step", dying)
    with pytest.raises(KilledError):
        killed.run()
    monkeypatch.undo()
    ctc.Trainer(often, tmp_path / "killed", examples, nobody).run()
    assert losses(tmp_path / "killed") == losses(tmp_path / "whole")
    assert (tmp_path / "killed" / ctc.BEST).read_bytes() == (tmp_path / "whole" / ctc.BEST).read_bytes()


def test_a_set_that_has_grown_does_not_change_a_running_cycle(examples, tmp_path):
    recipe_of_one = a_recipe(epochs=1)
    ctc.Trainer(recipe_of_one, tmp_path, examples[:30], nobody).run()
    assert ctc.Trainer(recipe_of_one, tmp_path, examples, nobody).progress.n_examples == 30
    with pytest.raises(CheckpointError, match="are left"):
        ctc.Trainer(recipe_of_one, tmp_path, examples[:10], nobody)


def test_a_checkpoint_of_another_recipe_or_damaged_is_named(examples, tmp_path):
    ctc.Trainer(a_recipe(epochs=1), tmp_path, examples, nobody).run()
    with pytest.raises(CheckpointError, match="another recipe"):
        ctc.Trainer(a_recipe(epochs=2), tmp_path, examples, nobody)
    (tmp_path / ctc.CHECKPOINT).write_bytes(b"PK nothing")
    with pytest.raises(CheckpointError, match="damaged"):
        ctc.Trainer(a_recipe(epochs=1), tmp_path, examples, nobody)


def test_it_stops_when_people_are_heard_no_better(examples, tmp_path):
    scores = iter([0.5, 0.3, 0.4, 0.4, 0.2])
    impatient = a_recipe(epochs=5).model_copy(update={"dev": recipe.Dev(patience=2)})
    trainer = ctc.Trainer(impatient, tmp_path, examples, lambda head: human.Figures(1.0, next(scores), 1.0, float("nan")))
    progress = trainer.run()
    assert (progress.epoch, progress.best_epoch) == (4, 2)


def shape(**fields):
    return recipe.HeadShape.model_validate({"width": 32, "depth": 2} | fields)


@pytest.mark.parametrize("kind", ["gru", "conv", "transformer"])
@pytest.mark.parametrize("n_layers", [1, 3])
def test_every_head_exports_to_what_it_is_in_torch(kind, n_layers, tmp_path):
    names = [f"layer_{i}" for i in range(1, n_layers)] + ["last"]
    head = heads.build(shape(kind=kind, layers=names))
    assert export.export(head, tmp_path / "head.onnx", names, {"name": "x"}) <= export.TOLERANCE["float16"]
    assert [p.name for p in tmp_path.iterdir()] == ["head.onnx"]


def test_a_head_with_layers_of_the_encoder_exports_in_int8(tmp_path):
    head = heads.build(shape(kind="conv", depth=0, unfrozen=1, layers=["layer_5"]))
    path = tmp_path / "head.onnx"
    assert export.export(head, path, ["layer_5"], {"name": "x"}, "int8") <= export.TOLERANCE["int8"]
    assert path.stat().st_size < 5_000_000
    frames = np.random.default_rng(1).standard_normal((50, 1, features.WIDTH)).astype(np.float16)
    with torch.inference_mode():
        in_torch = head.eval()(torch.from_numpy(frames[None]).float())[0]
    assert torch.allclose(export.posteriors(path)(frames), in_torch, atol=0.2)


def test_what_is_padding_is_not_attended_to():
    head = heads.build(shape(kind="conv", depth=0, unfrozen=1, layers=["layer_5"])).eval()
    frames = torch.randn(1, 30, 1, features.WIDTH)
    padded = torch.cat([frames, torch.full((1, 20, 1, features.WIDTH), 9.0)], dim=1)
    with torch.inference_mode():
        alone, beside = head(frames), head(padded, torch.tensor([30]))
    assert torch.allclose(alone[0, :28], beside[0, :28], atol=1e-4)  # the convolution after them does see the padding


def test_unfrozen_layers_begin_as_whispers():
    try:
        weights, encoder = models.find("whisper-base"), models.find("embedded-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    both = FrozenEncoder(encoder, ["layer_4", "last"], 1)(np.random.default_rng(2).normal(0, 0.1, 16_000).astype(np.float32))
    upper = UpperLayers(2).eval()
    upper.load_whisper(weights / "model.bin")
    with torch.inference_mode():
        ours = upper(torch.from_numpy(both[None, :, 0]).float())[0].numpy()
    assert np.corrcoef(ours.ravel(), both[:, 1].astype(np.float32).ravel())[0, 1] > 0.99  # int8 is what is left


def test_a_recipe_reads_below_the_layers_that_it_trains():
    with pytest.raises(ValueError, match="layer_4"):
        shape(kind="conv", unfrozen=2, layers=["last"])
    with pytest.raises(ValueError, match="depth"):
        shape(kind="gru", depth=0)


def test_log_posteriors_are_that(examples):
    posteriors = heads.build(shape(kind="conv", width=16, depth=1)).eval()(
        torch.from_numpy(np.array(examples[0].load()))[None].float()
    )
    assert torch.allclose(posteriors.exp().sum(-1), torch.tensor(1.0), atol=1e-5)


def test_features_are_made_once_and_a_growing_set_gets_new_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(features, "PER_SHARD", 5)
    folder, made = tmp_path / "features", []
    making = features.Making(lambda sound: made.append(1) or fake_encoder(sound), 1, Degree(), Materials())
    for n_utterances, n_shards in ((3, 1), (7, 1), (10, 2)):
        synthesise(tmp_path, Goal(n_utterances=n_utterances), scripts(), tone_speaker, 0)
        found = features.prepare(folder, tmp_path, manifest.read(tmp_path), (0,), making)
        assert len({example.shard for example in found}) == n_shards
    assert len(found) == 10
    assert len(made) == 3 + 5 + 5


def test_batches_hold_every_example_once_within_their_size(examples):
    groups = batches.grouped(examples, 6, np.random.default_rng(1))
    assert sorted(id(e) for group in groups for e in group) == sorted(map(id, examples))
    assert all(max(e.n_frames for e in group) * len(group) <= 6 * 50 for group in groups if len(group) > 1)


def test_masks_hide_little_and_each_time_the_same():
    settings, ones = recipe.Optimisation(), torch.ones(3, 100, 1, 512)
    masked, again = (batches.mask(ones, settings, np.random.default_rng(4)) for _ in range(2))
    assert torch.equal(masked, again)
    assert 0.5 < masked.mean() < 1


def test_the_cheapest_sentence_is_the_one_that_was_said():
    said = torch.full((20, 42), -9.0)
    said[:, 0] = -2.0
    for place, number in enumerate(encode("sim")):
        said[3 + 4 * place, number] = 0.0
    assert human.cheapest(said.log_softmax(-1), ["não", "sim", "sino"]) == "sim"
    assert error_rates([("a casa", "a cama")]) == (0.5, pytest.approx(1 / 6))


def test_mistakes_in_a_recipe_are_named(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text("name: x\ndata: {sets: [a], features: b}\nhead: {knd: gru}\n")
    with pytest.raises(RecipeError, match=r"head\.knd"):
        recipe.load(path)
    path.write_text("name: [\n")
    with pytest.raises(RecipeError, match="no YAML"):
        recipe.load(path)
    with pytest.raises(RecipeError):
        recipe.load(tmp_path / "none.yaml")


@pytest.mark.parametrize(("name", "kind"), [("embedded", "gru"), ("imitation", "conv")])
def test_the_recipes_that_ship_load(name, kind):
    assert recipe.load(Path(recipe.__file__).parent / "recipes" / f"{name}.yaml").head.kind == kind


def test_a_head_between_two(tmp_path):
    heads_of = [heads.build(shape(kind="conv", width=16, depth=1)) for _ in range(2)]
    for name, head in zip("ab", heads_of, strict=True):
        ctc.save_head(head, tmp_path / name)
    mixed = average(tmp_path / "a", tmp_path / "b", 0.25)
    ours, theirs = (head.output.weight.detach().numpy() for head in heads_of)
    assert np.allclose(mixed["output.weight"], 0.75 * ours + 0.25 * theirs, atol=1e-3)
    ctc.save_head(heads.build(shape(kind="conv", width=32, depth=1)), tmp_path / "c")
    with pytest.raises(CheckpointError, match="another shape"):
        average(tmp_path / "a", tmp_path / "c", 0.5)


@pytest.fixture(scope="module")
def teacher(examples, tmp_path_factory):
    """A head that was trained a little, and its graph."""
    folder = tmp_path_factory.mktemp("teacher")
    trainer = ctc.Trainer(a_recipe(epochs=6), folder, examples, nobody)
    trainer.run()
    export.export(trainer.head.eval(), folder / "head.onnx", ["last"], {})
    return folder / "head.onnx"


def lessons(teacher, **fields):
    return a_recipe(epochs=4).model_copy(update={"distillation": recipe.Distillation(teacher=teacher, **fields)})


def test_the_teachers_posteriors_are_what_its_graph_gives(examples, teacher):
    taught = distillation.Teacher(teacher, ["last"]).teach(examples)
    expected = export.posteriors(teacher)(examples[3].load().astype(np.float32)).numpy()
    assert taught[3].load_taught() == pytest.approx(expected, abs=0.02)


def test_a_pupil_comes_nearer_to_its_teacher_without_any_text(examples, teacher, tmp_path):
    silent = [replace(example, target=None) for example in examples]
    taught = distillation.Teacher(teacher, ["last"]).teach(silent)
    ctc.Trainer(lessons(teacher, unlabelled_share=1.0), tmp_path, taught, nobody).run()
    falling = losses(tmp_path)
    assert falling[-1] < 0.5 * falling[0]


def test_the_loss_of_a_perfect_pupil_is_that_of_the_text(examples, teacher):
    batch = batches.collate(distillation.Teacher(teacher, ["last"]).teach(examples[:4]))
    text = ctc.loss_of(batch.taught, replace(batch, taught=None), None)
    both = ctc.loss_of(batch.taught, batch, recipe.Distillation(teacher=teacher, label_weight=0.5))
    assert both.item() == pytest.approx(0.5 * text.item(), rel=1e-5)


def test_text_that_nobody_knows_costs_nothing(examples):
    batch = batches.collate(examples[:4])
    posteriors = torch.randn(4, batch.features.shape[1], 42).log_softmax(-1)
    partly = replace(batch, has_text=torch.tensor([True, False, True, False]))
    alone = batches.collate([examples[0], examples[2]])
    n = alone.features.shape[1]
    assert ctc.loss_of(posteriors, partly, None).item() == pytest.approx(
        ctc.loss_of(posteriors[::2, :n], alone, None).item(), rel=1e-5
    )


def test_a_folder_of_people_is_taken_without_text(tmp_path):
    soundfile.write(tmp_path / "b.flac", np.zeros(16_000), 16_000)
    soundfile.write(tmp_path / "a.wav", np.zeros(8_000), 8_000)
    soundfile.write(tmp_path / "short.wav", np.zeros(800), 16_000)
    assert [(u.file, u.text, u.seconds) for u in distillation.unlabelled(tmp_path)] == [("a.wav", "", 1.0), ("b.flac", "", 1.0)]
    made = features.prepare(tmp_path / "f", tmp_path, distillation.unlabelled(tmp_path), (0,), MAKING)
    assert [example.target for example in made] == [None, None]


def test_a_teacher_that_does_not_fit_is_named(teacher, tmp_path):
    with pytest.raises(RecipeError, match="it reads last"):
        distillation.Teacher(teacher, ["layer_4"])
    with pytest.raises(RecipeError, match="cannot be read"):
        distillation.Teacher(tmp_path / "none.onnx", ["last"])
    with pytest.raises(TrainingSetError, match="no recording"):
        distillation.unlabelled(tmp_path / "nothing")
