"""What is heard, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.errors.root import AssistantError


class RecognitionError(AssistantError, RuntimeError):
    pass


class EngineFailedError(RecognitionError):
    def __init__(self, name: str, reason: str, way_out: str):
        super().__init__(f"the recogniser {name} failed ({reason}); {way_out}")
        self.reason = reason


class NoSuchLayerError(AssistantError, LookupError):
    exit_code = 2

    def __init__(self, layer: str, model: str, known: Iterable[int]):
        super().__init__(f'{model} has no layer "{layer}"; give one of {", ".join(map(str, known))}, or "last"')


class EmbeddingOutputError(AssistantError, OSError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} cannot be written ({reason}); give the name of a file, in a folder where you may write")


class GrammarFileError(AssistantError, ValueError):
    exit_code = 2

    def __init__(self, path: Path | str, line: int | None, reason: str, way_out: str = "mend that line"):
        super().__init__(f"{path}{f':{line}' if line else ''}: {reason}; {way_out}")
