"""What was said, of all that may be said: on made-up posteriors, and on recordings where the weights are here."""

import itertools

import pytest

from assistant import models, resources
from assistant.asr.acoustics import AcousticModel
from assistant.asr.grammar import HOPELESS, Candidate, Grammar
from assistant.asr.spoken_slots import spoken_slots
from assistant.audio import files
from assistant.bench import recordings
from assistant.errors import ModelNotFoundError, TemplateError
from assistant.language.grammar.automaton import AutomatonBuilder
from assistant.language.grammar.slots import KINDS
from assistant.language.quantities import durations, expressions, numbers
from assistant.skills import load
from tests.asr.posteriors import CHARACTERS, of_path
from tests.asr.posteriors import of_text as say


def best(grammar, posteriors):
    candidates = grammar.candidates(posteriors)
    return candidates[0].text if candidates else ""


LINES = ["acende a luz", "apaga a luz [da sala]", "", "(toca|para) a música", "marca {duration:tempo}"]


@pytest.fixture(scope="module")
def lines():
    return Grammar.of_lines(LINES, CHARACTERS)


@pytest.mark.parametrize(
    ("said", "text", "line"),
    [
        ("acende a luz", "acende a luz", 0),
        ("assende a luz", "acende a luz", 0),
        ("apagaluz da sala", "apaga a luz da sala", 1),
        ("para a musica", "para a música", 3),
        ("marca vinte e cinco minutos", "marca vinte e cinco minutos", 4),
        ("marca uma ora e meia", "marca uma hora e meia", 4),
    ],
)
def test_the_nearest_line_is_found(lines, said, text, line):
    first = lines.candidates(say(said))[0]
    assert (first.text, first.intents) == (text, {str(line)})


def test_what_is_said_exactly_is_sure_and_another_thing_is_not(lines):
    exact, near, far = (lines.candidates(say(s))[0] for s in ("apaga a luz da sala", "apaga alus de sala", "bom dia pessoal"))
    assert exact.confidence > 0.9
    assert exact.confidence > near.confidence > far.confidence
    assert far.confidence < 0.4


def test_what_could_as_well_be_another_line_has_no_margin():
    grammar = Grammar.of_lines(["liga a luz", "liga a lua"], CHARACTERS)
    clear, unclear = (grammar.candidates(say(s))[0] for s in ("liga a luz", "liga a lu"))
    assert clear.margin > 3
    assert unclear.margin < 1
    assert clear.confidence > unclear.confidence


def test_alternatives_of_one_meaning_do_not_make_it_doubtful():
    grammar = Grammar.of_lines(["que hora[s] são", "bom dia"], CHARACTERS)
    first, second = grammar.candidates(say("que hora são"))[:2]
    assert {first.text, second.text} == {"que hora são", "que horas são"}
    assert first.margin > 3


def test_another_number_is_another_meaning():
    grammar = Grammar.of_lines(["timer de {duration:tempo}"], CHARACTERS)
    clear, unclear = (grammar.candidates(say(s))[0] for s in ("timer de dez minutos", "timer de es minutos"))
    assert clear.slots == ("dez", "minutos")
    assert clear.margin > 3 > unclear.margin


def test_a_slot_for_anything_holds_what_was_heard():
    grammar = Grammar.of_lines(["timer para o {name:nome}", "timer"], CHARACTERS)
    assert best(grammar, say("timer para o macarrão")) == "timer para o macarrão"
    assert best(grammar, say("timer")) == "timer"


def test_silence_is_no_sentence(lines):
    quiet = of_path("_" * 100)
    assert all(candidate.confidence < 0.05 for candidate in lines.candidates(quiet))
    assert lines.candidates(quiet[:0]) == []


def test_a_line_that_does_not_parse_is_named():
    with pytest.raises(TemplateError, match=r'comandos\.txt:2.*"acende \(a luz"'):
        Grammar.of_lines(["bom dia", "acende (a luz"], CHARACTERS, "comandos.txt")


def test_a_long_sentence_needs_less_to_be_believed_than_a_short_one():
    short, long = (Candidate("x", frozenset(), (), behind=0.5 * n, n_letters=n, margin=5.0) for n in (3, 20))
    assert long.confidence > short.confidence


def test_fillers_do_not_make_a_short_word_surer():
    builder = AutomatonBuilder(())
    builder.add("horas", "oi", {})
    grammar = Grammar(builder.start, CHARACTERS)
    alone, with_filler = (grammar.candidates(say(s))[0] for s in ("oi", "por favor oi"))
    assert with_filler.text == "por favor oi"
    assert with_filler.n_letters == alone.n_letters == 2


