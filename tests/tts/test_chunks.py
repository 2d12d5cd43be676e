"""What is said at once: a short first chunk, then ever longer ones, never a sentence more broken than it must be."""

import re
from itertools import accumulate, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.sentences import Break, sentences
from assistant.tts.chunks import FIRST, LONGEST, chunks
from tests.tts.readings import Letters

LONG = (
    "O temporizador de dez minutos terminou agora e a luz da cozinha continua acesa desde as quatro da tarde, como pediu o Dr. "
    "Bruno (o vizinho), quando saiu de casa para comprar 2,5 kg de arroz. Depois voltou. Nada mais aconteceu naquele dia, e "
    "ninguém mais falou do assunto, que era delicado, nem perguntou por que a luz ficara acesa por tanto tempo na casa vazia."
)


def cut(text):
    return list(chunks(text, Letters()))


def shown(text):
    return [chunk.graphemes for chunk in cut(text)]


def test_short_sentences_stay_whole_and_apart():
    assert shown("Sim. Claro! Bom dia, tia. 😀 Tudo bem?") == ["Sim.", "Claro!", "Bom dia, tia.", "😀 Tudo bem?"]


def test_the_first_chunk_is_the_first_clause_when_the_sentence_is_long():
    assert shown("Quando ele chegar, abra a porta da cozinha e acenda a luz da sala.")[0] == "Quando ele chegar,"


def test_a_clause_of_one_short_word_is_no_chunk():
    first = cut("Olá, meu nome é Dora, e hoje o dia vai ser muito bonito em todo o estado.")[0]
    assert first.graphemes == "Olá, meu nome é Dora,"


def test_a_long_clause_is_broken_where_the_voice_hardly_dwells():
    first, second, *_ = cut("A reunião daquela equipe foi marcada para a quinta feira que vem em outro lugar da cidade.")
    assert (first.graphemes, first.ends) == ("A reunião daquela equipe", Break.WORD)
    assert len(f"{first.phonemes} {first.after}") <= FIRST
    # It is read on, and what follows is read from the word before, so that neither sounds as if it stood alone.
    assert first.after == "foi marcad"
    assert second.before == "equipe"


@pytest.mark.parametrize("before", ["a", "de", "que", "não", "para"])
def test_no_break_after_a_word_that_is_tied_to_the_next(before):
    for n in range(1, 8):
        text = " ".join([*["casa"] * n, before, *["mesa"] * 12])
        assert not any(c.graphemes.endswith(f" {before}") for c in cut(text))


def test_chunks_grow_as_there_is_time_to_make_them():
    sizes = [len(chunk.phonemes) for chunk in cut(LONG + " " + LONG)]
    said = [0, *accumulate(sizes)]
    assert sizes[0] <= FIRST
    assert all(size <= max(1.5 * FIRST, 3 * before) + 1 for size, before in zip(sizes[1:], said[1:], strict=False))
    assert max(sizes) <= LONGEST + 1


def test_what_follows_a_short_beginning_is_short_too():
    """Or it would not be made when the beginning has been heard; a sentence's pause leaves more time than a clause's."""
    rest = "hoje tem reunião daquela equipe na casa de campo."
    assert shown(f"Olha que bom, {rest}") == ["Olha que bom,", "hoje tem reunião daquela equipe", "na casa de campo."]
    assert shown(f"Olha que bom. {rest}") == ["Olha que bom.", rest]


def test_clauses_end_with_a_thought_of_more_and_sentences_with_a_mark():
    clause, sentence = cut("Quando ele chegar - bem mais tarde, abra a porta")
    assert (clause.ends, clause.after) == (Break.CLAUSE, "i…")
    assert (sentence.ends, sentence.after, sentence.phonemes[-1]) == (Break.PARAGRAPH, "", ".")


def test_graphemes_are_the_text_as_it_is_written():
    assert re.sub(r"\s+", " ", " ".join(shown(LONG))) == LONG


def test_what_is_said_of_one_written_word_is_not_parted():
    (first, *rest) = cut("São R$ 1.234,56 que você me deve desde o ano passado, e não vou esperar mais.")
    assert "R$ 1.234,56" in first.graphemes
    assert "centavos" in first.phonemes
    assert rest


def test_words_are_told_with_the_places_of_their_phonemes():
    (chunk,) = cut("São (so) 15h tia.")
    assert chunk.phonemes == "so (so) quinze horas tia."
    places = [(word, chunk.phonemes[first:end]) for word, first, end in chunk.words()]
    assert places == [("São", "so"), ("(so)", "so"), ("15h", "quinze horas"), ("tia.", "tia")]


def test_a_word_without_end_is_broken_not_cut():
    parts = cut("a" * 3000)
    assert "".join(c.phonemes for c in parts).strip(".") == "a" * 3000
    assert "".join(c.graphemes for c in parts).replace(" ", "") == "a" * 3000
    assert max(len(c.phonemes) for c in parts) <= LONGEST + 1


def test_only_as_much_is_read_as_is_said():
    reader = Letters()
    list(islice(chunks("palavra " * 100_000, reader), 3))
    assert sum(map(len, reader.read_texts)) <= 1000


def test_pieces_are_pulled_no_further_than_the_first_clause():
    pulled = []

    def pieces():
        for piece in ["Quando e", "le chegar, a", "bra a porta", " da cozinha."]:
            pulled.append(piece)
            yield piece

    parts = chunks(pieces(), Letters())
    assert next(parts).graphemes == "Quando ele chegar,"
    assert len(pulled) == 2
    assert next(parts).graphemes == "abra a porta da cozinha."


@pytest.mark.parametrize("n", [1, 2, 3, 5, 7])
def test_pieces_give_the_same_chunks_as_the_whole(n):
    text = LONG + "\n\n# Compras\n- 2 pães\n- leite\n\n" + "Bom dia! " + LONG
    parted = list(chunks((text[i : i + n] for i in range(0, len(text), n)), Letters()))
    assert [(c.pairs, c.ends, c.before, c.after) for c in parted] == [(c.pairs, c.ends, c.before, c.after) for c in cut(text)]


WORDS = st.sampled_from(["casa", "e", "que", "de", "extraordinariamente", "tia,", "sim.", "(bem)", "15h30", "—", "\n\n", "😀"])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=80).map(" ".join))
def test_nothing_is_lost_and_nothing_is_too_long(text):
    parts = cut(text)

    def letters(spoken):
        return "".join(c for c in spoken if c.isalpha())

    said = "".join(letters(spoken.phonemes) for sentence in sentences(text) for spoken in Letters().read(sentence))
    assert "".join(letters(chunk.phonemes) for chunk in parts) == said
    assert all(len(chunk.phonemes) <= LONGEST + 1 for chunk in parts)
