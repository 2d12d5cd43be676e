"""What a folder was made from, written beside it: nothing is ever half one thing and half another."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.errors import TrainingSetError

FILE_NAME = "made_from.json"


def keep_settings(folder: Path, settings: dict) -> None:
    """Write down what a folder is made from, or refuse to go on with other settings. Raises TrainingSetError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    if path.is_file():
        before = json.loads(path.read_text(encoding="utf-8"))
        if different := sorted(key for key in before.keys() | settings.keys() if before.get(key) != settings.get(key)):
            raise TrainingSetError(folder, f"it was begun with another {', '.join(different)}")
        return
    partial_path = path.with_suffix(".part")
    partial_path.write_text(json.dumps(settings, indent=1, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    partial_path.replace(path)
