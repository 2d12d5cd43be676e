"""What will surely be said some day is made while nobody speaks: fixed replies go into the cache of sounds, one by one.

Strategy: in a session that has been quiet for a while a worker of its own takes one reply a tick. Between two segments it
looks whether anybody has begun to speak, in whatever session, and gives up: an answer that must be made waits for one segment at
the most, and one that is known for none. A reply is made once, by whichever session is quiet.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from weakref import WeakSet

from assistant.dialogue import APOLOGIES, AT_YOUR_SERVICE, Dialogue, State
from assistant.errors import AssistantError
from assistant.events import Action, AudioFrame, Event, Finish, Tick
from assistant.runtime.speech import MannerTo, as_configured
from assistant.runtime.workers import Worker
from assistant.skills import GENERAL_REPLIES, SkillSet
from assistant.tts.protocol import Synthesizer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and in whose voice; None is the usual one."""

    text: str
    voice: str | None = None


def fixed_lines(skills: SkillSet, skill_voices: Mapping[str, str]) -> list[Line]:
    """All that is always said word for word; what is heard most often comes first."""
    own = [Line(text, skill_voices.get(skill)) for skill, texts in skills.replies.items() for text in texts]
    return [*map(Line, GENERAL_REPLIES), *own, *map(Line, APOLOGIES.values()), Line(AT_YOUR_SERVICE)]


class Rehearsal:
    """The lines that are still to be made, for all sessions together. `after_s`: how long a session has to be quiet before."""

    def __init__(self, synthesizer: Synthesizer, lines: Iterable[Line], after_s: float, manner_to: MannerTo = as_configured):
        self._manner_to = manner_to
        self.after_s = after_s
        self._synthesizer = synthesizer
        self._waiting = deque(dict.fromkeys(lines))
        self._engaged: WeakSet[Rehearsing] = WeakSet()
        self._stage = threading.Lock()  # whoever holds it rehearses

    @property
    def is_over(self) -> bool:
        return not self._waiting

    def engage(self, session: Rehearsing) -> None:
        self._engaged.add(session)

    def release(self, session: Rehearsing) -> None:
        self._engaged.discard(session)

    def rehearse(self, session: Rehearsing) -> None:
        """Make the next line, as long as nobody speaks. Takes as long as that does."""
        if self._engaged or not self._stage.acquire(blocking=False):
            return
        try:
            with suppress(IndexError):
                line = self._waiting.popleft()
                if not self._is_made(line, session):
                    self._waiting.appendleft(line)
        finally:
            self._stage.release()

    def _is_made(self, line: Line, session: Rehearsing) -> bool:
        try:
            manner = self._manner_to(None, line.voice)
            for _segment in self._synthesizer.speak(line.text, manner.voice, manner.speed, manner.volume):
                if self._engaged or session.is_over:
                    return False
        except (AssistantError, RuntimeError, ValueError, MemoryError) as error:
            log.warning("a reply cannot be prepared: %s", error)  # it will be said to be so when it is asked for
        return True


class Rehearsing:
    """One session's part in a rehearsal: an observer, which tells quiet from speech."""

    def __init__(self, rehearsal: Rehearsal, worker: Worker):
        self._rehearsal = rehearsal
        self._worker = worker
        self._quiet_since: float | None = None
        self._has_asked = False
        self.is_over = False

    def __call__(self, item: Event | Action | AudioFrame, dialogue: Dialogue) -> None:
        if self.is_over:
            return
        if isinstance(item, Finish):
            self.is_over = True
            self._rehearsal.release(self)  # whoever leaves in the middle of a turn keeps nobody else from rehearsing
        elif dialogue.state not in (State.IDLE, State.MUTED):
            self._quiet_since = None
            self._rehearsal.engage(self)
        elif isinstance(item, Tick):
            self._rest(item.at)

    def _rest(self, at: float) -> None:
        if self._quiet_since is None:
            self._quiet_since = at
            self._rehearsal.release(self)
        elif at - self._quiet_since >= self._rehearsal.after_s and not (self._has_asked or self._rehearsal.is_over):
            self._has_asked = True
            if not self._worker.submit(self._rehearse):
                self._has_asked = False

    def _rehearse(self) -> None:
        try:
            self._rehearsal.rehearse(self)
        finally:
            self._has_asked = False
