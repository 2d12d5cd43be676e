"""Where the project's own data lies: beside the package in a clone, inside it in an installed wheel.

Nothing here creates a folder; whoever writes does.
"""

from __future__ import annotations

import os
from pathlib import Path

APP_NAME = "assistente"

_PACKAGE = Path(__file__).resolve().parent


def _in_clone() -> bool:
    return (_PACKAGE.parent / "pyproject.toml").is_file() and (_PACKAGE.parent / "models").is_dir()


def _root() -> Path:
    return _PACKAGE.parent if _in_clone() else _PACKAGE / "_data"


def _user_data() -> Path:
    import platformdirs

    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def default_config() -> Path:
    """The commented config.yaml that ships."""
    return _root() / "config.yaml"


def skills_folder() -> Path:
    """The skills that ship, one Python file each."""
    return _root() / "skills"


def catalogue() -> Path:
    """What weights there are, from where, with which digest."""
    return _root() / "models" / "catalogue.yaml"


def voices_folder() -> Path:
    """The Brazilian Kokoro voices that ship, each 510 x 1 x 256 float32."""
    return _root() / "models" / "voices"


def weights_folder() -> Path:
    """Where fetched weights are kept: $ASSISTANT_MODELS, else models/ of the clone, else the user's data folder."""
    if chosen := os.environ.get("ASSISTANT_MODELS"):
        return Path(chosen).expanduser()
    return _root() / "models" if _in_clone() else _user_data() / "models"


def state_folder() -> Path:
    """Where timers, lists and speakers are kept: $ASSISTANT_STATE, else the user's data folder."""
    if chosen := os.environ.get("ASSISTANT_STATE"):
        return Path(chosen).expanduser()
    return _user_data()


def cache_folder() -> Path:
    """Where lies what can be made again: $ASSISTANT_CACHE, else the user's cache folder."""
    if chosen := os.environ.get("ASSISTANT_CACHE"):
        return Path(chosen).expanduser()
    import platformdirs

    return platformdirs.user_cache_path(APP_NAME, appauthor=False)


def conversation() -> Path:
    """The recorded conversation for machines without a microphone, 16 kHz mono."""
    return _PACKAGE / "audio" / "conversa.flac"


def recordings_folder() -> Path:
    """Recorded commands for tests and benchmarks: only a clone has them."""
    return _PACKAGE.parent / "tests" / "recordings"


def human_speech() -> Path | None:
    """Recordings of people beside the clone, where there are any: test data that is no part of the project."""
    folder = _PACKAGE.parent.parent / "shared" / "speech"
    return folder if folder.is_dir() else None


def shared_texts() -> Path | None:
    """Sentences beside the clone, where there are any: test data that is no part of the project."""
    folder = _PACKAGE.parent.parent / "shared" / "text"
    return folder if folder.is_dir() else None
