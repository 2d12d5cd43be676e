"""`assistant say` with many texts: what it writes, what it reports, its exit codes."""

import json

import pytest
import soundfile

from assistant import app
from assistant.cli import main
from assistant.errors import NoSpaceError
from tests.tts.files.books import write_book
from tests.tts.voices_of_tone import ToneVoice


@pytest.fixture
def voice(monkeypatch):
    synthesizer = ToneVoice()
    monkeypatch.setattr(app, "build_synthesizer", lambda config, from_phonemes: synthesizer)
    return synthesizer


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "contos"
    folder.mkdir()
    (folder / "a.txt").write_text("um dois. três", encoding="utf-8")
    (folder / "b.md").write_text("quatro", encoding="utf-8")
    write_book(folder / "c.epub", {"um": "<h1>Um</h1><p>Era.</p>", "dois": "<p>Fim.</p>"})
    return folder


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "ogg"])
def test_a_folder_becomes_a_folder(voice, texts, tmp_path, capsys, suffix):
    out = tmp_path / "audio"
    assert main(["say", "--file", str(texts), "-o", str(out), "--format", suffix]) == 0
    assert names(out) == [f"a.{suffix}", f"b.{suffix}", f"c.{suffix}"]
    assert soundfile.info(out / f"a.{suffix}").duration == pytest.approx(0.5, abs=0.1)
    *lines, last = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:4] == ["made", "0.5", "s", "RTF"]
    assert last.startswith("3 of 3 texts: 3 made; 1.3 s of sound")


def test_a_second_time_all_is_kept_and_nothing_is_loaded(voice, texts, tmp_path, monkeypatch, capsys):
    arguments = ["say", "--file", str(texts), "-o", str(tmp_path / "audio")]
    main(arguments)
    monkeypatch.setattr(app, "build_synthesizer", lambda config, from_phonemes: pytest.fail("loaded"))
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 of 3 texts: 3 kept"


def test_a_pronunciation_of_ones_own_makes_it_anew(voice, texts, tmp_path, capsys):
    (tmp_path / "p.yaml").write_text("quatro: kwˈatɾu", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(f"tts: {{pronunciations: {tmp_path}/p.yaml}}", encoding="utf-8")
    arguments = ["say", "--file", str(texts), "-o", str(tmp_path / "audio")]
    for change in ([], ["--config", str(tmp_path / "c.yaml")]):
        assert main([*arguments, *change]) == 0
        assert "3 made" in capsys.readouterr().out
    (tmp_path / "p.yaml").write_text("quatro: kwˈatu", encoding="utf-8")
    main([*arguments, "--config", str(tmp_path / "c.yaml")])
    assert "3 made" in capsys.readouterr().out


def test_one_fails_the_others_go_on(voice, texts, tmp_path, capsys):
    (texts / "ab.txt").write_text("😀", encoding="utf-8")
    out = tmp_path / "audio"
    assert main(["say", "--file", str(texts), "-o", str(out)]) == 1
    assert names(out) == ["a.wav", "b.wav", "c.wav"]
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == f"failed {texts}/ab.txt: nothing in the text can be spoken; give it some words or numbers".split()
    assert lines[-1].startswith("4 of 4 texts: 3 made, 1 failed;")


def test_when_all_fail_the_exit_code_says_so(voice, tmp_path):
    (tmp_path / "a.txt").write_text("😀", encoding="utf-8")
    assert main(["say", "--file", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "-o", str(tmp_path / "audio")]) == 2


def test_json_is_a_line_a_text(voice, texts, tmp_path, capsys):
    (texts / "ab.txt").write_bytes(b"\0")
    (texts / "ac.txt").write_bytes("não".encode("latin-1"))
    main(["say", "--file", str(texts), "-o", str(tmp_path / "audio"), "--json", "--subtitles"])
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["status"] for record in records] == ["made", "failed", "made", "made", "made"]
    assert set(records[0]) == {"source", "path", "status", "seconds", "rtf"}
    assert "NUL" in records[1]["error"]
    assert "Windows-1252" in records[2]["note"]
    assert (tmp_path / "audio" / "a.srt").is_file()


def test_each_line_and_each_chapter_can_be_a_file(voice, texts, tmp_path):
    (tmp_path / "frases.txt").write_bytes(b"\xef\xbb\xbfum\r\n\r\ndois tr\xc3\xaas\r\n")
    assert main(["say", "--file", str(tmp_path / "frases.txt"), "--lines", "-o", str(tmp_path / "linhas")]) == 0
    assert names(tmp_path / "linhas") == ["0001.wav", "0003.wav"]
    assert main(["say", "--file", str(texts / "c.epub"), "--chapters", "-o", str(tmp_path / "livro")]) == 0
    assert names(tmp_path / "livro") == ["01.wav", "02.wav"]
    assert voice.spoken == ["um", "dois três", "Um", "Era.", "Fim."]


def test_a_file_into_a_folder_keeps_its_name(voice, texts, tmp_path):
    (tmp_path / "audio").mkdir()
    assert main(["say", "--file", str(texts / "a.txt"), "-o", str(tmp_path / "audio")]) == 0
    assert main(["say", "--file", str(texts / "b.md"), "-o", f"{tmp_path}/novo/", "--format", "ogg"]) == 0
    assert names(tmp_path / "audio") + names(tmp_path / "novo") == ["a.wav", "b.ogg"]


def fails_at_four(error):
    def fails(sentence):
        if sentence == "quatro":
            raise error

    return lambda config, from_phonemes: ToneVoice(fails)


def test_ctrl_c_tells_what_was_done_before(voice, texts, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(app, "build_synthesizer", fails_at_four(KeyboardInterrupt()))
    assert main(["say", "--file", str(texts), "-o", str(tmp_path / "audio")]) == 130
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("made")
    assert lines[-2].startswith("1 of 3 texts: 1 made")
    assert "goes on from there" in lines[-1]
    assert names(tmp_path / "audio") == ["a.wav"]


def test_what_does_not_fit_on_the_disk_fails_alone(voice, texts, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(app, "build_synthesizer", fails_at_four(NoSpaceError(tmp_path)))
    assert main(["say", "--file", str(texts), "-o", str(tmp_path / "audio")]) == 1
    assert "is full" in capsys.readouterr().out
    assert names(tmp_path / "audio") == ["a.wav", "c.wav"]


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: (path.mkdir(), (path / "x.jpg").touch())])
def test_a_folder_without_texts_is_one_sentence(voice, tmp_path, capsys, make):
    make(tmp_path / "vazia")
    assert main(["say", "--file", str(tmp_path / "vazia"), "-o", str(tmp_path / "audio")]) == 2
    assert "there is no .txt, .md or .epub in it" in capsys.readouterr().err


def test_a_batch_keeps_nothing_in_the_cache(texts, tmp_path, monkeypatch):
    sizes = []
    monkeypatch.setattr(app, "build_synthesizer", lambda config, from_phonemes: sizes.append(config.tts.cache_mb) or ToneVoice())
    main(["say", "--file", str(texts), "-o", str(tmp_path / "audio")])
    assert sizes == [0]
