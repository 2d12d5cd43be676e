"""What is made in a short pause is used when speech is over, and leaves no trace when it is not."""

import pytest

from assistant.dialogue import APOLOGIES, Dialogue, DialogueRules, State
from assistant.events import (
    Commit,
    Committed,
    Completeness,
    DropTranscription,
    Earcon,
    EndSpeech,
    ExpectEnd,
    FinishTranscription,
    Foresee,
    Foreseen,
    MakePlan,
    Partial,
    PartialRecognized,
    PauseCapture,
    Plan,
    Planned,
    PlaybackFinished,
    PlaybackStarted,
    Prepare,
    Recognized,
    Report,
    ResumeCapture,
    ResumeTranscription,
    Signal,
    Speak,
    Speculation,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    StageFailed,
    StopSpeaking,
    TextTyped,
    Tick,
    Transcript,
)

HEARD = Transcript("acende a luz", 0.97)
PLAN = Plan("Acendi a luz.", effects=("light",), skill="casa", intent="casa.liga")
UNHEARD = Transcript("", rejected="noise")


class Talk:
    def __init__(self, **rules):
        self.dialogue = Dialogue(DialogueRules(**rules))
        self.actions = []

    def do(self, *events):
        """What the last of them leads to."""
        for event in events:
            self.actions = self.dialogue.handle(event)
        return self.actions


@pytest.fixture
def talk():
    return Talk()


def paused(talk, turn=1):
    return talk.do(SpeechStarted(0), SpeechPaused(1.16, 160), Recognized(1.2, turn, HEARD), Planned(1.21, turn, PLAN))


def test_in_a_pause_all_is_made_ready_and_nothing_is_done(talk):
    assert talk.do(SpeechStarted(0), SpeechPaused(1.16, 160)) == [FinishTranscription(1)]
    assert talk.do(Recognized(1.2, 1, HEARD)) == [MakePlan(1, HEARD)]
    made = talk.do(Planned(1.21, 1, PLAN, 4, Completeness.COMPLETE))
    assert made == [ExpectEnd(1, Completeness.COMPLETE), Prepare(1, "Acendi a luz.")]
    assert talk.dialogue.state is State.LISTENING


def test_nothing_is_synthesised_for_what_surely_goes_on(talk):
    talk.do(SpeechStarted(0), SpeechPaused(1.16, 160), Recognized(1.2, 1, HEARD))
    assert talk.do(Planned(1.21, 1, PLAN, 4, Completeness.DANGLING)) == [ExpectEnd(1, Completeness.DANGLING)]
    assert talk.do(SpeechEnded(3.1, 2000)) == [PauseCapture(1), Commit(1, ("light",))]


def test_at_the_end_it_is_done_and_said(talk):
    paused(talk)
    assert talk.do(SpeechEnded(1.24, 240)) == [PauseCapture(1), Commit(1, ("light",))]
    assert talk.do(Committed(1.25, 1)) == [Speak(1, "Acendi a luz.")]
    report = talk.do(PlaybackStarted(1.3, 1), PlaybackFinished(2, 1))[0]
    assert report.record.speculation is Speculation.HIT
    assert report.record.ms == {"silence": 240, "text": 200, "plan": 0, "audio": 300}


def test_speech_that_goes_on_forgets_it(talk):
    paused(talk)
    assert talk.do(SpeechResumed(1.4)) == [StopSpeaking(1), ResumeTranscription(2)]
    # What comes late from the pause counts for nothing.
    assert talk.do(Recognized(1.5, 1, HEARD)) == talk.do(Planned(1.5, 1, PLAN)) == talk.do(Committed(1.5, 1)) == []
    assert talk.do(SpeechEnded(3, 640)) == [PauseCapture(2), FinishTranscription(2)]
    assert talk.do(Recognized(3.1, 2, Transcript("acende a luz da sala"))) == [MakePlan(2, Transcript("acende a luz da sala"))]
    done = talk.do(Planned(3.1, 2, PLAN), Committed(3.2, 2), PlaybackFinished(4, 2))
    assert done[0].record.speculation is Speculation.MISS


