"""What a conversation is about, for as long as it goes on."""

from __future__ import annotations

from dataclasses import replace

from assistant.events import Topic


class Memory:
    """The topic of the last plan that was committed; forgotten `topic_s` after the answer has ended."""

    def __init__(self, topic_s: float):
        self._topic_s = topic_s
        self._topic: Topic | None = None
        self._expires: float | None = None  # None while the answer is still being given

    def adopt(self, topic: Topic | None) -> None:
        """From now on it is about this. A topic that is only kept on does not last longer for it."""
        if topic is not self._topic:
            self._topic = topic
            self.hold()

    def interrupt(self, topic: Topic | None) -> None:
        """Something unasked is about this; what the conversation was about before can be come back to."""
        if topic is not None:
            # What rings again and again is one thing.
            again = self._topic is not None and self._topic.intent == topic.intent
            self.adopt(replace(topic, before=self._topic.before if again else self._topic))

    def close(self) -> None:
        """What was asked or offered is not any more: nobody knows whether the answer was carried out."""
        if self._topic is not None:
            self.adopt(self._topic.closed())

    def hold(self) -> None:
        """An answer is being given that leaves the topic as it is."""
        self._expires = None

    def rest(self, at: float) -> None:
        """What was being said has ended. An announcement between two turns does not make a topic last longer."""
        if self._expires is None:
            self._expires = at + self._topic_s

    def at(self, at: float) -> Topic | None:
        """What somebody who begins to speak at this moment may refer to; an answer that they interrupt has ended."""
        self.rest(at)
        if at > self._expires:
            self._topic = None
        return self._topic
