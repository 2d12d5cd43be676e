"""From the end of speech to the end of the answer: effects are carried out, and what they come to is said."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.conversation import Conversation
from assistant.dialogue.states import State
from assistant.events import (
    Action,
    Commit,
    Committed,
    Event,
    MakePlan,
    PauseCapture,
    PlaybackFinished,
    PlaybackStarted,
    SegmentMade,
    StageFailed,
    StopSpeaking,
    TextTyped,
    Transcript,
)


def answer_typed(it: Conversation, event: TextTyped) -> list[Action]:
    abandoned = it.abandon()
    it.begin(event.at)
    turn = it.turn
    turn.ended_at = turn.text_at = event.at
    turn.heard = Transcript(event.text)
    it.think(event.at)
    return [*abandoned, PauseCapture(it.number), MakePlan(it.number, turn.heard, turn.topic)]


def commit(it: Conversation, event: Event) -> list[Action]:
    """From here on what was planned is done."""
    turn, plan = it.turn, it.turn.plan
    if turn.is_call:
        it.memory.hold()
        return it.speak(event)
    turn.is_committed = True
    # Before the effects, not after: a "sim" said again meanwhile must not do it twice.
    if turn.is_unasked:
        it.memory.interrupt(plan.topic)
    else:
        it.memory.adopt(plan.topic, turn.heard.speaker)
    return [Commit(it.number, plan.effects, turn.heard.speaker)] if plan.effects else it.speak(event)


def carried_out(it: Conversation, event: Committed) -> list[Action]:
    if not it.turn.is_committed:
        return []  # what a command that was due had to do before
    if event.said:
        it.turn.plan = replace(it.turn.plan, text=event.said)
    return it.speak(event)


def thinking_failed(it: Conversation, event: StageFailed) -> list[Action]:
    if event.stage == "synthesis" or (event.stage == "effect" and not it.turn.is_committed):
        return []
    if it.held is not None:
        return it.come_to_nothing(event.at)
    return it.apologise(event, event.stage)


def count(it: Conversation, event: SegmentMade) -> list[Action]:
    it.turn.sound["cached" if event.cached else "made"] += 1
    return []


def sounded(it: Conversation, event: PlaybackStarted) -> list[Action]:
    it.turn.audio_at = event.at
    it.enter(State.SPEAKING, event.at, it.rules.speaking_timeout_s)
    effects, it.turn.on_heard = it.turn.on_heard, ()
    return [Commit(it.number, effects)] if effects else []


def spoken(it: Conversation, event: PlaybackFinished) -> list[Action]:
    return it.conclude(event.at)


def speaking_failed(it: Conversation, event: StageFailed) -> list[Action]:
    if event.stage == "effect":
        return []  # an announcement's bookkeeping: it will be announced again
    return it.conclude(event.at)


def of_held(it: Conversation, event: Event) -> list[Action]:
    """An answer that somebody speaks over, and that was told to fall silent, may still have begun, or ended, just before."""
    held = it.held
    if isinstance(event, PlaybackStarted):
        held.audio_at = event.at
        effects, held.on_heard = held.on_heard, ()
        return [Commit(held.number, effects)] if effects else []
    if isinstance(event, SegmentMade):
        held.sound["cached" if event.cached else "made"] += 1
        return []
    if isinstance(event, PlaybackFinished) or (isinstance(event, StageFailed) and event.stage != "effect"):
        it.held = None
        # It was told to be silent, and so would be who speaks next.
        return [StopSpeaking(held.number), it.report(held)]
    return []
