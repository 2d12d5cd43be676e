"""Who is speaking, as far as it can be known; and who is greeted by name."""

import pytest

from assistant.events import Transcript
from assistant.store import Store
from tests.skills.serviced import Talk
from tests.skills.voiced import Voiced, play
from tests.speakers.voices import heard


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


def test_where_nobody_listens(tmp_path):
    talk = Talk(tmp_path)
    assert talk.say("quem sou eu") == "Por aqui eu não reconheço vozes, então não sei quem é você."
    assert talk.say("quem você conhece pela voz") == "Por aqui eu não reconheço vozes."


def test_a_known_voice(tmp_path):
    talk = Talk(tmp_path)
    talk.speaker = "Ana"
    assert talk.say("você sabe o meu nome?") == "Pela voz, você é Ana."


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("quem fala?", "Aqui fala o seu assistente de voz."),
        ("alô, quem fala", "Aqui fala o seu assistente de voz."),
        ("quem está falando", "Aqui fala o seu assistente de voz."),
        ("você sabe quem está falando", "Pela voz, você é Ana."),
        ("me diz quem está falando", "Pela voz, você é Ana."),
        ("com quem você está falando", "Pela voz, você é Ana."),
    ],
)
def test_as_on_the_telephone(tmp_path, said, answer):
    talk = Talk(tmp_path)
    talk.speaker = "Ana"
    assert talk.say(said) == answer


@pytest.mark.parametrize(
    ("certainty", "answer"),
    [
        (0.97, "Pela voz, você é Ana."),
        (0.55, "Pela voz, você é Ana."),
        (0.4, "Acho que é Ana, mas não tenho certeza."),
        (0.1, "Ainda não conheço a sua voz. Quer cadastrar?"),
    ],
)
def test_as_surely_as_it_is_known(store, certainty, answer):
    assert Voiced(store, ["Ana"]).say("quem sou eu", "Ana", certainty) == answer


def test_who_is_not_known_may_enrol(store):
    play(
        Voiced(store, ["Ana"]),
        """
        x> quem sou eu
        Ainda não conheço a sua voz. Quer cadastrar?
        x> quero
        Como você se chama?
        x> João
        ~ Certo, João.
        """,
    )


def test_or_not(store):
    play(
        Voiced(store),
        """
        > quem sou eu
        Ainda não conheço a voz de ninguém. Quer cadastrar a sua?
        > agora não
        Tudo bem. Quando quiser, diga: cadastrar minha voz.
        """,
    )


def test_too_little_was_heard(store):
    assert Voiced(store, ["Ana"]).hear(Transcript("quem sou eu")).startswith("Ouvi muito pouco da sua voz.")


def test_voices_of_another_encoder_have_to_be_heard_again(store):
    talk = Voiced(store)
    talk.people.enroll("Ana", [heard(1, encoder="fake-0")])
    assert talk.say("quem sou eu").startswith("Mudou o meu jeito de reconhecer vozes")
    assert talk.say("sim") == "Como você se chama?"
    assert talk.say("Ana").startswith("Certo, Ana.")


def test_who_is_known(store):
    assert Voiced(store, ["Ana", "Bia", "João"]).say("quem você conhece pela voz") == "Conheço a voz de Ana, Bia e João."
    assert Voiced(Store(store.path.with_name("other.sqlite"))).say("que vozes você conhece").startswith("Ainda não conheço")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("bom dia", "Boa tarde, Ana! Em que posso ajudar?"),
        ("tudo bem?", "Tudo bem por aqui, Ana, obrigado. Em que posso ajudar?"),
        ("obrigado", "De nada, Ana."),
        ("tchau", "Até logo, Ana!"),
    ],
)
def test_who_is_known_is_greeted_by_name(store, text, answer):
    talk = Voiced(store, ["Ana"])
    assert talk.say(text, "Ana") == answer
    assert "Ana" not in talk.say(text, "x")
