"""Why something failed, in words that may be written down."""

from __future__ import annotations

import traceback

from assistant.errors import AssistantError


def reason_of(error: Exception) -> str:
    """For the log: what is not an error of ours may have the words that were said in its message."""
    if isinstance(error, AssistantError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {place.filename}:{place.lineno}"
