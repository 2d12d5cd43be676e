"""The state machine itself.

    IDLE ──SpeechStarted──▶ LISTENING ──SpeechEnded──▶ THINKING ──Planned──▶ SPEAKING ──PlaybackFinished──▶ IDLE
     ▲  ◀──SpeechDiscarded──┘                           │  ▲                   ▲
     │  ◀──(nothing heard, or not said to it)───────────┘  └──TextTyped        └──AnnouncementDue, CommandDue (when idle)
     └──MuteToggled──▶ MUTED

Strategy: every action and every answering event carries the number of its turn; an answer to another turn than the present
one is ignored, which is all that abandoning a turn takes: what the conversation is about changes only when a plan is committed.
Each state but IDLE and MUTED has a deadline, looked at on every Tick. The whole table is `_TRANSITIONS`; what is not in it is
no event for that state and changes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from assistant.dialogue.attention import AT_YOUR_SERVICE, Attention
from assistant.dialogue.memory import Memory
from assistant.dialogue.rules import DialogueRules
from assistant.dialogue.states import APOLOGIES, State
from assistant.dialogue.turn import Turn
from assistant.events import (
    Action,
    AnnouncementDue,
    CommandDue,
    Commit,
    Committed,
    DeviceLost,
    DropTranscription,
    Event,
    Finish,
    FinishTranscription,
    InputEnded,
    MakePlan,
    MuteToggled,
    PauseCapture,
    Plan,
    Planned,
    PlaybackFinished,
    PlaybackStarted,
    Recognized,
    Report,
    ResumeCapture,
    SegmentMade,
    Speak,
    SpeechDiscarded,
    SpeechEnded,
    SpeechStarted,
    StageFailed,
    StartTranscription,
    StopSpeaking,
    TextTyped,
    Tick,
    Transcript,
)

_UNHEARD = ("silence", "noise")  # rejections that deserve no answer: nobody spoke


class Dialogue:
    """One conversation. `handle` every event in order; perform what it returns, in order."""

    def __init__(self, rules: DialogueRules | None = None):
        self._rules = rules or DialogueRules()
        self.state = State.IDLE
        self._memory = Memory(self._rules.topic_s)
        self._attention = Attention(self._rules.wake_phrase, self._rules.follow_up_s)
        self._turn = Turn(0)
        self._waiting: deque[AnnouncementDue | CommandDue] = deque()
        self._deadline: float | None = None
        self._muted = False
        self._ending = False
        self._n_reported = 0

    @property
    def turn(self) -> int:
        return self._turn.number

    def handle(self, event: Event) -> list[Action]:
        if getattr(event, "turn", self.turn) != self.turn:
            return []  # an answer to a turn that was abandoned
        transition = _TRANSITIONS.get((self.state, type(event))) or _ALWAYS.get(type(event))
        return transition(self, event) if transition else []

    def _enter(self, state: State, at: float, timeout_s: float | None = None) -> None:
        self.state = state
        self._deadline = None if timeout_s is None else at + timeout_s

    def _begin(self, at: float) -> int:
        self._turn = Turn(self.turn + 1, self._memory.at(at))
        self._attention.begin(at)
        return self.turn

    def _listen(self, event: SpeechStarted) -> list[Action]:
        turn = self._begin(event.at)
        self._enter(State.LISTENING, event.at, self._rules.listening_timeout_s)
        return [StartTranscription(turn)]

    def _discard(self, event: Event) -> list[Action]:
        return [DropTranscription(self.turn), *self._settle(event.at)]

    def _transcribe(self, event: Event) -> list[Action]:
        self._turn.ended_at = event.at
        self._turn.silence_ms = getattr(event, "silence_ms", 0.0)
        self._enter(State.THINKING, event.at, self._rules.thinking_timeout_s)
        return [PauseCapture(self.turn), FinishTranscription(self.turn)]

    def _hear_out(self, event: InputEnded) -> list[Action]:
        self._ending = True
        return self._transcribe(event)

    def _answer_typed(self, event: TextTyped) -> list[Action]:
        abandoned = {
            State.LISTENING: [DropTranscription(self.turn)],
            State.SPEAKING: [StopSpeaking(self.turn)],
        }.get(self.state, [])
        self._begin(event.at)
        self._turn.ended_at = event.at
        self._turn.heard, self._turn.text_ms = Transcript(event.text), 0
        self._enter(State.THINKING, event.at, self._rules.thinking_timeout_s)
        return [*abandoned, PauseCapture(self.turn), MakePlan(self.turn, self._turn.heard, self._turn.topic)]

    def _plan(self, event: Recognized) -> list[Action]:
        meant = None if event.transcript.rejected in _UNHEARD else self._attention.meant(event.transcript)
        if meant is None:
            return self._settle(event.at)
        self._turn.topic = self._memory.turn_to(meant)
        self._turn.is_interruption = self._memory.is_interrupted
        speaker = self._memory.speaker(meant)
        self._turn.heard, meant = replace(event.transcript, speaker=speaker), replace(meant, speaker=speaker)
        self._turn.text_ms = self._turn.since_speech_ms(event.at)
        if event.transcript.text.strip() and not meant.text:  # called, and nothing else
            self._turn.plan = Plan(AT_YOUR_SERVICE)
            self._memory.hold()
            return self._speak(event)
        return [MakePlan(self.turn, meant, self._turn.topic)]

    def _commit(self, event: Planned) -> list[Action]:
        if self._turn.is_interruption and event.plan.intent is None:
            return self._settle(event.at)  # the television: neither an answer to what was asked, nor a command
        self._turn.plan, self._turn.plan_ms = event.plan, round(event.ms)
        self._turn.is_committed = True
        # Before the effects, not after: a "sim" said again meanwhile must not do it twice.
        if self._turn.is_unasked:
            self._memory.interrupt(event.plan.topic)
        else:
            self._memory.adopt(event.plan.topic, self._turn.heard.speaker)
        if event.plan.effects:
            return [Commit(self.turn, event.plan.effects, self._turn.heard.speaker)]
        return self._speak(event)

    def _carried_out(self, event: Committed) -> list[Action]:
        if not self._turn.is_committed:
            return []  # what a command that was due had to do before
        if event.said:
            self._turn.plan = replace(self._turn.plan, text=event.said)
        return self._speak(event)

    def _speak(self, event: Event) -> list[Action]:
        if not self._turn.plan.text:
            return self._conclude(event.at)
        self._enter(State.SPEAKING, event.at, self._rules.speaking_timeout_s)
        return [Speak(self.turn, self._turn.plan.text, voice=self._voice(), speaker=self._turn.heard.speaker)]

    def _voice(self) -> str | None:
        # What a person chose wins: they may have chosen what they hear best. A skill's voice only tells it from the others.
        return self._rules.speaker_voices.get(self._turn.heard.speaker) or self._rules.skill_voices.get(self._turn.plan.skill)

    def _apologise(self, event: Event, cause: str) -> list[Action]:
        """The turn goes on under a new number: whatever the failed stage may still answer comes too late."""
        if self._turn.is_committed:
            self._memory.close()  # nobody knows what was done
        else:
            self._memory.hold()  # nothing was: the question of before is still open
        self._turn.number += 1
        text = APOLOGIES.get(cause, APOLOGIES["planning"])
        self._turn.plan = Plan(text, skill=self._turn.plan.skill, slots=self._turn.plan.slots)
        return self._speak(event)

    def _listening_failed(self, event: StageFailed) -> list[Action]:
        self._turn.ended_at = event.at
        return [PauseCapture(self.turn), DropTranscription(self.turn), *self._apologise(event, event.stage)]

    def _thinking_failed(self, event: StageFailed) -> list[Action]:
        if event.stage == "effect" and not self._turn.is_committed:
            return []
        return self._apologise(event, event.stage)

    def _speaking_failed(self, event: StageFailed) -> list[Action]:
        if event.stage == "effect":
            return []  # an announcement's bookkeeping: it will be announced again
        return self._conclude(event.at)

    def _count(self, event: SegmentMade) -> list[Action]:
        self._turn.sound["cached" if event.cached else "made"] += 1
        return []

    def _sounded(self, event: PlaybackStarted) -> list[Action]:
        if self._turn.ended_at:
            self._turn.audio_ms = self._turn.since_speech_ms(event.at)
        effects, self._turn.on_heard = self._turn.on_heard, ()
        return [Commit(self.turn, effects)] if effects else []

    def _spoken(self, event: PlaybackFinished) -> list[Action]:
        return self._conclude(event.at)

    def _announce(self, event: AnnouncementDue) -> list[Action]:
        turn = self._begin(event.at)
        self._turn.plan = Plan(event.text, skill=event.skill)
        self._turn.on_heard = event.effects
        self._memory.interrupt(event.topic)
        self._enter(State.SPEAKING, event.at, self._rules.speaking_timeout_s)
        return [PauseCapture(turn), Speak(turn, event.text, chime=True, voice=self._voice())]

    def _obey(self, event: CommandDue) -> list[Action]:
        turn = self._begin(event.at)
        self._turn.is_unasked = True
        self._turn.ended_at = event.at
        self._turn.heard, self._turn.text_ms = Transcript(event.text, speaker=event.speaker), 0
        self._enter(State.THINKING, event.at, self._rules.thinking_timeout_s)
        first = [Commit(turn, event.effects, event.speaker)] if event.effects else []
        return [PauseCapture(turn), *first, MakePlan(turn, self._turn.heard)]

    def _postpone(self, event: AnnouncementDue | CommandDue) -> list[Action]:
        self._waiting.append(event)
        return []

    def _mute(self, event: MuteToggled) -> list[Action]:
        self._muted = event.muted
        if self.state is State.LISTENING:
            return [DropTranscription(self.turn), *self._settle(event.at)]
        return self._settle(event.at) if self.state in (State.IDLE, State.MUTED) else []

    def _end(self, event: InputEnded) -> list[Action]:
        self._ending = True
        return self._settle(event.at) if self.state in (State.IDLE, State.MUTED) else []

    def _watch(self, event: Tick) -> list[Action]:
        if self._deadline is None or event.at < self._deadline:
            return []
        if self.state is State.LISTENING:
            return self._transcribe(event)  # the microphone stalled: answer what was heard
        if self.state is State.THINKING:
            return [DropTranscription(self.turn), *self._apologise(event, "timeout")]
        return [StopSpeaking(self.turn), *self._conclude(event.at)]

    def _conclude(self, at: float) -> list[Action]:
        """The answer, or the announcement, has ended."""
        self._attention.rest(at, self._turn.answered)
        self._memory.rest(at)
        return [self._report(), *self._settle(at)]

    def _settle(self, at: float) -> list[Action]:
        """The turn is over: say what waited to be said, else rest."""
        if self._waiting:
            event = replace(self._waiting.popleft(), at=at)
            return self._announce(event) if isinstance(event, AnnouncementDue) else self._obey(event)
        self._enter(State.MUTED if self._muted else State.IDLE, at)
        if self._ending:
            return [Finish(self.turn)]
        return [PauseCapture(self.turn) if self._muted else ResumeCapture(self.turn)]

    def _report(self) -> Report:
        self._n_reported += 1
        return Report(self._turn.number, self._turn.record(self._n_reported))


_TRANSITIONS: dict[tuple[State, type[Event]], Callable[[Dialogue, Event], list[Action]]] = {
    (State.IDLE, SpeechStarted): Dialogue._listen,
    (State.IDLE, AnnouncementDue): Dialogue._announce,
    (State.IDLE, CommandDue): Dialogue._obey,
    (State.MUTED, AnnouncementDue): Dialogue._announce,
    (State.MUTED, CommandDue): Dialogue._obey,
    (State.LISTENING, SpeechEnded): Dialogue._transcribe,
    (State.LISTENING, SpeechDiscarded): Dialogue._discard,
    (State.LISTENING, DeviceLost): Dialogue._transcribe,
    (State.LISTENING, InputEnded): Dialogue._hear_out,
    (State.LISTENING, StageFailed): Dialogue._listening_failed,
    (State.THINKING, Recognized): Dialogue._plan,
    (State.THINKING, Planned): Dialogue._commit,
    (State.THINKING, Committed): Dialogue._carried_out,
    (State.THINKING, StageFailed): Dialogue._thinking_failed,
    (State.SPEAKING, SegmentMade): Dialogue._count,
    (State.SPEAKING, PlaybackStarted): Dialogue._sounded,
    (State.SPEAKING, PlaybackFinished): Dialogue._spoken,
    (State.SPEAKING, StageFailed): Dialogue._speaking_failed,
}
_ALWAYS: dict[type[Event], Callable[[Dialogue, Event], list[Action]]] = {
    TextTyped: Dialogue._answer_typed,
    AnnouncementDue: Dialogue._postpone,
    CommandDue: Dialogue._postpone,
    MuteToggled: Dialogue._mute,
    InputEnded: Dialogue._end,
    Tick: Dialogue._watch,
}
