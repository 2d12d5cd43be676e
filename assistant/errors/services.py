"""Services outside the assistant: the house, the music, the weather."""

from __future__ import annotations

from assistant.errors.root import AssistantError


class ServiceError(AssistantError, ConnectionError):
    """`spoken`: what is said about it, in Portuguese."""

    exit_code = 8

    def __init__(self, message: str, spoken: str):
        super().__init__(message)
        self.spoken = spoken


class ServiceUnreachableError(ServiceError):
    """Nobody answers, or not in time."""


class ServiceRefusedError(ServiceError):
    """It answers, and refuses: a wrong token, an unknown device."""
