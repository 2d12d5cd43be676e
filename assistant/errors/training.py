"""Training sets, recipes, checkpoints, exports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.errors.root import AssistantError


class TrainingError(AssistantError):
    pass


class ManifestError(TrainingError, ValueError):
    def __init__(self, path: Path | str, line: int | None, reason: str, way_out: str):
        super().__init__(f"{path}{f':{line}' if line else ''}: {reason}; {way_out}")


class TrainingSetError(TrainingError, ValueError):
    exit_code = 2

    def __init__(self, folder: Path | str, reason: str, way_out: str = "give the same options, or another folder"):
        super().__init__(f"{folder} cannot be used ({reason}); {way_out}")


class RecipeError(TrainingError, ValueError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path}: {reason}; mend it there (assistant/training/recipes has examples)")


class CheckpointError(TrainingError, ValueError):
    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} cannot be used ({reason}); give another output folder, or remove it to begin anew")


class DivergenceError(TrainingError, ArithmeticError):
    """batch: the recordings that it came with, where they are known."""

    def __init__(self, step: int, checkpoint: Path | str | None, batch: Sequence[str] = ()):
        of = f" (of {', '.join(batch)})" if batch else ""
        kept = f"the last good state is {checkpoint}" if checkpoint else "nothing was kept before it"
        super().__init__(f"the loss of step {step}{of} is no number; {kept}: go on with a smaller rate")


class KokoroCheckpointError(TrainingError, ValueError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str, way_out: str = ""):
        way_out = way_out or "fetch hexgrad/Kokoro-82M again (config.json, kokoro-v1_0.pth, voices/), or give another folder"
        super().__init__(f"{path} cannot be used as a checkpoint of Kokoro ({reason}); {way_out}")


class ExportCheckError(TrainingError, ValueError):
    def __init__(self, what: str, reason: str):
        super().__init__(f"{what} was exported, and sounds otherwise than in torch ({reason}); please report this checkpoint")


class ExportOutputError(TrainingError, OSError):
    exit_code = 2

    def __init__(self, folder: Path | str, reason: str):
        super().__init__(f"{folder} cannot be written ({reason}); give a new folder, where you may write")


class KokoroMissingError(TrainingError, ImportError):
    exit_code = 3

    def __init__(self, module: str):
        super().__init__(
            f"exporting Kokoro needs {module}, which using the assistant does not; "
            'type: pip install "assistente[training]" (with Python 3.11 or 3.12: the kokoro package has none for newer ones)'
        )


class TorchMissingError(TrainingError, ImportError):
    exit_code = 3

    def __init__(self, what: str = "training") -> None:
        super().__init__(f'{what} needs torch, which using the assistant does not; type: pip install "assistente[training]"')
