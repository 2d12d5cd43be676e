"""What is spoken: only what the head can write, the same for the same seed, never a test sentence."""

from random import Random

import pytest

from assistant import resources
from assistant.skills import load
from assistant.training import inventions, prose, quantities, texts
from assistant.training.alphabet import CHARACTERS, encode, greedy, normalise
from assistant.training.sampling import FILLERS

WORDS = ["férrea", "guarda-chuva", "d'água", "pé"]
SENTENCES = ["Dois e dois são quatro.", "A casa tem três portas, e uma está aberta!"]


@pytest.fixture(scope="module")
def mixture():
    return texts.Mixture(texts.portuguese(load([resources.skills_folder()]), WORDS, SENTENCES))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Às 7h30!", "às sete horas e trinta"),
        ("R$ 2,50", "dois reais e cinquenta centavos"),
        ("lingüiça", "linguiça"),
        ("segunda-feira, 1º", "segunda-feira primeiro"),
        ("- «sim» –", "sim"),
        ("copo d’água", "copo d'água"),
        ("Привет", None),
        ("señor", None),
        ("…", ""),
        ("", ""),
    ],
)
def test_text_is_brought_into_the_characters_of_the_head_or_refused(written, spoken):
    assert normalise(written) == spoken


def test_what_is_drawn_can_be_written(mixture):
    seen = set()
    for index in range(600):
        source, text = mixture.draw(Random(f"1/{index}"))
        seen.add(source)
        assert text == normalise(text)
        assert set(text) <= set(CHARACTERS)
        assert 0 < len(text) <= texts.MAX_CHARACTERS
    assert seen == {"skills", "home", "everyday", "quantities", "letters", "names", "words", "common", "prose"}


def test_the_same_seed_draws_the_same_and_another_another(mixture):
    once, again, other = ([mixture.draw(Random(f"{seed}/{i}")) for i in range(30)] for seed in (1, 1, 2))
    assert once == again != other


def test_excluded_sentences_are_never_drawn_however_they_are_written(mixture):
    only = [texts.Weighted("two", 1, lambda random: random.choice(["Que horas são?", "bom dia"]))]
    strict = texts.Mixture(only, excluded=["que horas SÃO"])
    assert {strict.draw(Random(i))[1] for i in range(50)} == {"bom dia"}


def test_sources_that_have_nothing_to_say_are_a_named_mistake():
    with pytest.raises(ValueError, match="none of which can be spoken"):
        texts.Mixture([texts.Weighted("empty", 1, lambda random: "…")]).draw(Random(1))


@pytest.mark.parametrize(
    "draw", [*quantities.QUANTITIES, *FILLERS.values(), inventions.home_command, inventions.everyday_sentence]
)
def test_every_source_of_ours_speaks_portuguese_characters(draw):
    for index in range(200):
        assert normalise(draw(Random(index)))


def test_greedy_decoding_undoes_encoding_with_blanks_and_repeats():
    frames = [0, *(c for number in encode("aí não") for c in (number, number, 0))]
    assert greedy(frames) == "aí não"


def test_prose_keeps_whole_portuguese_sentences(tmp_path):
    page = tmp_path / "a.html"
    page.write_text(
        "<p>O gato dorme na cadeira da sala.</p><pre>rm -rf de o a</pre><p>The cat sleeps on a chair no more.</p>"
        "<li>Veja o arquivo /etc/passwd de novo.</li><p>Não é a mesma coisa.</p>",
        encoding="utf-8",
    )
    assert list(prose.sentences_of(page)) == ["O gato dorme na cadeira da sala.", "Não é a mesma coisa."]


def test_a_dictionary_gives_words_of_letters(tmp_path):
    file = tmp_path / "words"
    file.write_text("casa\nx\n3com\nguarda-chuva\nÁgua\nsmörgås\n", encoding="utf-8")
    assert texts.read_words(file) == ["casa", "guarda-chuva", "Água"]
