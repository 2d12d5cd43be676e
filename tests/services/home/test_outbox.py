"""Commands that wait: for how long, and what a newer one does to them."""

import threading

from assistant.errors import ServiceRefusedError
from assistant.services.home.outbox import Command, Outbox


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def command(service, *entities, expires=60.0):
    return Command(service, entities, {}, expires)


def take(outbox):
    """What is to be sent now, without waiting."""
    looks = iter((False, True))
    waiting = threading.Timer(0.05, outbox.wake)
    waiting.start()
    found = outbox.take(lambda: next(looks, True))
    waiting.cancel()
    return found


def test_the_oldest_is_sent_first_and_once():
    outbox = Outbox(Clock())
    first, second = command("light.turn_on", "light.a"), command("light.turn_on", "light.b")
    outbox.put(first)
    outbox.put(second)
    assert [take(outbox), take(outbox), take(outbox)] == [first, second, None]


def test_a_newer_command_takes_a_device_over():
    outbox = Outbox(Clock())
    both, newer = command("light.turn_on", "light.a", "light.b"), command("light.turn_off", "light.a")
    outbox.put(both)
    outbox.put(newer)
    assert take(outbox).entities == ("light.b",)
    assert take(outbox) is newer


def test_nothing_is_left_of_a_command_that_was_taken_over():
    outbox = Outbox(Clock())
    older, newer = command("light.turn_on", "light.a"), command("light.turn_off", "light.a")
    outbox.put(older)
    assert take(outbox) is older
    outbox.put(newer)
    outbox.take_back()
    assert older.answered
    assert take(outbox) is newer


def test_too_old_is_never_sent():
    clock = Clock()
    outbox = Outbox(clock)
    outbox.put(command("light.turn_on", "light.a"))
    clock.now = 61.0
    assert take(outbox) is None


def test_what_was_sent_and_not_answered_is_sent_again():
    clock = Clock()
    outbox = Outbox(clock)
    sent = command("light.turn_on", "light.a")
    outbox.put(sent)
    take(outbox)
    clock.now = 5.0
    assert outbox.silence_s() == 5.0
    outbox.take_back()
    assert outbox.silence_s() == 0.0
    assert take(outbox) is sent
    outbox.answer(sent)
    outbox.take_back()
    assert take(outbox) is None


def test_a_refusal_is_everybodys():
    outbox = Outbox(Clock())
    one, other = command("light.turn_on", "light.a"), command("light.turn_on", "light.b")
    outbox.put(one)
    outbox.put(other)
    outbox.answer_all(ServiceRefusedError("no", "Não."))
    assert one.error is other.error is not None
    assert one.news.is_set()
