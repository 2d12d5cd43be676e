"""What confidences are fitted on is never what they are judged by."""

from pathlib import Path

import numpy as np

from assistant import app
from assistant.audio.writing import Writer
from assistant.bench import materials, unseen
from assistant.bench.materials import Places, Said
from assistant.config import Config
from assistant.events import AudioFrame
from assistant.skills.loading.checking import usual_lists
from assistant.training.blends import HELD_OUT, Casting

SKILLS = app.build_skills(Config())
PROSE = [f"a frase número {word} não pede nada" for word in ("um", "dois", "três", "quatro", "cinco", "seis")]


def said(name, speaker, group="librispeech"):
    return Said(Path(name), "", speaker, group, "pt")


def test_the_halves_share_no_speaker_and_leave_nobody_out():
    people = [said(f"{speaker}{i}.flac", speaker) for speaker in "abcde" for i in range(3)]
    first, second = materials.half_of(people, 0), materials.half_of(people, 1)
    assert {s.speaker for s in first} == {"a", "c", "e"}
    assert not {s.speaker for s in first} & {s.speaker for s in second}
    assert len(first) + len(second) == len(people)


def test_a_set_of_one_speaker_is_halved_by_file():
    people = [said(f"{i}.flac", "gcompris-08", "gcompris") for i in range(10)]
    assert len(materials.half_of(people, 0)) == len(materials.half_of(people, 1)) == 5


def test_the_synthetic_halves_share_neither_voices_nor_prose():
    bench, fitted = unseen.BENCH, unseen.CALIBRATION
    assert set(bench.voices) | set(fitted.voices) == set(HELD_OUT)
    assert not set(bench.voices) & set(fitted.voices)
    assert not set(unseen.sentences_of_part(PROSE, bench.part)) & set(unseen.sentences_of_part(PROSE, fitted.part))


def scripts(plan, n):
    casting = Casting(["pf_dora", "pm_alex", *plan.voices], held_out=True)
    draw = unseen.Drawing(SKILLS, unseen.sentences_of_part(PROSE, plan.part))
    return [unseen.write_script(i, plan, casting, draw) for i in range(n)]


def test_an_utterance_depends_on_its_set_and_number_alone():
    assert scripts(unseen.BENCH, 12) == scripts(unseen.BENCH, 12)[:12]
    assert scripts(unseen.BENCH, 5) != scripts(unseen.CALIBRATION, 5)


def test_commands_are_understood_as_written_and_nothing_else_is():
    for script in scripts(unseen.BENCH, 60):
        assert unseen.understood(SKILLS, script.text) == (script.source == unseen.COMMAND)


def test_every_skill_is_in_the_commands():
    commands = [s.text for s in scripts(unseen.BENCH, unseen.BENCH.n_utterances) if s.source == unseen.COMMAND]
    assert len(commands) >= 200
    skills = {SKILLS.match(text, usual_lists()).intent.split(".")[0] for text in commands}
    assert skills == set(SKILLS.names)


def test_noise_comes_in_pieces_as_it_is_and_loud(tmp_path):
    with Writer(tmp_path / "street_2.flac", 16_000) as writer:
        writer.write(AudioFrame(np.full(5 * 16_000, 0.01, np.float32), 16_000))
    pieces = materials.pieces(tmp_path / "street_2.flac")
    assert [round(len(piece) / 16_000, 1) for piece in pieces] == [3.5, 1.5, 3.5, 1.5]
    assert [round(float(np.abs(piece).max()), 2) for piece in pieces] == [0.01, 0.01, 0.7, 0.7]


def test_where_there_is_nothing_nothing_is_found(tmp_path):
    nowhere = Places(None, None, None, tmp_path)
    assert nowhere.people("gcompris") == nowhere.noises() == nowhere.rooms(0) == nowhere.sentences() == []
