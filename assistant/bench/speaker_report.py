"""Every bar of knowing people by their voices in one run, for both encoders: what `assistant bench speakers` prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import app
from assistant.audio.files import read
from assistant.bench import diarisation, recordings, speaker_strangers, speaker_turn, speakers
from assistant.bench.bars import Report, Row, Tell
from assistant.bench.materials import RATE, Places, Said, noises_of_part
from assistant.bench.speakers import ENGLISH, PORTUGUESE, SPOKEN, Clip
from assistant.bench.subject import subject
from assistant.config import Config
from assistant.errors import ManifestError, ModelError
from assistant.speakers import calibration
from assistant.speakers.diarisation import DiarisationRules
from assistant.speakers.protocol import SpeakerEncoder
from assistant.training import manifest

ENCODERS = ("dedicated", "asr")
PARTS = ("errors", "household", "strangers", "diarisation", "turn")
_LIBRISPEECH_BARS = {"dedicated": 1.0, "asr": 4.0}
_PORTUGUESE_BAR = 6.0
_MIN_CLEAN, _MIN_NOISY, _SNR_DB = 97.0, 90.0, 10.0
_JUDGED = 0  # of the noises, those that nothing was trained with
_TURNS = 40
_TALKING = (1, 2, 2, 3, 3, 4, 4)
"""People in the conversations."""
_UTTERANCE_S = 6.0


@dataclass(frozen=True, slots=True)
class Options:
    """recordings: of commands, for the time of a turn. quick: three seconds alone, and fewer turns."""

    recordings: Path
    parts: Sequence[str] = PARTS
    encoders: Sequence[str] = ENCODERS
    quick: bool = False


def measure(config: Config, places: Places, options: Options, tell: Tell) -> Report:
    """tell: called with a mark for each thing that was measured, and with lines. Raises AudioNotFoundError."""
    sets = {
        "LibriSpeech": places.people(*ENGLISH),
        "Portuguese": places.people(*PORTUGUESE),
        "Kokoro": _spoken(places.unseen),
    }
    rows: list[Row] = []
    for name in options.encoders:
        own = _with_encoder(config, name)
        tell(f"\n{name} ")
        try:
            encoder = app.build_speaker_encoder(own)
            figures = calibration.load(encoder.id)
        except ModelError as error:
            rows.append(Row(name, None, note=str(error)))
            continue
        subject_of = _Measured(name, name == config.speakers.encoder, encoder, options, tell)
        rows += subject_of.accuracy(sets, places, figures.scoring)
        if "diarisation" in options.parts:
            rows += subject_of.diarisation(own, sets, figures.diarisation)
        if "turn" in options.parts:
            rows += _turn(own, name, options, tell)
    return Report(tuple(rows))


def _with_encoder(config: Config, name: str) -> Config:
    asr = config.asr.model_copy(update={"model": "embedded"})
    return config.model_copy(update={"asr": asr, "speakers": config.speakers.model_copy(update={"encoder": name})})


def _spoken(folder: Path) -> list[Said]:
    """By Kokoro's unseen voices and blends, where `assistant bench asr` has made the set."""
    try:
        return [Said(folder / u.file, u.text, u.voice, SPOKEN, "pt-BR") for u in manifest.read(folder) if u.file]
    except ManifestError:
        return []


class _Measured:
    """One encoder. is_default: whether the bars of the default are its bars."""

    def __init__(self, name: str, is_default: bool, encoder: SpeakerEncoder, options: Options, tell: Tell):
        self._name = name
        self._is_default = is_default
        self._encoder = encoder
        self._options = options
        self._tell = tell

    def accuracy(self, sets: dict[str, list[Said]], places: Places, scoring: calibration.Scoring) -> Iterator[Row]:
        for label, people in sets.items():
            if not people:
                how = "run `assistant bench asr` once, which makes it" if label == "Kokoro" else "give --speech FOLDER"
                yield Row(f"{self._name}, {label}", None, note=f"it is not here; {how}")
                continue
            if "errors" in self._options.parts:
                yield from self._errors(label, people)
            if "household" in self._options.parts and label != "Kokoro":
                yield from self._household(label, people, places)
            if "strangers" in self._options.parts:
                spoken = speakers.clips(people, 3.0)
                bar = speaker_strangers.MAX_ACCEPTED if self._is_default and label != "Kokoro" else None
                title = f"{self._name}, {label} 3 s"
                vectors = self._vectors(spoken)
                yield from speaker_strangers.strangers(title, self._encoder.id, scoring, vectors, spoken, bar)

    def diarisation(self, config: Config, sets: dict[str, list[Said]], rules: DiarisationRules) -> Iterator[Row]:
        """Words put one after the other are no conversation: of the sets with sentences."""
        for label, people in sets.items():
            voices: dict[str, list[np.ndarray]] = defaultdict(list)
            for clip in speakers.clips([it for it in people if it.set not in speakers.WORDS], _UTTERANCE_S):
                voices[clip.speaker].append(clip.samples)
            if len(voices) < max(_TALKING):
                continue
            spoken = diarisation.conversations(voices, _TALKING)
            heard = []
            for one in spoken:
                heard.append(diarisation.windows_in(one.samples, app.build_detector(config), self._encoder, rules))
                self._tell(".")
            yield diarisation.row(f"{self._name}, {label}: diarisation error, 1 to 4 people", spoken, heard, rules)

    def _errors(self, label: str, people: Sequence[Said]) -> Iterator[Row]:
        bar = _LIBRISPEECH_BARS[self._name] if label == "LibriSpeech" else None
        if label == "Portuguese" and self._is_default:
            bar = _PORTUGUESE_BAR
        for seconds in (3.0,) if self._options.quick else (3.0, 2.0, 1.0):
            spoken = speakers.clips(people, seconds)
            title = f"{self._name}, {label}: equal error rate, {seconds:g} s"
            yield speakers.equal_error(title, self._vectors(spoken), spoken, bar if seconds == 3.0 else None)

    def _household(self, label: str, people: Sequence[Said], places: Places) -> Iterator[Row]:
        spoken = speakers.clips(people, 2.0)
        enrolled = self._vectors(spoken)
        title = f"{self._name}, {label}: right of 5 enrolled, 2 s"
        clean, noisy = (_MIN_CLEAN, _MIN_NOISY) if self._is_default else (None, None)
        yield speakers.household(f"{title}, clean", enrolled, enrolled, spoken, clean)
        noises = [read(path, RATE).samples for path in noises_of_part(places.noises(), _JUDGED)]
        if not noises:
            yield Row(f"{title}, 10 dB", None, note="no noise; give --noise FOLDER", at_least=noisy)
            return
        asked = self._vectors(speakers.with_noise(spoken, noises, _SNR_DB))
        yield speakers.household(f"{title}, 10 dB", enrolled, asked, spoken, noisy)

    def _vectors(self, spoken: Sequence[Clip]):
        self._tell(".")
        return speakers.vectors(self._encoder, spoken)


def _turn(config: Config, name: str, options: Options, tell: Tell) -> Iterator[Row]:
    sounds = [read(it.path, RATE).samples for it in recordings.load(options.recordings) if it.skill is not None]
    long = [samples for samples in sounds if len(samples) >= 2 * RATE][:10]
    with subject(config) as measured:
        store = app.build_store(measured.config)
        try:
            known = app.build_known_voices(measured.config, store)
            yield from speaker_turn.measure(measured, known, long, 15 if options.quick else _TURNS, name, tell)
        finally:
            store.close()
