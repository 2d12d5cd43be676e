"""While somebody speaks: what was said so far is recognised, planned for and prepared at each short pause, without effect.

Strategy: a partial transcript that may be all is planned for, too, so that its answer is being synthesised while the last word
still sounds, and the pause only confirms it. All that is made carries the turn's number. When speech goes on after a pause the
turn gets another number, by which all of it is forgotten; when it does not, what is there already is used, and what is still
being made is waited for.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.answering import commit
from assistant.dialogue.attention import AT_YOUR_SERVICE
from assistant.dialogue.conversation import Conversation
from assistant.dialogue.states import State
from assistant.dialogue.turn import Progress
from assistant.events import (
    Action,
    Completeness,
    DistrustEcho,
    DropTranscription,
    EndSpeech,
    Event,
    ExpectEnd,
    FinishTranscription,
    Foresee,
    Foreseen,
    HoldSpeech,
    InputEnded,
    MakePlan,
    PartialRecognized,
    PauseCapture,
    Plan,
    Planned,
    Prepare,
    Recognized,
    ResumeTranscription,
    Speculation,
    SpeechPaused,
    SpeechStarted,
    StageFailed,
    StartTranscription,
    StopSpeaking,
    Transcript,
    VoiceChanged,
)
from assistant.language.backchannel import is_backchannel, is_stop
from assistant.language.own_words import is_own_words

_UNHEARD = ("silence", "noise")  # rejections that deserve no answer: nobody spoke


def listen(it: Conversation, event: SpeechStarted) -> list[Action]:
    it.begin(event.at)
    it.turn.is_spoken = True
    it.turn.echo = it.said_lately(event.at)
    it.enter(State.LISTENING, event.at, it.rules.listening_timeout_s)
    return [StartTranscription(it.number)]


def interrupt(it: Conversation, event: SpeechStarted) -> list[Action]:
    """Somebody speaks over the answer: it falls silent until it is known what that is."""
    held = it.turn
    it.attention.rest(event.at, held.answered)  # who speaks over an answer speaks to the assistant, or to nobody here
    it.held = held
    return [HoldSpeech(held.number), *listen(it, event)]


def speculate(it: Conversation, event: SpeechPaused) -> list[Action]:
    it.turn.progress = Progress.RECOGNISING
    return [FinishTranscription(it.number)]


def resume(it: Conversation, event: Event) -> list[Action]:
    """Speech goes on, in the same turn."""
    before = it.number
    it.turn.take_back(it.new_number())
    it.enter(State.LISTENING, it.turn.began_at, it.rules.listening_timeout_s)  # goes on as it may, no turn is longer
    return [StopSpeaking(before), ResumeTranscription(it.number)]


def follow(it: Conversation, event: PartialRecognized) -> list[Action]:
    called = event.partial.called and not it.turn.is_called
    it.turn.is_called = it.turn.is_called or called
    return [*(it.signal_called() if called else []), *_foresee(it, event.partial.text)]


def _foresee(it: Conversation, text: str) -> list[Action]:
    # Over an answer synthesis has enough to do; and after a pause something better than a partial is known.
    if it.held is not None or it.turn.progress is not Progress.HEARING:
        return []
    meant = it.attention.meant(Transcript(text))
    return [Foresee(it.number, meant, it.turn.topic)] if meant is not None and meant.text else []


def foreseen(it: Conversation, event: Foreseen) -> list[Action]:
    if it.turn.progress is not Progress.HEARING or not event.plan.text:
        return []
    return [Prepare(it.number, event.plan.text, it.voice(event.plan))]


def plan(it: Conversation, event: Recognized) -> list[Action]:
    """In a pause, or at the end: what it would be answered is planned."""
    turn = it.turn
    turn.text_at = event.at
    if is_own_words(event.transcript.text, turn.echo):
        return [DistrustEcho(it.number), *_ignore(it, event)]
    meant = _meant(it, event.transcript)
    if meant is None:
        return _ignore(it, event)
    turn.topic = it.memory.turn_to(meant)
    turn.is_interruption = it.memory.is_interrupted
    speaker = it.memory.speaker(meant)
    turn.heard, meant = replace(event.transcript, speaker=speaker), replace(meant, speaker=speaker)
    turn.is_call = bool(event.transcript.text.strip()) and not meant.text
    if turn.is_call:
        return planned(it, Planned(event.at, it.number, Plan(AT_YOUR_SERVICE)))
    turn.progress = Progress.PLANNING
    return [MakePlan(it.number, meant, turn.topic)]


def _meant(it: Conversation, heard: Transcript) -> Transcript | None:
    """What of it is to be answered; None for nothing: noise, what is not said to the assistant, a cough over its answer."""
    if heard.rejected in _UNHEARD:
        return None
    if it.held is not None and not is_stop(heard.text):
        asked = it.held.plan.topic is not None and it.held.plan.topic.is_open
        if heard.rejected or is_backchannel(heard.text, asked):
            return None
    return it.attention.meant(heard)


def _ignore(it: Conversation, event: Event) -> list[Action]:
    it.turn.progress = Progress.UNMEANT
    if it.state is State.THINKING:
        return it.come_to_nothing(event.at)
    # An answer that was interrupted by a cough goes on soon. Nobody waits for an answer to what was no word yet.
    is_unheard = isinstance(event, Recognized) and event.transcript.rejected in _UNHEARD
    grade = Completeness.EXTENDABLE if is_unheard else Completeness.UNKNOWN
    return [ExpectEnd(it.number, grade if it.held is None else Completeness.COMPLETE)]


def planned(it: Conversation, event: Planned) -> list[Action]:
    """What would be answered is known. Where it is not known yet that speech is over, its beginning is synthesised meanwhile."""
    turn = it.turn
    if turn.is_committed:
        return []  # nothing is done twice
    turn.progress, turn.plan, turn.plan_ms = Progress.PLANNED, event.plan, round(event.ms)
    if it.state is State.THINKING:
        return _settle_plan(it, event)
    expected = ExpectEnd(it.number, event.completeness)
    # What surely goes on will be answered otherwise; and synthesis is the dearest part of it all.
    if not event.plan.text or event.completeness is Completeness.DANGLING or _is_idle_talk(it):
        return [expected]
    return [expected, Prepare(it.number, event.plan.text, it.voice(event.plan, turn.heard.speaker), turn.heard.speaker)]


def end(it: Conversation, event: Event, until: int | None = None) -> list[Action]:
    """Speech is over, as far as can be told. until: the sample at which it was, if that is long ago."""
    turn = it.turn
    turn.ended_at = event.at
    turn.silence_ms = getattr(event, "silence_ms", 0.0)
    it.think(event.at)
    attention = PauseCapture(it.number)
    if turn.progress is Progress.HEARING:
        turn.progress = Progress.RECOGNISING
        return [attention, FinishTranscription(it.number, until)]
    turn.speculation = Speculation.HIT
    if turn.progress is Progress.UNMEANT:
        return it.come_to_nothing(event.at)
    return [attention, *(_settle_plan(it, event) if turn.progress is Progress.PLANNED else [])]


def cut(it: Conversation, event: VoiceChanged) -> list[Action]:
    """Who began has finished, and another voice keeps the turn open: what was theirs is answered, not what was made of both."""
    return [*resume(it, event), *end(it, event, event.sample), EndSpeech(it.number)]


def break_off(it: Conversation, event: Event) -> list[Action]:
    """The microphone stalled, or somebody never stops: what was heard is answered. Whoever speaks then begins anew."""
    return [*end(it, event), EndSpeech(it.number)]


def hear_out(it: Conversation, event: InputEnded) -> list[Action]:
    it.is_ending = True
    return end(it, event)


def discard(it: Conversation, event: Event) -> list[Action]:
    return [DropTranscription(it.number), *it.come_to_nothing(event.at)]


def failed(it: Conversation, event: StageFailed) -> list[Action]:
    if event.stage == "synthesis":
        return []  # what was prepared could not be; it will be tried again, and then be apologised for
    dropped = [PauseCapture(it.number), DropTranscription(it.number), EndSpeech(it.number)]
    if it.held is not None:
        return [*dropped, *it.come_to_nothing(event.at)]
    it.turn.ended_at = event.at
    return [*dropped, *it.apologise(event, event.stage)]


def _settle_plan(it: Conversation, event: Event) -> list[Action]:
    if _is_idle_talk(it):
        return [StopSpeaking(it.number), *it.come_to_nothing(event.at)]
    if it.held is not None and is_stop(it.turn.heard.text) and not it.turn.plan.effects:
        # That it is silent is the answer.
        return [StopSpeaking(it.number), *it.take_over(), *it.settle(event.at)]
    return [*it.take_over(), *commit(it, event)]


def _is_idle_talk(it: Conversation) -> bool:
    """Nothing that was understood, and said to somebody else: to whom was asked something, or over an answer."""
    is_aside = it.turn.is_interruption or it.held is not None
    return is_aside and it.turn.plan.intent is None and not it.turn.is_call
