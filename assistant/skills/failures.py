"""What is said about a failure that somebody can do something about."""

from __future__ import annotations

from assistant.errors import NoSpaceError, ServiceError, StoreError

DISK_FULL = "O disco está cheio, e não consegui guardar isso. Libere espaço e peça de novo, por favor."
NO_STORE = "Agora não consigo ler ou gravar as minhas anotações."


def spoken(error: Exception) -> str | None:
    """In Portuguese, one or two sentences; None where there is nothing better to say than that it did not work."""
    match error:
        case ServiceError():
            return error.spoken
        case NoSpaceError():
            return DISK_FULL
        case StoreError():
            return NO_STORE
    return None
