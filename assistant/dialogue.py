"""Pure: the state machine of a conversation. Events in, actions out; no clock, no thread, no sound.

    IDLE ──SpeechStarted──▶ LISTENING ──SpeechEnded──▶ THINKING ──Planned──▶ SPEAKING ──PlaybackFinished──▶ IDLE
     ▲  ◀──SpeechDiscarded──┘                           │  ▲                   ▲
     │  ◀──(nothing heard)──────────────────────────────┘  └──TextTyped        └──AnnouncementDue (when idle)
     └──MuteToggled──▶ MUTED

Strategy: every action and every answering event carries the number of its turn; an answer to another turn than the present
one is ignored, which is all that abandoning a turn takes. Each state but IDLE and MUTED has a deadline, looked at on every
Tick. The whole table is `_TRANSITIONS`; what is not in it is no event for that state and changes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from assistant.events import (
    Action,
    AnnouncementDue,
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
    TurnRecord,
)

# What is said when a part of the assistant fails; the reason goes to the log, not to the person.
APOLOGIES = {
    "recognition": "Desculpe, tive um problema para ouvir. Pode repetir?",
    "planning": "Desculpe, tive um problema para responder.",
    "effect": "Desculpe, não consegui fazer isso.",
    "timeout": "Desculpe, demorei demais. Pode repetir?",
}
_UNHEARD = ("silence", "noise")  # rejections that deserve no answer: nobody spoke
_NO_PLAN = Plan("")


class State(Enum):
    IDLE = "idle"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class DialogueRules:
    """Deadlines in seconds; past one, the state is left. Listening's covers a microphone that stalls in a turn.

    skill_voices, speaker_voices: in whose voice a skill answers, and in whose voice a person is answered.
    """

    listening_timeout_s: float = 30.0
    thinking_timeout_s: float = 15.0
    speaking_timeout_s: float = 120.0
    skill_voices: Mapping[str, str] = field(default_factory=dict)
    speaker_voices: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Turn:
    """What is known of the present turn; becomes a TurnRecord."""

    number: int
    ended_at: float = 0.0
    silence_ms: float = 0.0
    heard: str = ""
    confidence: float = 0.0
    speaker: str | None = None
    plan: Plan = _NO_PLAN
    on_heard: tuple = ()  # effects that wait for the answer's first sound
    text_ms: int | None = None
    plan_ms: int | None = None
    audio_ms: int | None = None
    sound: dict[str, int] = field(default_factory=lambda: {"cached": 0, "made": 0})

    def since_speech_ms(self, at: float) -> int:
        return round(self.silence_ms + 1000 * (at - self.ended_at))


class Dialogue:
    """One conversation. `handle` every event in order; perform what it returns, in order."""

    def __init__(self, rules: DialogueRules | None = None):
        self._rules = rules or DialogueRules()
        self.state = State.IDLE
        self._turn = _Turn(0)
        self._announcements: deque[AnnouncementDue] = deque()
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

    def _begin(self) -> int:
        self._turn = _Turn(self.turn + 1)
        return self.turn

    def _listen(self, event: SpeechStarted) -> list[Action]:
        turn = self._begin()
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
        self._begin()
        self._turn.ended_at = event.at
        self._turn.heard, self._turn.confidence, self._turn.text_ms = event.text, 1.0, 0
        self._enter(State.THINKING, event.at, self._rules.thinking_timeout_s)
        return [*abandoned, PauseCapture(self.turn), MakePlan(self.turn, Transcript(event.text))]

    def _plan(self, event: Recognized) -> list[Action]:
        transcript = event.transcript
        if transcript.rejected in _UNHEARD:
            return self._settle(event.at)
        self._turn.heard, self._turn.confidence = transcript.text, transcript.confidence
        self._turn.speaker = transcript.speaker
        self._turn.text_ms = self._turn.since_speech_ms(event.at)
        return [MakePlan(self.turn, transcript)]

    def _commit(self, event: Planned) -> list[Action]:
        self._turn.plan, self._turn.plan_ms = event.plan, round(event.ms)
        if event.plan.effects:
            return [Commit(self.turn, event.plan.effects)]
        return self._speak(event)

    def _speak(self, event: Event) -> list[Action]:
        if not self._turn.plan.text:
            return [self._report(), *self._settle(event.at)]
        self._enter(State.SPEAKING, event.at, self._rules.speaking_timeout_s)
        return [Speak(self.turn, self._turn.plan.text, voice=self._voice())]

    def _voice(self) -> str | None:
        # What a person chose wins: they may have chosen what they hear best. A skill's voice only tells it from the others.
        return self._rules.speaker_voices.get(self._turn.speaker) or self._rules.skill_voices.get(self._turn.plan.skill)

    def _apologise(self, event: Event, cause: str) -> list[Action]:
        """The turn goes on under a new number: whatever the failed stage may still answer comes too late."""
        apology = Plan(APOLOGIES[cause], skill=self._turn.plan.skill, slots=self._turn.plan.slots)
        self._turn.number += 1
        self._turn.plan = apology
        return self._speak(event)

    def _listening_failed(self, event: StageFailed) -> list[Action]:
        self._turn.ended_at = event.at
        return [PauseCapture(self.turn), DropTranscription(self.turn), *self._apologise(event, event.stage)]

    def _thinking_failed(self, event: StageFailed) -> list[Action]:
        return self._apologise(event, event.stage)

    def _speaking_failed(self, event: StageFailed) -> list[Action]:
        if event.stage == "effect":
            return []  # an announcement's bookkeeping: it will be announced again
        return [self._report(), *self._settle(event.at)]

    def _count(self, event: SegmentMade) -> list[Action]:
        self._turn.sound["cached" if event.cached else "made"] += 1
        return []

    def _sounded(self, event: PlaybackStarted) -> list[Action]:
        if self._turn.ended_at:
            self._turn.audio_ms = self._turn.since_speech_ms(event.at)
        effects, self._turn.on_heard = self._turn.on_heard, ()
        return [Commit(self.turn, effects)] if effects else []

    def _spoken(self, event: PlaybackFinished) -> list[Action]:
        return [self._report(), *self._settle(event.at)]

    def _announce(self, event: AnnouncementDue) -> list[Action]:
        turn = self._begin()
        self._turn.plan = Plan(event.text, skill=event.skill)
        self._turn.on_heard = event.effects
        self._enter(State.SPEAKING, event.at, self._rules.speaking_timeout_s)
        return [PauseCapture(turn), Speak(turn, event.text, chime=True, voice=self._voice())]

    def _postpone(self, event: AnnouncementDue) -> list[Action]:
        self._announcements.append(event)
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
        return [StopSpeaking(self.turn), self._report(), *self._settle(event.at)]

    def _settle(self, at: float) -> list[Action]:
        """The turn is over: say what waited to be said, else rest."""
        if self._announcements:
            return self._announce(self._announcements.popleft())
        self._enter(State.MUTED if self._muted else State.IDLE, at)
        if self._ending:
            return [Finish(self.turn)]
        return [PauseCapture(self.turn) if self._muted else ResumeCapture(self.turn)]

    def _report(self) -> Report:
        self._n_reported += 1
        turn, plan = self._turn, self._turn.plan
        ms = {"text": turn.text_ms, "plan": turn.plan_ms, "audio": turn.audio_ms}
        heard = (turn.heard, round(turn.confidence, 3), turn.speaker)
        return Report(turn.number, TurnRecord(self._n_reported, *heard, plan.skill, plan.slots, plan.text, ms, turn.sound))


_TRANSITIONS: dict[tuple[State, type[Event]], Callable[[Dialogue, Event], list[Action]]] = {
    (State.IDLE, SpeechStarted): Dialogue._listen,
    (State.IDLE, AnnouncementDue): Dialogue._announce,
    (State.MUTED, AnnouncementDue): Dialogue._announce,
    (State.LISTENING, SpeechEnded): Dialogue._transcribe,
    (State.LISTENING, SpeechDiscarded): Dialogue._discard,
    (State.LISTENING, DeviceLost): Dialogue._transcribe,
    (State.LISTENING, InputEnded): Dialogue._hear_out,
    (State.LISTENING, StageFailed): Dialogue._listening_failed,
    (State.THINKING, Recognized): Dialogue._plan,
    (State.THINKING, Planned): Dialogue._commit,
    (State.THINKING, Committed): Dialogue._speak,
    (State.THINKING, StageFailed): Dialogue._thinking_failed,
    (State.SPEAKING, SegmentMade): Dialogue._count,
    (State.SPEAKING, PlaybackStarted): Dialogue._sounded,
    (State.SPEAKING, PlaybackFinished): Dialogue._spoken,
    (State.SPEAKING, StageFailed): Dialogue._speaking_failed,
}
_ALWAYS: dict[type[Event], Callable[[Dialogue, Event], list[Action]]] = {
    TextTyped: Dialogue._answer_typed,
    AnnouncementDue: Dialogue._postpone,
    MuteToggled: Dialogue._mute,
    InputEnded: Dialogue._end,
    Tick: Dialogue._watch,
}
