"""What the transitions of all states share: whose turn it is, what is remembered, and how a turn begins and ends."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.attention import Attention
from assistant.dialogue.memory import Memory
from assistant.dialogue.rules import DialogueRules
from assistant.dialogue.states import APOLOGIES, State
from assistant.dialogue.turn import Turn
from assistant.dialogue.waiting import Waiting
from assistant.events import (
    Action,
    AnnouncementDue,
    CommandDue,
    Commit,
    DropTranscription,
    Earcon,
    EndSpeech,
    Event,
    Finish,
    MakePlan,
    PauseCapture,
    Plan,
    ReleaseSpeech,
    Report,
    ResumeCapture,
    Signal,
    Speak,
    StopSpeaking,
    Transcript,
)

REMEMBERED_S = 1.5
"""So long after an answer its own words may still come back from the room."""
MAX_DISTURBED = 3
"""An answer that was silenced so often for nothing is said to its end: where a radio plays it would never be."""


class Conversation:
    """The state and its deadline, the present turn, and the answer that somebody speaks over (`held`)."""

    def __init__(self, rules: DialogueRules):
        self.rules = rules
        self.state = State.IDLE
        self.memory = Memory(rules.topic_s)
        self.attention = Attention(rules.wake_mode, rules.wake_phrases, rules.follow_up_s)
        self.turn = Turn(0)
        self.held: Turn | None = None
        self.waiting = Waiting()
        self.deadline: float | None = None
        self.is_muted = False
        self.is_ending = False
        self._n_turns = 0
        self._n_reported = 0
        self._last_said, self._said_until = "", float("-inf")

    @property
    def number(self) -> int:
        return self.turn.number

    def enter(self, state: State, at: float, timeout_s: float | None = None) -> None:
        self.state = state
        self.deadline = None if timeout_s is None else at + timeout_s

    def new_number(self) -> int:
        """Never one that was given before, to whatever: an answer to that is ignored."""
        self._n_turns += 1
        return self._n_turns

    def begin(self, at: float) -> int:
        self.turn = Turn(self.new_number(), self.memory.at(at), at)
        self.attention.begin(at)
        return self.number

    def think(self, at: float) -> None:
        self.enter(State.THINKING, at, self.rules.thinking_timeout_s)

    def said_lately(self, at: float) -> str:
        """What the assistant was saying when this turn began, or just before; "" for nothing."""
        if self.held is not None:
            return self.held.plan.text
        return self._last_said if at <= self._said_until + REMEMBERED_S else ""

    def speak(self, event: Event) -> list[Action]:
        """Say what is planned, unless that is nothing."""
        if not self.turn.plan.text:
            return [*self._signal(Earcon.UNDERSTOOD if self.turn.plan.intent else None), *self.conclude(event.at)]
        self.begin_speaking(event.at)
        plan, speaker = self.turn.plan, self.turn.heard.speaker
        return [Speak(self.number, plan.text, voice=self.voice(plan, speaker), speaker=speaker)]

    def begin_speaking(self, at: float) -> None:
        """A voice that has not sounded after so long hangs; once it has, it may take its time."""
        self.enter(State.SPEAKING, at, min(self.rules.thinking_timeout_s, self.rules.speaking_timeout_s))

    def voice(self, plan: Plan, speaker: str | None = None) -> str | None:
        """What a plan is said with, to whom."""
        # What a person chose wins: they may have chosen what they hear best. A skill's voice only tells it from the others.
        return self.rules.speaker_voices.get(speaker) or self.rules.skill_voices.get(plan.skill)

    def signal_called(self) -> list[Action]:
        return self._signal(Earcon.LISTENING)

    def _signal(self, earcon: Earcon | None) -> list[Action]:
        return [Signal(self.number, earcon)] if self.rules.earcons and earcon else []

    def apologise(self, event: Event, cause: str) -> list[Action]:
        """The turn goes on under a new number: whatever the failed stage may still answer comes too late."""
        if self.turn.is_committed:
            self.memory.close()  # nobody knows what was done
        else:
            self.memory.hold()  # nothing was: the question of before is still open
        self.turn.number = self.new_number()
        text = APOLOGIES.get(cause, APOLOGIES["planning"])
        self.turn.plan = Plan(text, skill=self.turn.plan.skill, slots=self.turn.plan.slots)
        return [*self._signal(Earcon.ERROR), *self.speak(event)]

    def take_over(self) -> list[Action]:
        """Whoever spoke over an answer is answered now; what was left of that is never said."""
        if self.held is None:
            return []
        held, self.held = self.held, None
        held.is_interrupted = True
        return [StopSpeaking(held.number), self.report(held)]

    def come_to_nothing(self, at: float) -> list[Action]:
        """The turn was none. An answer that it interrupted goes on where it was."""
        if self.held is None:
            return self.settle(at)
        self.turn, self.held = self.held, None
        self.turn.n_disturbed += 1
        self.memory.at(at)
        self.memory.hold()
        self.enter(State.SPEAKING, at, self.rules.speaking_timeout_s)
        may_interrupt = not self.is_muted and self.turn.n_disturbed < MAX_DISTURBED
        return [PauseCapture(self.number, may_interrupt), ReleaseSpeech(self.number)]

    def conclude(self, at: float) -> list[Action]:
        """The answer, or the announcement, has ended."""
        self._last_said, self._said_until = self.turn.plan.text, at
        self.attention.rest(at, self.turn.answered)
        self.memory.rest(at)
        return [self.report(self.turn), *self.settle(at)]

    def settle(self, at: float) -> list[Action]:
        """The turn is over: say what waited to be said, else rest."""
        if self.waiting:
            event = replace(self.waiting.next(), at=at)
            return self.announce(event) if isinstance(event, AnnouncementDue) else self.obey(event)
        self.enter(State.MUTED if self.is_muted else State.IDLE, at)
        if self.is_ending:
            return [Finish(self.number)]
        return [PauseCapture(self.number, may_interrupt=False) if self.is_muted else ResumeCapture(self.number)]

    def announce(self, event: AnnouncementDue) -> list[Action]:
        turn = self.begin(event.at)
        self.turn.plan = Plan(event.text, skill=event.skill)
        self.turn.on_heard = event.effects
        self.memory.interrupt(event.topic)
        self.begin_speaking(event.at)
        return [self._half_open(), Speak(turn, event.text, chime=True, voice=self.voice(self.turn.plan))]

    def obey(self, event: CommandDue) -> list[Action]:
        turn = self.begin(event.at)
        self.turn.is_unasked = True
        self.turn.ended_at = self.turn.text_at = event.at
        self.turn.heard = Transcript(event.text, speaker=event.speaker)
        self.think(event.at)
        first = [Commit(turn, event.effects, event.speaker)] if event.effects else []
        return [self._half_open(), *first, MakePlan(turn, self.turn.heard)]

    def _half_open(self) -> PauseCapture:
        """Who was muted while somebody spoke is not listened to over what waited for the end of that either."""
        return PauseCapture(self.number, may_interrupt=not self.is_muted)

    def abandon(self) -> list[Action]:
        """Whatever was being heard or said is not any more: something else was typed. What was done, or half said, is told of."""
        is_answer = self.state is State.SPEAKING or (self.state is State.THINKING and self.turn.is_committed)
        answer = self.turn if is_answer else self.held
        self.held = None
        stopped: list[Action] = []
        if answer is not None:
            answer.is_interrupted = True
            stopped = [StopSpeaking(answer.number), self.report(answer)]
        if self.state is State.LISTENING:
            return [*stopped, DropTranscription(self.number), StopSpeaking(self.number), EndSpeech(self.number)]
        return stopped

    def report(self, turn: Turn) -> Report:
        self._n_reported += 1
        return Report(turn.number, turn.record(self._n_reported))
