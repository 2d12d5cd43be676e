"""A recipe for a wav2vec2: what it begins with, what it learns from and how, in one YAML file; unknown keys fail."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from assistant.training import recipe as recipes
from assistant.training.recipe import Section

KIND = "wav2vec2"
Size = Literal["tiny", "small", "base"]
Precision = Literal["auto", "fp32", "fp16", "bf16"]


class Network(Section):
    """checkpoint: a folder in the hub's layout, or what `assistant models pull` knows it by. size: from scratch, instead.

    frozen_front: the convolutions stay as they are; by default where there is a checkpoint.
    """

    checkpoint: str | None = None
    size: Size | None = None
    frozen_front: bool | None = None
    dropout: float = Field(0.1, ge=0, lt=1)
    layer_drop: float = Field(0.0, ge=0, lt=1)
    time_mask: float = Field(0.05, ge=0, lt=1)
    """SpecAugment: how likely a frame begins a masked span."""
    feature_mask: float = Field(0.0, ge=0, lt=1)

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Network:
        if (self.checkpoint is None) == (self.size is None):
            raise ValueError("give either a checkpoint to go on from, or a size to begin from scratch")
        return self

    @property
    def is_front_frozen(self) -> bool:
        return self.checkpoint is not None if self.frozen_front is None else self.frozen_front


class Data(Section):
    """train, dev: tables or folders, as `assistant data check` reads them. Without dev, speakers of train are kept for it."""

    train: list[Path] = Field(min_length=1)
    dev: list[Path] = Field(default_factory=list)
    dev_share: float = Field(0.05, gt=0, lt=0.5)
    max_dev: int = Field(300, ge=1)
    """So many recordings of dev are heard each time, spread evenly over it."""
    min_seconds: float = Field(0.3, gt=0)
    max_seconds: float = Field(20.0, gt=0)
    vocabulary: Literal["portuguese", "transcripts"] = "portuguese"
    """From scratch: every letter of Portuguese, or those of the texts. A checkpoint keeps its own."""
    augmented_share: float = Field(0.5, ge=0, le=1)
    """How often a recording is heard in noise, a room, by another microphone, faster or slower, louder or softer."""
    noises: list[Path] = Field(default_factory=list)
    rooms: list[Path] = Field(default_factory=list)


class Teacher(Section):
    """Frames are learned from the embedded recogniser, which hears each recording without its noise."""

    weight: float = Field(1.0, gt=0)
    """Of the divergence from its posteriors, a frame; CTC's loss weighs one, a letter."""
    until: float = Field(1.0, gt=0, le=1)
    """The share of the steps after which CTC goes on alone."""


class Optimisation(Section):
    epochs: float = Field(10, gt=0)
    max_steps: int = -1
    """Ends training earlier than the epochs; -1 does not."""
    batch_size: int = Field(16, ge=1)
    """Recordings in each process at a time."""
    accumulation: int = Field(1, ge=1)
    peak_rate: float = Field(3e-4, gt=0)
    warm_up: float = Field(0.1, ge=0, lt=1)
    schedule: Literal["linear", "cosine", "constant_with_warmup"] = "linear"
    weight_decay: float = Field(0.005, ge=0)
    clip_norm: float = Field(1.0, gt=0)
    precision: Precision = "auto"
    checkpointing: bool = False
    """Activations are computed twice instead of kept: less memory, a third more time."""
    every_steps: int = Field(200, ge=1)
    """After so many, dev is heard and a checkpoint is kept."""
    patience: int = Field(5, ge=1)
    """So many times without a better word error rate, and training stops."""
    keep: int = Field(2, ge=1)
    threads: int = Field(2, ge=1)
    workers: int = Field(0, ge=0)
    """Processes that read and augment; 0 does it between two steps."""


class FineTuning(Section):
    kind: Literal["wav2vec2"]
    name: str = Field(pattern=r"^[\w.-]+$")
    seed: int = 1
    network: Network
    data: Data
    teacher: Teacher | None = None
    optimisation: Optimisation = Optimisation()


def is_for(path: Path) -> bool:
    """Whether a recipe is of this kind. Raises RecipeError."""
    return recipes.tree(path).get("kind") == KIND


def load(path: Path) -> FineTuning:
    """Relative paths in it are from where the program runs. Raises RecipeError."""
    return recipes.read(path, FineTuning)
