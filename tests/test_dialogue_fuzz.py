"""Whatever happens in whatever order: a conversation never fails, never waits for ever, and never speaks twice at once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue import Dialogue, DialogueRules, State
from assistant.events import (
    AnnouncementDue,
    CommandDue,
    Commit,
    Committed,
    DeviceLost,
    MakePlan,
    MuteToggled,
    Plan,
    Planned,
    PlaybackFinished,
    PlaybackStarted,
    Recognized,
    SegmentMade,
    Speak,
    SpeechDiscarded,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    StageFailed,
    StopSpeaking,
    TextTyped,
    Tick,
    Topic,
    Transcript,
)

TOPIC = Topic("timer.f", asks="duracao", question="De quanto tempo?")
HAPPENINGS = (
    SpeechStarted,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechDiscarded,
    Tick,
    lambda at: TextTyped(at, "oi"),
    lambda at: AnnouncementDue(at, "Hora do bolo.", "timer", ("mark",), TOPIC),
    lambda at: CommandDue(at, "liga a luz", None, ("mark",)),
    lambda at: MuteToggled(at, True),
    lambda at: MuteToggled(at, False),
    lambda at: DeviceLost(at, "microphone", ""),
)
ANSWERS = (
    lambda at, turn: Recognized(at, turn, Transcript("assistente oi")),
    lambda at, turn: Recognized(at, turn, Transcript("", rejected="noise")),
    lambda at, turn: Planned(at, turn, Plan("De quanto tempo?", topic=TOPIC)),
    lambda at, turn: Planned(at, turn, Plan("Feito.", ("effect",), topic=Topic("timer.f"))),
    lambda at, turn: Planned(at, turn, Plan("")),
    lambda at, turn: Committed(at, turn, "Já estava."),
    lambda at, turn: SegmentMade(at, turn, True),
    PlaybackStarted,
    PlaybackFinished,
    *(lambda at, turn, stage=stage: StageFailed(at, turn, stage, "") for stage in ("planning", "effect", "synthesis")),
)
STEP = st.tuples(st.floats(0, 20), st.sampled_from(HAPPENINGS), st.sampled_from(ANSWERS), st.integers(0, 3))


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=40), st.sampled_from(["open", "wake", "muted"]))
def test_whatever_happens(steps, wake_mode):
    dialogue = Dialogue(DialogueRules(wake_mode=wake_mode, wake_phrases=("assistente",)))
    at, speaking = 0.0, None
    for seconds, happening, answer, late in steps:
        at += seconds
        for event in (happening(at), answer(at, max(dialogue.turn - late, 0))):
            for action in dialogue.handle(event):
                assert not isinstance(action, MakePlan | Commit | Speak) or action.turn <= dialogue.turn
                if isinstance(action, StopSpeaking) and action.turn == speaking:
                    speaking = None
                elif isinstance(action, Speak):
                    assert speaking is None or dialogue.turn != speaking
                    speaking = action.turn
    for _ in range(2 * len(steps) + 6):  # each announcement that waits takes a turn
        at += 200
        dialogue.handle(Tick(at))
    assert dialogue.state in (State.IDLE, State.MUTED)
    assert not dialogue.is_held
