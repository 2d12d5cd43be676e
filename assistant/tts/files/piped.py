"""Texts that come through a pipe and are still being written: piece by piece, and passage by passage.

Strategy: a thread reads ahead, a few pieces far. Whoever writes a line and then nothing for a while wants it to be heard now,
although only what follows could tell whether its sentence goes on: the passage ends there.
"""

from __future__ import annotations

import codecs
import io
import threading
from collections.abc import Callable, Iterator
from queue import Empty, Queue
from typing import BinaryIO

from assistant.errors import TextFileError
from assistant.tts.files.texts import AS_OLD, OLD_ENCODING

QUIET_S = 0.4
_PIPE_BYTES = 1 << 16
_AHEAD = 16


def stream(pipe: BinaryIO, tell: Callable[[str], None]) -> Iterator[str]:
    """What comes through a pipe, piece by piece as it comes, however its characters are cut.

    tell: gets a sentence when it turns out not to be UTF-8; from there on it is read as Windows-1252. Raises TextFileError.
    """
    decoder = _pipe_decoder("utf-8")
    read_some = getattr(pipe, "read1", pipe.read)
    is_first, is_last, is_surely_utf8 = True, False, False
    while not is_last:
        raw = read_some(_PIPE_BYTES)
        is_last = not raw
        if is_first and b"\0" in raw:  # later, somebody is being read to already: one is a blank then
            raise TextFileError("standard input", "not a text (it holds NUL bytes)", "write UTF-8 into it")
        try:
            piece = decoder.decode(raw, final=is_last)
            is_surely_utf8 = is_surely_utf8 or not piece.isascii()
        except UnicodeDecodeError as error:
            if is_last and is_surely_utf8:
                tell("standard input ended within a character, which is left out")
                return
            tell(f"standard input is {AS_OLD}")
            decoder = _pipe_decoder(OLD_ENCODING)
            piece = decoder.decode(error.object, final=is_last)  # with the bytes that were held back
        if piece:
            yield piece.removeprefix("\ufeff") if is_first else piece
            is_first = False


def passages(pieces: Iterator[str], quiet_s: float = QUIET_S) -> Iterator[Iterator[str]]:
    """The same pieces, in passages that end where a line does and nothing follows it for `quiet_s`.

    Each passage is to be read to its end before the next one is asked for.
    """
    ahead = _Ahead(pieces)
    while (first := ahead.take()) is not None:
        yield _passage(first, ahead, quiet_s)


def _passage(first: str, ahead: _Ahead, quiet_s: float) -> Iterator[str]:
    piece: str | None = first
    while piece is not None:
        yield piece
        try:
            piece = ahead.take(quiet_s if piece.endswith("\n") else None)
        except Empty:
            return


class _Ahead:
    """Pieces read in a thread of their own, so that one can wait for the next one no longer than one wants to."""

    def __init__(self, pieces: Iterator[str]):
        self._pieces = pieces
        self._queue: Queue[str | Exception | None] = Queue(_AHEAD)
        self._is_over = False
        # A pipe may never end: the program does not wait for this thread.
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    def take(self, timeout_s: float | None = None) -> str | None:
        """The next piece, None at the end. Raises Empty, and what reading raised."""
        if self._is_over:
            return None
        piece = self._queue.get(timeout=timeout_s)
        self._is_over = not isinstance(piece, str)
        if isinstance(piece, Exception):
            raise piece
        return piece

    def _read(self) -> None:
        try:
            for piece in self._pieces:
                self._queue.put(piece)
            self._queue.put(None)
        except (OSError, ValueError) as error:
            self._queue.put(error)


def _pipe_decoder(encoding: str) -> io.IncrementalNewlineDecoder:
    errors = "strict" if encoding == "utf-8" else "replace"
    return io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(errors), translate=True)
