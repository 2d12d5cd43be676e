"""`assistant train`: a recognition head from a recipe."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.training.finetuning.recipe import FineTuning

SUMMARY = "Train a recogniser by a recipe: a wav2vec2 of your own, or the embedded one's head."
EPILOG = """\
examples:
  assistant train assistant/training/recipes/fine-tune.yaml -o runs/mine
                                                        a wav2vec2, from a checkpoint or from scratch: see the recipe
  torchrun --nproc-per-node 2 -m assistant train recipe.yaml -o runs/mine
                                                        the same in two processes, or on two GPUs
  assistant data synth data/train --hours 5             first, speech to train on
  assistant train assistant/training/recipes/embedded.yaml -o runs/embedded
  assistant train recipe.yaml -o runs/a --test data/unseen
                                                        report on a set of unseen blends, too
  assistant train recipe.yaml --features-only           only let the encoder hear the sets

A run that was interrupted goes on when the same line is typed again. A wav2vec2 is left in model/ of its folder, as the hub has
them: asr.model takes that folder. A head leaves head.onnx, head.safetensors, card.md and history.jsonl.
Needs: pip install "assistente[training]"
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipe", type=Path, help="a YAML file; assistant/training/recipes has examples")
    parser.add_argument("-o", "--output", type=Path, default=Path("runs/embedded"), metavar="FOLDER", help="the run's folder")
    parser.add_argument("--test", type=Path, nargs="+", default=[], metavar="SET", help="sets to measure the head on at the end")
    parser.add_argument("--export-only", action="store_true", help="write head.onnx from the best head of a run, and stop")
    parser.add_argument("--features-only", action="store_true", help="prepare the features and stop")


def run(args: argparse.Namespace) -> int:
    from assistant import models
    from assistant.errors import TorchMissingError
    from assistant.training import recipe
    from assistant.training.finetuning import recipe as finetuning

    if finetuning.is_for(args.recipe):
        return _fine_tune(finetuning.load(args.recipe), args)
    chosen = recipe.load(args.recipe)
    try:
        from assistant.training import run as training
    except ModuleNotFoundError as error:
        if error.name not in {"torch", "safetensors", "onnx"}:
            raise
        raise TorchMissingError from error
    if args.export_only:
        print(training.export_best(chosen, args.output))
        return 0
    weights = training.Weights(models.find("embedded-encoder"), models.find("whisper-base") / "model.bin")
    if args.features_only:
        print(f"{training.prepare(chosen, weights.encoder, _say)} examples in {chosen.data.features}")
        return 0
    print(training.train(chosen, args.recipe, args.output, weights, args.test, _say))
    return 0


def _fine_tune(recipe: FineTuning, args: argparse.Namespace) -> int:
    from assistant import models
    from assistant.errors import TorchMissingError

    try:
        from assistant.training.finetuning import run, teaching
    except ModuleNotFoundError as error:
        if error.name not in {"torch", "transformers", "accelerate"}:
            raise
        raise TorchMissingError from error
    name = recipe.network.checkpoint
    checkpoint = models.find(name) if name else None
    teach = teaching.EmbeddedTeacher(models.find("embedded-encoder")) if recipe.teacher else None
    print(run.train(recipe, args.recipe, args.output, checkpoint, teach, _say))
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
