"""Texts to be read aloud: encodings, markdown, books."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import TextFileError
from assistant.tts.files import texts
from assistant.tts.files.texts import Text, decode, read, without_apparatus
from tests.tts.files.books import write_book

SAID = "Coração: não há pão?\nÉ."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_as_it_is_with_or_without_a_mark(encoding):
    assert decode(SAID.encode(encoding), "a.txt") == Text(SAID)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_lines_end_like_lines(newline):
    assert decode(SAID.replace("\n", newline).encode(), "a.txt") == Text(SAID)


def test_latin_1_is_read_and_said():
    text = decode(SAID.encode("latin-1"), "a.txt")
    assert text.content == SAID
    assert "Windows-1252" in text.note


def test_a_few_broken_characters_do_not_make_it_latin_1():
    text = decode(SAID.encode() + b" caf\xc3.", "a.txt")
    assert text.content == f"{SAID} caf."
    assert text.note.startswith("1 ")


def test_what_holds_nuls_is_no_text():
    with pytest.raises(TextFileError, match="NUL"):
        decode(b"\x7fELF\0\0", "programa.txt")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "a folder"),
        (lambda path: path.write_text(" \n\t\n"), "nothing in it"),
        (lambda path: path.write_bytes(b"\x81\x8d\x8f"), "neither UTF-8"),
        (lambda path: path.write_bytes(b"a" * 11), "larger than"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, monkeypatch, make, reason):
    monkeypatch.setattr(texts, "LARGEST_TEXT", 10)
    make(tmp_path / "a.txt")
    with pytest.raises(TextFileError, match=reason) as error:
        read(tmp_path / "a.txt")
    assert "a.txt" in str(error.value)


def test_a_book_is_its_chapters(tmp_path):
    book = write_book(tmp_path / "livro.epub", {"um": "<h1>Um</h1><p>Olá.</p>", "dois": "<p>Fim.</p>"})
    assert read(book) == Text("Um\n\nOlá.\n\nFim.")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("---\ntitle: Olá\nauthor: Ana\n---\nTexto.", "Texto."),
        ("---\nTexto.\n\n---\nFim.", "---\nTexto.\n\n---\nFim."),  # rules, not front matter
        ("Antes.<!-- nota\nlonga -->\nDepois.", "Antes.\nDepois."),
        ("Antes.\n```python\nx = 1\n```\nDepois.", "Antes.\n\n\nDepois."),
        ("Veja [o site][1].\n\n[1]: https://exemplo.br", "Veja [o site]().\n\n"),
        ("Sim[^1].\n\n[^1]: Uma nota.", "Sim.\n\n"),
        ("[bolo](/bˈolu/) e [leite](+0.5)", "[bolo](/bˈolu/) e [leite](+0.5)"),
        ("# Título\n\n- pão\n- **leite**", "# Título\n\n- pão\n- **leite**"),  # is taken away sentence by sentence
    ],
)
def test_markdown_keeps_what_is_text(markdown, text):
    assert without_apparatus(markdown) == text


def test_only_markdown_files_are_markdown(tmp_path):
    for name, text in (("a.md", "Olá.\n"), ("a.txt", "<!-- x -->Olá.\n")):
        (tmp_path / name).write_text("<!-- x -->Olá.\n", encoding="utf-8")
        assert read(tmp_path / name).content == text


def test_lines_know_their_numbers():
    assert list(texts.lines("um\n\n  dois \n")) == [(1, "um"), (3, "dois")]


@given(st.binary(max_size=60))
def test_no_bytes_are_too_strange(raw):
    with suppress(TextFileError):
        assert "\r" not in decode(raw, "a.txt").content
