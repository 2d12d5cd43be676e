"""Making a set: deterministic, resumable after any death, parallel without a difference."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from assistant.audio import files
from assistant.errors import ManifestError, SynthesisError, TrainingSetError
from assistant.training import manifest
from assistant.training.augmentation import Materials
from assistant.training.blends import FASTEST, HELD_OUT, SLOWEST, written
from assistant.training.copies import write_copies
from assistant.training.provenance import keep_settings
from assistant.training.synthesis import Goal, synthesise
from assistant.tts.blends import Blend
from tests.training.fakes import RATE, scripts, tone_speaker


def digest(folder):
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def make(folder, n, jobs=0, speaker=tone_speaker, seed=1):
    return synthesise(folder, Goal(n_utterances=n), scripts(seed), speaker, jobs)


def test_the_same_seed_makes_the_same_bytes(tmp_path):
    make(tmp_path / "a", 5)
    make(tmp_path / "b", 5)
    make(tmp_path / "c", 5, seed=2)
    assert digest(tmp_path / "a") == digest(tmp_path / "b") != digest(tmp_path / "c")


def test_two_processes_make_what_one_makes(tmp_path):
    make(tmp_path / "one", 6)
    make(tmp_path / "two", 6, jobs=2)
    listed = [manifest.read(tmp_path / name) for name in ("one", "two")]
    assert listed[0] == listed[1][:6]
    assert all((tmp_path / "two" / u.file).read_bytes() == (tmp_path / "one" / u.file).read_bytes() for u in listed[0])


def test_it_goes_on_where_it_was_killed_even_within_a_line(tmp_path):
    make(tmp_path / "whole", 6)
    make(tmp_path / "cut", 4)
    path = tmp_path / "cut" / manifest.FILE_NAME
    path.write_bytes(path.read_bytes()[:-20])
    n_spoken = []

    def counting():
        speak = tone_speaker()
        return lambda *script: n_spoken.append(script) or speak(*script)

    make(tmp_path / "cut", 6, speaker=counting)
    assert digest(tmp_path / "cut") == digest(tmp_path / "whole")
    assert len(n_spoken) == 3  # the torn one and the two that were missing


def test_kill_9_leaves_nobody_behind_and_costs_nothing(tmp_path):
    folder = str(tmp_path / "killed")
    program = (
        "from pathlib import Path; from assistant.training.synthesis import Goal, synthesise; from tests.training import fakes\n"
        f"if __name__ == '__main__': synthesise(Path({folder!r}), Goal(500), fakes.scripts(), fakes.slow_speaker, 1)"
    )
    (tmp_path / "program.py").write_text(program)
    environment = os.environ | {"FAKE_SPEAKER_PID": str(tmp_path / "pid"), "PYTHONPATH": os.getcwd()}
    process = subprocess.Popen([sys.executable, str(tmp_path / "program.py")], env=environment)
    listed = tmp_path / "killed" / manifest.FILE_NAME
    assert within(30, lambda: listed.is_file() and listed.read_bytes().count(b"\n") > 3)
    process.kill()
    process.wait()
    worker = Path("/proc") / (tmp_path / "pid").read_text()
    assert within(10, lambda: not worker.exists() or "zombie" in (worker / "status").read_text())
    n_kept = len(manifest.read(tmp_path / "killed"))
    make(tmp_path / "killed", n_kept + 2)
    make(tmp_path / "whole", n_kept + 2)
    assert manifest.read(tmp_path / "killed") == manifest.read(tmp_path / "whole")


def within(seconds, holds):
    until = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return held


def test_what_is_finished_is_not_made_again(tmp_path):
    make(tmp_path, 4)

    def nobody():
        return lambda *script: pytest.fail("spoke again")

    make(tmp_path, 4, speaker=nobody)


def test_hours_end_it_too(tmp_path):
    hours = synthesise(tmp_path, Goal(hours=5 / 3600), scripts(), tone_speaker, 0)
    listed = manifest.read(tmp_path)
    assert sum(u.seconds for u in listed) >= 5 > sum(u.seconds for u in listed[:-1])
    assert hours == pytest.approx(sum(u.seconds for u in listed) / 3600)


def test_what_cannot_be_spoken_is_left_out_and_the_rest_is_made(tmp_path):
    def choosy():
        speak = tone_speaker()

        def speak_most(text, voice, speed):
            if text.startswith("não"):
                raise SynthesisError("no")
            return speak(text, voice, speed)

        return speak_most

    make(tmp_path, 4, speaker=choosy)
    listed = manifest.read(tmp_path)
    assert sum(u.seconds > 0 for u in listed) == 4
    assert all((u.seconds == 0) == (u.text == "não") for u in listed)


def test_the_manifest_tells_the_truth_about_the_files(tmp_path):
    make(tmp_path, 4)
    for utterance in manifest.read(tmp_path):
        sound = files.read(tmp_path / utterance.file).samples
        assert len(sound) / RATE == pytest.approx(utterance.seconds, abs=1e-3)
        assert SLOWEST <= utterance.speed <= FASTEST
        assert np.abs(sound).max() > 0.05


def test_augmented_copies_are_a_set_of_their_own_and_go_on_after_an_interruption(tmp_path):
    make(tmp_path / "clean", 4)
    assert write_copies(tmp_path / "clean", tmp_path / "worse", 2, 1, Materials()) == 8
    before = digest(tmp_path / "worse")
    path = tmp_path / "worse" / manifest.FILE_NAME
    path.write_bytes(path.read_bytes()[:-30])
    assert write_copies(tmp_path / "clean", tmp_path / "worse", 2, 1, Materials()) == 8
    assert digest(tmp_path / "worse") == before
    texts = [u.text for u in manifest.read(tmp_path / "clean")]
    assert all(u.text in (texts[u.index // 2], "") for u in manifest.read(tmp_path / "worse"))


def test_other_settings_are_refused(tmp_path):
    keep_settings(tmp_path, {"seed": 1})
    keep_settings(tmp_path, {"seed": 1})
    with pytest.raises(TrainingSetError, match="seed"):
        keep_settings(tmp_path, {"seed": 2})


def test_a_damaged_manifest_names_its_line(tmp_path):
    make(tmp_path, 3)
    path = tmp_path / manifest.FILE_NAME
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + "{broken\n" + lines[2], encoding="utf-8")
    with pytest.raises(ManifestError, match=":2:"):
        manifest.read(tmp_path)
    with pytest.raises(ManifestError, match="no manifest"):
        manifest.read(tmp_path / "nowhere")


def test_held_out_voices_are_never_in_training_and_always_in_tests():
    for held_out in (False, True):
        script_of = scripts(held_out=held_out)
        for index in range(200):
            names = [name for name, _ in Blend.parse(script_of(index).voice).parts]
            assert names[0].startswith("p")
            assert bool(set(names) & set(HELD_OUT)) == held_out


def test_weights_of_a_blend_add_up():
    script_of = scripts()
    for index in range(100):
        voice = script_of(index).voice
        assert sum(float(part.partition(":")[2]) for part in voice.split("+")) == pytest.approx(1.0, abs=1e-6)
        assert written(Blend.parse(voice)) == voice


def test_a_script_is_a_function_of_seed_and_index():
    assert scripts()(17) == scripts()(17) != scripts()(18)
    assert scripts(seed=2)(17) != scripts()(17)
