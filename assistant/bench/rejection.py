"""What is not for the assistant and is taken for a command all the same, against the commands that are refused for it.

Strategy: at the operating point the whole recogniser decides, free text included, and the skills understand the text or not.
The curve behind it is that of the grammar pass alone: with the least confidence asked of it, its best sentence and the
confidence in it are noted for every sound; each threshold then accepts so many others, and refuses so many commands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import app
from assistant.asr.embedded import EmbeddedRecognizer
from assistant.audio import files
from assistant.bench import materials
from assistant.bench.bars import Point, Row, share
from assistant.bench.materials import Places
from assistant.bench.spoken import Heard, Score
from assistant.bench.subject import RATE, Subject, hear
from assistant.training.alphabet import normalise
from assistant.training.manifest import Utterance

MAX_ACCEPTED, MAX_REJECTED = 2.0, 3.0
ACCEPTED, REJECTED = "no commands: accepted", "commands: rejected"
THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
SENTENCE_SETS = ("laps", "ufpalign")
OTHER_SETS = (*SENTENCE_SETS, "cml", "librispeech", "gcompris", "wakewords_ptpt")


@dataclass(frozen=True, slots=True)
class Sound:
    """What is no command.

    kind: of which sort. text: what is said, "" where that is not known or nothing. group: who says it, or which noise it is of.
    """

    kind: str
    name: str
    text: str
    group: str
    samples: np.ndarray


@dataclass(frozen=True, slots=True)
class Taken:
    """A sound, and the skill that took what was heard; "" where none did. score: of the curve."""

    kind: str
    name: str
    text: str
    skill: str
    score: float = 0.0


def no_commands(subject: Subject, places: Places, others: Sequence[Utterance], part: int) -> Iterator[Sound]:
    """Everything of one part of the material that means nothing to the skills."""
    for utterance in others:
        if is_command(subject, utterance.text):
            continue  # when the set was made no skill knew it
        samples = files.read(places.unseen / utterance.file, RATE).samples
        yield Sound(f"unseen voices, {utterance.source}", utterance.text, utterance.text, utterance.voice, samples)
    for said in materials.half_of(places.people(*OTHER_SETS), part):
        if not is_command(subject, normalise(said.text) or ""):
            yield Sound(
                f"people, {said.set}", said.text or said.path.name, normalise(said.text) or "", said.group, said.samples()
            )
    for path in materials.noises_of_part(places.noises(), part):
        for number, piece in enumerate(materials.pieces(path)):
            yield Sound("noise, television", f"{path.name} {number}", "", path.name, piece)


def is_command(subject: Subject, text: str) -> bool:
    return bool(text) and subject.planned(text).skill is not None


def take(subject: Subject, sounds: Iterable[Sound], score: Score, tell: Callable[[bool], None]) -> list[Taken]:
    taken = []
    for sound in sounds:
        transcript = subject.hear(sound.samples)
        skill = subject.plan(transcript).skill if transcript.text else None
        taken.append(Taken(sound.kind, sound.name, transcript.text, skill or "", score(sound.samples)))
        tell(not skill)
    return taken


def rows(taken: Sequence[Taken], commands: Sequence[Heard], why_not: str = "") -> list[Row]:
    """The two bars, and each sort of sound for itself."""
    accepted = [t for t in taken if t.skill]
    rejected = [h for h in commands if h.is_rejected]
    found = [
        share(ACCEPTED, len(accepted), len(taken), _listed(accepted), at_most=MAX_ACCEPTED),
        share(REJECTED, len(rejected), len(commands), why_not, at_most=MAX_REJECTED),
    ]
    for kind in dict.fromkeys(t.kind for t in taken):
        own = [t for t in taken if t.kind == kind]
        found.append(share(f"  {kind}", sum(bool(t.skill) for t in own), len(own)))
    return found


def _listed(accepted: Sequence[Taken], n_shown: int = 4) -> str:
    shown = "; ".join(f"“{t.name}” → “{t.text}”" for t in accepted[:n_shown])
    return shown + (" …" if len(accepted) > n_shown else "")


class Credulous:
    """The grammar pass, always answering: (confidence, whether a skill takes its sentence)."""

    def __init__(self, subject: Subject, folder: Path):
        """folder: of embedded-encoder."""
        settings = subject.config.asr.model_copy(update={"min_confidence": 1e-9})
        self._subject = subject
        self._recognizer = EmbeddedRecognizer(folder, settings, lambda: app.commands_of(subject.skills))

    def score(self, samples: np.ndarray) -> float:
        """The confidence in the grammar's best sentence, 0 where no skill takes it."""
        transcript = hear(self._recognizer, samples)
        if not transcript.text or self._subject.planned(transcript.text).skill is None:
            return 0.0
        return transcript.confidence


def curve(others: Sequence[float], commands: Sequence[float]) -> list[Point]:
    """From the scores of both. Source: Martin et al., "The DET Curve in Assessment of Detection Task Performance", 1997."""
    wrong, right = np.asarray(others), np.asarray(commands)
    return [Point(t, 100 * float(np.mean(wrong >= t)), 100 * float(np.mean(right < t))) for t in THRESHOLDS]


def best(points: Sequence[Point]) -> Point:
    """The point that is nearest to both bars: the worse of the two, as a share of its bar, is least."""
    return min(points, key=lambda p: (max(p.accepted / MAX_ACCEPTED, p.rejected / MAX_REJECTED), p.threshold))
