"""Settings that are written into a config.yaml: the values change, whatever a person wrote around them stays."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from assistant import resources
from assistant.cli import settings
from assistant.errors import SettingsError

WANTED = {"tts.precision": "int8", "tts.threads": 1}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tts:\n  precision: auto  # or int8\n  threads: 2\n", "tts:\n  precision: int8  # or int8\n  threads: 1\n"),
        ("tts:\n  threads: 16   # many\n", "tts:\n  precision: int8\n  threads: 1    # many\n"),
        ("# mine\nasr:\n  threads: 2\n", "# mine\nasr:\n  threads: 2\ntts:\n  precision: int8\n  threads: 1\n"),
        ("", "tts:\n  precision: int8\n  threads: 1\n"),
        ("asr: {threads: 2}", "asr: {threads: 2}\ntts:\n  precision: int8\n  threads: 1\n"),
        ("tts: {threads: 2, voice: pm_alex} # short\n", "tts: {precision: int8, threads: 1, voice: pm_alex} # short\n"),
        ("tts:\n    voice: pm_alex\n\n    speed: 1.2\n", None),
        ("tts:\n  threads: # as you like\n  precision: 'fp32'   # quoted\n", None),
        ('"tts":\n  "threads": 4\r\n', None),
    ],
)
def test_values_change_and_the_rest_stays(before, after):
    found = settings.edited(before, WANTED)
    if after is not None:
        assert found == after
    tree = yaml.safe_load(before) or {}
    tree["tts"] = tree.get("tts", {}) | {"precision": "int8", "threads": 1}
    assert yaml.safe_load(found) == tree
    for comment in ("# or int8", "# many", "# mine", "# short", "# as you like", "# quoted"):
        assert (comment in before) == (comment in found)


def test_of_the_config_that_ships_two_lines_change():
    before = resources.default_config().read_text(encoding="utf-8")
    after = settings.edited(before, {"tts.threads": 7, "asr.model": "wav2vec2-pt"})
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert [b.split("#")[0].strip() for _, b in changed] == ["model: wav2vec2-pt", "threads: 7"]
    assert settings.edited(after, {"tts.threads": 2, "asr.model": "embedded"}) == before


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=30))
@example("\xa0")
def test_any_text_can_be_a_value(value):
    found = settings.edited("tts:\n  voice: pf_dora  # who\n  speed: 1.0\n", {"tts.voice": value})
    assert yaml.safe_load(found) == {"tts": {"voice": value, "speed": 1.0}}
    assert found.endswith(" # who\n  speed: 1.0\n")


@pytest.mark.parametrize("text", ["- a list\n", "tts: fast\n", "tts: *nothing\n", "a: [\n"])
def test_what_is_no_table_of_sections_is_left_alone(tmp_path, text):
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="was not changed") as caught:
        settings.write(path, WANTED)
    assert caught.value.lines == ("tts:", "  precision: int8", "  threads: 1")
    assert path.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_the_config_of_an_installed_program_is_not_touched(tmp_path, monkeypatch):
    shipped = tmp_path / "_data" / "config.yaml"
    shipped.parent.mkdir()
    shipped.write_text("tts: {}\n", encoding="utf-8")
    monkeypatch.setattr(resources, "default_config", lambda: shipped)
    with pytest.raises(SettingsError, match="belongs to the installed program"):
        settings.write(shipped, WANTED)
    assert shipped.read_text(encoding="utf-8") == "tts: {}\n"


def test_a_link_stays_a_link(tmp_path):
    real = tmp_path / "real.yaml"
    real.write_text("tts: {threads: 2}\n", encoding="utf-8")
    real.chmod(0o640)
    link = tmp_path / "config.yaml"
    link.symlink_to(real)
    settings.write(link, {"tts.threads": 1})
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "tts: {threads: 1}\n"
    assert real.stat().st_mode & 0o777 == 0o640
