"""Training a CTC head on kept features: AdamW, one cycle, early stopping on people's speech, a checkpoint that survives kill -9.

Strategy: all randomness of a step comes from (seed, epoch, step), so a run that was killed goes on from its last checkpoint
to the result it would have had. Files are replaced whole.
"""

from __future__ import annotations

import json
import logging
import math
import os
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from assistant.errors import CheckpointError, DivergenceError
from assistant.training import batches, heads
from assistant.training.features import Example
from assistant.training.human import Figures
from assistant.training.recipe import Distillation, Recipe

CHECKPOINT, BEST, HISTORY = "checkpoint.pt", "head.safetensors", "history.jsonl"
log = logging.getLogger(__name__)


@dataclass
class Progress:
    """Where a run is: `epoch`, `step` come next.

    n_examples: a set that has grown meanwhile is not taken into a running cycle.
    """

    epoch: int = 0
    step: int = 0
    n_examples: int = 0
    best_score: float = math.inf
    best_epoch: int = -1
    losses: list[float] = field(default_factory=list)


Judge = Callable[[nn.Module], Figures | None]
"""Dev figures of a head, None where there is nothing to judge by."""


class Trainer:
    def __init__(self, recipe: Recipe, folder: Path, examples: Sequence[Example], judge: Judge, whisper: Path | None = None):
        """whisper: CTranslate2's model.bin, for a head that begins with unfrozen layers."""
        self._recipe, self._settings, self._folder, self._judge = recipe, recipe.optimisation, folder, judge
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(recipe.seed)
        self.head = new_head(recipe, whisper)
        groups, rates = self._groups()
        self._optimiser = torch.optim.AdamW(groups, weight_decay=self._settings.weight_decay)
        self.progress = Progress(n_examples=len(examples))
        saved = self._read_checkpoint()
        self._examples = self._chosen(examples)
        # Lengths are jittered, so that an epoch may have a step or two more than the first.
        total = int(self._settings.epochs * len(self._grouped((0,))) * 1.05) + 10
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, rates, total_steps=total, pct_start=self._settings.warm_up
        )
        if saved:
            self.head.load_state_dict(saved["head"])
            self._optimiser.load_state_dict(saved["optimiser"])
            self._schedule.load_state_dict(saved["schedule"])

    def _groups(self) -> tuple[list[dict], list[float]]:
        """Parameters and the peak rate of each group: the encoder's layers know something already."""
        upper = list(self.head.upper.parameters()) if self.head.upper is not None else []
        known = {id(parameter) for parameter in upper}
        groups = [{"params": [p for p in self.head.parameters() if id(p) not in known]}]
        if not upper:
            return groups, [self._settings.peak_rate]
        return [*groups, {"params": upper}], [self._settings.peak_rate, self._settings.upper_rate]

    def run(self, report: Callable[[str], None] = lambda line: None) -> Progress:
        """To the end, or until the dev figure no longer improves. Raises DivergenceError."""
        while self.progress.epoch < self._settings.epochs and not self._is_stale():
            began = time.monotonic()
            loss = self._epoch()
            line = {"epoch": self.progress.epoch, "loss": round(loss, 4), "seconds": round(time.monotonic() - began, 1)}
            self.progress.epoch, self.progress.step, self.progress.losses = self.progress.epoch + 1, 0, []
            is_last = self.progress.epoch == self._settings.epochs
            if is_last or self.progress.epoch % self._recipe.dev.every_epochs == 0:
                line |= self._consider(loss)
            with (self._folder / HISTORY).open("a", encoding="utf-8") as history:
                history.write(json.dumps(line) + "\n")
            self._save()
            report(json.dumps(line))
        return self.progress

    def _epoch(self) -> float:
        self.head.train()
        saved_at = time.monotonic()
        key = (self._recipe.seed, self.progress.epoch)
        groups = self._grouped(key)
        for step in range(self.progress.step, len(groups)):
            self.progress.losses.append(self._step(groups[step], (*key, step)))
            self.progress.step = step + 1
            if time.monotonic() - saved_at > self._settings.save_every_s:
                self._save()
                saved_at = time.monotonic()
        return float(np.mean(self.progress.losses))

    def _grouped(self, key: tuple[int, ...]) -> list[list[Example]]:
        """What an epoch goes through: all that has a text, and as much as the recipe says of what has none."""
        random, lessons = np.random.default_rng(list(key)), self._recipe.distillation
        share = lessons.unlabelled_share if lessons else 0.0
        chosen = [example for example in self._examples if example.target is not None or random.random() < share]
        return batches.grouped(chosen, self._settings.batch_seconds, random)

    def _step(self, group: Sequence[Example], key: tuple[int, int, int]) -> float:
        torch.manual_seed(key[0] * 1_000_003 + key[1] * 10_007 + key[2])
        batch = batches.collate(group)
        features = batches.mask(batch.features, self._settings, np.random.default_rng([*key, 1]))
        with torch.autocast("cpu", torch.bfloat16, enabled=self._settings.precision == "bfloat16"):
            posteriors = self.head(features, batch.n_frames)
        loss = loss_of(posteriors, batch, self._recipe.distillation)
        if not torch.isfinite(loss):
            raise DivergenceError(key[2], self._folder / CHECKPOINT)
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.head.parameters(), self._settings.clip_norm)
        self._optimiser.step()
        self._schedule.step()
        return loss.item()

    def _consider(self, loss: float) -> dict:
        """Keep the head if it is the best so far; the figures for the history."""
        figures = self._judge(self.head.eval())
        score = figures.score if figures else loss
        if score < self.progress.best_score:
            self.progress.best_score, self.progress.best_epoch = score, self.progress.epoch
            save_head(self.head, self._folder / BEST)
        return {name: round(value, 4) for name, value in asdict(figures).items()} if figures else {}

    def _is_stale(self) -> bool:
        best = self.progress.best_epoch
        return best >= 0 and self.progress.epoch - best >= self._recipe.dev.patience * self._recipe.dev.every_epochs

    def _chosen(self, examples: Sequence[Example]) -> Sequence[Example]:
        if len(examples) < self.progress.n_examples:
            raise CheckpointError(
                self._folder / CHECKPOINT, f"it was trained on {self.progress.n_examples} examples, and {len(examples)} are left"
            )
        return examples[: self.progress.n_examples]

    def _save(self) -> None:
        state = {
            "recipe": self._recipe.model_dump_json(),
            "progress": asdict(self.progress),
            "head": self.head.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
        }
        partial = self._folder / f".{CHECKPOINT}.{os.getpid()}.part"
        torch.save(state, partial)
        partial.replace(self._folder / CHECKPOINT)

    def _read_checkpoint(self) -> dict | None:
        path = self._folder / CHECKPOINT
        if not path.is_file():
            return None
        try:
            if not zipfile.is_zipfile(path):
                raise RuntimeError("cut off")
            state = torch.load(path, weights_only=True)
        except (RuntimeError, OSError) as error:
            raise CheckpointError(path, f"damaged: {str(error).splitlines()[0]}") from error
        if state["recipe"] != self._recipe.model_dump_json():
            raise CheckpointError(path, "it is of another recipe")
        self.progress = Progress(**state["progress"])
        log.info("going on at epoch %d, step %d", self.progress.epoch, self.progress.step)
        return state


