"""What is planned about an utterance, what the conversation is about, and the record of a finished turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any

VOICE = "voz"
"""The slot that any speech is the answer to, whoever's: a phrase to know a voice by."""


class Completeness(Enum):
    """Whether what was said so far may be all of it: how long a silence ends the turn depends on it.

    COMPLETE: a command, to which nothing is added, or hardly ever. EXTENDABLE: a command, to which people often add where, when
    or what ("toca música | na sala"). DANGLING: it surely goes on ("acende a luz da"). UNKNOWN: none of this can be told.
    """

    COMPLETE = "complete"
    EXTENDABLE = "extendable"
    UNKNOWN = "unknown"
    DANGLING = "dangling"


class Earcon(Enum):
    """A short sound that tells what the assistant does."""

    LISTENING = "listening"
    UNDERSTOOD = "understood"
    ERROR = "error"


class Urgency(Enum):
    """What kind of thing wants to be said or done unasked."""

    ALARM = "alarm"
    REMINDER = "reminder"
    COMMAND = "command"
    NEWS = "news"


class Speculation(StrEnum):
    """What became of the answer that was made beforehand, in the first short pause: used, or thrown away since speech went on."""

    HIT = "hit"
    MISS = "miss"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about: what the next utterance may leave unsaid.

    intent: what was understood last ("clima.previsao"), slots: with what. asks: the slot that was asked for ("duracao"), or
    None. offered: what is done when the next utterance agrees ("sim"), None when nothing was offered; a plan without a text is
    made only then, with what is known then. mentions: what "ela", "isso" may stand for, in the words of the skill that
    mentioned it. question: how it was asked or offered; n_asked: how often, refused: what is said at "não", heard: the command
    that is offered, in words. before: what the conversation was about before it came to this.
    """

    intent: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    asks: str | None = None
    offered: Plan | None = None
    mentions: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    n_asked: int = 0
    refused: str = ""
    heard: str = ""
    before: Topic | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self.asks is not None or self.offered is not None

    @property
    def wants_voice(self) -> bool:
        """Whether it is for its voice that the next utterance counts."""
        return self.asks == VOICE

    def closed(self) -> Topic:
        """The same, with no question open."""
        return Topic(self.intent, self.slots, mentions=self.mentions, before=self.before) if self.is_open else self


@dataclass(frozen=True, slots=True)
class Plan:
    """What a skill wants said and done about an utterance.

    text: the answer, in Portuguese. effects: what to do at commit; opaque to the dialogue, run by the runtime.
    skill: its name, None when nothing was understood. slots: what the templates captured, JSON-serialisable. intent: the function
    of the skill. topic: what the conversation is about from now on; None forgets it. picture: a path or URL for a screen.
    """

    text: str
    effects: tuple[Any, ...] = ()
    skill: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    intent: str | None = None
    topic: Topic | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One finished turn, as `--json` prints it.

    ms: "text" and "audio" count from the last sample of speech to the text and to the first sample of the answer; "plan" is the
    planning alone; "silence" is what was waited for before the turn was ended; None where a stage did not happen. sound: how many
    of the answer's segments were "cached" and "made". speculation: None where there was none. is_interrupted: somebody spoke over
    the answer, which was not said to its end.
    """

    turn: int
    heard: str
    confidence: float
    speaker: str | None
    skill: str | None
    slots: Mapping[str, Any]
    answer: str
    ms: Mapping[str, int | None]
    sound: Mapping[str, int] = field(default_factory=lambda: {"cached": 0, "made": 0})
    speculation: Speculation | None = None
    is_interrupted: bool = False
