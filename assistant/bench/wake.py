"""How often a call by the wake phrase is missed, and how often other speech wakes the assistant.

Strategy: every sound is read as an utterance in conversation is, by a recogniser that listens for the phrase with the highest
sensitivity of the curve; what another sensitivity would have taken is read off the scores. A call counts when the transcript
says so, whatever was understood after it. Other speech: sentences one by one, each of which could begin with the phrase; those
that have it in them are counted apart, since they speak of an assistant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.asr.ctc_recognizer import CtcRecognizer
from assistant.asr.wake import WakePhrases
from assistant.audio import files
from assistant.bench.bars import Report, Row, Tell, share
from assistant.bench.materials import RATE, Places, noises_of_part
from assistant.bench.recordings import with_noise
from assistant.bench.subject import hear
from assistant.events import AudioFrame
from assistant.language.understanding.wake_phrase import words_of
from assistant.training import manifest
from assistant.training.acoustics import reverberant

MAX_MISSED, MAX_FALSE_AN_HOUR = 5.0, 0.5
SENSITIVITIES = (0.1, 0.3, 0.5, 0.6, 0.7, 0.9)
DEFAULT = 0.6
_SNR_DB = 10.0
_BARRED = ("assistente", "ei, casa")
"""The phrases that the bars are for; of others the figures are told."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What is said, and the sound of it: float32, 16 kHz, shape (n,). phrase: that calls in it, "" for none."""

    text: str
    samples: Callable[[], np.ndarray]
    phrase: str = ""


def measure(
    recognizer: CtcRecognizer, calls: Path, others: Sequence[Path], places: Places, phrases: Sequence[str], tell: Tell
) -> Report:
    """calls: a folder that wake_set has made. others: folders of other Portuguese speech with a manifest, as of `assistant data
    synth`. places: recordings of people; noises and rooms. Raises ManifestError, AudioNotFoundError."""
    rows: list[Row] = []
    called = [sound for sound in of_manifest(calls, is_calls=True) if sound.phrase in phrases]
    speech = [sound for folder in others for sound in of_manifest(folder)] + _people(places)
    for phrase in phrases:
        tell(f"\n{phrase} ")
        recognizer.listen_for([phrase], max(SENSITIVITIES))
        own = [sound for sound in called if sound.phrase == phrase]
        for condition, heard in _conditions(own, places):
            rows.append(misses(f'missed calls "{phrase}", {condition}', scores(recognizer, heard, tell), phrase in _BARRED))
        if human := _people_calling(places, phrase):
            rows.append(misses(f'missed calls "{phrase}", people', scores(recognizer, human, tell), has_bar=False))
    return Report((*rows, *false_wakes(recognizer, phrases, speech, tell)))


def scores(recognizer: CtcRecognizer, sounds: Iterable[np.ndarray], tell: Tell) -> list[float]:
    """Of the call in each; -1 for none."""
    found = []
    for samples in sounds:
        called = hear(recognizer, samples).called
        found.append(called.score if called else -1.0)
        if len(found) % 10 == 0:
            tell(".")
    return found


def misses(name: str, found: Sequence[float], has_bar: bool) -> Row:
    missed = {s: sum(score < 1 - s for score in found) for s in SENSITIVITIES}
    curve = "; ".join(f"{s:g}: {100 * missed[s] / len(found):.1f}" for s in SENSITIVITIES) if found else ""
    return share(name, missed[DEFAULT], len(found), f"by sensitivity {curve}", at_most=MAX_MISSED if has_bar else None)


def false_wakes(recognizer: CtcRecognizer, phrases: Sequence[str], speech: Sequence[Sound], tell: Tell) -> list[Row]:
    """Each sound is heard once for all phrases, and read only where one of them may be in it."""
    model = recognizer.model
    listening = {phrase: WakePhrases([phrase], model.characters, model.label_of, max(SENSITIVITIES)) for phrase in phrases}
    found: dict[str, list[tuple[Sound, float]]] = {phrase: [] for phrase in phrases}
    seconds = 0.0
    for sound in speech:
        samples = sound.samples()
        seconds += len(samples) / RATE
        log_posteriors = model.hear(samples).log_posteriors
        for phrase, wake in listening.items():
            score = -1.0
            if wake.find(log_posteriors):
                recognizer.listen_for([phrase], max(SENSITIVITIES))
                score = scores(recognizer, [samples], tell)[0]
            found[phrase].append((sound, score))
    hours = max(seconds / 3600, 1e-9)
    return [row for phrase, pairs in found.items() for row in _false_wakes(phrase, pairs, hours)]


def _false_wakes(phrase: str, found: Sequence[tuple[Sound, float]], hours: float) -> list[Row]:
    """By an hour of speech without the phrase; and how often somebody who spoke of one that is called so was taken to call."""
    wanted = words_of(phrase)
    has_it = [" ".join(wanted) in " ".join(words_of(sound.text)) for sound, _ in found]
    others = [score for (_, score), has in zip(found, has_it, strict=True) if not has]
    # "Assistente, apaga a luz" among sentences to train with is a call.
    spoken_of = [
        score for (sound, score), has in zip(found, has_it, strict=True) if has and words_of(sound.text)[: len(wanted)] != wanted
    ]
    by = {s: sum(score >= 1 - s for score in others) / hours for s in SENSITIVITIES}
    note = f"in {hours:.1f} h; by sensitivity " + "; ".join(f"{s:g}: {by[s]:.2f}" for s in SENSITIVITIES)
    limit = MAX_FALSE_AN_HOUR if phrase in _BARRED else None
    figure = by[DEFAULT] if others else None
    n_taken = sum(score >= 1 - DEFAULT for score in spoken_of)
    return [
        Row(f'false wakes "{phrase}"', figure, "an hour", len(others), at_most=limit, note=note),
        share(f'"{phrase}" spoken of, and taken for a call', n_taken, len(spoken_of)),
    ]


def of_manifest(folder: Path, is_calls: bool = False) -> list[Sound]:
    """Raises ManifestError."""
    return [
        Sound(one.text, _reading(folder / one.file), one.source if is_calls else "")
        for one in manifest.read(folder)
        if one.seconds
    ]


def _reading(path: Path) -> Callable[[], np.ndarray]:
    return lambda: files.read(path, RATE).samples


def _people(places: Places) -> list[Sound]:
    """What people said to nobody; of a text that is not known, a name is known not to be in it."""
    return [Sound(said.text, said.samples) for said in places.people("gcompris", "cml", "laps", "ufpalign")]


def _people_calling(places: Places, phrase: str) -> list[np.ndarray]:
    """Also those who say "ó" or "ei" before it."""
    wanted = words_of(phrase)
    said = places.people("wakewords_ptpt")
    return [one.samples() for one in said if words_of(one.text)[-len(wanted) :] == wanted]


def _conditions(calls: Sequence[Sound], places: Places) -> Iterable[tuple[str, list[np.ndarray]]]:
    clean = [call.samples() for call in calls]
    yield "clean", clean
    noises = [files.read(path, RATE).samples for path in noises_of_part(places.noises(), 0)]
    if noises:
        yield (
            "noise at 10 dB",
            [
                with_noise(AudioFrame(samples, RATE), noises[i % len(noises)], _SNR_DB, seed=i).samples
                for i, samples in enumerate(clean)
            ],
        )
    if rooms := places.rooms(0):
        yield "in a room", [reverberant(samples, rooms[i % len(rooms)]) for i, samples in enumerate(clean)]
