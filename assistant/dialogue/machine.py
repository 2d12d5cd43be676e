"""The state machine itself.

    IDLE ──SpeechStarted──▶ LISTENING ──SpeechEnded──▶ THINKING ──Planned──▶ SPEAKING ──PlaybackFinished──▶ IDLE
     ▲  ◀──SpeechDiscarded──┘  │ ▲  ◀──SpeechStarted───┘  ▲                   │ ▲
     │                         │ └────────────────────────│──SpeechStarted────┘ │  (over the answer, which is held meanwhile)
     │                         └──(a cough, "aham")───────│─────────────────────┤
     │  ◀──(nothing heard, or not said to it)─────────────┘  ◀──TextTyped       └──AnnouncementDue, CommandDue (when idle)
     └──MuteToggled──▶ MUTED

Strategy: every action and every answering event carries the number of its turn; an answer to another turn than the present
one is ignored, which is all that abandoning a turn takes: what the conversation is about changes only when a plan is committed.
Each state but IDLE and MUTED has a deadline, looked at on every Tick. The whole table is `_TRANSITIONS`; what is not in it is
no event for that state and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.dialogue import answering, listening
from assistant.dialogue.conversation import Conversation
from assistant.dialogue.rules import DialogueRules
from assistant.dialogue.states import State
from assistant.events import (
    Action,
    AnnouncementDue,
    CommandDue,
    Committed,
    DeviceLost,
    DropTranscription,
    EndSpeech,
    Event,
    Foreseen,
    InputEnded,
    MuteToggled,
    PartialRecognized,
    PauseCapture,
    Planned,
    PlaybackFinished,
    PlaybackStarted,
    Recognized,
    SegmentMade,
    SpeechDiscarded,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    StageFailed,
    StopSpeaking,
    TextTyped,
    Tick,
    VoiceChanged,
)


class Dialogue:
    """One conversation. `handle` every event in order; perform what it returns, in order."""

    def __init__(self, rules: DialogueRules | None = None):
        self._conversation = Conversation(rules or DialogueRules())

    @property
    def state(self) -> State:
        return self._conversation.state

    @property
    def turn(self) -> int:
        return self._conversation.number

    @property
    def is_held(self) -> bool:
        """Whether somebody speaks over an answer, which may go on."""
        return self._conversation.held is not None

    def must_be_called(self, at: float) -> bool:
        """Whether what is said at this moment has to begin with the wake phrase."""
        return self._conversation.attention.must_be_called(at)

    def handle(self, event: Event) -> list[Action]:
        it = self._conversation
        turn = getattr(event, "turn", it.number)
        if it.held is not None and turn == it.held.number:
            return answering.of_held(it, event)
        if turn != it.number:
            return []  # an answer to a turn that was abandoned
        transition = _TRANSITIONS.get((it.state, type(event))) or _ALWAYS.get(type(event))
        return transition(it, event) if transition else []


def _go_on(it: Conversation, event: SpeechStarted) -> list[Action]:
    """They had not finished after all. What is already being done cannot be taken back; who then still speaks when it is told of
    speaks over the answer, and is heard. Nor is a turn without an end gone on with."""
    may_last = event.at < it.turn.began_at + it.rules.listening_timeout_s
    if it.turn.is_spoken and may_last and not it.turn.is_committed:
        return listening.resume(it, event)
    return [EndSpeech(it.number)]


def _announce(it: Conversation, event: AnnouncementDue) -> list[Action]:
    return it.announce(event)


def _obey(it: Conversation, event: CommandDue) -> list[Action]:
    return it.obey(event)


def _postpone(it: Conversation, event: AnnouncementDue | CommandDue) -> list[Action]:
    it.waiting.add(event)
    return []


def _mute(it: Conversation, event: MuteToggled) -> list[Action]:
    it.is_muted = event.muted
    if it.state is State.LISTENING and event.muted:
        return [DropTranscription(it.number), StopSpeaking(it.number), *it.come_to_nothing(event.at)]
    if it.state in (State.IDLE, State.MUTED):
        return it.settle(event.at)
    return [PauseCapture(it.number, may_interrupt=False)] if event.muted else []


def _end(it: Conversation, event: InputEnded) -> list[Action]:
    it.is_ending = True
    return it.settle(event.at) if it.state in (State.IDLE, State.MUTED) else []


def _watch(it: Conversation, event: Tick) -> list[Action]:
    if it.deadline is None or event.at < it.deadline:
        return []
    if it.state is State.LISTENING:
        return listening.break_off(it, event)
    if it.state is State.THINKING:
        return [DropTranscription(it.number), *it.take_over(), *it.apologise(event, "timeout")]
    return [StopSpeaking(it.number), *it.conclude(event.at)]


_TRANSITIONS: dict[tuple[State, type[Event]], Callable[[Conversation, Event], list[Action]]] = {
    (State.IDLE, SpeechStarted): listening.listen,
    (State.IDLE, AnnouncementDue): _announce,
    (State.IDLE, CommandDue): _obey,
    (State.MUTED, AnnouncementDue): _announce,
    (State.MUTED, CommandDue): _obey,
    (State.LISTENING, PartialRecognized): listening.follow,
    (State.LISTENING, Foreseen): listening.foreseen,
    (State.LISTENING, SpeechPaused): listening.speculate,
    (State.LISTENING, SpeechResumed): listening.resume,
    (State.LISTENING, Recognized): listening.plan,
    (State.LISTENING, Planned): listening.planned,
    (State.LISTENING, SpeechEnded): listening.end,
    (State.LISTENING, VoiceChanged): listening.cut,
    (State.LISTENING, SpeechDiscarded): listening.discard,
    (State.LISTENING, DeviceLost): listening.break_off,
    (State.LISTENING, InputEnded): listening.hear_out,
    (State.LISTENING, StageFailed): listening.failed,
    (State.THINKING, SpeechStarted): _go_on,
    (State.THINKING, Recognized): listening.plan,
    (State.THINKING, Planned): listening.planned,
    (State.THINKING, Committed): answering.carried_out,
    (State.THINKING, StageFailed): answering.thinking_failed,
    (State.SPEAKING, SpeechStarted): listening.interrupt,
    (State.SPEAKING, SegmentMade): answering.count,
    (State.SPEAKING, PlaybackStarted): answering.sounded,
    (State.SPEAKING, PlaybackFinished): answering.spoken,
    (State.SPEAKING, StageFailed): answering.speaking_failed,
}
_ALWAYS: dict[type[Event], Callable[[Conversation, Event], list[Action]]] = {
    TextTyped: answering.answer_typed,
    AnnouncementDue: _postpone,
    CommandDue: _postpone,
    MuteToggled: _mute,
    InputEnded: _end,
    Tick: _watch,
}
