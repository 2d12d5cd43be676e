"""A connection to a music player daemon, and what its failures are called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.errors import ServiceError, ServiceRefusedError, ServiceUnreachableError

if TYPE_CHECKING:
    from mpd import MPDClient

OPERATION_S = 1.5
SILENT = "O tocador de música não responde."
WRONG_PASSWORD, NO_PERMISSION, NO_MIXER = "[3@", "[4@", "[52@"
"""How the replies of the protocol begin that mean that."""


@dataclass(frozen=True, slots=True)
class Daemon:
    """Where it listens; host: a name, an address or the path of a socket."""

    host: str
    port: int = 6600
    password: str | None = field(default=None, repr=False)

    @contextmanager
    def connected(self) -> Iterator[MPDClient]:
        """No single step takes longer than OPERATION_S. Raises ServiceError for whatever happens inside."""
        from mpd import MPDClient, MPDError

        client = MPDClient()
        client.timeout = OPERATION_S
        try:
            client.connect(self.host, self.port)
            if self.password:
                client.password(self.password)
            yield client
        # What is no text, or has no form, comes as ValueError and its like: somebody else listens there, or the line was cut.
        except (MPDError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            if isinstance(error, ServiceError):
                raise
            raise self._explained(error) from error
        finally:
            with suppress(MPDError, OSError):
                client.disconnect()

    def _explained(self, error: Exception) -> ServiceError:
        from mpd import CommandError

        where = f"the music player at {self.host}:{self.port}"
        if not isinstance(error, CommandError):
            reason = f"{error}" or type(error).__name__
            return ServiceUnreachableError(
                f"{where} does not answer ({reason}); see whether it runs, and music.host and music.port",
                SILENT,
            )
        reply = str(error)
        if reply.startswith((WRONG_PASSWORD, NO_PERMISSION)):
            return ServiceRefusedError(
                f"{where} wants another password ({reply}); set the variable that music.password_variable names",
                "O tocador de música não aceitou a senha que eu tenho.",
            )
        if reply.startswith(NO_MIXER) and "volume" in reply:
            return no_volume()
        return ServiceRefusedError(f"{where} refused: {reply}", "O tocador de música recusou o pedido.")


def no_volume() -> ServiceRefusedError:
    return ServiceRefusedError(
        "the music player has no control of its volume; give its output a mixer_type",
        "O tocador de música não me deixa mudar o volume dele.",
    )
