"""The thread that gives second opinions: what waits, what is dropped, and how long anybody waits."""

import threading

import numpy as np

from assistant.asr.adviser import Adviser, Question, Second
from assistant.events import AudioFrame
from tests.asr.sounds import RATE
from tests.asr.test_live_grammar import until
from tests.fakes import ScriptedRecognizer


class Slow(ScriptedRecognizer):
    """Answers when it may."""

    def __init__(self, texts):
        super().__init__(texts)
        self.begun, self.may_answer = threading.Event(), threading.Event()

    def start(self):
        self.begun.set()
        self.may_answer.wait(10)
        return super().start()


def in_thread(work):
    """The list that its result will be in, and the thread."""
    results = []
    thread = threading.Thread(target=lambda: results.append(work()), daemon=True)
    thread.start()
    return results, thread


def sound(seconds):
    return AudioFrame(np.full(seconds * RATE, 0.1, np.float32), RATE)


def adviser(second, patience_s=20):
    made = Adviser(lambda: Second(second, set().__contains__), patience_s)
    assert made.wait_until_loaded()
    return made


def test_of_those_that_wait_only_the_newest_is_asked():
    second = Slow(["um", "dois"])
    asked = adviser(second)
    at_work, first = in_thread(lambda: asked.ask(Question(), sound(1)))
    assert second.begun.wait(10)
    some_is_dropped = threading.Event()
    waiting = []

    def ask(question, seconds):
        answer = asked.ask(question, sound(seconds))
        waiting.append(answer)
        some_is_dropped.set()

    others = [threading.Thread(target=ask, args=(Question(), seconds), daemon=True) for seconds in (2, 3)]
    for thread in others:
        thread.start()
    assert some_is_dropped.wait(10)
    assert waiting == [None]
    second.may_answer.set()
    for thread in (first, *others):
        thread.join(10)
    assert at_work[0].text == "um"
    assert waiting[1].text == "dois"
    assert len(second.heard_s) == 2


def test_what_was_given_up_while_it_waited_is_not_heard():
    second = Slow(["um", "dois"])
    asked = adviser(second)
    _, first = in_thread(lambda: asked.ask(Question(), sound(1)))
    assert second.begun.wait(10)
    question = Question()
    answers, other = in_thread(lambda: asked.ask(question, sound(2)))
    question.give_up()
    other.join(10)
    second.may_answer.set()
    first.join(10)
    asked.close()
    assert answers == [None]
    assert second.heard_s == [1.0]


def test_what_was_given_up_before_it_is_asked_is_not_waited_for():
    second = Slow(["um"])
    question = Question()
    question.give_up()
    assert adviser(second).ask(question, sound(1)) is None
    assert not second.begun.is_set()


def test_who_waited_in_vain_behind_one_that_was_given_up_does_not_make_it_rest():
    second = Slow(["um", "dois", "três"])
    asked = adviser(second, patience_s=0.3)
    question = Question()
    _, dropped = in_thread(lambda: asked.ask(question, sound(1)))
    assert second.begun.wait(10)
    question.give_up()
    assert asked.ask(Question(), sound(1)) is None
    second.may_answer.set()
    dropped.join(10)
    until(lambda: asked.ask(Question(), sound(1)) is not None)


def test_one_at_one_question_for_too_long_is_not_waited_for():
    second = Slow(["um", "dois"])
    asked = adviser(second, patience_s=0.05)
    assert asked.ask(Question(), sound(1)) is None
    for _ in range(2):
        answers, thread = in_thread(lambda: asked.ask(Question(), sound(1)))
        thread.join(10)
        assert answers == [None]
    second.may_answer.set()
    asked.close()
    assert second.heard_s == [1.0]
