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

from assistant.cli.views import format_ending
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
    ReleaseSpeech,
    Report,
    Speak,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    TurnRecord,
)

_STATES = {
    State.IDLE: ("○ pronto", "green"),
    State.LISTENING: ("● ouvindo", "bold red"),
    State.THINKING: ("◐ pensando", "bold yellow"),
    State.SPEAKING: ("▶ falando", "bold cyan"),
    State.MUTED: ("✕ microfone desligado", "dim"),
}
_PAUSED = ("● ouvindo, esperando você terminar", "bold yellow")
_HELD = ("‖ em pausa, ouvindo você", "bold magenta")
_BAR_WIDTH = 24
_QUIETEST_DB = -60.0


class LiveView:
    """A context manager and an observer."""

    def __init__(self, console: Console | None = None, title: str = "assistente", wake_phrase: str | None = None):
        self._console = console or Console()
        self._title = title
        self._wake_phrase = wake_phrase
        self._state = State.IDLE
        self._must_be_called = wake_phrase is not None
        self._is_paused = False
        self._is_held = False
        self._caption_under = Partial("")
        self._level_db = _QUIETEST_DB
        self._caption = Partial("")
        self._answer = ""
        self._notice = ""
        self._turns: deque[TurnRecord] = deque(maxlen=6)
        self._live = Live(get_renderable=self.draw, console=self._console, refresh_per_second=10)

    def __enter__(self) -> LiveView:
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._live.stop()

    def __call__(self, item: Event | Action | AudioFrame, dialogue: Dialogue) -> None:
        self._state = dialogue.state
        if isinstance(item, Event):
            # At every Tick, too: an answer may be followed up for a while, and then the name is needed again.
            self._must_be_called = self._wake_phrase is not None and dialogue.must_be_called(item.at)
        self._is_held = dialogue.is_held
        match item:
            case AudioFrame(samples=samples):
                rms = math.sqrt(float(np.dot(samples, samples)) / max(1, len(samples)))
                self._level_db = max(_QUIETEST_DB, 20 * math.log10(rms + 1e-9))
            case DeviceLost():
                self._notice = "Perdi o microfone. Espero que ele volte."
            case DeviceRestored():
                self._notice = ""
            case _:
                self._hear(item)
                self._answer_with(item)

    def _hear(self, item: Event | Action) -> None:
        match item:
            case SpeechStarted():
                self._is_paused = False
                self._caption_under, self._caption = self._caption, Partial("")
            case SpeechPaused():
                self._is_paused = True
            case SpeechResumed() | SpeechEnded():
                self._is_paused = False
            case PartialRecognized(partial=partial):
                self._caption = partial
            case Recognized(transcript=transcript):
                self._caption = Partial(transcript.text, len(transcript.text))

    def _answer_with(self, item: Event | Action) -> None:
        match item:
            case Speak(text=text):
                self._answer = text
            case ReleaseSpeech():
                self._caption = self._caption_under
            case Report(record=record):
                self._turns.append(record)
                self._answer = ""
                if not record.is_interrupted:  # else it is of whoever spoke over the answer
                    self._caption = Partial("")

    def _label(self) -> tuple[str, str]:
        if self._is_held:
            return _HELD
        if self._state is State.LISTENING and self._is_paused:
            return _PAUSED
        if self._state is State.IDLE and self._must_be_called:
            return f"○ diga “{self._wake_phrase}”", "green"
        return _STATES[self._state]

    def draw(self) -> RenderableType:
        """What is shown now."""
        label, style = self._label()
        head = Table.grid(expand=True)
        head.add_column()
        head.add_column(justify="right")
        head.add_row(Text(label, style=style), self._level_bar())
        n_stable = self._caption.n_stable
        caption = Text.assemble((self._caption.text[:n_stable], "bold"), (self._caption.text[n_stable:], "dim"))
        now = Table.grid(padding=(0, 2))
        now.add_column(style="dim", width=10)
        now.add_column()
        now.add_row("você", caption)
        now.add_row("assistente", Text(self._answer, style="bold cyan"))
        parts: list[RenderableType] = [self._history(), Text(), head, now]
        if self._notice:
            parts.append(Text(self._notice, style="bold red"))
        return Panel(Group(*parts), title=self._title, subtitle="ctrl-C encerra", border_style="dim")

    def _level_bar(self) -> Text:
        n_full = round(_BAR_WIDTH * (1 - self._level_db / _QUIETEST_DB))
        return Text.assemble(("━" * n_full, "green"), ("━" * (_BAR_WIDTH - n_full), "bright_black"))

    def _history(self) -> RenderableType:
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(style="dim", width=10)
        table.add_column(ratio=1)
        table.add_column(style="dim", justify="right", no_wrap=True)
        for record in self._turns:
            if record.heard:
                table.add_row("você", record.heard, "")
            table.add_row("assistente", Text(record.answer, style="cyan"), format_ending(record))
        return table
