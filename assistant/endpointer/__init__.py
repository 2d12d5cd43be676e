"""Pure: from the probability of speech in each frame, and from what the words so far mean, to where a turn begins and ends."""

from __future__ import annotations

from assistant.endpointer.machine import Boundary, Endpointer, Mark
from assistant.endpointer.pauses import PauseHabits
from assistant.endpointer.rules import EndpointRules

__all__ = ["Boundary", "EndpointRules", "Endpointer", "Mark", "PauseHabits"]