def test_a_second_pause_is_looked_at_again(talk):
    paused(talk)
    talk.do(SpeechResumed(1.4))
    assert talk.do(SpeechPaused(2, 160)) == [FinishTranscription(2)]
    paused_again = talk.do(Recognized(2.1, 2, HEARD), Planned(2.1, 2, PLAN))
    assert paused_again[-1] == Prepare(2, "Acendi a luz.")
    assert Commit(2, ("light",)) in talk.do(SpeechEnded(2.3, 240))


def test_what_is_still_being_made_at_the_end_is_waited_for(talk):
    talk.do(SpeechStarted(0), SpeechPaused(1.16, 160))
    assert talk.do(SpeechEnded(1.64, 640)) == [PauseCapture(1)]
    assert talk.do(Recognized(1.7, 1, HEARD)) == [MakePlan(1, HEARD)]
    assert talk.do(Planned(1.7, 1, PLAN)) == [Commit(1, ("light",))]


def test_who_goes_on_before_anything_is_done_was_not_finished(talk):
    talk.do(SpeechStarted(0), SpeechPaused(1.16, 160), SpeechEnded(1.64, 640))
    assert talk.do(SpeechStarted(1.8)) == [StopSpeaking(1), ResumeTranscription(2)]
    assert talk.dialogue.state is State.LISTENING
    assert talk.do(SpeechEnded(3, 640))[-1] == FinishTranscription(2)


def test_what_is_being_done_cannot_be_taken_back(talk):
    paused(talk)
    talk.do(SpeechEnded(1.24, 240))
    assert talk.do(SpeechStarted(1.3)) == [EndSpeech(1)]  # who then still speaks begins anew
    assert talk.do(Committed(1.4, 1)) == [Speak(1, "Acendi a luz.")]


def test_an_effect_that_knows_better_is_believed_instead_of_what_was_prepared(talk):
    paused(talk)
    talk.do(SpeechEnded(1.24, 240))
    assert talk.do(Committed(1.3, 1, "Já estava acesa.")) == [Speak(1, "Já estava acesa.")]


def test_what_is_often_added_to_is_prepared_all_the_same(talk):
    talk.do(SpeechStarted(0), SpeechPaused(1, 160), Recognized(1.2, 1, HEARD))
    made = talk.do(Planned(1.21, 1, PLAN, 4, Completeness.EXTENDABLE))
    assert made == [ExpectEnd(1, Completeness.EXTENDABLE), Prepare(1, "Acendi a luz.")]


def test_a_pause_after_noise_leads_to_nothing(talk):
    talk.do(SpeechStarted(0), SpeechPaused(1, 160))
    assert talk.do(Recognized(1.2, 1, UNHEARD)) == [ExpectEnd(1, Completeness.EXTENDABLE)]
    assert talk.do(SpeechEnded(2, 640)) == [ResumeCapture(1)]


def test_what_could_not_be_prepared_is_made_when_it_is_said(talk):
    paused(talk)
    assert talk.do(StageFailed(1.22, 1, "synthesis", "")) == []
    talk.do(SpeechEnded(1.24, 240))
    assert talk.do(Committed(1.3, 1)) == [Speak(1, "Acendi a luz.")]


def test_a_recogniser_that_fails_in_a_pause_is_apologised_for(talk):
    talk.do(SpeechStarted(0), SpeechPaused(1, 160))
    actions = talk.do(StageFailed(1.2, 1, "recognition", "broken"))
    assert actions == [PauseCapture(1), DropTranscription(1), EndSpeech(1), Speak(2, APOLOGIES["recognition"])]


