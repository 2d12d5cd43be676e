"""What is due, and when: timers, alarms that ring on, reminders, commands for later; clocks that are changed, and nights off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from assistant.errors import StoreError
from assistant.events import AnnouncementDue, CommandDue
from assistant.runtime.agenda import Agenda
from assistant.skills import World
from assistant.skills.domains.appointments import MAX_RINGS, PutOff, StopRinging
from assistant.store import ALARM, REMINDER, Appointment, Store

BRASILIA = timezone(timedelta(hours=-3))
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=BRASILIA)
SEVEN = datetime(2026, 11, 23, 7, 0)


class Life:
    """A program that runs, with a clock on its wall; `heard` is what it said, once it was heard."""

    def __init__(self, store, now=MONDAY):
        self.store, self.now, self.at = store, now, 0.0
        self.agenda = Agenda(store)
        self.done = []

    def restart(self, after=timedelta(0)):
        self.now, self.at, self.agenda = self.now + after, 0.0, Agenda(self.store)

    def wait(self, seconds=0.0, hears=True):
        """Time passes; what was due at its end."""
        self.now += timedelta(seconds=seconds)
        self.at += seconds
        events = self.agenda.due(self.at, self.now)
        for event in events:
            assert isinstance(event, AnnouncementDue | CommandDue)
            if hears:
                self.do(*event.effects)
        return [event.text for event in events]

    def do(self, *effects):
        for effect in effects:
            effect.run(World(self.store, self.now))

    def timer(self, seconds, name=None, **more):
        return self.store.add_timer(name, self.now + timedelta(seconds=seconds), seconds, self.now, **more)

    def alarm(self, at=SEVEN, **more):
        return self.store.add_appointment(Appointment(0, ALARM, at=at, **more), self.now)

    def until(self, moment):
        return self.wait((moment.replace(tzinfo=self.now.tzinfo) - self.now).total_seconds())


@pytest.fixture
def life(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield Life(store)
    store.close()


def test_a_timer_is_told_once(life):
    life.timer(60, "macarrão")
    assert life.wait(59) == []
    assert life.wait(1) == ["O temporizador do macarrão terminou."]
    assert life.wait(1) == []


def test_a_timer_that_was_not_heard_is_not_told_again_before_the_next_start(life):
    life.timer(60)
    assert len(life.wait(60, hears=False)) == 1
    assert life.wait(5, hears=False) == []
    life.restart()
    assert life.wait() == ["O temporizador de um minuto terminou."]


def test_a_conversation_goes_on_from_what_was_told(life):
    life.timer(60, "bolo")
    life.now += timedelta(seconds=60)
    (event,) = life.agenda.due(60.0, life.now)
    assert (event.topic.intent, event.topic.slots, event.skill) == (
        "temporizador.inicia",
        {"duracao": 60, "nome": "bolo"},
        "temporizador",
    )


def test_an_alarm_rings_every_minute_until_somebody_answers(life):
    life.alarm()
    life.wait()
    assert life.until(SEVEN) == ["Alarme! São sete horas da manhã."]
    assert life.wait(30) == []
    assert life.wait(30) == ["Alarme! São sete e um da manhã. Diga para ou soneca."]
    life.do(StopRinging())
    assert life.wait(60) == []
    assert life.store.appointments(ALARM) == []


def test_an_alarm_that_nobody_answers_gives_up(life):
    life.alarm(text="trabalho", repetition="daily")
    life.wait()
    life.until(SEVEN)
    rung = [life.wait(60) for _ in range(MAX_RINGS + 5)]
    assert sum(map(len, rung)) == MAX_RINGS - 1
    (alarm,) = life.store.appointments(ALARM)
    assert (alarm.at, alarm.rings, alarm.again) == (SEVEN + timedelta(days=1), 0, None)


def test_an_alarm_that_cannot_be_heard_is_tried_again(life):
    life.alarm()
    life.wait()
    life.now, life.at = life.now + timedelta(hours=1), 3600.0
    assert len(life.wait(hears=False)) == 1
    assert life.wait(59, hears=False) == []
    assert len(life.wait(1, hears=False)) == 1


def test_a_snooze(life):
    life.alarm()
    life.wait()
    life.until(SEVEN)
    life.do(PutOff(600))
    assert life.wait(599) == []
    assert life.wait(1) == ["Alarme! São sete e dez da manhã."]
    assert len(life.wait(60)) == 1


def test_a_reminder_is_said_once_and_can_be_put_off(life):
    life.store.add_appointment(Appointment(0, REMINDER, "tomar o remédio", SEVEN, speaker="Ana"), life.now)
    life.wait()
    assert life.until(SEVEN) == ["Ana, lembrete: tomar o remédio."]
    assert life.wait(60) == []
    life.do(PutOff(600))
    assert life.wait(600) == ["Ana, lembrete: tomar o remédio."]


def test_a_reminder_every_two_hours(life):
    life.store.add_appointment(Appointment(0, REMINDER, "beber água", SEVEN, repetition="every:7200"), life.now)
    life.wait()
    told = [life.wait(3600) for _ in range(5)]
    assert [len(texts) for texts in told] == [1, 0, 1, 0, 1]


def test_a_command_is_given_back_as_it_was_said(life):
    life.timer(3600, command="ligar a luz", speaker="ana")
    life.wait()
    life.now, life.at = life.now + timedelta(hours=1), 3600.0
    (event,) = life.agenda.due(life.at, life.now)
    assert isinstance(event, CommandDue)
    assert (event.text, event.speaker) == ("ligar a luz", "ana")
    life.do(*event.effects)
    assert life.wait() == []


def test_what_was_missed_while_off_is_told_in_one_sentence(life):
    life.timer(60, "bolo")
    life.alarm()
    life.store.add_appointment(Appointment(0, REMINDER, "tomar o remédio", SEVEN), life.now)
    life.restart(timedelta(hours=2))
    assert life.wait() == [
        "Enquanto eu estava desligado, o temporizador do bolo terminou há uma hora e cinquenta e nove minutos; "
        "o alarme das sete da manhã não tocou; passou o lembrete das sete da manhã: tomar o remédio."
    ]
    assert life.wait(60) == []
    assert life.store.timers() == life.store.appointments(ALARM) == []


def test_a_command_is_not_done_when_its_time_is_over(life):
    life.timer(3600, command="ligar o forno")
    life.restart(timedelta(hours=3))
    (text,) = life.wait()
    assert text == ("Enquanto eu estava desligado, passou a hora de ligar o forno, às sete da manhã, e não fiz.")


def test_a_hundred_things_missed_are_summed_up(life):
    for n in range(100):
        life.timer(60 + n)
    life.restart(timedelta(days=2))
    (text,) = life.wait()
    assert text.endswith("e mais noventa e cinco coisas.")
    assert life.store.timers() == []


def test_after_days_off_a_daily_alarm_is_told_of_once_and_goes_on(life):
    life.alarm(repetition="daily")
    life.restart(timedelta(days=3, hours=6))
    (text,) = life.wait()
    assert text.count("alarme") == 1
    assert life.store.appointments(ALARM)[0].at == SEVEN + timedelta(days=4)


def test_an_alarm_that_is_only_minutes_late_still_wakes(life):
    life.alarm()
    life.restart(timedelta(hours=1, minutes=5))
    assert life.wait() == ["Alarme! São sete e cinco da manhã."]


def test_a_program_that_dies_while_its_alarm_rings_rings_on(life):
    life.alarm()
    life.wait()
    life.until(SEVEN)
    life.restart(timedelta(minutes=2))
    assert life.wait() == ["Alarme! São sete e dois da manhã. Diga para ou soneca."]
    life.restart(timedelta(hours=2))
    assert life.wait() == []  # it did ring; there is nothing to tell
    assert life.store.appointments(ALARM) == []


@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(hours=11)])
def test_the_clock_is_set_back_after_an_alarm_and_it_does_not_ring_twice(life, back):
    life.alarm(repetition="daily")
    life.wait()
    life.until(SEVEN)
    life.do(StopRinging())
    life.now -= back
    assert life.wait() == []
    assert life.until(SEVEN) == []
    assert life.until(SEVEN + timedelta(days=1)) == ["Alarme! São sete horas da manhã."]


def test_the_clock_is_set_back_by_days_and_no_alarm_is_lost(life):
    life.alarm(repetition="daily")
    life.wait()
    life.until(SEVEN)
    life.do(StopRinging())
    life.now -= timedelta(days=3)
    life.wait()
    for day in (-2, -1, 0, 1):
        assert len(life.until(SEVEN + timedelta(days=day))) == 1, day
        life.do(StopRinging())


def test_the_clock_is_set_forward_past_an_alarm(life):
    life.alarm()
    life.wait()
    life.now += timedelta(hours=5)
    assert life.wait() == ["Enquanto eu estava desligado, o alarme das sete da manhã não tocou."]


def test_the_clock_is_set_back_and_a_timer_still_takes_as_long(life):
    life.timer(600)
    life.wait(100)
    life.now -= timedelta(hours=3)
    assert life.wait(499) == []
    assert life.wait(1) == ["O temporizador de dez minutos terminou."]


def test_an_hour_that_comes_twice_rings_once(tmp_path):
    lisbon = ZoneInfo("Europe/Lisbon")
    store = Store(tmp_path / "store.sqlite")
    life = Life(store, datetime(2026, 10, 24, 22, 0, tzinfo=UTC))
    life.alarm(datetime(2026, 10, 25, 1, 30), repetition="daily")
    rung = []
    for _ in range(8 * 4):  # from before midnight until five, a quarter of an hour at a time
        life.now = (life.now.astimezone(UTC) + timedelta(minutes=15)).astimezone(lisbon)
        life.at += 900
        events = life.agenda.due(life.at, life.now)
        rung += [(life.now.hour, life.now.minute) for _ in events]
        for event in events:
            life.do(*event.effects, StopRinging())
    assert rung == [(1, 30)]
    store.close()


def test_an_hour_that_is_left_out_rings_at_its_end(tmp_path):
    lisbon = ZoneInfo("Europe/Lisbon")
    store = Store(tmp_path / "store.sqlite")
    life = Life(store, datetime(2026, 3, 29, 0, 59, tzinfo=UTC).astimezone(lisbon))
    life.alarm(datetime(2026, 3, 29, 1, 30))
    assert life.wait() == []
    life.now, life.at = datetime(2026, 3, 29, 1, 0, tzinfo=UTC).astimezone(lisbon), 60.0
    assert life.wait() == ["Alarme! São duas horas da madrugada."]
    store.close()


def test_a_store_that_cannot_be_read_is_no_end(life, caplog):
    life.store.close()
    assert life.agenda.due(0.0, life.now) == []
    assert life.agenda.due(0.5, life.now) == []
    assert caplog.text.count("cannot be used") == 1  # not at every look


def test_what_was_due_while_the_store_failed_is_told_afterwards(life, monkeypatch):
    """An alarm that rang last night is put away, without a word, in the same look in which a timer ends."""
    alarm = life.alarm(rings=1, again=life.now)
    life.timer(3600)
    life.wait(1, hears=False)
    life.agenda = Agenda(life.store)

    def fail(changed):
        raise StoreError("held by another program")

    with monkeypatch.context() as failing:
        failing.setattr(life.store, "update_appointment", fail)
        assert life.wait(3600) == []
    told = life.wait(1)
    assert len(told) == 1
    assert "temporizador" in told[0]
    assert life.store.appointment(alarm.id).again is None


def test_two_alarms_ring_one_after_the_other(life):
    first, second = life.alarm(text="um"), life.alarm(text="dois")
    life.wait()
    assert len(life.until(SEVEN)) == 2
    assert [it.id for it in life.store.ringing()] == [second.id, first.id]
    life.do(StopRinging())
    assert life.store.ringing() == []
    assert replace(first, id=0).text == "um"
