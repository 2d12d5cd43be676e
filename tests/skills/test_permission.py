"""Who may have what done: by skill, by function, by deed; and that another's "sim" does not help."""

import pytest

from assistant.errors import ConfigError
from assistant.events import CommandDue
from assistant.services.protocol import Services
from assistant.skills import permission
from assistant.skills.definitions import Intent
from assistant.skills.loading.loader import SkillLoader
from assistant.store import Store
from tests.skills.home_stage import LivingHome
from tests.skills.voiced import SKILLS, Voiced, play

DOOR = {"casa.destranca": ("known",)}


def intent(name="casa.destranca", allow=("anyone",)):
    def destranca(ctx):
        return None

    return Intent(destranca, (), (), {}, True, 1, skill=name.partition(".")[0], allow=allow)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


@pytest.mark.parametrize(
    ("allow", "speaker", "said"),
    [
        ({}, None, None),
        ({"casa": ["anyone"]}, None, None),
        ({"casa": ["known"]}, "Bia", None),
        ({"casa": ["known"]}, None, "Não reconheci a sua voz, e isso só faço para quem eu conheço pela voz."),
        ({"casa": ["ana", "João"]}, "Ana", None),
        ({"casa": ["Ana", "João"]}, "joao", None),
        ({"casa": ["Ana", "João"]}, "Bia", "Desculpe, Bia: isso só faço para Ana ou João."),
        ({"casa": ["Ana"]}, None, "Não reconheci a sua voz, e isso só faço para Ana."),
        ({"casa": ["Ana", "known"]}, "Bia", None),
        ({"casa": []}, "Ana", "Desculpe, isso não faço por voz."),
        ({"casa": ["Ana"], "casa.destranca": ["anyone"]}, None, None),  # the function counts more than its skill
        ({"lista": ["Ana"]}, None, None),
    ],
)
def test_who_may(allow, speaker, said):
    assert permission.refusal(intent(), allow, speaker) == said


def test_what_is_configured_counts_more_than_what_the_skill_says():
    guarded = intent(allow=("known",))
    assert permission.refusal(guarded, {}, None)
    assert permission.refusal(guarded, {"casa": ["anyone"]}, None) is None


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("porta", 'no skill is called "porta"; there are .*horas.*'),
        ("casa.abre", 'no function is called "casa.abre"; there are .*casa.destranca.*'),
    ],
)
def test_what_there_is_not_cannot_be_guarded(key, message):
    with pytest.raises(ConfigError, match=f"skills.allow: {message}"):
        permission.check({key: ["known"]}, SKILLS.names, SKILLS.intents.values())


@pytest.mark.parametrize(
    ("allow", "own", "enrolled", "told"),
    [
        ({"casa": ["ana", "known", "anyone"]}, ("known",), ["Ana"], []),
        ({"casa": ["joao"]}, ("Bia",), ["João"], []),  # what is configured counts more than the skill's own
        ({}, ("Bia",), ["João"], ["casa.destranca: Bia is not enrolled, and may not use it; enrolled: João"]),
        ({"casa": ["Jão"]}, (), ["João", "Ana"], ["skills.allow, casa: Jão is not … did you mean João? enrolled: João, Ana"]),
        ({"casa": ["Ana"]}, (), [], ["skills.allow, casa: Ana is not … nobody is enrolled yet (assistant speakers enroll …)"]),
    ],
)
def test_who_is_named_and_not_enrolled_is_told(allow, own, enrolled, told):
    found = list(permission.strangers(permission.named(allow, [intent(allow=own)]), enrolled))
    full = {"not … ": "not enrolled, and may not use it; ", "enroll …)": "enroll NAME FILE…)"}
    assert found == [it.replace("not … ", full["not … "]).replace("enroll …)", full["enroll …)"]) for it in told]


def test_a_loader_tells_so(tmp_path):
    (tmp_path / "oi.py").write_text(
        'from assistant.skills import Reply, skill\n\n@skill("oi", allow="known")\ndef oi(ctx):\n    return Reply("Oi.")\n'
    )
    assert SkillLoader([tmp_path], allow={"oi.oi": ("Ana",)}).load().intents["oi.oi"].allow == ("known",)
    with pytest.raises(ConfigError, match=r"oi\.ola"):
        SkillLoader([tmp_path], allow={"oi.ola": ("Ana",)}).load()
    (tmp_path / "oi.py").write_text("(")  # what does not load today keeps its guard
    assert SkillLoader([tmp_path], allow={"oi.ola": ("Ana",)}).load().problems


def test_only_who_is_named_uses_a_skill(store):
    talk = Voiced(store, ["Ana", "Bia"], {"lista": ("Ana",)})
    play(
        talk,
        """
        Bia> põe leite na lista de compras
        Desculpe, Bia: isso só faço para Ana.
        x> põe leite na lista de compras
        Não reconheci a sua voz, e isso só faço para Ana.
        Ana> põe leite na lista de compras
        ~ leite
        Bia> que horas são e põe café na lista de compras
        ~ isso só faço para Ana
        """,
    )
    assert [it.text for it in store.items(store.lists()[0].id)] == ["leite"]


class TestTheDoor:
    @pytest.fixture
    def home(self):
        return LivingHome()

    @pytest.fixture
    def talk(self, store, home):
        return Voiced(store, ["Ana"], DOOR, Services(home=home))

    @pytest.mark.parametrize(
        "text", ["destranca a porta da frente", "abre a fechadura da porta da frente", "abre o portão da garagem"]
    )
    def test_a_stranger_is_not_even_asked(self, talk, home, text):
        assert talk.say(text, "x").startswith("Não reconheci a sua voz")
        assert talk.say("sim", "x") == "Pois não? O que você quer que eu faça?"
        assert home.calls == []

    def test_but_may_lock_it_and_switch_the_light(self, talk, home):
        talk.say("acende a luz da cozinha", "x")
        assert [service for service, *_ in home.calls] == ["light.turn_on"]

    def test_nor_does_their_yes_help(self, talk, home):
        assert talk.say("destranca a porta da frente", "Ana") == "Quer mesmo destrancar a porta da frente?"
        assert talk.say("sim", "x") is None
        assert talk.say("sim", "x", speech_s=0.4).startswith("Não reconheci a sua voz")
        assert home.calls == []
        talk.say("sim", "Ana", 0.4, speech_s=0.4)  # short, and like hers
        assert [service for service, *_ in home.calls] == ["lock.unlock"]

    def test_what_was_to_be_done_later_is_done_for_who_asked(self, talk, home):
        talk._handle(CommandDue(talk.time.now, "destranca a porta da frente"))
        assert talk.answer.startswith("Não reconheci a sua voz")
        talk._handle(CommandDue(talk.time.now, "destranca a porta da frente", "Ana"))
        assert talk.answer.startswith("Quer mesmo destrancar")
        assert home.calls == []


def test_without_voices_whoever_speaks_is_nobody_who_is_known(store):
    assert Voiced(store, allow={"horas": ("known",)}).say("que horas são").startswith("Não reconheci")
