"""What is kept of turns: where, and for whom."""

from __future__ import annotations

from pathlib import Path

from assistant import resources
from assistant.config import Config
from assistant.runtime.turn_log import Taker, TurnFile, TurnLog

FILE_NAME = "turns.jsonl"


def turn_file(config: Config) -> Path:
    """Beside the store, so that who uses another store, for a while or for good, leaves no lines in the usual one's."""
    if config.metrics.file is not None:
        return config.metrics.file
    return config.store.path.with_name(FILE_NAME) if config.store.path else resources.state_folder() / FILE_NAME


def build_turn_log(config: Config) -> TurnLog | None:
    """None where nothing is to be kept of any turn. Raises TelemetryMissingError."""
    takers: list[Taker] = []
    if config.metrics.turns:
        takers.append(TurnFile(turn_file(config), round(config.metrics.max_mb * 1e6)))
    if config.metrics.opentelemetry:
        from assistant.runtime.telemetry import open_telemetry

        takers.append(open_telemetry())
    return TurnLog(tuple(takers), config.metrics.words) if takers else None
