"""The root of all errors, and those that belong to no room."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class AssistantError(Exception):
    """The root. `str(error)` is one sentence or two for a person, the way out last."""

    exit_code = 1

    def __str__(self) -> str:
        # KeyError quotes and OSError numbers its message; a person wants the sentence.
        return str(self.args[0]) if self.args else self.__class__.__name__


class ConfigError(AssistantError, ValueError):
    exit_code = 2


class SettingsError(AssistantError, OSError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str, lines: Iterable[str]):
        super().__init__(f"{path} was not changed ({reason}); put these lines into a file of yours, for --config:")
        self.lines = tuple(lines)


class TurnFileError(AssistantError, OSError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path}: {reason}; `assistant run` writes such a file where metrics.turns is true")


class TelemetryMissingError(AssistantError, ImportError):
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            "metrics.opentelemetry is true, and OpenTelemetry is not installed; switch it off, or type: "
            'pip install "assistente[telemetry]"'
        )


class EmptyQuestionError(AssistantError, ValueError):
    exit_code = 2

    def __init__(self) -> None:
        super().__init__('the question is empty; ask something, for example: assistant ask "que horas são"')


class StoreError(AssistantError, OSError):
    exit_code = 6


class NoSpaceError(AssistantError, OSError):
    exit_code = 7

    def __init__(self, path: Path | str):
        super().__init__(f"the disk of {path} is full; free some space and try again: nothing half-written was left")
