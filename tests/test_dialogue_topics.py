"""What a conversation remembers, as scripts: a topic is kept, handed on, and forgotten in time."""

import pytest

from assistant.dialogue import APOLOGIES, Dialogue, DialogueRules, State
from assistant.events import (
    AnnouncementDue,
    CommandDue,
    Commit,
    Committed,
    DropTranscription,
    MakePlan,
    PauseCapture,
    Plan,
    Planned,
    PlaybackFinished,
    PlaybackStarted,
    Recognized,
    Report,
    Speak,
    SpeechDiscarded,
    SpeechEnded,
    SpeechStarted,
    StageFailed,
    StopSpeaking,
    TextTyped,
    Tick,
    Topic,
    Transcript,
    Urgency,
)

WEATHER = Topic("clima.previsao", {"lugar": "Recife"})
SUNNY = Plan("Sol.", skill="clima", topic=WEATHER)
TIMER = Topic("temporizador.inicia", asks="duracao", question="De quanto tempo?")
ASKING = Plan("De quanto tempo?", skill="temporizador", topic=TIMER)
LATER = Transcript("e amanhã")


class Talk:
    """A dialogue, and what is said in it, each utterance a second long, each answer two."""

    def __init__(self, **rules):
        self.dialogue = Dialogue(DialogueRules(topic_s=45, **rules))
        self.now = 0.0

    def do(self, *events):
        """The actions of the last event."""
        actions = []
        for event in events:
            actions = self.dialogue.handle(event)
        return actions

    def hear(self, at, transcript=LATER):
        """Speech that begins at this time; what the dialogue then asks of the skills."""
        self.now = at + 1.2
        self.do(SpeechStarted(at), SpeechEnded(at + 1, 200))
        return self.do(Recognized(self.now, self.dialogue.turn, transcript))

    def answer(self, plan):
        """The plan is made and said; when that has ended."""
        turn = self.dialogue.turn
        self.do(Planned(self.now, turn, plan))
        self.do(PlaybackStarted(self.now, turn), PlaybackFinished(self.now + 2, turn))
        self.now += 2
        return self.now

    def topic(self, at):
        """What somebody who speaks at this time may refer to; it changes nothing."""
        (plan,) = self.hear(at)
        self.do(Planned(self.now, self.dialogue.turn, Plan("", topic=plan.topic)))
        return plan.topic


@pytest.fixture
def talk():
    return Talk()


def test_the_first_utterance_is_about_nothing(talk):
    assert talk.hear(0) == [MakePlan(1, LATER)]


def test_the_next_one_is_about_what_was_answered(talk):
    talk.hear(0, Transcript("vai chover em recife"))
    ended = talk.answer(SUNNY)
    assert talk.hear(ended + 10) == [MakePlan(2, LATER, WEATHER)]


def test_what_is_typed_is_too(talk):
    talk.hear(0)
    ended = talk.answer(SUNNY)
    assert talk.do(TextTyped(ended + 10, "e amanhã")) == [PauseCapture(2), MakePlan(2, LATER, WEATHER)]


@pytest.mark.parametrize(("later_s", "topic"), [(0, WEATHER), (44.9, WEATHER), (45.1, None), (3600, None)])
def test_a_topic_lasts_so_long_after_the_end_of_the_answer(talk, later_s, topic):
    talk.hear(0)
    assert talk.topic(talk.answer(SUNNY) + later_s) == topic


def test_it_is_who_begins_to_speak_in_time_that_counts_not_who_has_ended(talk):
    talk.hear(0)
    begins = talk.answer(SUNNY) + 44
    talk.do(SpeechStarted(begins), SpeechEnded(begins + 15, 200))
    assert talk.do(Recognized(begins + 16, 2, LATER)) == [MakePlan(2, LATER, WEATHER)]


def test_a_long_answer_does_not_outlive_its_own_topic(talk):
    talk.hear(0)
    talk.do(Planned(1.2, 1, SUNNY), PlaybackStarted(1.3, 1))
    assert talk.do(TextTyped(100, "e amanhã"))[-1] == MakePlan(2, LATER, WEATHER)


def test_a_plan_without_a_topic_forgets_it(talk):
    talk.hear(0)
    talk.answer(SUNNY)
    talk.hear(5)
    assert talk.topic(talk.answer(Plan("Tudo bem.")) + 1) is None


def test_a_topic_that_is_only_kept_does_not_last_longer(talk):
    talk.hear(0)
    first = talk.answer(SUNNY)
    talk.hear(first + 30, Transcript("blá"))
    talk.answer(Plan("Não entendi.", topic=WEATHER))
    assert talk.topic(first + 44) is WEATHER
    assert talk.topic(first + 47) is None


def test_silence_and_clicks_change_nothing(talk):
    talk.hear(0)
    ended = talk.answer(SUNNY)
    talk.hear(ended + 1, Transcript("", 0.0, rejected="noise"))
    talk.do(SpeechStarted(ended + 4), SpeechDiscarded(ended + 5))
    assert talk.topic(ended + 40) == WEATHER


