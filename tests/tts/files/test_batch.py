"""Batches: what becomes of every text, what is made again and what is not, what is left of one that was broken off."""

import errno
import json
from pathlib import Path

import pytest
import soundfile

from assistant.errors import AudioFileError, NoSpaceError, TextFileError, UnknownVoiceError
from assistant.tts.files import batch_manifest, batch_sources
from assistant.tts.files.batch import Destination, Manner, read_aloud
from tests.tts.files.books import write_book
from tests.tts.voices_of_tone import ToneVoice


@pytest.fixture
def folder(tmp_path):
    """Three texts, one of them in a folder of its own."""
    texts = tmp_path / "textos"
    (texts / "contos").mkdir(parents=True)
    (texts / "a.txt").write_text("um dois. três", encoding="utf-8")
    (texts / "b.md").write_text("# quatro", encoding="utf-8")
    (texts / "contos" / "c.txt").write_text("cinco", encoding="utf-8")
    return texts


class Batch:
    def __init__(self, texts, out):
        self.texts, self.out, self.voice = texts, out, ToneVoice()

    def run(self, manner=None, voice=None, **destination):
        sources = batch_sources.of_files([self.texts])
        place = Destination(self.out, **{"suffix": ".wav", **destination})
        records = []
        read_aloud(sources, voice or self.voice, manner or Manner("pf_dora"), place, records.append)
        return {record.path.removeprefix(f"{self.out}/"): record for record in records}

    def made(self, *args, **kwargs):
        return [name for name, record in self.run(*args, **kwargs).items() if record.status == "made"]

    def files(self):
        return sorted(str(path.relative_to(self.out)) for path in self.out.rglob("*") if path.is_file())


@pytest.fixture
def batch(folder, tmp_path):
    return Batch(folder, tmp_path / "fala")


def test_every_text_becomes_a_file_in_its_place(batch):
    records = batch.run()
    assert [(name, record.status) for name, record in records.items()] == [
        ("a.wav", "made"),
        ("b.wav", "made"),
        ("contos/c.wav", "made"),
    ]
    samples, rate = soundfile.read(batch.out / "a.wav")
    assert len(samples) / rate == records["a.wav"].seconds == pytest.approx(0.5)
    assert records["a.wav"].rtf == pytest.approx(records["a.wav"].spent_s / 0.5)


def test_what_is_there_is_kept_and_what_has_changed_is_made_anew(batch, folder):
    batch.run()
    assert [record.status for record in batch.run().values()] == ["kept"] * 3
    (folder / "b.md").write_text("# quatro e meio", encoding="utf-8")
    (batch.out / "contos" / "c.wav").unlink()
    assert batch.made() == ["b.wav", "contos/c.wav"]
    (batch.out / "a.wav").write_bytes(b"RIFF")  # somebody else's
    assert batch.made() == ["a.wav"]
    assert batch.made(anew=True) == ["a.wav", "b.wav", "contos/c.wav"]


@pytest.mark.parametrize(
    "manner",
    [
        Manner("pm_alex"),
        Manner("pf_dora", speed=1.1),
        Manner("pf_dora", volume=0.5),
        Manner("pf_dora", from_phonemes=True),
        Manner("pf_dora", engine="x"),
    ],
)
def test_another_manner_is_another_sound(batch, manner):
    batch.run()
    assert len(batch.made(manner)) == 3
    assert batch.made(manner) == []


def test_subtitles_that_are_missing_are_made_with_their_sound(batch):
    batch.run()
    assert len(batch.made(subtitles="srt")) == 3
    (batch.out / "a.srt").unlink()
    assert batch.made(subtitles="srt") == ["a.wav"]
    assert (batch.out / "a.srt").read_text(encoding="utf-8").startswith("1\n00:00:00,000 --> ")


def test_one_that_fails_stops_no_other_and_leaves_nothing(batch, folder):
    (folder / "aa.txt").write_text("😀", encoding="utf-8")
    (folder / "ab.txt").write_bytes(b"\0\0")
    (folder / "ac.epub").write_bytes(b"PK")
    (folder / "ad.txt").write_text("", encoding="utf-8")
    records = batch.run()
    failed = {name: record.error for name, record in records.items() if record.status == "failed"}
    assert list(failed) == ["aa.wav", "ab.wav", "ac.wav", "ad.wav"]
    assert "can be spoken" in failed["aa.wav"]
    assert "NUL" in failed["ab.wav"]
    assert "damaged" in failed["ac.wav"]
    assert "nothing in it" in failed["ad.wav"]
    assert batch.files() == [batch_manifest.NAME, "a.wav", "b.wav", "contos/c.wav"]


