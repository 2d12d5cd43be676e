"""The live view: what a person reads of the state, of an answer that is held, and of turns that are over."""

import io
from types import SimpleNamespace

import pytest
from rich.console import Console

from assistant.cli.live import LiveView
from assistant.cli.views import JsonView, PlainView, format_ending
from assistant.dialogue import Dialogue, DialogueRules, State
from assistant.events import (
    Partial,
    PartialRecognized,
    Recognized,
    ReleaseSpeech,
    Report,
    Speak,
    Speculation,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    Tick,
    Transcript,
    TurnRecord,
)


class Screen:
    """A view, and a dialogue that is in whatever state the script says."""

    def __init__(self, wake_phrase=None):
        self.console = Console(width=90, file=io.StringIO(), record=True)
        self.view = LiveView(self.console, wake_phrase=wake_phrase)
        self.dialogue = SimpleNamespace(state=State.IDLE, is_held=False, must_be_called=lambda at: False)

    def show(self, *items, **changed):
        vars(self.dialogue).update(changed)
        for item in items:
            self.view(item, self.dialogue)
        self.console.print(self.view.draw())
        return self.console.export_text()


def record(**changed):
    said = {"turn": 1, "heard": "que horas são", "confidence": 0.9, "speaker": None, "skill": "horas", "slots": {}}
    ms = {"silence": 240, "text": 180, "plan": 1, "audio": 410}
    return TurnRecord(**{**said, "answer": "São três e meia.", "ms": ms, **changed})


@pytest.mark.parametrize(
    ("state", "label"),
    [
        (State.IDLE, "pronto"),
        (State.LISTENING, "ouvindo"),
        (State.THINKING, "pensando"),
        (State.SPEAKING, "falando"),
        (State.MUTED, "microfone desligado"),
    ],
)
def test_each_state_is_named(state, label):
    assert label in Screen().show(Tick(0.0), state=state)


def test_a_pause_is_shown_until_speech_goes_on():
    screen = Screen()
    assert "esperando você terminar" in screen.show(SpeechStarted(0.0), SpeechPaused(1.0, 160.0), state=State.LISTENING)
    assert "esperando" not in screen.show(SpeechResumed(1.5))
    assert "esperando" in screen.show(SpeechPaused(2.0, 160.0))
    assert "pensando" in screen.show(SpeechEnded(2.2, 240.0), state=State.THINKING)


def test_an_answer_that_is_held_says_so_and_stays():
    screen = Screen()
    screen.show(Recognized(0.0, 1, Transcript("como está o tempo")), Speak(1, "Hoje faz sol."), state=State.SPEAKING)
    shown = screen.show(SpeechStarted(2.0), PartialRecognized(2.5, 2, Partial("aham")), state=State.LISTENING, is_held=True)
    assert "em pausa, ouvindo você" in shown
    assert "Hoje faz sol." in shown
    assert "aham" in shown
    shown = screen.show(ReleaseSpeech(1), state=State.SPEAKING, is_held=False)
    assert "falando" in shown
    assert "como está o tempo" in shown
    assert "aham" not in shown


def test_who_takes_over_is_still_shown_when_the_old_answer_is_reported():
    screen = Screen()
    screen.show(SpeechStarted(2.0), Recognized(3.0, 2, Transcript("que horas são")), state=State.LISTENING, is_held=True)
    old = record(heard="como está o tempo", answer="Hoje faz sol.", is_interrupted=True)
    shown = screen.show(Report(1, old), Speak(2, "São três."), state=State.SPEAKING, is_held=False)
    assert "interrompida" in shown
    assert "que horas são" in shown
    assert "São três." in shown


def test_the_name_is_asked_for_only_while_it_is_needed():
    screen = Screen("assistente")
    assert "pronto" in screen.show(Tick(5.0), must_be_called=lambda at: at > 8)
    assert "diga “assistente”" in screen.show(Tick(9.0))
    assert "ouvindo" in screen.show(SpeechStarted(9.5), state=State.LISTENING)


def test_a_real_dialogue_tells_when_it_has_to_be_called():
    called = Dialogue(DialogueRules(wake_mode="wake", wake_phrases=("assistente",)))
    screen = Screen("assistente")
    screen.dialogue = called
    screen.view(Tick(1.0), called)
    assert called.must_be_called(1.0)
    assert not Dialogue().must_be_called(1.0)
    screen.console.print(screen.view.draw())
    assert "diga “assistente”" in screen.console.export_text()


def test_how_a_turn_ended():
    assert format_ending(record()) == "texto 180 ms · som 410 ms"
    assert format_ending(record(is_interrupted=True, ms={"text": None, "audio": None})) == "interrompida"
    assert format_ending(record(ms={})) == ""


def test_lines_say_that_an_answer_was_interrupted(capsys):
    PlainView()(Report(1, record(is_interrupted=True)), None)
    assert "assistente: São três e meia.  [texto 180 ms · som 410 ms · interrompida]" in capsys.readouterr().out


@pytest.mark.parametrize(("speculation", "written"), [(Speculation.HIT, '"hit"'), (None, "null")])
def test_json_says_what_became_of_what_was_made_beforehand(capsys, speculation, written):
    JsonView()(Report(1, record(speculation=speculation)), None)
    assert f'"speculation": {written}' in capsys.readouterr().out