class TestAbandonedTurns:
    """They leave no trace: not in what is said, and not in what the conversation is about."""

    def test_before_it_was_planned(self, talk):
        talk.hear(0)
        talk.answer(SUNNY)
        talk.hear(5, Transcript("põe um timer"))
        assert talk.do(TextTyped(7, "e amanhã"))[-1] == MakePlan(3, LATER, WEATHER)
        assert talk.do(Planned(8, 2, ASKING)) == []
        assert talk.do(Planned(8, 3, SUNNY)) == [Speak(3, "Sol.")]
        talk.do(PlaybackFinished(9, 3))
        assert talk.topic(10) == WEATHER

    def test_however_often_one_is_planned_and_dropped(self, talk):
        """As at every short pause of somebody who goes on speaking: nothing is remembered, and nothing for longer."""
        talk.hear(0)
        ended = talk.answer(SUNNY)
        for n in range(1, 9):
            assert talk.do(TextTyped(ended + 5 * n, "e amanhã"))[-1] == MakePlan(n + 1, LATER, WEATHER)
            assert talk.do(Planned(ended + 5 * n, n, ASKING)) == []
        assert talk.do(TextTyped(ended + 46, "e amanhã"))[-1] == MakePlan(10, LATER, None)

    def test_after_it_was_committed_it_counts(self, talk):
        """The effects run, whatever is typed meanwhile; a "sim" must not do it twice."""
        offer = Topic("lista.limpa", offered=Plan("Feito.", ("clear",)), question="Limpo a lista?")
        talk.hear(0)
        talk.answer(Plan("Limpo a lista?", topic=offer))
        talk.hear(5, Transcript("sim"))
        done = Topic("lista.limpa")
        assert talk.do(Planned(7, 2, Plan("Feito.", ("clear",), topic=done))) == [Commit(2, ("clear",))]
        assert talk.do(TextTyped(7.1, "sim"))[-1] == MakePlan(3, Transcript("sim"), done)
        assert talk.do(Committed(7.2, 2, "Feito.")) == []


def test_what_effects_find_out_is_said_instead(talk):
    talk.hear(0)
    talk.do(Planned(2, 1, Plan("Acendi a luz.", ("light",), skill="casa")))
    assert talk.do(Committed(3, 1, "A luz já estava acesa.")) == [Speak(1, "A luz já estava acesa.")]
    (report, *_) = talk.do(PlaybackFinished(5, 1))
    assert (report.record.answer, report.record.skill) == ("A luz já estava acesa.", "casa")


def test_effects_that_have_nothing_to_say_leave_the_answer_as_it_was(talk):
    talk.hear(0)
    talk.do(Planned(2, 1, Plan("Acendi a luz.", ("light",))))
    assert talk.do(Committed(3, 1, None)) == [Speak(1, "Acendi a luz.")]


def test_effects_know_for_whom_they_run(talk):
    talk.hear(0, Transcript("põe leite na lista", speaker="Ana"))
    assert talk.do(Planned(2, 1, Plan("Feito.", ("add",)))) == [Commit(1, ("add",), "Ana")]


class TestFailures:
    @pytest.mark.parametrize("stage", ["recognition", "planning"])
    def test_before_anything_was_done_the_question_is_still_open(self, talk, stage):
        talk.hear(0)
        talk.answer(ASKING)
        talk.hear(40)
        assert [a.text for a in talk.do(StageFailed(41.5, 2, stage, "boom"))] == [APOLOGIES[stage]]
        talk.do(PlaybackFinished(43, 3))
        assert talk.topic(80) == TIMER

    def test_after_effects_nobody_knows_and_no_question_is(self, talk):
        offer = Topic("lista.limpa", {"lista": "compras"}, offered=Plan("Feito.", ("x",)), mentions={"isso": "compras"})
        talk.hear(0)
        talk.do(Planned(2, 1, Plan("Limpo?", ("x",), topic=offer)), StageFailed(2, 1, "effect", "disk full"))
        talk.do(PlaybackFinished(3, 2))
        assert talk.topic(4) == Topic("lista.limpa", {"lista": "compras"}, mentions={"isso": "compras"})

    def test_effects_that_hang_are_apologised_for(self, talk):
        talk.hear(0)
        talk.do(Planned(2, 1, Plan("Pronto.", ("hangs",), topic=TIMER)))
        assert Speak(2, APOLOGIES["timeout"]) in talk.do(Tick(17))
        assert talk.do(Committed(20, 1)) == []
        talk.do(PlaybackFinished(21, 2))
        assert talk.topic(22) == Topic("temporizador.inicia")


