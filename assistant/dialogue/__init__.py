"""Pure: the state machine of a conversation. Events in, actions out; no clock, no thread, no sound."""

from __future__ import annotations

from assistant.dialogue.attention import AT_YOUR_SERVICE, Attention
from assistant.dialogue.machine import Dialogue
from assistant.dialogue.memory import Memory
from assistant.dialogue.rules import DialogueRules
from assistant.dialogue.states import APOLOGIES, State

__all__ = ["APOLOGIES", "AT_YOUR_SERVICE", "Attention", "Dialogue", "DialogueRules", "Memory", "State"]
