"""What a person, or a program, sees of a session. Each view is an observer; what it prints for people is Portuguese."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TextIO

from assistant.dialogue import Dialogue
from assistant.events import Action, AudioFrame, DeviceLost, DeviceRestored, Event, Report, TurnRecord


class JsonView:
    """One object a turn, and nothing else."""

    def __init__(self, stream: TextIO | None = None):
        self._stream = stream or sys.stdout

    def __call__(self, item: Event | Action | AudioFrame, dialogue: Dialogue) -> None:
        if isinstance(item, Report):
            record = dataclasses.asdict(item.record)
            record["speculation"] = item.record.speculation and item.record.speculation.value
            print(json.dumps(record, ensure_ascii=False), file=self._stream, flush=True)


class AnswerView:
    """The answers alone, a line each: for `ask` and for pipes."""

    def __call__(self, item: Event | Action | AudioFrame, dialogue: Dialogue) -> None:
        if isinstance(item, Report):
            print(item.record.answer, flush=True)


class PlainView:
    """Who said what, a line each, with the times: for logs and dumb terminals. `echo` repeats what was heard."""

    def __init__(self, stream: TextIO | None = None, echo: bool = True):
        self._stream = stream or sys.stdout
        self._echo = echo

    def __call__(self, item: Event | Action | AudioFrame, dialogue: Dialogue) -> None:
        match item:
            case Report(record=record):
                if record.heard and self._echo:
                    self._say(f"você: {record.heard}")
                ending = format_ending(record)
                self._say(f"assistente: {record.answer}" + (f"  [{ending}]" if ending else ""))
            case DeviceLost():
                self._say("(perdi o microfone; espero que ele volte)")
            case DeviceRestored():
                self._say("(o microfone voltou)")

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


def format_ending(record: TurnRecord) -> str:
    """How long after the end of speech, with what is known: "texto 180 ms · som 410 ms"; and whether the answer was cut short."""
    times = [f"{label} {record.ms[key]} ms" for label, key in (("texto", "text"), ("som", "audio")) if record.ms.get(key)]
    return " · ".join([*times, *(["interrompida"] if record.is_interrupted else [])])
