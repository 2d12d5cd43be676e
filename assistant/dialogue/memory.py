"""What a conversation is about, for as long as it goes on; and with whom, where voices are known.

Strategy: each person has a thread of their own. Whoever may be the one who was spoken with last goes on with that; a voice that
is certainly another's goes on with its own thread, or begins one, and leaves that of the others as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.dialogue.ownership import is_another, may_be
from assistant.events import Topic, Transcript

MAX_THREADS = 3


@dataclass(slots=True, eq=False)
class _Thread:
    """owner: whose it is, None for anybody's. expires: None while the answer is still being given. is_unasked: it began with
    something that nobody had asked for, and that is for everybody."""

    topic: Topic | None = None
    owner: str | None = None
    expires: float | None = None
    is_unasked: bool = False

    @property
    def is_open(self) -> bool:
        return self.topic is not None and self.topic.is_open


class Memory:
    """The topics of the last plans that were committed; each forgotten `topic_s` after its answer has ended.

    is_interrupted: a question was put to another than who speaks now, and none to them.
    """

    def __init__(self, topic_s: float):
        self._topic_s = topic_s
        self._threads: list[_Thread] = []  # the newest last
        self._current = _Thread()
        self.is_interrupted = False

    def at(self, at: float) -> Topic | None:
        """What somebody who begins to speak at this moment may refer to; an answer that they interrupt has ended."""
        self.rest(at)
        self._threads = [it for it in self._threads if it.topic is not None and it.expires is not None and at <= it.expires]
        self._current = self._threads[-1] if self._threads else _Thread()
        return self._current.topic

    def turn_to(self, heard: Transcript) -> Topic | None:
        """What this may refer to, now that it is known by whom it was."""
        theirs = [it for it in self._threads if not is_another(heard, it.owner)]
        newest = theirs[-1] if theirs else _Thread()
        own = [it for it in theirs if it.owner and (it.owner == heard.speaker or (it.is_open and may_be(heard, it.owner)))]
        self._current = newest if newest.is_unasked or not own else own[-1]
        others = [it for it in self._threads if it not in theirs]
        self.is_interrupted = not self._current.is_open and any(it.is_open for it in others)
        return self._current.topic

    def speaker(self, heard: Transcript) -> str | None:
        """Who said it: who is known by their voice, else who was asked, if it may be them."""
        if heard.speaker or not self._current.is_open:
            return heard.speaker
        return self._current.owner if may_be(heard, self._current.owner) else None

    def adopt(self, topic: Topic | None, owner: str | None = None) -> None:
        """From now on it is about this. A topic that is only kept on does not last longer for it."""
        if topic is self._current.topic:
            return
        owner = owner or (self._current.owner if self._current.is_open else None)
        self._renew(topic, None if topic is not None and topic.wants_voice else owner)

    def interrupt(self, topic: Topic | None) -> None:
        """Something unasked is about this; what the conversation was about before can be come back to."""
        if topic is not None:
            before = self._current.topic
            # What rings again and again is one thing.
            again = before is not None and before.intent == topic.intent
            self._renew(replace(topic, before=before.before if again else before), None, is_unasked=True)

    def _renew(self, topic: Topic | None, owner: str | None, is_unasked: bool = False) -> None:
        others = [it for it in self._threads if it is not self._current]
        self._current = _Thread(topic, owner, is_unasked=is_unasked)
        self._threads = [*others, self._current][-MAX_THREADS:]

    def close(self) -> None:
        """What was asked or offered is not any more: nobody knows whether the answer was carried out."""
        if self._current.topic is not None:
            self.adopt(self._current.topic.closed(), self._current.owner)

    def hold(self) -> None:
        """An answer is being given that leaves the topic as it is."""
        self._current.expires = None

    def rest(self, at: float) -> None:
        """What was being said has ended. An announcement between two turns does not make a topic last longer."""
        if self._current.expires is None:
            self._current.expires = at + self._topic_s
