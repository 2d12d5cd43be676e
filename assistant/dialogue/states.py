"""What a conversation can be doing, and what is said when it cannot go on."""

from __future__ import annotations

from enum import Enum

# What is said when a part of the assistant fails; the reason goes to the log, not to the person.
APOLOGIES = {
    "recognition": "Desculpe, tive um problema para ouvir. Pode repetir?",
    "planning": "Desculpe, tive um problema para responder.",
    "effect": "Desculpe, não consegui fazer isso.",
    "timeout": "Desculpe, demorei demais. Pode repetir?",
}


class State(Enum):
    IDLE = "idle"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    MUTED = "muted"