def loss_of(posteriors: torch.Tensor, batch: batches.Batch, lessons: Distillation | None) -> torch.Tensor:
    """CTC's on what is known to be said, a character; with a teacher also the divergence from its posteriors, a frame."""
    by_class = posteriors.transpose(0, 1)
    each = functional.ctc_loss(by_class, batch.targets, batch.n_frames, batch.n_targets, reduction="none", zero_infinity=True)
    of_text = (each / batch.n_targets.clamp(min=1))[batch.has_text]
    loss = of_text.mean() if len(of_text) else each.sum() * 0.0
    if lessons is None or batch.taught is None:
        return loss
    is_sound = (torch.arange(posteriors.shape[1])[None] < batch.n_frames[:, None]).float()
    divergence = (batch.taught.exp() * (batch.taught - posteriors)).sum(-1)
    return lessons.weight * (divergence * is_sound).sum() / is_sound.sum() + lessons.label_weight * loss


def new_head(recipe: Recipe, whisper: Path | None = None) -> heads.Head:
    """Of the recipe's shape, with the weights of `init` where it names some, else with Whisper's where it can begin with them.

    Raises CheckpointError, ModelFileError.
    """
    head = heads.build(recipe.head)
    if recipe.init:
        load_head(head, recipe.init)
    elif head.upper is not None and whisper is not None:
        head.upper.load_whisper(whisper)
    return head


_OTHER_NAMES = {"n.": "norm.", "p.": "project.", "r.": "body.gru.", "o.": "output."}
"""How the probe called a head's parts."""


def load_head(head: heads.Head, path: Path) -> None:
    """Raises CheckpointError where the weights are of another shape."""
    try:
        found = {_renamed(name): tensor.float() for name, tensor in load_file(path).items()}
        head.load_state_dict({"layer_weights": head.layer_weights.detach(), **found})
    except (OSError, RuntimeError, ValueError) as error:
        raise CheckpointError(path, f"no weights of this head: {str(error).splitlines()[0]}") from error


def _renamed(name: str) -> str:
    return next((ours + name.removeprefix(theirs) for theirs, ours in _OTHER_NAMES.items() if name.startswith(theirs)), name)


def save_head(head: heads.Head, path: Path) -> None:
    """Half precision: a head's weights need no more, and it travels with the program."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    save_file({name: tensor.half().contiguous() for name, tensor in head.state_dict().items()}, partial)
    partial.replace(path)
