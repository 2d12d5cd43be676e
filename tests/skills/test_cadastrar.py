"""Enrolling a voice in a conversation, and forgetting it again."""

import importlib.util

import pytest

from assistant import resources
from assistant.events import Topic, Transcript
from assistant.speakers.enrolment import MAX_HEARD
from assistant.store import Item, Store
from tests.skills.golden_rows import all_skills, meaning, understood
from tests.skills.serviced import Talk
from tests.skills.voiced import Voiced, play

_SPEC = importlib.util.spec_from_file_location("cadastrar", resources.skills_folder() / "cadastrar.py")
cadastrar = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cadastrar)
FIRST, SECOND, THIRD, *_ = cadastrar.PHRASES


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


@pytest.fixture
def talk(store):
    return Voiced(store)


def test_three_phrases(talk):
    play(
        talk,
        f"""
        > cadastrar minha voz
        Como você se chama?
        > Ana
        Certo, Ana. Vou pedir três frases, uma de cada vez. Diga: “{FIRST}”
        > {FIRST}
        Ótimo. Agora diga: “{SECOND}”
        > o vizinho guardou a bicicleta
        Muito bem. Só mais uma: “{THIRD}”
        > choveu tanto
        Pronto, Ana! Agora eu conheço a sua voz.
        """,
    )
    assert talk.people.names() == ("Ana",)
    assert len(talk.people.person("Ana").centroids) == 3


@pytest.mark.parametrize("begins", ["meu nome é Ana", "cadastra minha voz como Ana", "pode me chamar de ana", "eu me chamo Ana"])
def test_who_says_their_name_is_not_asked_for_it(talk, begins):
    assert talk.say(begins).startswith("Certo, Ana.")


def test_what_is_wrong_with_a_phrase_is_said_and_another_asked_for(talk):
    talk.say("meu nome é Ana")
    assert talk.say("oi", speech_s=0.4).startswith("Essa ficou curta demais. Diga a frase inteira: “")
    assert talk.say("blá blá", snr_db=2).startswith("Ouvi muito barulho. Chegue mais perto e diga: “")
    assert talk.say("AAAAAA", clipped=0.3).startswith("Ficou alto demais e o som estourou. Fale mais longe do microfone")
    assert talk.say("uma frase", take=1).startswith("Ótimo.")
    assert talk.say("uma frase", "João", certainty=0.1, take=1).startswith("Essa me pareceu a voz de outra pessoa. Só você, Ana")
    assert talk.people.names() == ()


def test_each_phrase_is_another(talk):
    asked = [talk.say("meu nome é Ana"), *(talk.say("x", speech_s=0.3) for _ in range(MAX_HEARD - 1))]
    assert len({text.partition("“")[2] for text in asked}) == MAX_HEARD
    assert talk.say("x", speech_s=0.3).startswith("Não consegui aprender a sua voz")
    assert talk.say("x y z w") != asked[-1]


def test_words_do_not_matter_where_the_voice_does(talk):
    talk.say("meu nome é Ana")
    assert talk.say("").startswith("Ótimo.")  # the recogniser made nothing of it
    assert talk.say("lorem ipsum dolor").startswith("Muito bem.")


def test_what_was_too_short_for_any_voice(talk):
    talk.say("meu nome é Ana")
    assert talk.hear(Transcript("oi")).startswith("Essa ficou curta demais.")


def test_it_can_be_given_up_and_other_things_asked(talk):
    play(
        talk,
        """
        > meu nome é Ana
        ~ Certo, Ana.
        > deixa pra lá
        Tudo bem.
        > meu nome é Ana
        ~ Certo, Ana.
        > que horas são
        ~ três e meia
        > uma frase qualquer bem comprida
        ~ não entendi
        """,
    )
    assert talk.people.names() == ()


def test_whoever_is_not_answered_in_time_begins_anew(talk):
    talk.say("meu nome é Ana")
    talk.time.forward(60)
    assert "Ótimo" not in talk.say("uma frase qualquer")


def test_nobody_enrols_anothers_name(store):
    talk = Voiced(store, ["Ana"])
    play(
        talk,
        """
        x> meu nome é ana
        Já conheço uma voz com o nome Ana, e não parece ser esta. Que outro nome eu uso?
        x> Ana Lúcia
        ~ Certo, Ana Lúcia.
        """,
    )


