"""What the scores of a speaker encoder mean: its cohort of strangers, and the lines between somebody and nobody.

Strategy: the cohort is synthetic, Kokoro's blends, an utterance each. The lines are drawn with people: recordings of speakers who
are in no test set, a folder each, cut or joined to utterances of a length. Each is enrolled with a few beside others, and the
rest of their utterances, and those of whoever is not enrolled, are asked about, all in one simulated room with one microphone: as
they were recorded, each far from the others, strangers would be told by the sound of their rooms, and the threshold come out too
low. It lies where a twenty-fifth of the ones is refused; where more than a twentieth of the others would be accepted there, as
many are refused as are accepted.

    python -m assistant.training.speaker_calibration models/speaker-encoder --cohort data/train --people FOLDER
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.audio import files
from assistant.speakers import camplus
from assistant.speakers.calibration import FOLDER
from assistant.speakers.dedicated import DedicatedEncoder
from assistant.speakers.gallery import Enrolled, Gallery, Scoring
from assistant.speakers.pooled import PooledEncoder
from assistant.speakers.protocol import SpeakerEncoder, Utterance
from assistant.training import manifest
from assistant.training.acoustics import band_limited, coloured_noise, reverberant, simulated_room
from assistant.training.augmentation import AUDIO_SUFFIXES, RATE, level, speech_level
from assistant.training.speaker_frames import ears, is_checkpoint

LENGTHS_S = (1.0, 2.0, 3.0)
_LONGEST_S, _WINDOW_S = LENGTHS_S[-1], 1.5
_HOUSEHOLD, _ENROLMENT, _DRAWS = 4, 3, 300
_MOST_OF_ONE = 12
_REFUSED, _ACCEPTED = 0.04, 0.05
_ROOMS = 4

Spoken = Mapping[str, Sequence[np.ndarray]]
"""The utterances of each person."""
Voices = Mapping[str, np.ndarray]
"""The vectors of each person, shape (n, size)."""
Place = Callable[[np.ndarray, int], np.ndarray]
"""What an utterance becomes that is spoken there, the number of which draws the noise."""


def as_recorded(samples: np.ndarray, number: int) -> np.ndarray:
    return samples


def room(seed: int) -> Place:
    """A simulated one with a microphone and a quiet noise (20 to 35 dB), the same for whatever is spoken in it."""
    random = np.random.default_rng(seed)
    response = simulated_room(random.uniform(0.2, 0.6), random.uniform(0, 12), random, RATE)
    low, high = random.uniform(40, 200), random.uniform(4500, 7500)
    snr_db, colour = random.uniform(20, 35), random.choice((0.0, 1.0, 2.0))

    def spoken(samples: np.ndarray, number: int) -> np.ndarray:
        wet = reverberant(samples, response)
        noise = coloured_noise(len(wet), colour, np.random.default_rng((seed, number)))
        noise *= speech_level(wet) / max(level(noise), 1e-9) * 10 ** (-snr_db / 20)
        return band_limited(wet + noise, low, high, RATE)

    return spoken


def cohort(encoder: SpeakerEncoder, folders: Sequence[Path], n: int) -> np.ndarray:
    """One utterance of every blend, of at least two seconds; n of them, spread over the sets. float16, shape (n, size)."""
    of = {u.voice: folder / u.file for folder in folders for u in manifest.read(folder) if u.seconds >= 2.0}
    chosen = [of[voice] for voice in sorted(of)][:: max(1, len(of) // n)][:n]
    return np.array([encoder.embed(Utterance(files.read(path, RATE).samples)) for path in chosen], np.float16)


def utterances(folder: Path, seconds: float) -> Iterator[np.ndarray]:
    """Of everything below a folder, one recording after the other, silence around each left out."""
    n, held = round(seconds * RATE), np.empty(0, np.float32)
    for path in sorted(p for p in folder.rglob("*") if p.suffix in AUDIO_SUFFIXES):
        samples = files.read(path, RATE).samples
        loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max(initial=0.0))
        held = np.concatenate([held, samples[loud[0] : loud[-1]] if len(loud) else samples[:0]])
        while len(held) >= n:
            yield held[:n]
            held = held[n:]


def pieces(folders: Iterable[Path], seconds: float) -> Spoken:
    """Of everybody who has enough for an enrolment and a question."""
    found = {it.name: [piece for piece, _ in zip(utterances(it, seconds), range(_MOST_OF_ONE), strict=False)] for it in folders}
    return {name: spoken for name, spoken in found.items() if len(spoken) > _ENROLMENT}


def voices(encoder: SpeakerEncoder, spoken: Spoken, place: Place = as_recorded) -> Voices:
    return {
        name: np.array([encoder.embed(Utterance(place(it, i))) for i, it in enumerate(of_one)]) for name, of_one in spoken.items()
    }


def asked(encoder_id: str, enrolled: Voices, questions: Voices, strangers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The scores of people as themselves, and the best ones of people who are not enrolled, over many households.

    Both by the same names; the first utterances of `enrolled` are those that people are enrolled with, of the questions the last
    half is asked, so that no sound is in both.
    """
    random = np.random.default_rng(0)
    names = sorted(set(enrolled) & set(questions))
    own, others = [], []
    for _ in range(_DRAWS):
        *household, stranger = random.choice(names, _HOUSEHOLD + 1, replace=False)
        people = [Enrolled(name, enrolled[name][:_ENROLMENT], np.ones(_ENROLMENT)) for name in household]
        gallery = Gallery(encoder_id, people, Scoring(strangers, 0.0, 1.0))
        for name in (household[0], stranger):
            vector = random.choice(questions[name][len(questions[name]) // 2 :])
            scores = gallery.normalised(vector)
            if name == stranger:
                others.append(max(scores.values()))
            else:
                own.append(scores[name])
    return np.array(own), np.array(others)


def lines(encoder: SpeakerEncoder, folders: Sequence[Path], strangers: np.ndarray) -> dict[str, float]:
    """The figures of a calibration, but for the cohort."""
    tails = _tails(encoder, folders, strangers)
    thresholds = {s: threshold(*both) for s, both in tails.items()}
    longest = thresholds[_LONGEST_S]
    for seconds, (mine, theirs) in tails.items():
        refused, accepted = np.mean(mine < thresholds[seconds]), np.mean(theirs >= thresholds[seconds])
        sys.stdout.write(f"{seconds:g} s: {100 * refused:.1f} % refused, {100 * accepted:.1f} % strangers accepted\n")
    same, other = _pairs(voices(encoder, pieces(folders, _WINDOW_S)))
    own, others = tails[_LONGEST_S]
    return {
        "threshold": longest,
        "slope": _slope(own - longest, others - longest),
        "short_penalty": float((thresholds[LENGTHS_S[0]] - longest) / np.log2(_LONGEST_S / LENGTHS_S[0])),
        "same_person": float(np.quantile(_pairs(voices(encoder, pieces(folders, 2.0)))[0], 0.02)),
        "same_turns": _middle(same, other),
    }


def threshold(own: np.ndarray, others: np.ndarray) -> float:
    """Between the scores of people as themselves and those of strangers."""
    refusing_few = float(np.quantile(own, _REFUSED))
    return refusing_few if np.mean(others >= refusing_few) <= _ACCEPTED else _middle(own, others)


def _tails(encoder: SpeakerEncoder, folders: Sequence[Path], strangers: np.ndarray) -> dict[float, tuple[np.ndarray, np.ndarray]]:
    """By length, what `asked` found in all rooms together."""
    found: dict[float, list[tuple[np.ndarray, np.ndarray]]] = {seconds: [] for seconds in LENGTHS_S}
    spoken = {seconds: pieces(folders, seconds) for seconds in LENGTHS_S}
    for number in range(1, _ROOMS + 1):
        place = room(number)
        enrolled = voices(encoder, spoken[_LONGEST_S], place)
        for seconds, rooms in found.items():
            questions = enrolled if seconds == _LONGEST_S else voices(encoder, spoken[seconds], place)
            rooms.append(asked(encoder.id, enrolled, questions, strangers))
    return {
        s: (np.concatenate([own for own, _ in rooms]), np.concatenate([them for _, them in rooms])) for s, rooms in found.items()
    }


def _pairs(people: Voices) -> tuple[np.ndarray, np.ndarray]:
    """Likenesses of two utterances of one person, and of two people."""
    same = [(v @ v.T)[np.triu_indices(len(v), 1)] for v in people.values()]
    names = sorted(people)
    other = [(people[a] @ people[b].T).ravel() for i, a in enumerate(names) for b in names[:i]]
    return np.concatenate(same), np.concatenate(other)


def _middle(same: np.ndarray, other: np.ndarray) -> float:
    """Where as many of the ones are below as of the others above."""
    candidates = np.quantile(np.concatenate([same, other]), np.linspace(0, 1, 501))
    return float(min(candidates, key=lambda line: abs(np.mean(same < line) - np.mean(other >= line))))


def _slope(own: np.ndarray, others: np.ndarray) -> float:
    """Of the logistic curve through zero that is most likely for both; by bisection of the derivative."""
    low, high = 0.01, 200.0
    for _ in range(60):
        slope = (low + high) / 2
        rising = np.mean(own / (1 + np.exp(slope * own))) - np.mean(others / (1 + np.exp(-slope * others)))
        low, high = (slope, high) if rising > 0 else (low, slope)
    return float((low + high) / 2)


def _encoder(folder: Path, layer: int | None) -> SpeakerEncoder:
    """That of a folder of weights: of speaker-encoder, of embedded-encoder, of a checkpoint with its projection in it."""
    if (folder / camplus.FILE_NAME).is_file():
        return DedicatedEncoder(folder)
    recogniser = ears(folder, layer)
    return PooledEncoder(recogniser.hear, recogniser.projection)


def main(arguments: list[str] | None = None) -> int:
    args = _parser().parse_args(arguments)
    encoder = _encoder(args.model, args.layer)
    strangers = cohort(encoder, args.cohort, args.size)
    folders = [f for place in args.people for f in sorted(place.iterdir()) if f.is_dir() and f.name not in args.leave_out]
    units = strangers.astype(np.float32) / np.linalg.norm(strangers.astype(np.float32), axis=1, keepdims=True)
    found = lines(encoder, folders, units)
    sys.stdout.write("".join(f"{name}: {value:.3f}\n" for name, value in found.items()))
    place = args.output or (args.model if is_checkpoint(args.model) else FOLDER)
    np.savez_compressed(place / f"{encoder.id}.calibration.npz", cohort=strangers, **found)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant.training.speaker_calibration", description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="folder of speaker-encoder, of embedded-encoder, or a checkpoint")
    parser.add_argument("--cohort", type=Path, action="append", required=True, help="what `assistant data synth` made")
    parser.add_argument("--people", type=Path, action="append", required=True, help="a folder of folders, one a speaker")
    parser.add_argument("--leave-out", nargs="*", default=[], help="folders of these that are not to be heard")
    parser.add_argument("--size", type=int, default=300, help="of the cohort")
    parser.add_argument("--layer", type=int, help="of a checkpoint (default: the one that its transcripts pool)")
    parser.add_argument("-o", "--output", type=Path, help="the folder for the file, which is named by the encoder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
