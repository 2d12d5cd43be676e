"""The live view of a session on a terminal: state, level, caption, answer and times (rich).

Strategy: the observer only notes what happened; rich redraws from the notes ten times a second in its own thread, off the
session's path.
"""

from __future__ import annotations

import math
from collections import deque
from types import TracebackType

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assistant.cli.views import format_times
from assistant.dialogue import Dialogue, State
from assistant.events import (
    Action,
    AudioFrame,
    DeviceLost,
    DeviceRestored,
    Event,
    Partial,
    PartialRecognized,
    Recognized,
    Report,
    Speak,
    SpeechStarted,
    TurnRecord,
)

_STATES = {
    State.IDLE: ("○ pronto", "green", ""),
    State.LISTENING: ("● ouvindo", "bold red", ""),
    State.THINKING: ("◐ pensando", "bold yellow", ""),
    State.SPEAKING: ("▶ falando", "bold cyan", ""),
    State.MUTED: ("✕ microfone desligado", "dim", ""),
}
_BAR_WIDTH = 24
_QUIETEST_DB = -60.0


class LiveView:
    """A context manager and an observer."""

    def __init__(self, console: Console | None = None, title: str = "assistente"):
        self._console = console or Console()
        self._title = title
        self._state = State.IDLE
        self._level_db = _QUIETEST_DB
        self._caption = Partial("")
        self._answer = ""
        self._notice = ""
        self._turns: deque[TurnRecord] = deque(maxlen=6)
        self._live = Live(get_renderable=self._draw, console=self._console, refresh_per_second=10)

    def __enter__(self) -> LiveView:
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._live.stop()

    def __call__(self, item: Event | Action | AudioFrame, dialogue: Dialogue) -> None:
        self._state = dialogue.state
        match item:
            case AudioFrame(samples=samples):
                rms = math.sqrt(float(np.dot(samples, samples)) / max(1, len(samples)))
                self._level_db = max(_QUIETEST_DB, 20 * math.log10(rms + 1e-9))
            case SpeechStarted():
                self._caption, self._answer = Partial(""), ""
            case PartialRecognized(partial=partial):
                self._caption = partial
            case Recognized(transcript=transcript):
                self._caption = Partial(transcript.text, len(transcript.text))
            case Speak(text=text):
                self._answer = text
            case Report(record=record):
                self._turns.append(record)
                self._caption, self._answer = Partial(""), ""
            case DeviceLost():
                self._notice = "Perdi o microfone. Espero que ele volte."
            case DeviceRestored():
                self._notice = ""

    def _draw(self) -> RenderableType:
        label, style, hint = _STATES[self._state]
        head = Table.grid(expand=True)
        head.add_column()
        head.add_column(justify="right")
        head.add_row(Text(label, style=style), self._level_bar())
        parts: list[RenderableType] = [self._history(), head]
        caption = Text(self._caption.text[: self._caption.n_stable], style="bold")
        caption.append(self._caption.text[self._caption.n_stable :], style="dim")
        parts.append(Text("você        ", style="dim") + caption if caption.plain else Text(hint, style="dim"))
        parts.append(Text("assistente  ", style="dim") + Text(self._answer, style="cyan") if self._answer else Text(""))
        if self._notice:
            parts.append(Text(self._notice, style="bold red"))
        return Panel(Group(*parts), title=self._title, subtitle="ctrl-C encerra", border_style="dim")

    def _level_bar(self) -> Text:
        n_full = round(_BAR_WIDTH * (1 - self._level_db / _QUIETEST_DB))
        return Text("▮" * n_full, style="green") + Text("▯" * (_BAR_WIDTH - n_full), style="dim")

    def _history(self) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        table.add_column(style="dim")
        table.add_column()
        for record in self._turns:
            if record.heard:
                table.add_row("você", record.heard)
            table.add_row("assistente", Text(record.answer, style="cyan") + Text(format_times(record), style="dim"))
        return table
