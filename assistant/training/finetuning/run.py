"""One training run of a wav2vec2: a recipe and a folder → checkpoints, and the best of them in the hub's layout.

Strategy: the recordings are checked before the first step, so that none fails in the middle of an epoch; every step depends on
the seed alone, so that a run which was killed ends as if it had not been.
"""

from __future__ import annotations

import errno
import json
import math
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import EarlyStoppingCallback, TrainingArguments, Wav2Vec2ForCTC, Wav2Vec2Processor, set_seed
from transformers.trainer_callback import PrinterCallback

from assistant.errors import CheckpointError, NoSpaceError, TrainingSetError
from assistant.training.augmentation import load_materials
from assistant.training.error_rates import error_rates
from assistant.training.finetuning import networks, teaching
from assistant.training.finetuning.material import Collator, Recordings, Teach
from assistant.training.finetuning.recipe import FineTuning
from assistant.training.finetuning.trainer import WRONG, CtcTrainer, Telling, last_whole
from assistant.training.sets import checks, sources, splits
from assistant.training.sets.checks import Limits
from assistant.training.sets.sources import Example

MODEL, RECIPE, HISTORY, LOGS = "model", "recipe.yaml", "history.json", "tensorboard"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Heard:
    """What is learned from, and what is measured with."""

    train: tuple[Example, ...]
    dev: tuple[Example, ...]


def train(recipe: FineTuning, recipe_file: Path, folder: Path, checkpoint: Path | None, teach: Teach | None, tell: Tell) -> Path:
    """Train, or go on where a run in `folder` ended; the folder of the best network. Raises TrainingError and its kin.

    checkpoint: the folder of what recipe.network.checkpoint names. teach: the embedded recogniser, where recipe.teacher wants it.
    """
    _keep_recipe(recipe_file, folder)
    torch.set_num_threads(recipe.optimisation.threads)
    set_seed(recipe.seed)
    is_main = int(os.environ.get("RANK", "0")) == 0
    heard = _heard(recipe, checkpoint, tell if is_main else _silent)
    processor = _processor(recipe, folder, checkpoint, heard.train)
    model = networks.load(recipe.network, checkpoint, processor)
    n_parameters = round(sum(parameter.numel() for parameter in model.parameters()) / 1e6, 2)
    if is_main:
        tell(f"{len(heard.train)} recordings to learn from, {len(heard.dev)} to measure with, {n_parameters} M parameters")
    trainer = _trainer(recipe, folder, model, processor, heard, teach)
    if is_main:
        trainer.add_callback(Telling(tell))
    _run(trainer, folder)
    if is_main:
        networks.save(trainer.model, processor, folder / MODEL)
        (folder / HISTORY).write_text(json.dumps(trainer.state.log_history, indent=1) + "\n", encoding="utf-8")
    return folder / MODEL


