"""Learning from another head: what it makes of a sound is the target, also where nobody wrote down what was said.

Strategy: a small head that learns from synthetic speech alone comes to hear synthetic voices better and people worse. One that
imitates a slower head (Hinton et al., 2015), on synthetic speech and on recordings of people speaking whatever language,
keeps what that one knows of people. The teacher's posteriors are computed once, beside the features that they belong to.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile

from assistant.errors import RecipeError, TrainingSetError
from assistant.training.alphabet import N_CLASSES
from assistant.training.augmentation import AUDIO_SUFFIXES
from assistant.training.features import Example
from assistant.training.manifest import Utterance

Report = Callable[[str], None]


class Teacher:
    """A head's graph, head.onnx."""

    def __init__(self, path: Path, layers: Sequence[str], threads: int = 1):
        """layers: which the features hold. Raises RecipeError where the graph reads others, or cannot be read."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            content = path.read_bytes()
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's own errors have no common class
            raise RecipeError("distillation.teacher", f"{path} cannot be read ({str(error).splitlines()[0]})") from error
        self._inputs = [head_input.name for head_input in self._session.get_inputs()]
        if missing := set(self._inputs) - set(layers):
            raise RecipeError("distillation.teacher", f"it reads {', '.join(sorted(missing))}; add that to head.layers")
        if self._session.get_outputs()[0].shape[-1] != N_CLASSES:
            raise RecipeError("distillation.teacher", f"it does not have {N_CLASSES} classes")
        self._places = [list(layers).index(name) for name in self._inputs]
        self._threads = threads
        self._mark = hashlib.sha256(content).hexdigest()[:8]

    def teach(self, examples: Sequence[Example], report: Report = lambda line: None) -> list[Example]:
        """The same examples, each with where the teacher's posteriors for it are, made where they are missing."""
        by_shard: dict[Path, list[Example]] = {}
        for example in examples:
            by_shard.setdefault(example.shard, []).append(example)

        def answered(shard: Path) -> None:
            if not self._answers(shard).is_file():
                self._answer(shard, by_shard[shard])
                report(f"the teacher's posteriors for {shard.parent.name}/{shard.name}")

        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(answered, by_shard))
        return [replace(example, taught=self._answers(example.shard)) for example in examples]

    def _answers(self, shard: Path) -> Path:
        return shard.with_name(f"{shard.stem}.{self._mark}.taught")

    def _answer(self, shard: Path, examples: Sequence[Example]) -> None:
        answers = np.zeros((max(e.first + e.n_frames for e in examples), N_CLASSES), np.float16)
        for example in examples:
            frames = example.load().astype(np.float32)
            given = {name: frames[None, :, place] for name, place in zip(self._inputs, self._places, strict=True)}
            answers[example.first : example.first + example.n_frames] = self._session.run(None, given)[0][0]
        partial = self._answers(shard).with_suffix(f".{os.getpid()}.part")
        with partial.open("wb") as file:
            np.save(file, answers)
        partial.replace(self._answers(shard))


def unlabelled(folder: Path) -> list[Utterance]:
    """Every sound of a folder, of 0.3 to 20 seconds, as an utterance without text. Raises TrainingSetError."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in AUDIO_SUFFIXES) if folder.is_dir() else []
    found = []
    for path in paths:
        try:
            seconds = soundfile.info(path).duration
        except soundfile.SoundFileError as error:
            raise TrainingSetError(path, f"it cannot be read ({error})", "remove it") from error
        if 0.3 <= seconds <= 20.0:
            found.append(Utterance(len(found), str(path.relative_to(folder)), "", seconds=seconds))
    if not found:
        raise TrainingSetError(folder, "no recording of 0.3 to 20 s is there", "check distillation.unlabelled in the recipe")
    return found
