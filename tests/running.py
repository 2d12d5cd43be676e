"""The program as somebody stands before it: `assistant run --json`, and a turn for each line that it prints."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time

STARTING_S = 120.0


class Running:
    """A context manager; inside it the assistant listens. Ended with SIGTERM."""

    def __init__(self, environ: dict[str, str], *words: str):
        self._program = subprocess.Popen(
            [sys.executable, "-m", "assistant", "run", "--json", *words],
            env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._turns: queue.Queue[dict] = queue.Queue()
        self._listens = threading.Event()
        self._said: list[str] = []
        self._readers = [threading.Thread(target=it, daemon=True) for it in (self._read_turns, self._read_messages)]

    def __enter__(self) -> Running:
        for reader in self._readers:
            reader.start()
        until = time.monotonic() + STARTING_S
        while not self._listens.wait(0.1):
            if self._program.poll() is not None or time.monotonic() > until:
                self._end()
                raise AssertionError(f"the assistant does not listen: {self.messages}")
        return self

    def __exit__(self, *_) -> None:
        self._end()

    @property
    def messages(self) -> str:
        return "".join(self._said)

    @property
    def code(self) -> int | None:
        return self._program.returncode

    def turn(self, timeout_s: float = 60.0) -> dict | None:
        """The next, or None when there is none in time."""
        try:
            return self._turns.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def _end(self) -> None:
        self._program.terminate()
        try:
            self._program.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._program.kill()
            raise
        finally:
            for reader in self._readers:
                reader.join(5)

    def _read_turns(self) -> None:
        for line in self._program.stdout:
            self._turns.put(json.loads(line))

    def _read_messages(self) -> None:
        for line in self._program.stderr:
            self._said.append(line)
            if "Pode falar" in line:
                self._listens.set()
