"""Resident memory: of this process, of the whole assistant while it answers, of a recogniser that is never let
off, and of a voice that reads on and on.

Strategy: memory is measured in processes of their own, so that nothing else of the benchmark counts. What is mapped from a file
and in memory counts, as it must be there.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assistant.config import Config
from assistant.errors import RecognitionError, SynthesisError

FALLEN = "the embedded recogniser takes over"
"""What is logged when another recogniser than the one that was asked for goes on."""

_POLL_S = 0.1
SAMPLE_EVERY_S = 15.0
"""Of sound."""


@dataclass(frozen=True, slots=True)
class Soak:
    """mb: resident, after each `every_s` of sound. cost_s: what each of these took."""

    mb: tuple[float, ...]
    cost_s: tuple[float, ...]
    every_s: float = SAMPLE_EVERY_S

    def spread_percent(self, warm_s: float) -> float:
        """How far memory strays, after the first `warm_s` of sound, from what it was then."""
        return spread_percent(self.mb[round(warm_s / self.every_s) :])

    @property
    def cost_ratio(self) -> float:
        """What a second of sound costs in the last quarter, against the second quarter."""
        n = max(1, len(self.cost_s) // 4)
        return sum(self.cost_s[-n:]) / sum(self.cost_s[n : 2 * n] or self.cost_s[-n:])


def is_known() -> bool:
    """Whether this system tells how much of a process is in memory."""
    return Path("/proc/self/status").is_file()


def of_process(pid: int | str = "self", key: str = "VmRSS") -> float | None:
    """Megabytes; None when the process is no more. key: VmRSS now, VmHWM at most until now."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = re.search(rf"{key}:\s+(\d+) kB", status)
    return int(found[1]) / 1000 if found else None


def of_assistant(config: Config, sound: Path) -> float:
    """The most that `assistant run` has in memory while it hears a recording and answers, in MB. Raises RecognitionError."""
    with tempfile.TemporaryDirectory(prefix="assistente-") as folder:
        settings = Path(folder) / "config.yaml"
        own = config.model_copy(update={"store": config.store.model_copy(update={"path": Path(folder) / "store.sqlite"})})
        settings.write_text(own.model_dump_json(), encoding="utf-8")  # JSON is YAML
        command = [sys.executable, "-m", "assistant", "run", "-v", "--config", str(settings), "--input", str(sound), "--json"]
        output = ["--output", str(Path(folder) / "answers.wav")]
        with (Path(folder) / "errors").open("w+") as errors:
            child = subprocess.Popen([*command, *output], stdout=subprocess.DEVNULL, stderr=errors, stdin=subprocess.DEVNULL)
            most = 0.0
            while child.poll() is None:
                most = max(most, of_process(child.pid, "VmHWM") or 0.0)
                time.sleep(_POLL_S)
            if child.returncode:
                raise RecognitionError(f"the assistant ended with {child.returncode} ({_last_line(errors)}); try it alone")
            if FALLEN in _text(errors):
                raise RecognitionError("the large recogniser broke down, and the embedded one went on; try it alone, with -v")
    return most


def soak(config: Config, recordings: Path, minutes: float, tell: Callable[[], None], every_s: float = SAMPLE_EVERY_S) -> Soak:
    """Minutes of speech without an end, as one utterance, as fast as it goes. Raises RecognitionError."""
    sound = {"recordings": str(recordings), "minutes": minutes, "every_s": every_s}
    samples, failure = _samples("assistant.bench.soaking", config, sound, tell)
    if failure:
        raise RecognitionError(f"the recogniser did not last ({failure}); try it on a shorter file")
    return Soak(tuple(s["mb"] for s in samples), tuple(s["cost_s"] for s in samples), every_s)


def speaking(config: Config, count: int, every: int, tell: Callable[[], None]) -> tuple[float, ...]:
    """MB in memory after each `every` of `count` sentences, each of them new, spoken into nowhere. Raises SynthesisError."""
    samples, failure = _samples("assistant.bench.speaking", config, {"count": count, "every": every}, tell)
    if failure:
        raise SynthesisError(f"the voice did not last ({failure}); try fewer sentences")
    return tuple(sample["mb"] for sample in samples)


def spread_percent(mb: Sequence[float]) -> float:
    """How far memory strays from what it was at first."""
    return 100 * max(abs(later - mb[0]) for later in mb) / mb[0]


def _samples(module: str, config: Config, order: Mapping[str, object], tell: Callable[[], None]) -> tuple[list[dict], str]:
    """What a module prints, a JSON object a line, and its last words if it failed."""
    samples = []
    with tempfile.TemporaryFile("w+") as errors:
        command = [sys.executable, "-m", module, json.dumps({"config": config.model_dump(mode="json"), **order})]
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
        for line in child.stdout or ():
            samples.append(json.loads(line))
            tell()
        return samples, _last_line(errors) if child.wait() else ""


def _text(errors: IO[str]) -> str:
    errors.seek(0)
    return errors.read()


def _last_line(errors: IO[str]) -> str:
    return (_text(errors).strip().splitlines() or ["no message"])[-1][-200:]
