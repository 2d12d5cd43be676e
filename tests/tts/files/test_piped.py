"""Texts through pipes: cut anywhere, in any encoding, and said before they end."""

import io
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import TextFileError
from assistant.tts.files.piped import passages, stream

SAID = "Coração: não há pão?\nÉ."


class Pipe(io.RawIOBase):
    """Gives its bytes in pieces of `size`."""

    def __init__(self, raw, size):
        self._raw, self._size = raw, size

    def read1(self, _most):
        piece, self._raw = self._raw[: self._size], self._raw[self._size :]
        return piece


def streamed(raw, size):
    notes = []
    return "".join(stream(Pipe(raw, size), notes.append)), notes


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_pipe_cut_anywhere_gives_the_same_text(size, encoding):
    assert streamed(SAID.replace("\n", "\r\n").encode(encoding), size) == (SAID, [])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_a_pipe_of_latin_1_is_told_once(size):
    text, notes = streamed(b"caf\xe9 e p\xe3o, \xe9", size)
    assert text == "café e pão, é"
    assert len(notes) == 1


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_a_pipe_that_ends_within_a_character_loses_that_one_alone(size):
    text, notes = streamed("Olá. São".encode()[:-2], size)
    assert text == "Olá. S"
    assert notes == ["standard input ended within a character, which is left out"]


@pytest.mark.parametrize("raw", ["Olá".encode("utf-16"), b"PK\x03\x04\0\0"])
def test_a_pipe_of_no_text_is_an_error_with_a_way_out(raw):
    with pytest.raises(TextFileError, match=r"standard input: .*NUL.*UTF-8"):
        streamed(raw, 1000)


def test_a_pipe_gives_what_it_has_before_more_comes():
    pipe = Pipe("Olá. Tudo".encode(), 6)
    assert next(stream(pipe, print)) == "Olá. "


@given(st.binary(max_size=60), st.integers(1, 7))
def test_no_bytes_are_too_strange(raw, size):
    try:
        assert "\r" not in streamed(raw, size)[0]
    except TextFileError:
        assert b"\0" in raw


@pytest.mark.parametrize("pieces", [[], ["um"], ["um ", "dois.\n", "três"]])
def test_what_comes_without_a_pause_is_one_passage(pieces):
    assert [list(passage) for passage in passages(iter(pieces), quiet_s=60)] == ([pieces] if pieces else [])


def test_a_line_with_nothing_after_it_ends_a_passage_and_half_a_line_does_not():
    heard, goes_on = threading.Event(), threading.Event()

    def written():
        yield "Uma linha"
        goes_on.wait(0.05)  # not yet set: a writer that is slow in the middle of a line
        yield " inteira.\n"
        assert heard.wait(60)  # nobody would hear it, were the passage not over
        yield "Outra."

    read = passages(written(), quiet_s=0.01)
    assert "".join(next(read)) == "Uma linha inteira.\n"
    heard.set()
    assert ["".join(passage) for passage in read] == ["Outra."]


def test_a_pipe_that_breaks_says_so():
    def broken():
        yield "um"
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input"):
        list(next(passages(broken())))
