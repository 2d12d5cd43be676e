"""Fixed replies are made while nobody speaks, and are no longer made when somebody does."""

import time

import pytest

from assistant import app
from assistant.config import Config
from assistant.dialogue import APOLOGIES, Dialogue
from assistant.events import Finish, Report
from assistant.runtime.rehearsal import Line, Rehearsal, Rehearsing, fixed_lines
from assistant.runtime.workers import InlineWorker
from assistant.skills import GENERAL_REPLIES
from assistant.store import Store
from tests.fakes import EnergyDetector, MemorySink, ToneSynthesizer
from tests.runtime.stage import SKILLS, Stage, silence, speech

LINES = [Line("um."), Line("dois.", "pm_alex"), Line("três.")]


class Interrupted(ToneSynthesizer):
    """Before its n-th segment somebody begins to speak."""

    def __init__(self, n):
        super().__init__()
        self._left = n
        self.interrupt = lambda: None

    def speak(self, *arguments):
        for segment in super().speak(*arguments):
            self._left -= 1
            if self._left == 0:
                self.interrupt()
            yield segment


def rehearsing(synthesizer, lines=LINES):
    rehearsal = Rehearsal(synthesizer, lines, after_s=10)
    return rehearsal, Rehearsing(rehearsal, InlineWorker(""))


def listen(tmp_path, frames, synthesizer=None, texts=("oi",) * 9):
    synthesizer = synthesizer or ToneSynthesizer()
    Stage(tmp_path, texts, synthesizer, rehearsal=Rehearsal(synthesizer, LINES, after_s=10)).hear(frames)
    return list(zip(synthesizer.spoken, synthesizer.voices, strict=True))


def test_what_is_always_the_same_is_prepared_in_the_voice_it_will_be_said_in():
    lines = fixed_lines(SKILLS, {"saudacao": "pm_alex"})
    assert Line("De nada.", "pm_alex") in lines
    assert Line("Tudo bem.") in lines
    assert {Line(text) for text in (*GENERAL_REPLIES, *APOLOGIES.values())} <= set(lines)
    assert not any("{" in line.text for line in lines)


def test_after_a_while_of_quiet_one_line_after_the_other_is_made_once(tmp_path):
    assert listen(tmp_path, silence(9)) == []
    assert listen(tmp_path, silence(10.1)) == [("um.", None), ("dois.", "pm_alex")]
    assert listen(tmp_path, silence(30)) == [("um.", None), ("dois.", "pm_alex"), ("três.", None)]


def test_a_conversation_is_no_quiet(tmp_path):
    spoken = listen(tmp_path, speech(1, 6, 1, 6, 1, 12))
    assert [text for text, _ in spoken[:3]] == ["Boa tarde! Em que posso ajudar?"] * 3
    assert spoken[3] == ("um.", None)


def test_when_a_turn_begins_the_line_is_given_up_between_two_segments_and_made_another_time():
    synthesizer = Interrupted(2)
    rehearsal, quiet = rehearsing(synthesizer, [Line("um. dois. três. quatro."), Line("cinco.")])
    other = Rehearsing(rehearsal, InlineWorker(""))
    synthesizer.interrupt = lambda: rehearsal.engage(other)  # in any session
    rehearsal.rehearse(quiet)
    assert synthesizer._left == 0
    rehearsal.rehearse(quiet)
    assert synthesizer.spoken == ["um. dois. três. quatro."]
    rehearsal.release(other)
    rehearsal.rehearse(quiet)
    rehearsal.rehearse(quiet)
    assert synthesizer.spoken == ["um. dois. três. quatro."] * 2 + ["cinco."]
    assert rehearsal.is_over


def test_a_session_that_is_over_gives_up_and_one_that_is_gone_is_not_waited_for():
    synthesizer = Interrupted(1)
    rehearsal, quiet = rehearsing(synthesizer)
    synthesizer.interrupt = lambda: setattr(quiet, "is_over", True)
    rehearsal.rehearse(quiet)
    assert not rehearsal.is_over
    rehearsal.engage(Rehearsing(rehearsal, InlineWorker("")))
    rehearsal.rehearse(Rehearsing(rehearsal, InlineWorker("")))
    assert synthesizer.spoken == ["um.", "um."]


def test_whoever_leaves_in_the_middle_of_a_turn_keeps_nobody_from_rehearsing():
    synthesizer = ToneSynthesizer()
    rehearsal, gone = rehearsing(synthesizer)
    rehearsal.engage(gone)
    gone(Finish(0), Dialogue())
    rehearsal.rehearse(Rehearsing(rehearsal, InlineWorker("")))
    assert synthesizer.spoken == ["um."]


@pytest.mark.parametrize("failure", [RuntimeError("no memory"), ValueError("no voice")])
def test_a_line_that_cannot_be_made_is_passed_over(failure):
    rehearsal, quiet = rehearsing(ToneSynthesizer(failure))
    for _ in LINES:
        rehearsal.rehearse(quiet)
    assert rehearsal.is_over


class Slow(ToneSynthesizer):
    """A twentieth of a second for each segment."""

    def speak(self, *arguments):
        for segment in super().speak(*arguments):
            time.sleep(0.05)
            yield segment


def test_an_answer_waits_for_one_segment_and_not_for_the_whole_line(tmp_path):
    synthesizer, seen = Slow(), []
    long_line = Line(". ".join(["um"] * 200))
    shared = app.Models(
        None,
        synthesizer,
        lambda: SKILLS,
        app.alone(Store(tmp_path / "store.sqlite")),
        Rehearsal(synthesizer, [long_line], after_s=0.1),
    )

    def typed():
        while long_line.text not in synthesizer.spoken:
            time.sleep(0.01)
        time.sleep(0.2)
        yield "obrigado"

    ends = app.Ends(app.line_source(typed()), MemorySink())
    app.build_session(Config(), shared, ends, (lambda item, _: seen.append(item),), detector=EnergyDetector()).run()
    (record,) = [item.record for item in seen if isinstance(item, Report)]
    assert record.answer == synthesizer.spoken[1] == "De nada."
    assert record.ms["audio"] < 2000  # of the ten seconds that the line takes
