"""The figures of one turn: what is written, exported and counted of it. Without words, unless they are asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum
from typing import Any

from assistant.events import Speculation


class Origin(Enum):
    """How a turn began: somebody spoke, somebody typed, a command was due that was asked for earlier, something was announced."""

    VOICE = "voice"
    TEXT = "text"
    SCHEDULE = "schedule"
    ANNOUNCEMENT = "announcement"


class Outcome(Enum):
    """How it ended. UNHEARD: no words in it. NOT_MEANT: words for somebody else. INTERRUPTED: a person cut the answer short.
    FAILED: with an apology, or without the sound of its answer."""

    ANSWERED = "answered"
    UNHEARD = "unheard"
    NOT_MEANT = "not_meant"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Words:
    """What was said, kept only where that is allowed."""

    heard: str
    answer: str
    speaker: str | None
    slots: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TurnFigures:
    """began: on the wall's clock, with its zone. turn: the dialogue's number of it. seconds: from its beginning to its end.

    speech_s: from its beginning to the last sample of speech, None where nobody spoke. ms: TurnRecord.ms. cpu_s: seconds of
    processor that the whole process took meanwhile. rejected: Transcript.rejected. failure: the stage that failed. n_resumed: how
    often somebody spoke on after a pause. cached, made: segments of the answer. words: None where they are not to be kept.
    """

    began: datetime
    turn: int
    origin: Origin
    outcome: Outcome
    seconds: float
    cpu_s: float
    speech_s: float | None = None
    ms: Mapping[str, int | None] = field(default_factory=dict)
    confidence: float | None = None
    rejected: str | None = None
    skill: str | None = None
    intent: str | None = None
    is_speaker_known: bool = False
    speculation: Speculation | None = None
    n_resumed: int = 0
    is_interrupted: bool = False
    cached: int = 0
    made: int = 0
    failure: str | None = None
    words: Words | None = None

    def line(self) -> str:
        """One line of JSON, without its end. What is not known is not written."""
        row = {it.name: _plain(getattr(self, it.name)) for it in fields(self)}
        return json.dumps({name: value for name, value in row.items() if value is not None}, ensure_ascii=False)


def read(line: str) -> TurnFigures:
    """What `line` wrote, perhaps with another version's fields. Raises ValueError for anything else."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("no object")
    known = {it.name: row[it.name] for it in fields(TurnFigures) if it.name in row}
    try:
        began, origin, outcome = datetime.fromisoformat(known["began"]), Origin(known["origin"]), Outcome(known["outcome"])
        speculation = Speculation(known["speculation"]) if "speculation" in known else None
        words = Words(**known["words"]) if "words" in known else None
        _check_numbers(known)
        fitted = {"began": began, "origin": origin, "outcome": outcome, "speculation": speculation, "words": words}
        return TurnFigures(**{**known, **fitted})
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a turn's figures: {error}") from error


def _check_numbers(row: Mapping[str, Any]) -> None:
    """What is counted has to be a number: one bad line must not spoil all the others' figures."""
    times = row.get("ms", {})
    if not isinstance(times, dict) or datetime.fromisoformat(row["began"]).tzinfo is None:
        raise ValueError("no times, or none with a zone")
    wanted = [row["seconds"], row["cpu_s"], row["turn"], *(row.get(it, 0) for it in ("n_resumed", "cached", "made"))]
    possible = [*times.values(), row.get("speech_s"), row.get("confidence")]
    for number in [*wanted, *(it for it in possible if it is not None)]:
        if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) < 1e9:
            raise ValueError(f"{number!r} is no number")
    for text in (row.get(it) for it in ("skill", "intent", "rejected", "failure")):
        if not isinstance(text, str | None):
            raise ValueError(f"{text!r} is no text")


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, Words):
        return {"heard": value.heard, "answer": value.answer, "speaker": value.speaker, "slots": dict(value.slots)}
    if isinstance(value, Mapping):
        return dict(value)
    return value