def test_two_commands_in_one_breath_are_heard_as_two():
    builder = AutomatonBuilder(KINDS)
    builder.add("luz", "apaga a luz", {})
    builder.add("timer", "marca {duration:tempo}", {})
    grammar = Grammar(builder.start, CHARACTERS)
    assert best(grammar, say("apaga a luz e marca dez minutos")) == "apaga a luz e marca dez minutos"
    assert best(grammar, say("apaga a luz")) == "apaga a luz"


def test_an_answer_that_may_be_anything_is_no_sentence_of_its_own():
    builder = AutomatonBuilder(KINDS)
    builder.add("lista.adiciona", "compra {text:item}", {})
    builder.add("lista.adiciona?item", "{text:item}", {})
    builder.add("timer.inicia?tempo", "{duration:tempo}", {})
    grammar = Grammar(builder.start, CHARACTERS)
    assert best(grammar, say("compra pão")) == "compra pão"
    assert best(grammar, say("dez minutos")) == "dez minutos"
    assert grammar.candidates(say("bobagem qualquer"))[0].confidence < 0.4


# What the grammar takes in a slot must mean something to the matcher's own readers.
READERS = {
    "int": numbers.parse,
    "number": numbers.parse,
    "duration": durations.parse,
    "expression": expressions.parse,
}
SPOKEN = {
    "int": "zero|doze|vinte e um|cento e dois|dois mil e vinte|mil e duzentos|três milhões|quinhentos mil",
    "number": "menos cinco|três vírgula quatorze|dois e meio|mil",
    "duration": "dez minutos|meia hora|uma hora e meia|uma hora e vinte minutos|uns trinta segundos|dois dias",
    "expression": "sete vezes oito|a raiz quadrada de dezesseis|dois mais dois menos um|o dobro de dez|nove ao quadrado",
}


@pytest.mark.parametrize(("kind", "said"), [(kind, said) for kind, all_ in SPOKEN.items() for said in all_.split("|")])
def test_slots_take_what_people_say(kind, said):
    grammar = Grammar.of_lines([f"quero {{{kind}:x}} já"], CHARACTERS)
    assert best(grammar, say(f"quero {said} já")) == f"quero {said} já"
    assert READERS[kind](said) is not None


def test_every_kind_of_slot_that_is_spelled_out_is_compiled_once():
    assert spoken_slots() is spoken_slots()


@pytest.fixture(scope="module")
def model():
    try:
        return AcousticModel(models.find("embedded-encoder"))
    except ModelNotFoundError as error:
        pytest.skip(str(error))


def test_recorded_commands_are_understood_and_other_speech_is_not(model):
    skills = load([resources.skills_folder()])
    grammar = Grammar(skills.matcher.start, model.characters)
    right = wrong = accepted = 0
    for recording in itertools.islice(recordings.load(resources.recordings_folder()), 0, None, 3):
        heard = model.hear(files.read(recording.path).samples)
        first = grammar.candidates(heard.log_posteriors)[0]
        match = skills.match(first.text)
        if recording.skill is None:
            accepted += first.confidence >= 0.4 and bool(match and match.accepted)
        elif match and match.intent.split(".")[0] == recording.skill and dict(match.slots) == dict(recording.slots):
            right += 1
        else:
            wrong += 1
    assert accepted == 0
    assert right >= 14
    assert wrong <= 1


def test_where_anything_may_be_said_the_best_sentence_is_spelled_by_a_dictionary():
    builder = AutomatonBuilder(KINDS)
    builder.add("lista", "compra {text:item}", {}, "here")
    heard = say("compra xurrasco")
    spelled = Grammar(builder.start, CHARACTERS, spell=lambda frames: "churrasco").candidates(heard)
    assert [candidate.text for candidate in spelled[:2]] == ["compra churrasco", "compra xurrasco"]
    assert spelled[0].confidence == spelled[1].confidence


def test_what_means_nothing_is_never_the_best():
    builder = AutomatonBuilder(KINDS)
    for number, line in enumerate(("abre a porta", "abre a torta")):
        builder.add(str(number), line, {}, "here")
    heard = say("abre a torta")
    assert Grammar(builder.start, CHARACTERS).candidates(heard)[0].text == "abre a torta"
    only_doors = Grammar(builder.start, CHARACTERS, reads=lambda text: "porta" in text).candidates(heard)
    assert [candidate.text for candidate in only_doors] == ["abre a porta"]
    assert only_doors[0].margin < 0


def test_how_hopeless_sounds_are_spelled_and_read_is_not_asked():
    builder = AutomatonBuilder(KINDS)
    builder.add("lista", "compra {text:item}", {}, "here")
    asked = []
    grammar = Grammar(builder.start, CHARACTERS, spell=lambda frames: asked.append("spell") or "x", reads=asked.append)
    assert all(candidate.confidence < HOPELESS for candidate in grammar.candidates(say("bom dia pessoal")))
    assert asked == []
