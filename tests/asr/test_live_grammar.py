"""What may be said changes while the program runs: a new skill, list or name is heard without a restart."""

import threading
import time
from contextlib import closing

import pytest

from assistant import app, resources
from assistant.app import recognizers, sessions
from assistant.asr import live_grammar
from assistant.asr.live_grammar import Commands, LiveGrammar
from assistant.config import AsrConfig, Config, StoreConfig
from assistant.errors import StoreError
from assistant.language.grammar.automaton import AutomatonBuilder
from assistant.language.grammar.slots import KINDS
from assistant.skills import StartTimer, World, load
from assistant.store import Store
from tests.asr.posteriors import CHARACTERS
from tests.asr.posteriors import of_text as say
from tests.fakes import NOON


def automaton(*templates):
    builder = AutomatonBuilder(KINDS)
    for template in templates:
        builder.add(template.split()[0], template, {})
    return builder.start


class House:
    """What may be said, as it changes."""

    def __init__(self, *templates, names=()):
        self.commands = Commands(automaton(*templates), {"name": frozenset(names)})
        self.broken = False
        self.n_asked = 0

    def __call__(self):
        self.n_asked += 1
        if self.broken:
            raise StoreError("the store is held by another program; end that program")
        return self.commands


def best(grammar, said):
    return next(iter(grammar().candidates(say(said))), None)


def until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_new_skill_is_heard_without_a_restart():
    house = House("acende a luz")
    grammar = LiveGrammar(house, CHARACTERS)
    assert best(grammar, "rega as plantas").confidence < 0.4
    house.commands = Commands(automaton("acende a luz", "rega as plantas"))
    grammar.refresh()
    until(lambda: best(grammar, "rega as plantas").confidence > 0.9)
    assert best(grammar, "acende a luz").confidence > 0.9


def test_a_new_name_of_a_list_is_expected_in_its_slot_and_one_that_is_gone_is_not():
    house = House("mostra a lista {name:lista}", names=["compras"])
    grammar = LiveGrammar(house, CHARACTERS)
    assert best(grammar, "mostra a lista conpras").text == "mostra a lista compras"
    assert best(grammar, "mostra a lista diversao").text == "mostra a lista diversao"
    house.commands = Commands(house.commands.start, {"name": frozenset(["diversão"])})
    grammar.refresh()
    until(lambda: best(grammar, "mostra a lista diversao").text == "mostra a lista diversão")
    assert best(grammar, "mostra a lista conpras").text == "mostra a lista conpras"


def test_two_names_are_two_meanings():
    grammar = LiveGrammar(House("apaga {name:lista}", names=["compras", "contas"]), CHARACTERS)
    clear, unclear = best(grammar, "apaga compras"), best(grammar, "apaga conas")
    assert clear.slots == ("compras",)
    assert clear.margin > unclear.margin


@pytest.mark.parametrize(
    ("name", "said"),
    [("Forno 2", "forno dois"), ("d'água!", "d'água"), ("Макарон", "algo"), ("", "algo"), ("{x} [y] (z|", "x y z")],
)
def test_whatever_a_name_is_the_grammar_holds(name, said):
    grammar = LiveGrammar(House("abre {name:coisa}", names=[name, "porta"]), CHARACTERS)
    assert best(grammar, f"abre {said}").text == f"abre {said}"
    assert best(grammar, "abre porta").text == "abre porta"


def test_what_did_not_change_is_not_compiled_again():
    house = House("acende a luz", names=["compras"])
    grammar = LiveGrammar(house, CHARACTERS)
    before = grammar()
    house.commands = Commands(house.commands.start, {"name": frozenset(["compras"])})
    grammar.refresh()
    assert grammar() is before
    assert not [thread for thread in threading.enumerate() if thread.name == "grammar"]


def test_compiling_does_not_hold_anybody_up_and_the_newest_wins(monkeypatch):
    house = House("acende a luz")
    grammar = LiveGrammar(house, CHARACTERS)
    may_go_on = threading.Event()
    compiled = []

    def slow(commands, characters, spell):
        assert may_go_on.wait(10)
        compiled.append(commands)
        return commands

    monkeypatch.setattr(live_grammar, "grammar_of", slow)
    before = grammar()
    for templates in (["abre a porta"], ["fecha a porta"], ["toca a música"]):
        house.commands = Commands(automaton(*templates))
        grammar.refresh()
        assert grammar() is before
    may_go_on.set()
    until(lambda: grammar() is house.commands)
    assert len(compiled) == 2


def test_what_cannot_be_read_or_compiled_leaves_the_grammar_as_it_was(monkeypatch, caplog):
    house = House("acende a luz")
    grammar = LiveGrammar(house, CHARACTERS)
    before = grammar()
    house.broken = True
    grammar.refresh()
    house.broken = False

    def failing(commands, characters, spell):
        raise MemoryError("no room")

    monkeypatch.setattr(live_grammar, "grammar_of", failing)
    house.commands = Commands(automaton("abre a porta"))
    grammar.refresh()
    until(lambda: "no room" in caplog.text)
    assert "held by another program" in caplog.text
    assert grammar() is before


def test_a_timer_that_was_named_is_in_what_may_be_said(tmp_path):
    skills, store = load([resources.skills_folder()]), Store(tmp_path / "store.sqlite")
    vocabulary = app.alone(store).lists
    grammar = LiveGrammar(lambda: app.commands_of(skills, vocabulary), CHARACTERS)
    assert best(grammar, "cancela o timer do macarrao").text != "cancela o timer do macarrão"
    StartTimer(600, "macarrão").run(World(store, NOON))
    assert app.commands_of(skills, vocabulary) == app.commands_of(skills, vocabulary)
    grammar.refresh()
    until(lambda: best(grammar, "cancela o timer do macarrao").text == "cancela o timer do macarrão")


def test_the_skills_are_loaded_once_for_whoever_hears_and_whoever_answers(monkeypatch, tmp_path):
    loaded = []
    build = app.live_skills
    monkeypatch.setattr(sessions, "live_skills", lambda config: loaded.append(build(config)) or loaded[-1])
    monkeypatch.setattr(recognizers, "build_embedded", lambda config, commands: commands)
    config = Config(asr=AsrConfig(model="embedded", second_opinion="none"), store=StoreConfig(path=tmp_path / "store.sqlite"))
    with closing(app.load_models(config, listens=True, speaks=False)) as shared:
        assert loaded == [shared.newest_skills]
        assert shared.recognizer() == app.commands_of(shared.newest_skills(), shared.surroundings.lists)
        StartTimer(600, "bolo").run(World(shared.surroundings.store, NOON))
        assert "bolo" in shared.recognizer().names["name"]