def _keep_recipe(recipe_file: Path, folder: Path) -> None:
    """A run is of one recipe: another one would go on with weights that it does not describe. Raises CheckpointError."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / RECIPE
    if kept.is_file() and kept.read_bytes() != recipe_file.read_bytes():
        raise CheckpointError(folder, "it is a run of another recipe, kept in its recipe.yaml")
    if not kept.is_file():
        shutil.copyfile(recipe_file, kept)


def _heard(recipe: FineTuning, checkpoint: Path | None, tell: Tell) -> Heard:
    data = recipe.data
    characters = networks.characters_of(checkpoint) if checkpoint else None
    limits = Limits(data.min_seconds, data.max_seconds, characters)
    train = _checked(data.train, limits, tell)
    if data.dev:
        dev = _checked(data.dev, limits, tell)
        for problem in checks.leaks([*(_in("train", e) for e in train), *(_in("dev", e) for e in dev)]):
            tell(str(problem))
    else:
        parts = splits.split(train, splits.Shares(data.dev_share, 0.0), recipe.seed)
        train, dev = parts[splits.TRAIN], parts[splits.DEV]
    step = max(1, math.ceil(len(dev) / data.max_dev))
    return Heard(tuple(train), tuple(dev[::step]))


def _checked(paths: list[Path], limits: Limits, tell: Tell) -> Sequence[Example]:
    source = sources.read_all(paths)
    checked = checks.check(source.examples, limits)
    for line in checks.summary([*source.problems, *checked.problems]):
        tell(line)
    if not checked.usable:
        raise TrainingSetError(", ".join(map(str, paths)), "none of its recordings can be used", "see `assistant data check`")
    return checked.usable


def _in(split: str, example: Example) -> Example:
    return Example(example.audio, example.text, example.speaker, split)


def _processor(recipe: FineTuning, folder: Path, checkpoint: Path | None, train: Sequence[Example]) -> Wav2Vec2Processor:
    if checkpoint is not None:
        return networks.processor_of(checkpoint)
    texts = [example.text for example in train] if recipe.data.vocabulary == "transcripts" else None
    return networks.new_processor(folder / "vocabulary", texts)


def _trainer(
    recipe: FineTuning,
    folder: Path,
    model: Wav2Vec2ForCTC,
    processor: Wav2Vec2Processor,
    heard: Heard,
    teach: Teach | None,
) -> CtcTrainer:
    encode = lambda text: processor.tokenizer(text).input_ids  # noqa: E731
    material = Recordings(heard.train, encode, recipe.seed, recipe.data.augmented_share)
    material.materials = load_materials(recipe.data.noises, recipe.data.rooms)
    material.teach = teach if recipe.teacher else None
    trainer = CtcTrainer(
        model=model,
        args=_arguments(recipe, folder, len(heard.train)),
        train_dataset=material,
        eval_dataset=Recordings(heard.dev, encode),
        data_collator=Collator(processor),
        compute_metrics=lambda prediction: _figures(prediction, processor),
        preprocess_logits_for_metrics=lambda logits, labels: logits.argmax(dim=-1),
        callbacks=[EarlyStoppingCallback(recipe.optimisation.patience)],
        seconds=[example.seconds for example in heard.train],
        teacher=recipe.teacher,
        classes=teaching.classes(processor.tokenizer) if material.teach else None,
    )
    trainer.remove_callback(PrinterCallback)
    return trainer


def _arguments(recipe: FineTuning, folder: Path, n_examples: int) -> TrainingArguments:
    o = recipe.optimisation
    n_processes = int(os.environ.get("WORLD_SIZE", "1"))
    n_steps = math.ceil(n_examples / (o.batch_size * o.accumulation * n_processes)) * o.epochs
    n_steps = o.max_steps if o.max_steps > 0 else n_steps
    precision = o.precision if o.precision != "auto" else _best_precision()
    os.environ["TENSORBOARD_LOGGING_DIR"] = str(folder / LOGS)
    return TrainingArguments(
        output_dir=str(folder),
        seed=recipe.seed,
        num_train_epochs=o.epochs,
        max_steps=o.max_steps,
        per_device_train_batch_size=o.batch_size,
        per_device_eval_batch_size=o.batch_size,
        gradient_accumulation_steps=o.accumulation,
        activation_checkpointing=o.checkpointing,
        learning_rate=o.peak_rate,
        warmup_steps=int(o.warm_up * n_steps),
        lr_scheduler_type=o.schedule,
        weight_decay=o.weight_decay,
        max_grad_norm=o.clip_norm,
        fp16=precision == "fp16",
        bf16=precision == "bf16",
        use_cpu=not torch.cuda.is_available(),
        eval_strategy="steps",
        eval_steps=o.every_steps,
        save_strategy="steps",
        save_steps=o.every_steps,
        save_total_limit=o.keep,
        load_best_model_at_end=True,
        metric_for_best_model=WRONG,
        greater_is_better=False,
        logging_steps=max(1, o.every_steps // 10),
        logging_nan_inf_filter=False,
        report_to=["tensorboard"] if _has_tensorboard() else [],
        remove_unused_columns=False,
        label_names=["labels"],
        dataloader_num_workers=o.workers,
        disable_tqdm=not sys.stderr.isatty(),
    )


def _run(trainer: CtcTrainer, folder: Path) -> None:
    good = last_whole(folder)
    for path in folder.glob("checkpoint-*"):  # what a kill left half-written
        if not (path / "trainer_state.json").is_file():
            shutil.rmtree(path)
    try:
        trainer.train(resume_from_checkpoint=str(good) if good else None)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NoSpaceError(folder) from error
        raise
    except RuntimeError as error:
        if "PytorchStreamWriter" in str(error) or "No space left" in str(error):
            raise NoSpaceError(folder) from error
        raise


def _figures(prediction, processor: Wav2Vec2Processor) -> dict[str, float]:
    blank = processor.tokenizer.pad_token_id
    said = np.where(prediction.label_ids == -100, blank, prediction.label_ids)
    written = np.where(prediction.predictions == -100, blank, prediction.predictions)
    decode = processor.tokenizer.batch_decode
    wer, cer = error_rates(list(zip(decode(said, group_tokens=False), decode(written), strict=True)))
    return {WRONG: wer, "cer": cer}


def _best_precision() -> str:
    if not torch.cuda.is_available():
        return "fp32"
    return "bf16" if torch.cuda.is_bf16_supported() else "fp16"


def _has_tensorboard() -> bool:
    from importlib.util import find_spec

    return find_spec("tensorboard") is not None


def _silent(line: str) -> None:
    pass
