"""Conversations in which voices are known: the whole dialogue and planner, without threads; who speaks is said beside the words.

A script: "> " is what a person says, the next line what is answered, "~ " a part of it, "-" that nothing is. Before "> " may
stand who it is by: "Ana> ", "Ana? " for a voice that may be hers, "x> " for a stranger's.
"""

from dataclasses import replace

from assistant import resources, skills
from assistant.dialogue import Dialogue, DialogueRules
from assistant.events import Commit, Identity, MakePlan, PlaybackFinished, Recognized, Report, Speak, Transcript
from assistant.events import SpeechEnded as Ended
from assistant.events import SpeechStarted as Started
from assistant.runtime.planning import Planning, Surroundings
from assistant.runtime.workers import InlineWorker
from assistant.services.home.names import HouseLists
from assistant.services.protocol import Services
from assistant.speakers.enrolment import Demands
from assistant.speakers.known import Adaptation, KnownVoices
from tests.fakes import VirtualTime
from tests.skills.household import household
from tests.speakers.voices import SCORING, FakeEncoder, heard, sample

SKILLS = skills.load([resources.skills_folder()])
SEEDS = {"Ana": 1, "Bia": 2, "João": 3, "x": 9}


def said_by(name, text, certainty=0.95, **voice):
    """name: "x" for nobody who is known."""
    known = None if name == "x" or certainty < 0.5 else name
    identity = Identity(known, certainty if name != "x" else 0.02, name if name != "x" else "Ana")
    return Transcript(text, speaker=known, identity=identity, voice=sample(SEEDS[name], **voice))


class Voiced:
    """allow: as configured. known: who is enrolled to begin with."""

    def __init__(self, store, known=(), allow=None, services=None, **rules):
        self.time, self.store = VirtualTime(), store
        self.people = KnownVoices(FakeEncoder(), SCORING, store, Demands(0.5), Adaptation())
        for name in known:
            self.people.enroll(name, [heard(SEEDS[name], take) for take in range(3)])
        self.services = replace(services or Services(), people=self.people)
        self.dialogue = Dialogue(DialogueRules(topic_s=45, **rules))
        self.last, self.answer, self.take = None, None, 0
        self.followed, self.people.follow = [], lambda transcript: self.followed.append(transcript.text)
        self._events = []
        home = self.services.home
        lists = {**household(), **(HouseLists()(home.house()) if home else {})}
        surroundings = Surroundings(store, self.services, lambda: lists)
        set_ = replace(SKILLS, allow=allow or {})
        self._planning = Planning(lambda: set_, surroundings, InlineWorker("planner"), self._events.append, self.time.clock)

    def hear(self, transcript):
        """What is answered; None when nothing is."""
        self.answer = None
        now = self.time.now
        self._handle(Started(now), Ended(now + 1, 200))
        self._handle(Recognized(now + 1, self.dialogue.turn, transcript))
        self.time.forward(2)
        return self.answer

    def say(self, text, name="x", certainty=0.95, **voice):
        self.take += 1
        return self.hear(said_by(name, text, certainty, **{"take": self.take, **voice}))

    def _handle(self, *events):
        self._events += events
        while self._events:
            for action in self.dialogue.handle(self._events.pop(0)):
                self._perform(action)

    def _perform(self, action):
        match action:
            case MakePlan(turn, transcript, topic):
                self._planning.plan(turn, transcript, self.last, topic)
            case Commit(turn, effects, speaker):
                self._planning.commit(turn, effects, speaker)
            case Speak(turn, text):
                self.last = self.answer = text
                self._events.append(PlaybackFinished(self.time.now, turn))
            case Report(turn):
                self._planning.follow(turn)


def play(talk, script):
    answer = None
    for line in filter(None, map(str.strip, script.strip().splitlines())):
        who, mark, words = line.partition("> ") if "> " in line else line.partition("? ")
        if mark == "> " and (who == "" or who in SEEDS):
            answer = talk.say(words, who or "x")
        elif mark == "? " and who in SEEDS:
            answer = talk.say(words, who, 0.4, speech_s=0.4)
        elif line.startswith("~ "):
            assert line[2:].lower() in (answer or "").lower(), f"{line[2:]!r} is not in {answer!r}"
        else:
            wanted = None if line == "-" else line
            assert answer == wanted, f"{answer!r}, not {wanted!r}"


__all__ = ["Voiced", "play", "said_by"]
