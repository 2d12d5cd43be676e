"""The rows on suspicion: what is counted, and what is said where there is nothing to count."""

import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.bench.materials import Places
from assistant.bench.suspicion import Material, measure
from assistant.events import Transcript
from tests.asr.sounds import RATE, noise


class ByLoudness:
    """Suspects the loud of being foreign, and is silent about the rest."""

    def start(self):
        return self

    def finish(self, frame):
        loud = float(np.abs(frame.samples).max()) > 0.5
        return Transcript("oi", suspicion="language" if loud else None, language_doubt=0.9 if loud else 0.1, quality=1.0)


@pytest.fixture
def speech(tmp_path):
    sets = [("laps", "pt-BR", 0.1), ("laps", "pt-BR", 0.1), ("gcompris", "pt-BR", 0.9), ("librispeech", "en", 0.9)]
    with (tmp_path / "manifest.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t")
        table.writerow(["file", "text", "speaker", "set", "language"])
        for i, (name, language, level) in enumerate(sets):
            sound = noise(0.5)
            soundfile.write(tmp_path / f"{i}.wav", sound / np.abs(sound).max() * level, RATE)
            table.writerow([f"{i}.wav", "oi", f"s{i}", name, language])
    return tmp_path


def test_what_is_suspected_is_counted_by_set(speech):
    places = Places(speech, None, None, speech / "unseen")
    n_told = []
    commands, words, sentences, english, separation = measure(
        ByLoudness(), Material(places, speech / "no recordings"), lambda: n_told.append(1)
    )
    assert (commands.verdict, words.figure, sentences.figure, english.figure) == ("absent", 100.0, 0.0, 100.0)
    assert (words.verdict, sentences.verdict, english.verdict) == ("miss", "pass", "pass")
    assert (separation.figure, separation.n) == (1.0, 3)
    assert len(n_told) == 4


def test_without_recordings_the_rows_say_so(tmp_path):
    places = Places(None, None, None, tmp_path)
    rows = measure(ByLoudness(), Material(places, Path("none")), lambda: None)
    assert {row.verdict for row in rows} == {"absent"}
    assert all(row.note for row in rows)
