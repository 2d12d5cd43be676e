"""A conversation without threads, and scripts of it: “>” is what a person says, then what is answered, “…” a minute passes.

"~ " stands before a part of the answer.
"""

import json

from assistant.dialogue import Dialogue, DialogueRules
from assistant.events import Commit, MakePlan, Planned, PlaybackFinished, Speak, TextTyped
from assistant.runtime.planning import Planning, Surroundings
from assistant.runtime.workers import InlineWorker
from assistant.services.protocol import NO_SERVICES
from tests.fakes import VirtualTime
from tests.skills.household import household


class Conversation:
    """The dialogue's core, and the planner without its thread: what is typed is answered."""

    def __init__(self, skill_set, store, services=NO_SERVICES):
        self.time = VirtualTime()
        self.plans = []
        self.last = None
        self._dialogue = Dialogue(DialogueRules(topic_s=45))
        self._events = []
        surroundings = Surroundings(store, services, household)
        self._planning = Planning(lambda: skill_set, surroundings, InlineWorker("planner"), self._events.append, self.time.clock)

    def say(self, text):
        """What is answered."""
        self._events.append(TextTyped(self.time.now, text))
        while self._events:
            event = self._events.pop(0)
            if isinstance(event, Planned):
                assert event.plan.text
                json.dumps(dict(event.plan.slots))
                self.plans.append(event.plan)
            for action in self._dialogue.handle(event):
                self._perform(action)
        return self.last

    def _perform(self, action):
        match action:
            case MakePlan(turn, transcript, topic):
                self._planning.plan(turn, transcript, self.last, topic)
            case Commit(turn, effects, speaker):
                self._planning.commit(turn, effects, speaker)
            case Speak(turn, text):
                self.last = text
                self._events.append(PlaybackFinished(self.time.now, turn))


def play(talk, script):
    answer = None
    for line in filter(None, script.strip().splitlines()):
        if line == "…":
            talk.time.forward(60)
        elif line.startswith("> "):
            answer = talk.say(line[2:])
        elif line.startswith("~ "):
            assert line[2:].lower() in answer.lower(), answer
        else:
            assert answer == line, f"{answer!r}, not {line!r}"
