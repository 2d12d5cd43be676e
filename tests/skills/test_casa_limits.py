"""What the house has not, what it cannot be asked just now, and what is done only for a while."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.services.home.joined import Joined
from assistant.services.home.protocol import Entity, House
from tests.skills.home_stage import HomeTalk, LivingHome
from tests.skills.serviced import MONDAY

UNREACHED = "Não consigo falar com a casa agora."


@pytest.fixture
def home():
    return LivingHome()


@pytest.fixture
def talk(tmp_path, home):
    conversation = HomeTalk(tmp_path, home)
    yield conversation
    conversation.store.close()


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (
            "acende a luz do banheiro",
            "Não conheço nenhuma luz no banheiro. Há luzes na cozinha, na escada, no quarto e na sala.",
        ),
        ("abre a cortina do sótão", "Não conheço nenhuma cortina no sótão. Há cortinas no quarto e na sala."),
        (
            "põe a luz da varanda em 50%",
            "Não conheço nenhuma luz na varanda. Há luzes na cozinha, na escada, no quarto e na sala.",
        ),
        ("abre a porta do carro", "Não conheço nenhuma porta no carro."),
        ("liga o ventilador da varanda", "Não conheço nenhum ventilador na varanda. Há ventilador no quarto."),
        (
            "desliga a bomba",
            "Não conheço nenhuma bomba. Conheço, por exemplo, a cafeteira, a tomada da bancada, o ventilador de teto e o "
            "ar da sala.",
        ),
    ],
)
def test_what_this_house_has_not_is_said_with_what_it_has(talk, home, said, answer):
    assert talk.say(said) == answer
    assert home.calls == []


def test_a_room_that_begins_as_one_of_the_house_is_not_denied(talk, home):
    home.now = replace(home.now, areas={**home.now.areas, "Varanda Gourmet": ("Varanda Gourmet",)})
    assert "varanda" not in {entry.text for entry in talk._names(home.house())["room"].entries}


@pytest.mark.parametrize("said", ["você acendeu a luz ontem", "abre o olho", "eu apaguei a luz da sala ontem", "fecha a boca"])
def test_what_is_no_command_is_none(talk, home, said):
    talk.say(said)
    assert talk.plan.intent is None
    assert home.calls == []


class TestForAWhile:
    @pytest.mark.parametrize(
        ("said", "answer", "later"),
        [
            ("acende a luz da sala por dez minutos", "Acendi a luz da sala por dez minutos.", "apagar a luz da sala"),
            ("liga a cafeteira durante meia hora", "Liguei a cafeteira por meia hora.", "desligar a cafeteira"),
            ("apaga as luzes do quarto por uma hora", "Apaguei a luz do quarto por uma hora.", "acender a luz do quarto"),
            (
                "abre as cortinas da sala por cinco minutos",
                "Abri a cortina da sala por cinco minutos.",
                "fechar a cortina da sala",
            ),
        ],
    )
    def test_it_is_done_now_and_undone_then(self, talk, home, said, answer, later):
        assert talk.say(said) == answer
        assert len(home.calls) == 1
        (timer,) = talk.store.timers()
        assert timer.command == later
        talk.topic, talk.now = None, timer.due
        talk.say(timer.command)
        assert len(home.calls) == 2

    def test_what_cannot_be_done_is_not_undone(self, talk):
        assert talk.say("acende a luz da escada por dez minutos") == "A luz da escada não está respondendo."
        assert talk.say("acende a luz da sala por dez dias").startswith("Isso é tempo demais")
        assert talk.store.timers() == []

    def test_a_gate_is_asked_about_first(self, talk):
        talk.say("abre o portão da garagem por cinco minutos")
        assert talk.store.timers() == []
        assert talk.topic.offered.text == "Abri o portão da garagem por cinco minutos."
        assert len(talk.topic.offered.effects) == 2

    def test_later_is_still_later(self, talk, home):
        assert talk.say("apaga a luz do quarto daqui a dez minutos").startswith("Combinado. Daqui a dez minutos")
        assert home.calls == []
        (timer,) = talk.store.timers()
        assert timer.due == MONDAY + timedelta(minutes=10)


@pytest.mark.parametrize("said", ["apaga as luzes todas", "apaga todas as luzes", "apaga as luzes todas da casa"])
def test_all_of_them(talk, home, said):
    assert talk.say(said) == "Apaguei as luzes."
    assert set(home.calls[0][1]) >= {"light.abajur", "light.quarto"}


def test_a_little_less_and_less_again(talk):
    assert talk.say("diminui um pouquinho a luz do quarto") == "Diminuí o brilho da luz do quarto para oitenta por cento."
    assert talk.say("abaixa aí") == "Diminuí o brilho da luz do quarto para sessenta por cento."


def test_a_number_in_a_name_is_said_in_words(talk, home):
    home.now = House(tuple(Entity(f"light.l{n}", (f"Lâmpada {n}",), state="off") for n in (3, 30, 31)))
    assert talk.say("acende a lâmpada trinta e um") == "Acendi a lâmpada 31."
    assert talk.say("acende a lâmpada trinta") == "Acendi a lâmpada 30."


class Part:
    def __init__(self, house):
        self._house = house

    def house(self):
        return self._house


LAMP, PLUG = Entity("light.sala", ("Luz da Sala",), "Sala"), Entity("switch.cafe", ("Cafeteira",), "Cozinha", state="on")
NEVER_HEARD_OF = House(reached=False, is_whole=False)


class TestAHouseOfWhichAPartIsAway:
    def test_what_both_say_of_themselves(self):
        gone = House((LAMP,), reached=False)
        whole = Joined([Part(gone), Part(House((PLUG,)))]).house()
        assert (whole.reached, whole.away, whole.is_whole) == (True, {"light.sala"}, True)
        assert (whole.reaches([LAMP]), whole.reaches([PLUG])) == (False, True)
        assert not Joined([Part(NEVER_HEARD_OF), Part(House((PLUG,)))]).house().is_whole

    @pytest.mark.parametrize(
        "said", ["acende a luz da sala", "acende o abajur", "abre a cortina da sala", "abre o portão", "liga o ar da sala"]
    )
    def test_what_only_it_knows_is_not_asked_about(self, talk, home, said):
        home.now = Joined([Part(NEVER_HEARD_OF), Part(House((PLUG,), {"Cozinha": ("Cozinha",)}))]).house()
        assert talk.say(said) == UNREACHED
        assert talk.topic is None or not talk.topic.is_open
        talk.topic = None
        assert talk.say("desliga a cafeteira") == "Desliguei a cafeteira."

    def test_no_room_is_asked_for_when_nothing_could_be_done_in_it(self, talk, home):
        assert talk.say("acende a luz") == "De qual cômodo?"
        talk.topic = None
        home.now = replace(home.now, away=frozenset(e.id for e in home.now.entities if e.domain == "light"))
        assert talk.say("acende a luz") == UNREACHED

    def test_an_old_state_is_no_answer(self, talk, home):
        home.now = replace(home.now, away=frozenset(("light.quarto",)))
        assert talk.say("a luz do quarto está acesa") == UNREACHED
        assert talk.say("quais luzes estão acesas").endswith("Mas uma parte da casa não está respondendo.")
