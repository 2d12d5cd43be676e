"""How Brazilian words and sentences are said, each line of the table; the two backends say the same."""

from pathlib import Path

import pytest

from assistant.tts.reading.readers import Readers

TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("pronunciations.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module", params=["misaki", "espeak"])
def reader(request):
    if request.param == "misaki":
        pytest.importorskip("misaki", reason="misaki is not installed (it has no release for this Python)")
    return Readers(request.param).reader_for("pt-BR")


@pytest.mark.parametrize(("written", "phonemes"), TABLE, ids=[written for written, _ in TABLE])
def test_it_is_said_so(reader, written, phonemes):
    assert " ".join(word.phonemes for word in reader.read(written)) == phonemes


def test_the_table_is_long_enough():
    assert len(TABLE) >= 100
