"""Sentences as they are said, out of catalogues, manuals and prose."""

import struct

import pytest

from assistant.training import corpus


def mo(pairs):
    """A compiled gettext catalogue."""
    pairs = [("", "Content-Type: text/plain; charset=UTF-8\n"), *sorted(pairs)]
    originals, translations = ([text.encode() for text in column] for column in zip(*pairs, strict=True))
    at = 28 + 16 * len(pairs)
    tables, blob = b"", b""
    for texts in (originals, translations):
        for text in texts:
            tables += struct.pack("<II", len(text), at + len(blob))
            blob += text + b"\0"
    n = len(pairs)
    return struct.pack("<7I", 0x950412DE, 0, n, 28, 28 + 8 * n, 0, 0) + tables + blob


def qm(texts):
    """A compiled Qt catalogue."""
    messages = b"".join(b"\x03" + struct.pack(">I", len(t.encode("utf-16-be"))) + t.encode("utf-16-be") + b"\x01" for t in texts)
    return b"\0" * 16 + b"\x42" + struct.pack(">I", 4) + b"hash" + b"\x69" + struct.pack(">I", len(messages)) + messages


def test_translations_are_read_as_they_are_said(tmp_path):
    path = tmp_path / "game.mo"
    pairs = [("a", "O rei tem 25 homens. Vamos lutar pela vila!"), ("b", "&Abrir"), ("same words here", "same words here")]
    path.write_bytes(mo(pairs))
    assert list(corpus.sentences_of(path)) == ["o rei tem vinte e cinco homens", "vamos lutar pela vila"]


def test_qt_catalogues_are_read(tmp_path):
    path = tmp_path / "learn.qm"
    path.write_bytes(qm(["Arraste a peça para o lugar certo.", "OK"]))
    assert list(corpus.sentences_of(path)) == ["arraste a peça para o lugar certo"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("chat.yml", "conversas:\n- - Como é que você está?\n"),
        ("help.html", "<html><body><pre>x = 1</pre><p>Como é que você está?</p></body></html>"),
        ("tale.txt", "Como é que você está?\n"),
    ],
)
def test_conversations_pages_and_prose_are_read(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert list(corpus.sentences_of(tmp_path / name)) == ["como é que você está"]


@pytest.mark.parametrize(
    "line",
    ["The king is here and you are not.", "Veja o arquivo em a_b_c", "SALVAR O ARQUIVO AGORA", "Fim.", "el rey y la reina"],
)
def test_what_is_no_portuguese_sentence_is_left_out(tmp_path, line):
    (tmp_path / "t.txt").write_text(f"{line}\n", encoding="utf-8")
    assert list(corpus.sentences_of(tmp_path / "t.txt")) == []


def test_test_sentences_never_get_in(tmp_path):
    (tmp_path / "t.txt").write_text("A casa é azul e bonita.\n\nO carro é meu e seu.\n", encoding="utf-8")
    (tmp_path / "tests.tsv").write_text("file\ttext\nx.flac\to carro é meu e seu\n", encoding="utf-8")
    assert corpus.collect([tmp_path / "t.txt"], [tmp_path / "tests.tsv"]) == ["a casa é azul e bonita"]
