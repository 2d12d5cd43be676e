"""What is taken of turns, from the events and actions of a session: those that are answered, and those that come to nothing."""

import pytest

from assistant import app
from assistant.dialogue import APOLOGIES, State
from assistant.events import (
    AudioFrame,
    Finish,
    FinishTranscription,
    HoldSpeech,
    MakePlan,
    MuteToggled,
    PauseCapture,
    Plan,
    Planned,
    PlaybackFinished,
    Recognized,
    ReleaseSpeech,
    Report,
    ResumeCapture,
    ResumeTranscription,
    Speak,
    Speculation,
    SpeechDiscarded,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    StageFailed,
    StartTranscription,
    StopSpeaking,
    TextTyped,
    Tick,
    Transcript,
    TurnRecord,
)
from assistant.runtime.turn_figures import Origin, Outcome, Words
from assistant.runtime.turn_watch import TurnWatch
from tests.fakes import NOON, VirtualTime
from tests.runtime.stage import Stage, speech


class Playing:
    """A dialogue of which only the state is looked at."""

    state = State.LISTENING


class Watched:
    """Shows items to a watch one after the other; the processor has worked a quarter of a second at each look."""

    def __init__(self, keeps_words=False):
        self.taken, self.dialogue, self._cpu_s = [], Playing(), 0.0
        self.watch = TurnWatch(self.taken.append, VirtualTime().clock, keeps_words, self._cpu)

    def _cpu(self):
        self._cpu_s += 0.25
        return self._cpu_s

    def show(self, *items, state=State.LISTENING):
        self.dialogue.state = state
        for item in items:
            self.watch(item, self.dialogue)
        return self.taken


HEARD = Transcript("que horas são", 0.9)
MS = {"silence": 240, "text": 180, "plan": 2, "audio": 400}


def record(**changed):
    fields = {"turn": 1, "heard": HEARD.text, "confidence": 0.9, "speaker": "Ana", "skill": "horas", "slots": {"a": 1}}
    return TurnRecord(**{**fields, "answer": "São três e meia.", "ms": MS, "sound": {"cached": 1, "made": 2}, **changed})


def asked(turn=1, at=10.0):
    return [
        *(SpeechStarted(at), StartTranscription(turn), SpeechEnded(at + 1.24, 240.0), FinishTranscription(turn)),
        *(
            Recognized(at + 1.3, turn, HEARD),
            MakePlan(turn, HEARD),
            Planned(at + 1.4, turn, Plan("São três e meia.", intent="agora")),
        ),
        Speak(turn, "São três e meia."),
    ]


def test_a_question_that_was_answered():
    watched = Watched()
    (figures,) = watched.show(*asked(), PlaybackFinished(13.0, 1), Report(1, record()), ResumeCapture(1), state=State.IDLE)
    assert (figures.origin, figures.outcome) == (Origin.VOICE, Outcome.ANSWERED)
    assert (figures.began, figures.seconds, figures.speech_s, figures.cpu_s) == (NOON, 3.0, 1.0, 0.25)
    assert figures.ms == MS
    assert (figures.skill, figures.intent, figures.confidence) == ("horas", "agora", 0.9)
    assert (figures.cached, figures.made, figures.is_speaker_known) == (1, 2, True)
    assert figures.words is None


def test_words_only_when_they_are_allowed():
    (figures,) = Watched(keeps_words=True).show(*asked(), Report(1, record()))
    assert figures.words == Words("que horas são", "São três e meia.", "Ana", {"a": 1})


def test_what_was_not_said_to_the_assistant_is_kept_in_no_case():
    watched = Watched(keeps_words=True)
    heard = Recognized(2.0, 1, Transcript("boa noite e bem-vindos ao jornal", 0.8))
    (figures,) = watched.show(SpeechStarted(0.0), StartTranscription(1), heard, ResumeCapture(1), state=State.IDLE)
    assert (figures.outcome, figures.words, figures.confidence) == (Outcome.NOT_MEANT, None, 0.8)
    assert "jornal" not in figures.line()


@pytest.mark.parametrize(
    "heard",
    [[SpeechDiscarded(1.0)], [Recognized(1.0, 1, Transcript("", 0.0, rejected="noise"))], [MuteToggled(1.0, True)]],
    ids=["a click", "noise", "muted"],
)
def test_what_was_no_speech_is_unheard(heard):
    items = [SpeechStarted(0.0), StartTranscription(1), *heard, ResumeCapture(1), Tick(2.0)]
    (figures,) = Watched().show(*items, state=State.IDLE)
    assert (figures.outcome, figures.ms, figures.skill) == (Outcome.UNHEARD, {}, None)


def test_a_microphone_that_is_off_closes_a_turn_at_the_next_tick():
    watched = Watched()
    watched.show(SpeechStarted(0.0), StartTranscription(1), MuteToggled(1.0, True), PauseCapture(1), state=State.MUTED)
    assert [it.outcome for it in watched.show(Tick(1.2), state=State.MUTED)] == [Outcome.UNHEARD]


