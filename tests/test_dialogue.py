"""The conversation as scripts: what happens, and what the assistant then does."""

import pytest

from assistant.dialogue import APOLOGIES, Dialogue, DialogueRules, State
from assistant.events import (
    AnnouncementDue,
    Commit,
    Committed,
    DeviceLost,
    DropTranscription,
    EndSpeech,
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

HEARD = Transcript("que horas são", 0.97)
ANSWER = Plan("São três e meia.", skill="horas")


def drive(*events, dialogue=None):
    """The actions of the last event."""
    dialogue = dialogue or Dialogue(DialogueRules(listening_timeout_s=30, thinking_timeout_s=15, speaking_timeout_s=120))
    actions = []
    for event in events:
        actions = dialogue.handle(event)
    return actions, dialogue


def thinking(*more):
    return drive(SpeechStarted(0), SpeechEnded(2, 640), *more)


def speaking(*more):
    return thinking(Recognized(2.2, 1, HEARD), Planned(2.2, 1, ANSWER), *more)


def test_a_turn_from_speech_to_silence():
    actions, dialogue = drive(SpeechStarted(0))
    assert actions == [StartTranscription(1)]
    assert drive(SpeechEnded(2, 640), dialogue=dialogue)[0] == [PauseCapture(1), FinishTranscription(1)]
    assert drive(Recognized(2.2, 1, HEARD), dialogue=dialogue)[0] == [MakePlan(1, HEARD)]
    assert drive(Planned(2.2, 1, ANSWER), dialogue=dialogue)[0] == [Speak(1, "São três e meia.")]
    assert drive(PlaybackStarted(2.5, 1), dialogue=dialogue)[0] == []
    report, resume = drive(PlaybackFinished(4, 1), dialogue=dialogue)[0]
    assert resume == ResumeCapture(1)
    assert report.record.heard == "que horas são"
    assert report.record.skill == "horas"
    assert dialogue.state is State.IDLE


def test_times_count_from_the_last_sample_of_speech():
    (report, _), _ = speaking(PlaybackStarted(2.5, 1), PlaybackFinished(4, 1))
    assert report.record.ms == {"silence": 640, "text": 840, "plan": 0, "audio": 1140}


def test_effects_run_before_the_answer_is_spoken():
    plan = Plan("Pronto.", effects=("effect",), skill="temporizador")
    actions, dialogue = thinking(Recognized(2, 1, HEARD), Planned(2, 1, plan))
    assert actions == [Commit(1, ("effect",))]
    assert drive(Committed(2, 1), dialogue=dialogue)[0] == [Speak(1, "Pronto.")]


def test_an_effect_that_fails_is_not_announced_as_done():
    plan = Plan("Pronto.", effects=("effect",), skill="temporizador")
    actions, _ = thinking(Recognized(2, 1, HEARD), Planned(2, 1, plan), StageFailed(2, 1, "effect", "disk full"))
    assert [a.text for a in actions] == [APOLOGIES["effect"]]


@pytest.mark.parametrize("reason", ["silence", "noise"])
def test_noise_is_not_answered(reason):
    actions, dialogue = thinking(Recognized(2, 1, Transcript("", 0.0, rejected=reason)))
    assert actions == [ResumeCapture(1)]
    assert dialogue.state is State.IDLE


def test_speech_that_was_not_understood_is_answered():
    mumble = Transcript("", 0.1, rejected="uncertain")
    assert thinking(Recognized(2, 1, mumble))[0] == [MakePlan(1, mumble)]


def test_a_click_is_forgotten():
    actions, dialogue = drive(SpeechStarted(0), SpeechDiscarded(1))
    assert actions[0] == DropTranscription(1)
    assert dialogue.state is State.IDLE


def test_answers_to_an_abandoned_turn_are_ignored():
    _, dialogue = thinking(TextTyped(3, "que dia é hoje"))
    assert dialogue.turn == 2
    assert drive(Recognized(3, 1, HEARD), dialogue=dialogue)[0] == []
    assert drive(Planned(3, 1, ANSWER), dialogue=dialogue)[0] == []


def test_typing_silences_the_assistant():
    actions, _ = speaking(TextTyped(3, "que dia é hoje"))
    stopped, report, *others = actions
    assert (stopped, report.turn, report.record.is_interrupted) == (StopSpeaking(1), 1, True)
    assert others == [PauseCapture(2), MakePlan(2, Transcript("que dia é hoje"))]


@pytest.mark.parametrize("stage", ["recognition", "planning"])
def test_a_failed_stage_is_apologised_for_and_what_it_answers_later_is_ignored(stage):
    actions, dialogue = thinking(StageFailed(2.5, 1, stage, "boom"))
    assert [a.text for a in actions] == [APOLOGIES[stage]]
    assert drive(Recognized(3, 1, HEARD), dialogue=dialogue)[0] == []
    assert dialogue.state is State.SPEAKING


@pytest.mark.parametrize("stage", ["synthesis", "playback"])
def test_an_answer_that_cannot_be_spoken_is_still_reported(stage):
    (report, resume), dialogue = speaking(StageFailed(3, 1, stage, "no device"))
    assert report.record.answer == "São três e meia."
    assert resume == ResumeCapture(1)
    assert dialogue.state is State.IDLE


def test_a_timer_rings_at_once_when_nobody_speaks():
    actions, dialogue = drive(AnnouncementDue(5, "O temporizador terminou.", "temporizador", ("mark",)))
    assert actions == [PauseCapture(1), Speak(1, "O temporizador terminou.", chime=True)]
    assert drive(PlaybackStarted(5.2, 1), dialogue=dialogue)[0] == [Commit(1, ("mark",))]
    report = drive(PlaybackFinished(7, 1), dialogue=dialogue)[0][0]
    assert (report.record.heard, report.record.skill, report.record.ms["text"]) == ("", "temporizador", None)


@pytest.mark.parametrize("state", [thinking, speaking, lambda *e: drive(SpeechStarted(0), *e)])
def test_a_timer_waits_for_the_end_of_the_turn(state):
    actions, dialogue = state(AnnouncementDue(5, "O temporizador terminou."))
    assert actions == []
    while dialogue.state is not State.SPEAKING or dialogue.turn == 1:
        actions = dialogue.handle(
            {
                State.LISTENING: SpeechEnded(6, 640),
                State.THINKING: StageFailed(6, dialogue.turn, "planning", ""),
                State.SPEAKING: PlaybackFinished(6, dialogue.turn),
            }[dialogue.state]
        )
    while not any(isinstance(a, Speak) and a.chime for a in actions):
        actions = dialogue.handle(PlaybackFinished(7, dialogue.turn))
        assert dialogue.state is State.SPEAKING


def test_muting_drops_what_is_being_said_and_lasts():
    actions, dialogue = drive(SpeechStarted(0), MuteToggled(1, True))
    assert actions == [DropTranscription(1), StopSpeaking(1), PauseCapture(1, may_interrupt=False)]
    assert drive(SpeechStarted(2), dialogue=dialogue) == ([], dialogue)
    assert drive(TextTyped(3, "oi"), Planned(3, 2, ANSWER), PlaybackFinished(4, 2), dialogue=dialogue)[0][-1] == PauseCapture(
        2, False
    )
    assert drive(MuteToggled(5, False), dialogue=dialogue)[0] == [ResumeCapture(2)]


def test_a_microphone_that_goes_away_in_a_turn_does_not_take_the_turn_along():
    assert drive(SpeechStarted(0), DeviceLost(3, "microphone", ""))[0] == [
        PauseCapture(1),
        FinishTranscription(1),
        EndSpeech(1),
    ]


@pytest.mark.parametrize(
    ("state", "late", "leaves_by"),
    [
        (lambda *e: drive(SpeechStarted(0), *e), 31, FinishTranscription),
        (thinking, 18, Speak),
        (speaking, 18, StopSpeaking),  # a voice that has not sounded by then
        (lambda *e: speaking(PlaybackStarted(3, 1), *e), 130, StopSpeaking),
    ],
)
def test_every_state_has_a_watchdog(state, late, leaves_by):
    actions, dialogue = state(Tick(late - 10))
    assert actions == []
    actions, _ = drive(Tick(late), dialogue=dialogue)
    assert leaves_by in map(type, actions)


def test_a_file_that_ends_is_answered_before_the_end():
    actions, dialogue = drive(SpeechStarted(0), InputEnded(1))
    assert actions == [PauseCapture(1), FinishTranscription(1)]
    actions, _ = drive(Recognized(2, 1, HEARD), Planned(2, 1, ANSWER), PlaybackFinished(3, 1), dialogue=dialogue)
    assert list(map(type, actions)) == [Report, Finish]


def test_a_file_without_speech_just_ends():
    assert drive(InputEnded(1))[0] == [Finish(0)]


VOICES = DialogueRules(
    skill_voices={"horas": "pm_alex", "temporizador": "pm_santa"}, speaker_voices={"ana": "pf_dora:0.7,pm_alex:0.3"}
)


@pytest.mark.parametrize(
    ("speaker", "skill", "voice"),
    [
        (None, None, None),
        (None, "data", None),
        (None, "horas", "pm_alex"),
        ("rui", "horas", "pm_alex"),
        ("ana", "data", "pf_dora:0.7,pm_alex:0.3"),
        ("ana", "horas", "pf_dora:0.7,pm_alex:0.3"),  # the person's choice wins
        ("ana", None, "pf_dora:0.7,pm_alex:0.3"),
    ],
)
def test_who_answers_depends_on_who_asked_and_on_the_skill(speaker, skill, voice):
    heard, plan = Transcript("que horas são", 0.97, speaker=speaker), Plan("São três e meia.", skill=skill)
    events = SpeechStarted(0), SpeechEnded(2, 640), Recognized(2.2, 1, heard), Planned(2.2, 1, plan)
    actions, dialogue = drive(*events, dialogue=Dialogue(VOICES))
    assert actions == [Speak(1, "São três e meia.", voice=voice, speaker=speaker)]
    assert drive(PlaybackFinished(4, 1), dialogue=dialogue)[0][0].record.speaker == speaker


def test_what_is_said_unasked_has_its_skills_voice():
    actions, dialogue = drive(AnnouncementDue(5, "O temporizador terminou.", "temporizador"), dialogue=Dialogue(VOICES))
    assert actions[1] == Speak(1, "O temporizador terminou.", chime=True, voice="pm_santa")
    drive(PlaybackFinished(6, 1), dialogue=dialogue)
    heard = Transcript("oi", speaker="ana")
    actions, _ = drive(
        SpeechStarted(7), SpeechEnded(8), Recognized(9, 2, heard), StageFailed(9, 2, "planning", ""), dialogue=dialogue
    )
    assert actions[0].voice == "pf_dora:0.7,pm_alex:0.3"  # of an apology, too


def test_what_was_cached_and_what_was_made_is_reported():
    made = [SegmentMade(2.4, 1, cached) for cached in (True, False, True)]
    (report, _), dialogue = speaking(*made, PlaybackStarted(2.5, 1), SegmentMade(3, 7, False), PlaybackFinished(4, 1))
    assert report.record.sound == {"cached": 2, "made": 1}
    drive(SpeechStarted(5), SpeechEnded(6), Recognized(6, 2, HEARD), Planned(6, 2, ANSWER), dialogue=dialogue)
    assert drive(PlaybackFinished(7, 2), dialogue=dialogue)[0][0].record.sound == {"cached": 0, "made": 0}
