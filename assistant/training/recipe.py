"""A recipe: everything that decides a training run, in one YAML file; unknown keys fail."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import RecipeError

_Model = TypeVar("_Model", bound=BaseModel)


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Data(Section):
    sets: list[Path] = Field(min_length=1)
    """Folders made by `assistant data synth`."""
    features: Path
    """Where features are kept; they can be made again."""
    augmented_copies: int = Field(2, ge=0, le=50)
    clean_copy: bool = True
    noises: list[Path] = []
    rooms: list[Path] = []
    max_hours: float | None = None
    """Of each set, before copies; None is all there is."""


class Dev(Section):
    manifest: Path | None = None
    """Human speech for early stopping: a TSV with file, text, set; skipped where it is absent."""
    sentence_sets: list[str] = ["laps", "ufpalign"]
    word_sets: list[str] = ["gcompris"]
    every_epochs: int = Field(1, ge=1)
    patience: int = Field(6, ge=1)
    """Epochs without a better dev figure until training stops."""


class HeadShape(Section):
    kind: Literal["gru", "conv", "transformer"] = "gru"
    width: int = Field(256, ge=16, le=1024)
    depth: int = Field(2, ge=0, le=24)
    """0 leaves a convolution of three frames alone; not with a gru."""
    dropout: float = Field(0.2, ge=0, lt=1)
    unfrozen: int = Field(0, ge=0, le=5)
    """How many of the encoder's upper layers are trained with the head and travel in it."""
    upper_dropout: float = Field(0.1, ge=0, lt=1)
    layers: list[str] = Field(["last"], min_length=1)
    """Of the encoder, "layer_1" to "layer_5" and "last"; more than one are summed with learned weights."""

    @model_validator(mode="after")
    def _reads_below_what_is_trained(self) -> HeadShape:
        below = [f"layer_{6 - self.unfrozen}"]
        if self.unfrozen and self.layers != below:
            raise ValueError(f"with {self.unfrozen} unfrozen layers, head.layers must be {below}")
        if self.kind == "gru" and not self.depth:
            raise ValueError("a gru needs a depth of 1 at least")
        return self


class Optimisation(Section):
    epochs: int = Field(20, ge=1)
    batch_seconds: float = Field(120.0, gt=0)
    peak_rate: float = Field(2e-3, gt=0)
    upper_rate: float = Field(2e-4, gt=0)
    """Peak rate of the encoder's unfrozen layers."""
    weight_decay: float = Field(1e-2, ge=0)
    warm_up: float = Field(0.15, gt=0, lt=1)
    clip_norm: float = Field(2.0, gt=0)
    time_masks: int = Field(2, ge=0)
    time_mask_frames: int = Field(8, ge=1)
    feature_masks: int = Field(2, ge=0)
    feature_mask_width: int = Field(48, ge=1, le=512)
    save_every_s: float = Field(60.0, ge=0)
    threads: int = Field(2, ge=1)
    precision: Literal["float32", "bfloat16"] = "float32"
    """Of products; bfloat16 is several times faster where the processor has instructions for it."""


class Distillation(Section):
    """What is learned from another head; see distillation.py."""

    teacher: Path
    """Its graph, head.onnx, of any kind; it reads some of `head.layers`."""
    weight: float = Field(4.0, gt=0)
    """Of the divergence from the teacher, a frame."""
    label_weight: float = Field(0.25, ge=0)
    """Of the CTC loss on what is known to be said."""
    unlabelled: list[Path] = []
    """Folders of people's speech, of any language."""
    unlabelled_share: float = Field(0.4, gt=0, le=1)
    """How many of them are taken in each epoch, drawn anew."""


class Recipe(Section):
    """`init`: weights to begin with (a head of the same shape), or none."""

    name: str
    seed: int = 1
    init: Path | None = None
    data: Data
    dev: Dev = Dev()
    head: HeadShape = HeadShape()
    distillation: Distillation | None = None
    optimisation: Optimisation = Optimisation()


def load(path: Path) -> Recipe:
    """Relative paths in it are from where the program runs. Raises RecipeError."""
    return read(path, Recipe)


def read(path: Path, model: type[_Model]) -> _Model:
    """A YAML file as what `model` describes. Raises RecipeError."""
    try:
        return model.model_validate(tree(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise RecipeError(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def tree(path: Path) -> dict:
    """What a YAML file holds. Raises RecipeError."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        raise RecipeError(path, getattr(error, "strerror", None) or "cannot be read") from error
    except yaml.YAMLError as error:
        raise RecipeError(path, f"no YAML ({' '.join(str(error).split())})") from error
    if not isinstance(found, dict):
        raise RecipeError(path, "it holds no settings")
    return found
