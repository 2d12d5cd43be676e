"""Hugging Face's Trainer, for CTC: our batches, a teacher's frames beside the texts, and a stop where the loss is no number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch.nn import functional
from torch.utils.data import Sampler
from transformers import Trainer, TrainerCallback

from assistant.errors import DivergenceError
from assistant.training.finetuning.material import ByLength
from assistant.training.finetuning.recipe import Teacher

WRONG = "wer"


class CtcTrainer(Trainer):
    """seconds: of each example of the training set. classes: the teacher's classes as tokens of the network, shape (classes,)."""

    def __init__(self, *args, seconds: Sequence[float], teacher: Teacher | None, classes: torch.Tensor | None, **kwargs):
        super().__init__(*args, **kwargs)
        self._seconds, self._teacher, self._classes = seconds, teacher, classes

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        """The mean of CTC's loss a letter, and of the divergence from the teacher a frame. Raises DivergenceError."""
        names, taught, n_taught = (inputs.pop(name, None) for name in ("names", "taught", "n_taught"))
        outputs = model(**inputs)
        loss = outputs.loss
        if taught is not None and model.training and self._is_taught():
            lengths = self.model._get_feat_extract_output_lengths(inputs["attention_mask"].sum(-1))
            loss = loss + self._teacher.weight * self._divergence(outputs.logits, taught, torch.minimum(lengths, n_taught))
        if model.training and not torch.isfinite(loss):
            raise DivergenceError(self.state.global_step + 1, last_whole(Path(self.args.output_dir)), names or ())
        return (loss, outputs) if return_outputs else loss

    def _is_taught(self) -> bool:
        return self._teacher is not None and self.state.global_step <= self._teacher.until * self.state.max_steps

    def _divergence(self, logits: torch.Tensor, taught: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        n = min(logits.shape[1], taught.shape[1])
        said = functional.log_softmax(logits[:, :n].float(), dim=-1)[:, :, self._classes.to(logits.device)]
        is_sound = torch.arange(n, device=logits.device)[None] < lengths[:, None]
        frames = functional.kl_div(said, taught[:, :n].float(), reduction="none", log_target=True).sum(-1)
        return (frames * is_sound).sum() / is_sound.sum().clamp(min=1)

    def _get_train_sampler(self, train_dataset=None) -> Sampler:
        return ByLength(self._seconds, self.args.train_batch_size * self.args.world_size, self.args.seed)

    def prediction_step(self, model, inputs, prediction_loss_only, ignore_keys=None):
        inputs = {name: value for name, value in inputs.items() if name not in ("names", "taught", "n_taught")}
        return super().prediction_step(model, inputs, prediction_loss_only, ignore_keys)


class Telling(TrainerCallback):
    """A line a dev figure; the bar of the steps is the Trainer's own."""

    def __init__(self, tell):
        self._tell = tell

    def on_evaluate(self, args, state, control, metrics=None, **kwargs):
        if state.is_world_process_zero and metrics and f"eval_{WRONG}" in metrics:
            loss = next((entry["loss"] for entry in reversed(state.log_history) if "loss" in entry), float("nan"))
            wer, cer = (f"{100 * metrics[f'eval_{name}']:.1f} %" for name in (WRONG, "cer"))
            self._tell(f"step {state.global_step} of {state.max_steps}: loss {loss:.3f}, dev WER {wer}, CER {cer}")


def last_whole(folder: Path) -> Path | None:
    """The newest checkpoint that was written to its end: its state is what the Trainer writes last."""
    found = [path for path in folder.glob("checkpoint-*") if (path / "trainer_state.json").is_file()]
    return max(found, key=lambda path: int(path.name.rpartition("-")[2]), default=None)