def test_typing_drops_what_was_prepared(talk):
    paused(talk)
    assert talk.do(TextTyped(1.3, "oi"))[:2] == [DropTranscription(1), StopSpeaking(1)]


def test_a_microphone_that_stalls_in_a_pause_does_not_keep_the_answer(talk):
    paused(talk)
    assert talk.do(Tick(31)) == [PauseCapture(1), Commit(1, ("light",)), EndSpeech(1)]


def test_what_is_not_meant_is_not_prepared():
    talk = Talk(wake_mode="wake", wake_phrases=("assistente",))
    talk.do(SpeechStarted(0), SpeechPaused(1, 160))
    assert talk.do(Recognized(1.1, 1, HEARD)) == [ExpectEnd(1, Completeness.UNKNOWN)]
    assert talk.do(SpeechEnded(1.6, 640)) == [ResumeCapture(1)]


def test_a_call_alone_is_answered_when_nothing_follows():
    talk = Talk(wake_mode="wake", wake_phrases=("assistente",))
    talk.do(SpeechStarted(0), SpeechPaused(1, 160))
    assert talk.do(Recognized(1.1, 1, Transcript("assistente")))[-1] == Prepare(1, "Pois não?")
    assert talk.do(SpeechResumed(1.3)) == [StopSpeaking(1), ResumeTranscription(2)]
    called = Transcript("assistente que horas são")
    assert talk.do(SpeechPaused(2, 160), Recognized(2.1, 2, called)) == [MakePlan(2, Transcript("que horas são"))]


def test_sounds_tell_what_happens_where_they_are_wanted():
    talk = Talk(earcons=True)
    talk.do(SpeechStarted(0), SpeechEnded(1), Recognized(1, 1, HEARD))
    assert talk.do(StageFailed(1, 1, "planning", "")) == [Signal(2, Earcon.ERROR), Speak(2, APOLOGIES["planning"])]
    talk.do(PlaybackFinished(2, 2), SpeechStarted(3), SpeechEnded(4), Recognized(4, 3, HEARD))
    silent = talk.do(Planned(4, 3, Plan("", intent="volume.muda")))
    assert silent[0] == Signal(3, Earcon.UNDERSTOOD)
    assert isinstance(silent[1], Report)


def test_what_may_be_all_is_prepared_while_the_last_word_still_sounds(talk):
    assert talk.do(SpeechStarted(0), PartialRecognized(0.9, 1, Partial("acende a luz"))) == [
        Foresee(1, Transcript("acende a luz"))
    ]
    assert talk.do(Foreseen(0.91, 1, PLAN)) == [Prepare(1, "Acendi a luz.")]
    # Nothing is done for it: the pause asks again.
    assert talk.do(SpeechPaused(1.16, 160)) == [FinishTranscription(1)]
    assert talk.do(Recognized(1.2, 1, HEARD)) == [MakePlan(1, HEARD)]


def test_after_a_pause_has_begun_partials_are_planned_for_no_more(talk):
    talk.do(SpeechStarted(0), SpeechPaused(1.16, 160))
    assert talk.do(PartialRecognized(1.17, 1, Partial("acende a luz"))) == []
    assert talk.do(Foreseen(1.18, 1, PLAN)) == []
    talk.do(SpeechResumed(1.4))
    assert talk.do(Foreseen(1.41, 1, PLAN)) == []  # of the words before the pause
    assert talk.do(PartialRecognized(1.6, 2, Partial("acende a luz da"))) == [Foresee(2, Transcript("acende a luz da"))]


def test_what_is_not_said_to_the_assistant_is_not_planned_for():
    talk = Talk(wake_mode="wake", wake_phrases=("assistente",))
    assert talk.do(SpeechStarted(0), PartialRecognized(0.9, 1, Partial("acende a luz"))) == []
    called = PartialRecognized(1.3, 1, Partial("assistente acende a luz"))
    assert talk.do(called) == [Foresee(1, Transcript("acende a luz"))]
