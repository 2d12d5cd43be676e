"""A wake phrase in posteriors: where it is found, where it is not, and what is read after it."""

import numpy as np
import pytest

from assistant.asr.ctc_reader import CtcReader, FrameTimes, ReadingRules
from assistant.asr.ctc_stream import CtcStream
from assistant.asr.grammar import Grammar
from assistant.asr.wake import WakePhrases
from assistant.asr.wake_search import hits
from assistant.asr.wake_spelling import spelled
from tests.asr.fakes import Rereading
from tests.asr.posteriors import CHARACTERS, of_path, of_text
from tests.asr.sounds import frames
from tests.asr.test_ctc_reader import LINES, Saying, shown, sound

PAUSE = "_" * 15


def label_of(character):
    return (CHARACTERS.find(character) + 1) or None


def wake(*phrases, sensitivity=0.5):
    return WakePhrases(phrases, CHARACTERS, label_of, sensitivity)


def call_in(text, *phrases, **options):
    return wake(*(phrases or ("assistente",)), **options).find(of_text(text))


def reader(*texts, phrases=("assistente",)):
    grammar = Grammar.of_lines(LINES, CHARACTERS)
    return CtcReader(Saying(*texts), FrameTimes(), ReadingRules(wake=wake(*phrases)), lambda: grammar)


@pytest.mark.parametrize(
    "text",
    [
        "assistente",
        "assistente acende a luz",
        "assistenti",
        "a sistente",
        "acistente que horas são",
        "ei assistente bom dia",
        "asistente",
    ],
)
def test_it_is_found_as_a_recogniser_may_write_it(text):
    assert call_in(text).begins


@pytest.mark.parametrize(
    "text", ["", "assiste a isso", "assistentes sociais", "persistente", "que horas são", "assistência técnica"]
)
def test_other_words_are_no_call(text):
    call = call_in(text)
    assert call is None or not call.begins


@pytest.mark.parametrize("text", ["o assistente chegou", "chama um assistente", "trabalho de assistente", "meu assistente"])
def test_who_speaks_of_an_assistant_calls_none(text):
    assert call_in(text) is None


def test_in_the_middle_of_a_sentence_it_is_only_half_a_call_and_after_a_pause_a_whole_one():
    assert not call_in("ela disse assistente que horas são").begins
    after_pause = np.concatenate([of_text("ela foi embora"), of_path(PAUSE), of_text(" assistente que horas são")])
    assert wake("assistente").find(after_pause).begins


def test_of_a_noun_and_a_call_in_one_utterance_the_call_is_found():
    both = np.concatenate([of_text("o assistente chegou"), of_path(PAUSE), of_text(" assistente que horas são")])
    call = wake("assistente").find(both)
    assert call.begins
    assert call.first > 50


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("ei, casa", "ei casa"),
        ("ei, casa", "ai cassa apaga a luz"),
        ("ei, casa", "eicaza"),
        ("Ok, Dora", "o quei dora"),
        ("olá, João", "ola joao"),
    ],
)
def test_phrases_of_more_words(phrase, text):
    assert call_in(text, phrase).begins


@pytest.mark.parametrize("text", ["desliga as luzes em casa", "o volume de casa", "em casa", "limpa a casa"])
def test_a_house_that_is_spoken_of_is_not_called(text):
    call = call_in(text, "ei, casa")
    assert call is None or not call.begins


def test_of_several_phrases_the_one_that_was_said_is_named():
    assert call_in("ei casa apaga a luz", "assistente", "ei, casa").phrase == "ei casa"


def test_a_more_sensitive_ear_hears_more():
    mumbled = "asestem"
    assert call_in(mumbled, sensitivity=0.5) is None
    assert call_in(mumbled, sensitivity=0.99) is not None
    assert call_in("assistente", sensitivity=0.03) is not None


def test_where_it_was():
    log_posteriors = of_path("___a_s_s_i_s_t_e_n_t_e___ _a___")
    (hit, *_) = hits(log_posteriors, spelled(["assistente"], label_of), label_of(" "))
    assert (hit.first, hit.after) == (3, 22)
    assert hit.behind < 0.1


def test_how_it_is_found_does_not_depend_on_what_lies_around_it():
    said = of_text("assistente")
    around = np.concatenate([of_path(PAUSE), said, of_path(PAUSE)])
    one, other = (wake("assistente").find(log_posteriors) for log_posteriors in (said, around))
    assert one.score == pytest.approx(other.score, abs=0.01)
    assert (other.first, other.after) == (one.first + len(PAUSE), one.after + len(PAUSE))


def test_what_the_model_has_no_letters_for_is_never_heard():
    assert WakePhrases(["bravo"], "abcdo ", lambda c: ("abcdo ".find(c) + 1) or None).find(of_text("bao", "abcdo ")) is None


@pytest.mark.parametrize("n_frames", [0, 1, 2])
def test_too_little_sound_has_no_call(n_frames):
    assert wake("assistente").find(of_text("a")[:n_frames]) is None


def test_the_command_is_read_after_the_phrase_and_told_with_it():
    final = reader("assistenti asende a luz").read(sound())
    assert final.text == "assistente acende a luz"
    assert [word.text for word in final.words] == final.text.split()
    assert final.alternatives[-1] == "assistente asende a luz"
    assert final.called.score > 0.5
    assert final.called.start_s < final.called.end_s <= final.words[1].start


@pytest.mark.parametrize(
    ("heard", "text"),
    [
        ("assistente", "assistente"),
        ("assistente vou ao cinema", "assistente vou ao cinema"),
        ("ela disse ontem assistente que oras são", "assistente que horas são"),
        ("que oras são assistente", "assistente que horas são"),
    ],
)
def test_what_is_said_to_it(heard, text):
    final = reader(heard).read(sound())
    assert final.text == text
    assert final.called


@pytest.mark.parametrize(
    "heard",
    [
        "ela disse ontem assistente vou ao cinema",
        "o assistente acende a luz",
        "eu fui ver assistente",
        "assistentes sociais",
        "assistência técnica",
    ],
)
def test_what_is_not_said_to_it_is_read_as_ever(heard):
    final = reader(heard).read(sound())
    assert (final.text, final.called) == (heard, None)


def test_without_phrases_nobody_is_called():
    grammar = Grammar.of_lines(LINES, CHARACTERS)
    final = CtcReader(Saying("assistente acende a luz"), FrameTimes(), grammar=lambda: grammar).read(sound())
    assert final.called is None


def test_partials_tell_as_soon_as_it_is_sure_that_the_word_has_ended():
    listening = reader("assistent", "assistente", "assistente" + " " * 12 + "asende a luz")
    assert [(shown(listening.glimpse(sound())), listening.is_called) for _ in range(3)] == [
        ("assistent", False),
        ("assistente", False),
        ("assistente acende a luz", True),
    ]


def test_a_stream_says_so_in_its_partials():
    whole = Rereading(reader("assistente" + " " * 12 + "asende a luz"))
    whole.is_called = True
    partials = [partial for frame in frames(sound(seconds=1.2), 2400) if (partial := CtcStream(whole).accept(frame))]
    assert all(partial.called for partial in partials)