def test_nor_their_own_voice_under_another(store):
    talk = Voiced(store, ["Ana"])
    talk.say("cadastra a voz do João", "Ana")
    assert talk.say("uma frase", "Ana").startswith("Essa me pareceu a voz de outra pessoa.")
    assert talk.say("uma frase", "João", certainty=0.1).startswith("Ótimo.")


def test_who_is_known_may_enrol_again(store):
    talk = Voiced(store, ["Ana"])
    play(
        talk,
        """
        Ana> cadastrar minha voz
        Eu já conheço a sua voz, Ana. Quer cadastrar de novo?
        Ana? sim
        ~ Certo, Ana.
        Ana> uma
        ~ Ótimo.
        x> duas
        ~ voz de outra pessoa
        Ana> duas
        ~ Só mais uma
        Ana> três
        ~ Pronto, Ana!
        """,
    )
    assert talk.people.names() == ("Ana",)


def test_or_leave_it(store):
    talk = Voiced(store, ["Ana"])
    assert talk.say("meu nome é ana", "Ana").endswith("Quer cadastrar de novo?")
    assert talk.say("não", "Ana").startswith("Tudo bem, fica como está.")


def test_another_cannot_say_yes_for_them(store):
    talk = Voiced(store, ["Ana"])
    talk.say("cadastrar minha voz", "Ana")
    assert talk.say("sim", "x") is None
    assert talk.say("sim", "Ana").startswith("Certo, Ana.")


@pytest.mark.parametrize("name", ["a" * 60, "todo mundo"])
def test_what_cannot_be_a_name_is_asked_for_again(talk, name):
    talk.say("cadastrar minha voz")
    assert talk.say(name).endswith("Como você se chama?")


def test_phrases_are_not_learnt_from_twice(store):
    talk = Voiced(store, ["Ana"])
    talk.say("cadastrar minha voz", "Ana")
    talk.say("sim", "Ana")
    for _ in range(3):
        talk.say("uma frase", "Ana")
    talk.say("que horas são", "Ana")
    talk.say("lorem ipsum dolor sit", "Ana")
    assert talk.followed == ["cadastrar minha voz", "que horas são"]


def test_no_phrase_is_a_command():
    for phrase in cadastrar.PHRASES:
        topic = Topic("cadastrar.cadastra", {"nome": "Ana"}, asks="voz")
        assert meaning(understood(phrase, topic))[0] == "-", phrase


def test_where_nobody_listens(tmp_path):
    talk = Talk(tmp_path)
    for text in ("cadastrar minha voz", "esquece a minha voz"):
        assert "assistant speakers enroll" in talk.say(text)
    assert "cadastrar" in all_skills().names


class TestForgetting:
    def test_everything_of_ones_own_after_a_question(self, store):
        talk = Voiced(store, ["Ana", "Bia"])
        store.add_items(store.add_list("tarefas", "tarefa", "Ana"), [Item(0, "x", "x")])
        play(
            talk,
            """
            Ana> esquece a minha voz
            ~ apago também as suas listas, os seus lembretes e as suas preferências. Pode ser?
            Bia> sim
            -
            Ana> sim
            Pronto, esqueci a sua voz e tudo o que era seu.
            """,
        )
        assert talk.people.names() == ("Bia",)
        assert store.lists() == []

    def test_no_is_no(self, store):
        talk = Voiced(store, ["Ana"])
        talk.say("esquece a minha voz", "Ana")
        assert talk.say("não", "Ana") == "Tudo bem, não apaguei nada."
        assert talk.people.names() == ("Ana",)

    @pytest.mark.parametrize(
        ("who", "text", "says"),
        [
            ("x", "esquece a minha voz", "Não reconheci a sua voz"),
            ("Ana", "esquece a voz da Bia", "Isso só Bia pode pedir, com a própria voz."),
            ("Ana", "esquece a voz do João", "Não conheço nenhuma voz com o nome João."),
            ("Bia", "esquece a voz da Bia", "Bia, eu esqueço a sua voz"),
        ],
    )
    def test_whose(self, store, who, text, says):
        talk = Voiced(store, ["Ana", "Bia"])
        assert talk.say(text, who).startswith(says)

    def test_nobody_is_known(self, talk):
        assert talk.say("esquece a minha voz").startswith("Ainda não conheço a voz de ninguém")