class TestUnasked:
    """What is said unasked comes between a question and its answer, and takes nothing away."""

    RINGS = Topic("alarme.para")

    def test_an_announcement_leaves_the_topic_and_its_time(self, talk):
        talk.hear(0)
        ended = talk.answer(ASKING)
        turn = talk.dialogue.turn + 1
        talk.do(AnnouncementDue(ended + 20, "Hora do bolo."), PlaybackFinished(ended + 24, turn))
        assert talk.topic(ended + 44) == TIMER

    def test_one_with_a_topic_comes_before_the_topic_of_before(self, talk):
        talk.hear(0)
        ended = talk.answer(ASKING)
        talk.do(AnnouncementDue(ended + 20, "Bom dia!", "alarme", topic=self.RINGS), PlaybackFinished(ended + 24, 2))
        topic = talk.topic(ended + 60)
        assert (topic.intent, topic.before) == ("alarme.para", TIMER)

    def test_what_rings_again_and_again_is_one_thing(self, talk):
        talk.hear(0)
        ended = talk.answer(ASKING)
        for n in range(3):
            talk.do(AnnouncementDue(ended + 10 * n, "Bom dia!", "alarme", topic=self.RINGS))
            talk.do(PlaybackFinished(ended + 10 * n + 4, talk.dialogue.turn))
        topic = talk.topic(ended + 30)
        assert (topic.intent, topic.before) == ("alarme.para", TIMER)

    def test_a_topic_that_had_expired_does_not_come_back(self, talk):
        talk.hear(0)
        ended = talk.answer(ASKING)
        talk.do(AnnouncementDue(ended + 60, "Bom dia!", "alarme", topic=self.RINGS), PlaybackFinished(ended + 64, 2))
        assert talk.topic(ended + 65) == self.RINGS

    def test_a_command_that_is_due_is_done_as_if_typed(self, talk):
        due = CommandDue(5, "liga a luz", "Ana", ("rung",))
        plan = MakePlan(1, Transcript("liga a luz", speaker="Ana"))
        assert talk.do(due) == [PauseCapture(1), Commit(1, ("rung",), "Ana"), plan]
        assert talk.do(Committed(5.1, 1)) == []  # that it rang is noted; the command itself is still to come
        assert talk.do(Planned(5.2, 1, Plan("Acendi a luz.", ("light",)))) == [Commit(1, ("light",), "Ana")]
        assert talk.do(Committed(5.3, 1)) == [Speak(1, "Acendi a luz.", speaker="Ana")]
        report = talk.do(PlaybackFinished(6, 1))[0]
        assert (report.record.heard, report.record.speaker) == ("liga a luz", "Ana")

    def test_it_is_no_answer_to_what_was_asked(self, talk):
        talk.hear(0)
        ended = talk.answer(ASKING)
        assert talk.do(CommandDue(ended + 1, "cancela"))[-1] == MakePlan(2, Transcript("cancela"))
        talk.do(Planned(ended + 2, 2, SUNNY), PlaybackFinished(ended + 3, 2))
        assert talk.topic(ended + 4).before == TIMER

    def test_it_is_done_even_where_it_cannot_be_noted(self, talk):
        talk.do(CommandDue(5, "liga a luz", None, ("rung",)))
        assert talk.do(StageFailed(5.1, 1, "effect", "disk full")) == []
        assert talk.do(Planned(5.2, 1, SUNNY)) == [Speak(1, "Sol.")]

    def test_it_waits_for_the_end_of_the_turn_and_its_time_begins_then(self, talk):
        talk.hear(0)
        assert talk.do(CommandDue(2, "liga a luz")) == []
        talk.do(Planned(3, 1, SUNNY))
        assert talk.do(PlaybackFinished(60, 1))[-1] == MakePlan(2, Transcript("liga a luz"))
        assert talk.do(Tick(70)) == []
        assert talk.dialogue.state is State.THINKING

    def test_the_most_urgent_is_said_first_and_what_came_first_of_two_alike(self, talk):
        talk.hear(0)
        talk.do(AnnouncementDue(2, "Notícia."), CommandDue(2, "dois"), AnnouncementDue(2, "Timer.", urgency=Urgency.ALARM))
        talk.do(AnnouncementDue(2, "Despertador.", urgency=Urgency.ALARM), Planned(3, 1, SUNNY))
        assert talk.do(PlaybackFinished(4, 1))[-1] == Speak(2, "Timer.", chime=True)
        assert talk.do(PlaybackFinished(5, 2))[-1] == Speak(3, "Despertador.", chime=True)
        assert talk.do(PlaybackFinished(6, 3))[-1] == MakePlan(4, Transcript("dois"))
        talk.do(Planned(6, 4, SUNNY))
        assert talk.do(PlaybackFinished(7, 4))[-1] == Speak(5, "Notícia.", chime=True)


def test_a_watchdog_that_ends_an_answer_starts_the_topics_time(talk):
    talk.hear(0)
    talk.do(Planned(2, 1, SUNNY))
    assert list(map(type, talk.do(Tick(130))))[:2] == [StopSpeaking, Report]
    assert talk.topic(170) == WEATHER


def test_speech_that_is_dropped_by_a_watchdog_asks_nothing(talk):
    talk.do(SpeechStarted(0), SpeechEnded(1))
    assert DropTranscription(1) in talk.do(Tick(17))
