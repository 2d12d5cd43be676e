"""Conversations with what remembers: whenever time passes the agenda looks into the store, and what is due is said.

A script: "> " is what a person says, the next line what is answered; "+ 90" lets 90 seconds pass; "! " is what is then said
unasked, if anything, and "~ " a part of either. It is Monday, 23 November 2026, half past three in the afternoon.
"""

from assistant import resources, skills
from assistant.events import AnnouncementDue, PlaybackFinished, PlaybackStarted, Speak
from assistant.runtime.agenda import Agenda
from tests.skills.talking import Conversation

SKILLS = skills.load([resources.skills_folder()])
LOOKS_EVERY_S = 30


class Remembering(Conversation):
    def __init__(self, store):
        super().__init__(SKILLS, store)
        self.store = store
        self._agenda = Agenda(store)
        self.unasked = []

    @property
    def now(self):
        return self.time.clock.wall()

    def wait(self, seconds):
        """What is said unasked meanwhile."""
        self.unasked = []
        while seconds > 0:
            step = min(seconds, LOOKS_EVERY_S)
            self.time.forward(step)
            seconds -= step
            for event in self._agenda.due(self.time.now, self.now):
                self._events.append(event)
                self._listen()
                if isinstance(event, AnnouncementDue):
                    assert self.last == event.text
                self.unasked.append(self.last)
        return self.unasked

    def restart(self):
        self._agenda = Agenda(self.store)

    def _listen(self):
        while self._events:
            for action in self._dialogue.handle(self._events.pop(0)):
                self._perform(action)

    def _perform(self, action):
        if isinstance(action, Speak):
            self.last = action.text
            self._events += [PlaybackStarted(self.time.now, action.turn), PlaybackFinished(self.time.now, action.turn)]
        else:
            super()._perform(action)


def play(talk, script):
    said = None
    for line in filter(None, script.strip().splitlines()):
        mark, rest = line[:2], line[2:]
        if mark == "+ ":
            said = "; ".join(talk.wait(float(rest)))
        elif mark == "> ":
            said = talk.say(rest)
        elif mark == "~ ":
            assert rest.lower() in said.lower(), f"{rest!r} is not in {said!r}"
        else:
            wanted = line.removeprefix("!").strip()
            assert said == wanted, f"{said!r}, not {wanted!r}"
