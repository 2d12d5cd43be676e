"""Every bar of the embedded recogniser in one run: what `assistant bench asr` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import models
from assistant.audio import files
from assistant.bench import people, rejection, speed, spoken, unseen
from assistant.bench.bars import Point, Report, Row, Tell
from assistant.bench.materials import Places, noises_of_part
from assistant.bench.subject import RATE, Subject
from assistant.errors import ModelNotFoundError
from assistant.skills import SkillSet

PARTS = ("speed", "people", "spoken", "noise")
_JUDGED = 0  # the part of the material that confidences are not fitted on


@dataclass(frozen=True, slots=True)
class Options:
    """quick: every third sound, and no curve. voices: where the voices for the unseen set are, beside those that were pulled."""

    recordings: Path
    parts: Sequence[str] = PARTS
    quick: bool = False
    voices: Path | None = None

    def thinned(self, items: Sequence) -> Sequence:
        return items[::3] if self.quick else items


def measure(subject: Subject, places: Places, options: Options, tell: Tell) -> Report:
    """tell: called with a mark for each sound that was heard, and with lines."""
    parts = {"speed": _speed, "people": _people, "spoken": _spoken, "noise": _noise}
    reports = [parts[name](subject, places, options, tell) for name in options.parts]
    return Report(
        tuple(row for report in reports for row in report.rows),
        tuple(point for report in reports for point in report.curve),
        tuple(one for report in reports for one in report.wrong),
    )


def _speed(subject: Subject, places: Places, options: Options, tell: Tell) -> Report:
    tell("\nspeed ")
    return Report(tuple(speed.measure(subject, options.recordings, 5 if options.quick else 15, lambda: tell("."))))


def _people(subject: Subject, places: Places, options: Options, tell: Tell) -> Report:
    tell("\npeople ")
    dot = lambda: tell(".")  # noqa: E731
    gcompris = places.people("gcompris")
    rows = [
        people.words(subject, options.thinned(gcompris), gcompris, dot),
        people.single_words(subject, gcompris, dot),
        *people.sentences(subject, places.people("laps", "ufpalign"), dot),
    ]
    return Report(tuple(rows))


def _spoken(subject: Subject, places: Places, options: Options, tell: Tell) -> Report:
    why_not = prepare(unseen.BENCH, places.unseen, places.sentences(), subject.skills, options.voices, tell)
    tell("\nspoken by unseen voices, and what is no command ")
    utterances = [] if why_not else unseen.load(places.unseen)
    commands = options.thinned([u for u in utterances if u.source == unseen.COMMAND])
    others = [u for u in utterances if u.source != unseen.COMMAND]
    score = (lambda samples: 0.0) if options.quick else _scorer(subject)
    dot = lambda is_right: tell("." if is_right else "x")  # noqa: E731
    conditions = spoken.Conditions(noises_of_part(places.noises(), _JUDGED), places.rooms(_JUDGED))
    heard = spoken.hear(subject, places.unseen, commands, conditions, score, dot)
    sounds = options.thinned(list(rejection.no_commands(subject, places, others, _JUDGED)))
    taken = rejection.take(subject, sounds, score, dot)
    curve = [] if options.quick or not (taken and heard) else rejection.curve([t.score for t in taken], [h.score for h in heard])
    rows = [*spoken.rows(heard, why_not), *rejection.rows(taken, heard, why_not), *_best(curve)]
    return Report(tuple(rows), tuple(curve), tuple(spoken.wrong_ones(heard)))


def _scorer(subject: Subject) -> spoken.Score:
    return rejection.Credulous(subject, models.find("embedded-encoder")).score


def _best(curve: Sequence[Point]) -> Iterator[Row]:
    if curve:
        point = rejection.best(curve)
        note = f"accepted {point.accepted:.1f} %, rejected {point.rejected:.1f} %, by the grammar pass alone"
        yield Row("  threshold nearest to both bars", point.threshold, "", note=note)


def _noise(subject: Subject, places: Places, options: Options, tell: Tell) -> Report:
    tell("\nnoise ")
    paths = options.thinned(places.noises())
    if not paths:
        return Report((Row("noise files with invented text", None, "files", at_most=0, note="no noise; give --noise FOLDER"),))
    invented = []
    for path in paths:
        samples: np.ndarray = files.read(path, RATE).samples
        if text := subject.hear(samples).text:
            invented.append(f"{path.stem} “{text}”")
        tell("x" if text else ".")
    row = Row("noise files with invented text", len(invented), "files", len(paths), at_most=0, note="; ".join(invented))
    return Report((row,))


def prepare(plan: unseen.Plan, folder: Path, prose: Sequence[str], skills: SkillSet, voices: Path | None, tell: Tell) -> str:
    """Make what is missing of a set of speech; "" when it is there, else why it cannot be."""
    if unseen.is_complete(plan, folder):
        return ""
    try:
        speakers = unseen.Speakers.find(voices)
    except ModelNotFoundError as error:
        return str(error)
    tell(f"\nspeaking {plan.n_utterances} sentences into {folder}, once ")
    unseen.make(plan, folder, skills, prose, speakers, lambda utterance, hours: tell("."))
    return ""
