"""Who is speaking, as far as it can be known."""

from tests.skills.serviced import Talk


def test_an_unknown_voice(tmp_path):
    talk = Talk(tmp_path)
    assert talk.say("quem sou eu") == "Ainda não sei reconhecer ninguém pela voz."
    assert talk.say("cadastrar minha voz") == "Ainda não sei reconhecer vozes. Isso chega numa próxima versão."
    assert talk.say("esquece a minha voz") == "Ainda não guardo nenhuma voz: não há nada para esquecer."


def test_a_known_voice(tmp_path):
    talk = Talk(tmp_path)
    talk.speaker = "Ana"
    assert talk.say("você sabe o meu nome?") == "Pela voz, você é Ana."
