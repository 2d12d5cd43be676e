"""Whether recordings can be learned from: each is heard and its text is spelled before training begins, so that no epoch fails.

Strategy: what is wrong with a recording leaves out that recording, and says why; a set fails only when nothing of it is left.
Headers are looked at first, so that three hours by mistake are not decoded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import soundfile

from assistant.audio import files
from assistant.errors import AudioError
from assistant.training.alphabet import normalise
from assistant.training.sets.sources import Example, Problem

RATE = 16_000
FRAMES_PER_SECOND = 50
_SILENT = 1e-4
_N_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """characters: what the recogniser writes, None for any."""

    min_seconds: float = 0.3
    max_seconds: float = 20.0
    characters: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """usable: with their length measured, and their text spelled as it is said."""

    usable: tuple[Example, ...]
    problems: tuple[Problem, ...]

    @property
    def seconds(self) -> float:
        return sum(example.seconds for example in self.usable)


def check(examples: Sequence[Example], limits: Limits, tell: Callable[[int], None] = lambda n: None, threads: int = 2) -> Checked:
    """Every recording is decoded once. tell: called with how many are done."""
    usable, problems = [], []
    with ThreadPoolExecutor(threads) as pool:
        for number, found in enumerate(pool.map(lambda example: _checked(example, limits), examples), start=1):
            (problems if isinstance(found, Problem) else usable).append(found)
            tell(number)
    return Checked(tuple(usable), tuple(problems))


def leaks(examples: Iterable[Example]) -> list[Problem]:
    """Speakers, and files, that are in more than one split: what is measured on them flatters."""
    splits: dict[tuple[str, str], set[str]] = defaultdict(set)
    for example in examples:
        if example.split:
            splits["file", str(example.audio.resolve())].add(example.split)
            if example.speaker:
                splits["speaker", example.speaker].add(example.split)
    return [
        Problem("leak", name, f"this {kind} is in {' and '.join(sorted(found))}")
        for (kind, name), found in sorted(splits.items())
        if len(found) > 1
    ]


def summary(problems: Sequence[Problem]) -> list[str]:
    """A line a kind, with its first few; the most frequent kind first."""
    by_kind: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_kind[problem.kind].append(problem)
    lines = []
    for kind, n in Counter(problem.kind for problem in problems).most_common():
        lines.append(f"{kind}: {n}")
        lines.extend(f"    {problem.where}: {problem.detail}" for problem in by_kind[kind][:_N_SHOWN])
        if n > _N_SHOWN:
            lines.append(f"    … and {n - _N_SHOWN} more")
    return lines


def _checked(example: Example, limits: Limits) -> Example | Problem:
    text = _spelled(example, limits.characters)
    if isinstance(text, Problem):
        return text
    seconds = _length(example, limits)
    if isinstance(seconds, Problem):
        return seconds
    n_needed = len(text) + sum(one == other for one, other in pairwise(text))  # a blank between equal letters
    if n_needed > seconds * FRAMES_PER_SECOND:
        return _problem(example, "text too long", f"{len(text)} letters cannot be said in {seconds:.1f} s: the text of another?")
    return replace(example, text=text, seconds=round(seconds, 3))


def _spelled(example: Example, characters: frozenset[str] | None) -> str | Problem:
    text = normalise(example.text)
    if text is None:
        return _problem(example, "characters", f"no Portuguese can be read in “{example.text[:60]}”")
    if not text:
        return _problem(example, "no text", "its text is empty")
    unknown = sorted(set(text) - characters) if characters is not None else []
    if unknown:
        return _problem(example, "characters", f"the recogniser does not write {' '.join(map(repr, unknown))}")
    return text


def _length(example: Example, limits: Limits) -> float | Problem:
    if not example.audio.is_file():
        return _problem(example, "missing", f"there is no {example.audio}")
    try:
        said = soundfile.info(example.audio).duration
        if said > limits.max_seconds:
            return _problem(example, "too long", f"{said:.0f} s, more than {limits.max_seconds:g}: cut it at its pauses")
        samples = files.read(example.audio, RATE, limits.max_seconds + 1).samples
    except (AudioError, soundfile.SoundFileError, OSError) as error:
        return _problem(example, "broken", str(error))
    seconds = len(samples) / RATE
    if seconds < limits.min_seconds:
        return _problem(example, "too short", f"{seconds:.2f} s, less than {limits.min_seconds:g}")
    if float(np.abs(samples).max()) < _SILENT:
        return _problem(example, "silent", "nothing is heard in it")
    return seconds


def _problem(example: Example, kind: str, detail: str) -> Problem:
    return Problem(kind, example.where or str(example.audio), detail)