def test_what_would_befall_every_text_ends_the_batch(batch):
    def unknown(sentence):
        raise UnknownVoiceError("dora", ["pf_dora"])

    with pytest.raises(UnknownVoiceError):
        batch.run(voice=ToneVoice(unknown))


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), NoSpaceError(Path("disk"))])
def test_what_is_too_long_for_a_full_disk_leaves_nothing_half_written_and_the_others_go_on(batch, error):
    def full(sentence):
        if sentence.startswith("três"):
            raise error

    records = batch.run(voice=ToneVoice(full))
    assert [record.status for record in records.values()] == ["failed", "made", "made"]
    assert "full" in records["a.wav"].error
    assert batch.files() == [batch_manifest.NAME, "b.wav", "contos/c.wav"]


def test_a_batch_that_was_broken_off_goes_on_where_it_was(batch):
    def ctrl_c(sentence):
        if sentence.startswith("cinco"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.run(voice=ToneVoice(ctrl_c))
    assert batch.files() == [batch_manifest.NAME, "a.wav", "b.wav"]
    assert batch.made() == ["contos/c.wav"]


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_writes_is_not(batch):
    batch.out.mkdir()
    (batch.out / ".a.wav.999999999.part").write_bytes(b"RIFF")
    (batch.out / ".b.wav.1.part").write_bytes(b"RIFF")
    batch.run()
    assert batch.files() == [batch_manifest.NAME, ".b.wav.1.part", "a.wav", "b.wav", "contos/c.wav"]


@pytest.mark.parametrize("n_bytes", [1, 30, 60])
def test_a_torn_line_of_the_manifest_costs_its_file_alone(batch, n_bytes):
    batch.run()
    manifest = batch.out / batch_manifest.NAME
    manifest.write_bytes(manifest.read_bytes()[:-n_bytes])
    assert batch.made() == ([] if n_bytes == 1 else ["contos/c.wav"])
    assert batch.made() == []


@pytest.mark.parametrize(
    "line", ["null", "[]", "{}", '{"name": "a.wav"}', "\udcff", '{"name": 1, "key": 2, "n_bytes": "3", "seconds": 4}']
)
def test_a_manifest_of_nonsense_is_none(batch, line):
    batch.out.mkdir()
    (batch.out / batch_manifest.NAME).write_text(f"{line}\n", encoding="utf-8", errors="surrogateescape")
    assert len(batch.made()) == 3


def test_a_folder_that_cannot_be_made_is_one_sentence(batch):
    batch.out.write_text("a file", encoding="utf-8")
    with pytest.raises(AudioFileError, match="fala: cannot be made"):
        batch.run()


def test_progress_runs_from_nothing_to_all_of_every_text(batch):
    seen = []
    read_aloud(
        batch_sources.of_files([batch.texts]),
        batch.voice,
        Manner("pf_dora"),
        Destination(batch.out),
        lambda record: None,
        lambda source, fraction: seen.append((source.name, round(fraction, 2))),
    )
    assert seen == [("a", 0.0), ("a", 0.62), ("a", 1.0), ("b", 0.0), ("b", 1.0), ("contos/c", 0.0), ("contos/c", 1.0)]


def test_a_record_as_json(batch):
    record = batch.run()["b.wav"]
    tree = json.loads(json.dumps(record.as_json()))
    assert set(tree) == {"source", "path", "status", "seconds", "rtf"}


def names(sources):
    return [source.name for source in sources]


def test_texts_of_one_name_keep_their_endings(folder):
    (folder / "a.md").write_text("outro", encoding="utf-8")
    (folder / ".oculto.txt").write_text("não", encoding="utf-8")
    (folder / "foto.jpg").write_bytes(b"")
    assert names(batch_sources.of_files([folder])) == ["a.md", "a.txt", "b", "contos/c"]


def test_two_files_for_one_name_are_refused(folder, tmp_path):
    (tmp_path / "a.txt").write_text("outro", encoding="utf-8")
    with pytest.raises(TextFileError, match="have the name"):
        batch_sources.of_files([folder, tmp_path / "a.txt"])


def test_a_folder_without_texts_is_told(tmp_path):
    with pytest.raises(TextFileError, match=r"no \.txt"):
        batch_sources.of_files([tmp_path])


def test_lines_are_named_by_their_numbers():
    sources = batch_sources.of_lines("um\n\ndois\n", "frases.txt")
    assert [(source.name, source.origin, source.read().content) for source in sources] == [
        ("0001", "frases.txt:1", "um"),
        ("0003", "frases.txt:3", "dois"),
    ]
    with pytest.raises(TextFileError, match="no line"):
        batch_sources.of_lines(" \n\n", "frases.txt")


def test_every_chapter_of_a_book_can_be_a_file(tmp_path):
    write_book(tmp_path / "livro.epub", {"um": "<h1>Início</h1><p>Era.</p>", "dois": "<p>Fim.</p>"})
    (tmp_path / "ruim.epub").write_bytes(b"PK")
    sources = batch_sources.of_files([tmp_path], by_chapter=True)
    assert names(sources) == ["livro/01", "livro/02", "ruim"]
    assert [source.origin.removeprefix(f"{tmp_path}/") for source in sources[:2]] == [
        "livro.epub, Início",
        "livro.epub, chapter 2",
    ]
    with pytest.raises(TextFileError, match="damaged"):
        sources[2].read()
