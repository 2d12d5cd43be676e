"""A skill may be anybody's: whatever it does, the conversation goes on."""

import contextlib
import logging
import sys
import threading
import time
from datetime import UTC, datetime

import pytest

from assistant import skills
from assistant.errors import SkillSetAsideError, SkillTimeoutError
from assistant.events import Transcript
from assistant.skills.limits import Guard, call
from assistant.store import Store

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


class Odd(BaseException):
    pass


def forever():
    while True:
        pass


def stubbornly():
    while True:
        with contextlib.suppress(SystemExit):
            forever()


def deeper():
    return deeper()


def interrupt():
    raise KeyboardInterrupt


def odd():
    raise Odd("so")


def test_what_is_quick_is_as_if_it_were_called_directly():
    assert call(lambda a, b=1: a + b, 1.0, 2, b=3) == 5
    with pytest.raises(ZeroDivisionError):
        call(lambda: 1 // 0, 1.0)


@pytest.mark.parametrize("function", [forever, stubbornly], ids=lambda f: f.__name__)
def test_an_endless_loop_is_ended(function):
    n_threads = threading.active_count()
    began = time.monotonic()
    with pytest.raises(SkillTimeoutError, match=r"took longer than 0\.1 s and was ended") as caught:
        call(function, 0.1)
    assert caught.value.ended
    assert time.monotonic() - began < 3
    assert call(str, 1.0, 7) == "7"
    until(lambda: threading.active_count() <= n_threads + 2)


@pytest.mark.parametrize(
    ("function", "error"),
    [(lambda: sys.exit(3), "SystemExit: 3"), (interrupt, "KeyboardInterrupt"), (odd, "Odd: so"), (deeper, "recursion depth")],
    ids=["exit", "interrupt", "odd", "recursion"],
)
def test_nothing_that_is_raised_ends_the_program(function, error):
    with pytest.raises(RuntimeError, match=error):
        call(function, 1.0)


def test_too_little_memory_is_an_error_like_any_other():
    with pytest.raises(MemoryError):
        call(lambda: "a" * 10**15, 1.0)


def test_many_callers_do_not_wait_for_each_other():
    began = time.monotonic()
    callers = [threading.Thread(target=call, args=(time.sleep, 5.0, 0.3)) for _ in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert time.monotonic() - began < 1.0


def test_what_hangs_in_native_code_is_abandoned_and_its_skill_set_aside(caplog):
    released = threading.Lock()
    released.acquire()

    def hang(ctx):
        # A lock without a time limit waits in native code, where no exception arrives.
        released.acquire()

    intent = skills.Intent(hang, ("a",), (), {}, True, 1, skill="pendura", version=1)
    guard = Guard(0.1)
    with caplog.at_level(logging.ERROR), pytest.raises(SkillTimeoutError, match="abandoned"):
        guard.call(intent, None, {})
    assert guard.set_aside == {"pendura"}
    assert "pendura could not be ended" in caplog.text
    began = time.monotonic()
    with pytest.raises(SkillSetAsideError, match="change its file"):
        guard.call(intent, None, {})
    assert time.monotonic() - began < 0.1
    mended = skills.Intent(lambda ctx: "well", ("a",), (), {}, True, 1, skill="pendura", version=2)
    assert guard.call(mended, None, {}) == "well"
    released.release()


SLOW = """
from assistant.skills import Reply, skill

@skill("conta até o fim", examples=["conta até o fim"])
def conta(ctx):
    n = 0
    while True:
        n += 1

@skill("sai daqui", examples=["sai daqui"])
def sai(ctx):
    raise SystemExit(3)

@skill("oi dado", examples=["oi dado"])
def oi(ctx):
    return Reply("Oi.")
"""


def test_a_skill_that_never_answers_is_apologised_for_and_the_others_answer(tmp_path):
    from assistant.skills.loading.loader import SkillLoader

    (tmp_path / "lento.py").write_text(SLOW, encoding="utf-8")
    found = SkillLoader([tmp_path], guard=Guard(0.2)).load()
    store = Store(tmp_path / "store.sqlite")
    said = [found.plan(Transcript(text), skills.Context(NOW, store)).text for text in ("conta até o fim", "sai daqui", "oi dado")]
    assert said == [skills.FAILED, skills.FAILED, "Oi."]
    store.close()


def test_a_limit_costs_next_to_nothing():
    call(int, 1.0)
    costs = []
    for _ in range(300):
        began = time.perf_counter()
        call(int, 1.0)
        costs.append(time.perf_counter() - began)
    assert sorted(costs)[150] < 0.002


def until(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