def test_speech_that_goes_on_is_the_same_turn():
    begun = [SpeechStarted(0.0), StartTranscription(1), SpeechPaused(1.0, 160.0), FinishTranscription(1)]
    went_on = [Recognized(1.1, 1, Transcript("que", 0.2, rejected="uncertain")), SpeechResumed(1.3), ResumeTranscription(2)]
    too_late = Planned(1.4, 1, Plan("", intent="outro"))
    ended = [SpeechEnded(2.5, 500.0), Recognized(2.6, 2, HEARD), Planned(2.7, 2, Plan("", intent="agora")), Speak(2, "São três.")]
    (figures,) = Watched().show(*begun, *went_on, too_late, *ended, Report(2, record(speculation=Speculation.HIT)))
    assert (figures.turn, figures.n_resumed, figures.speculation) == (2, 1, Speculation.HIT)
    assert (figures.rejected, figures.intent, figures.speech_s) == (None, "agora", 2.0)


def test_a_cough_over_the_answer_is_a_turn_of_its_own():
    watched = Watched()
    cough = [SpeechStarted(12.0), HoldSpeech(1), StartTranscription(2), SpeechDiscarded(12.3), ReleaseSpeech(1)]
    watched.show(*asked(), *cough, state=State.SPEAKING)
    assert [(it.turn, it.outcome) for it in watched.taken] == [(2, Outcome.UNHEARD)]
    watched.show(PlaybackFinished(14.0, 1), Report(1, record()), ResumeCapture(1), state=State.IDLE)
    assert [(it.turn, it.outcome) for it in watched.taken] == [(2, Outcome.UNHEARD), (1, Outcome.ANSWERED)]


def test_who_speaks_over_the_answer_takes_over():
    watched = Watched()
    over = [SpeechStarted(12.0), HoldSpeech(1), StartTranscription(2), Recognized(13.0, 2, HEARD)]
    taken_over = [StopSpeaking(1), Report(1, record(is_interrupted=True)), Speak(2, "São três."), Report(2, record())]
    watched.show(*asked(), *over, *taken_over)
    assert [(it.turn, it.outcome, it.is_interrupted) for it in watched.taken] == [
        (1, Outcome.INTERRUPTED, True),
        (2, Outcome.ANSWERED, False),
    ]


def test_typing_over_an_answer_ends_it():
    watched = Watched()
    watched.show(*asked(), TextTyped(12.0, "para"), StopSpeaking(1), MakePlan(2, Transcript("para")), Speak(2, "Parei."))
    assert [(it.turn, it.outcome) for it in watched.taken] == [(1, Outcome.INTERRUPTED)]
    watched.show(Report(2, record()))
    assert (watched.taken[1].origin, watched.taken[1].confidence) == (Origin.TEXT, None)


def test_stages_that_fail_are_named():
    failed = [*asked()[:-3], StageFailed(12.0, 1, "planning", "no memory"), Speak(2, APOLOGIES["planning"])]
    (figures,) = Watched().show(*failed, Report(2, record(answer=APOLOGIES["planning"])))
    assert (figures.turn, figures.outcome, figures.failure) == (1, Outcome.FAILED, "planning")


def test_what_only_took_too_long_has_failed_too():
    (figures,) = Watched().show(*asked()[:-3], Speak(2, APOLOGIES["timeout"]), Report(2, record(answer=APOLOGIES["timeout"])))
    assert (figures.outcome, figures.failure) == (Outcome.FAILED, "timeout")


def test_an_answer_that_was_not_heard_has_failed_and_one_that_was_not_prepared_has_not():
    (figures,) = Watched().show(*asked()[:-1], StageFailed(12.0, 1, "synthesis", "x"), asked()[-1], Report(1, record()))
    assert (figures.outcome, figures.failure) == (Outcome.ANSWERED, None)
    (figures,) = Watched().show(*asked(), StageFailed(12.0, 1, "playback", "gone"), Report(1, record()))
    assert (figures.outcome, figures.failure) == (Outcome.FAILED, "playback")


def test_a_timer_that_rings_is_an_announcement():
    (figures,) = Watched().show(Tick(5.0), Speak(1, "Acabou o tempo.", chime=True), Report(1, record(heard="", skill="timer")))
    assert (figures.origin, figures.confidence, figures.skill) == (Origin.ANNOUNCEMENT, None, "timer")


def test_whatever_is_open_at_the_end_is_closed():
    (figures,) = Watched().show(SpeechStarted(0.0), StartTranscription(1), Finish(1), state=State.LISTENING)
    assert figures.outcome is Outcome.UNHEARD


def test_sound_costs_nothing():
    watched = Watched()
    watched.watch(AudioFrame(None, 16_000), None)
    assert watched.taken == []


def test_in_a_real_session_every_utterance_leaves_its_figures(tmp_path, monkeypatch):
    stage = Stage(tmp_path, ["que horas são", Transcript("", 0.0, rejected="noise"), RuntimeError("out of memory")])
    taken, build = [], app.build_session

    def built(config, shared, ends, observers, *others):
        return build(config, shared, ends, (*observers, TurnWatch(taken.append, stage.time.clock)), *others)

    monkeypatch.setattr(app, "build_session", built)
    records = stage.hear(speech(1.0, 1.6, 1.0, 1.6, 1.0))
    assert [it.outcome for it in taken] == [Outcome.ANSWERED, Outcome.UNHEARD, Outcome.FAILED]
    assert [it.ms for it in taken if it.ms] == [it.ms for it in records]
    assert taken[0].speech_s == pytest.approx(1.0, abs=0.15)
    assert taken[2].failure == "recognition"
