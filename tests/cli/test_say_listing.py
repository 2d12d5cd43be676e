"""What `assistant say` shows instead of speaking: phonemes and voices."""

import json

import pytest

from assistant import app
from assistant.cli import main
from assistant.tts.reading.phoneme_reader import PhonemeReader


@pytest.fixture
def voice(monkeypatch):
    monkeypatch.setattr(app, "build_synthesizer", lambda config, from_phonemes: pytest.fail("spoken"))


class EchoReaders:
    def reader_for(self, language):
        assert language == "pt-BR"
        return PhonemeReader()


def test_phonemes_are_shown_a_line_a_sentence(voice, monkeypatch, capsys):
    monkeypatch.setattr(app, "build_readers", lambda config: EchoReaders(), raising=False)
    assert main(["say", "--show-phonemes", "ola mundo. …\n\ntʃau!"]) == 0
    assert capsys.readouterr().out == "ola mundo.\ntʃau!\n"
    assert main(["say", "--show-phonemes", "--json", "ola mundo."]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "text": "ola mundo.",
        "phonemes": "ola mundo.",
        "words": [{"text": "ola", "phonemes": "ola"}, {"text": "mundo.", "phonemes": "mundo."}],
    }
    assert main(["say", "--show-phonemes", "…"]) == 2


def test_all_54_voices_are_listed_with_language_and_sex(capsys):
    assert main(["say", "--list-voices"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[0][:3] == ["pf_dora", "pt-BR", "female"]
    assert len(rows) >= 54
    assert main(["say", "--list-voices", "--json"]) == 0
    trees = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert trees[0] == {"name": "pf_dora", "language": "pt-BR", "sex": "female", "here": True, "blend": None}
    assert [tree["name"] for tree in trees] == [row[0] for row in rows]


def test_a_blend_with_a_name_is_listed_with_what_it_is_made_of(tmp_path, capsys):
    (tmp_path / "c.yaml").write_text('tts: {blends: {minha: "pf_dora:0.7,pm_alex:0.3"}}', encoding="utf-8")
    assert main(["say", "--list-voices", "--config", str(tmp_path / "c.yaml")]) == 0
    assert "minha" in capsys.readouterr().out.split("pf_dora:0.7,pm_alex:0.3")[0]
