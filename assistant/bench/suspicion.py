"""How often speech is taken for no Portuguese, or for too noisy: Portuguese must not be, English should."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.asr.protocol import Recognizer
from assistant.asr.suspicion import LANGUAGE, NOISE
from assistant.audio import files
from assistant.bench import recordings
from assistant.bench.bars import Row, share
from assistant.bench.materials import Places, Said
from assistant.bench.subject import RATE, hear
from assistant.errors import AudioNotFoundError
from assistant.events import AudioFrame, Transcript

ABSENT = "no recordings of people; give --speech FOLDER"
SENTENCES, WORDS, ENGLISH = ("laps", "ufpalign", "cml"), ("gcompris", "wakewords_ptpt"), ("librispeech",)
MAX_SUSPECTED, MIN_FOREIGN = 2.0, 50.0
NOISES_DB = (20.0, 10.0, 0.0, -5.0)
_LONGEST_S = 10


@dataclass(frozen=True, slots=True)
class Material:
    """quick: every third sound only. folder: of the recorded commands."""

    places: Places
    folder: Path
    quick: bool = False

    def people(self, *sets: str) -> Sequence[Said]:
        found = self.places.people(*sets)
        return found[::3] if self.quick else found

    def commands(self) -> list[np.ndarray]:
        try:
            found = recordings.load(self.folder)
        except AudioNotFoundError:
            return []
        return [files.read(recording.path).samples for recording in (found[::3] if self.quick else found)]


def measure(recognizer: Recognizer, material: Material, tell: Callable[[], None]) -> list[Row]:
    """recognizer: for conversation. A command that it accepted is not suspected; so are the bars meant."""

    def heard(sounds: Iterable[np.ndarray]) -> list[Transcript]:
        found = []
        for sound in sounds:
            found.append(hear(recognizer, sound[: _LONGEST_S * RATE]))
            tell()
        return found

    sentences, words = material.people(*SENTENCES), material.people(*WORDS)
    portuguese = heard(said.samples() for said in sentences)
    english = heard(said.samples() for said in material.people(*ENGLISH))
    return [
        _suspected("commands suspected of anything", heard(material.commands()), "no recorded commands"),
        _suspected("human single words suspected of anything", heard(said.samples() for said in words), ABSENT),
        _suspected("human Portuguese sentences suspected of anything", portuguese, ABSENT),
        _marked("human English suspected of being no Portuguese", english, LANGUAGE, ABSENT, MIN_FOREIGN),
        _separation(portuguese, english),
        *_noises(heard, sentences, material),
    ]


def _noises(heard: Callable, sentences: Sequence[Said], material: Material) -> list[Row]:
    if not sentences or not (material.folder / "noise.flac").is_file():
        return []
    noise = recordings.noise(material.folder)
    rows = []
    for snr_db in NOISES_DB:
        loud = (recordings.with_noise(AudioFrame(s.samples(), RATE), noise, snr_db, i).samples for i, s in enumerate(sentences))
        rows.append(_marked(f"  the same in noise, {snr_db:g} dB: too noisy", heard(loud), NOISE, ABSENT))
    return rows


def _suspected(name: str, transcripts: Sequence[Transcript], why_not: str) -> Row:
    n = sum(transcript.suspicion is not None for transcript in transcripts)
    return share(name, n, len(transcripts), "" if transcripts else why_not, at_most=MAX_SUSPECTED)


def _marked(name: str, transcripts: Sequence[Transcript], kind: str, why_not: str, at_least: float | None = None) -> Row:
    n = sum(transcript.suspicion == kind for transcript in transcripts)
    return share(name, n, len(transcripts), "" if transcripts else why_not, at_least=at_least)


def _separation(portuguese: Sequence[Transcript], english: Sequence[Transcript]) -> Row:
    """How often, of one of each, the English one is the more doubted: the area under the curve."""
    name = "  area under the curve, Portuguese sentences against English"
    ours, theirs = ([t.language_doubt for t in found if t.language_doubt is not None] for found in (portuguese, english))
    if not ours or not theirs:
        return Row(name, None, "", note=ABSENT)
    apart = np.subtract.outer(np.array(theirs), np.array(ours))
    return Row(name, float(np.mean((apart > 0) + 0.5 * (apart == 0))), "", len(ours) + len(theirs))
