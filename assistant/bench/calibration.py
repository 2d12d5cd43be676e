"""Fits the confidence of the grammar pass anew, as every new head needs: python -m assistant.bench.calibration [SPEECH] [NOISE]

Strategy: the best candidate of every recorded command, clean and in noise, should be believed where it leads to the right
skill and slots; that of every other sound (other speech, words of people, noise) should not. A logistic regression on what
`Candidate.confidence` uses is fitted to that by Newton's method; its four numbers go to assistant/asr/grammar.py.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant import app, models, resources
from assistant.asr.acoustics import AcousticModel
from assistant.asr.grammar import Candidate, Grammar
from assistant.asr.plausibility import refuse_sound
from assistant.audio import files
from assistant.bench import recordings
from assistant.config import Config

SNR_DB = (None, 20.0, 10.0, 5.0)
OTHER_SETS = ("laps", "ufpalign", "cml", "librispeech", "gcompris")
NOISE_PIECE_S, NOISE_PIECES = 3, 4
N_CANDIDATES = 5
_RIDGE = 0.02

Example = tuple[Candidate, bool]


def examples(folder: Path, speech: Path | None, noise: Path | None) -> Iterator[Example]:
    """The best candidate for each sound, and whether it should be believed; wrongly heard commands are left out."""
    skills = app.build_skills(Config())
    model = AcousticModel(models.find("embedded-encoder"))
    grammar = Grammar(skills.matcher.start, model.characters)

    def best(samples: np.ndarray) -> Candidate | None:
        if refuse_sound(samples, recordings.RATE):
            return None
        return next(iter(grammar.candidates(model.hear(samples).log_posteriors, N_CANDIDATES)), None)

    room = recordings.noise(folder)
    for seed, recording in enumerate(recordings.load(folder)):
        clean = files.read(recording.path)
        for snr_db in SNR_DB:
            sound = clean if snr_db is None else recordings.with_noise(clean, room, snr_db, seed)
            candidate = best(sound.samples)
            match = skills.match(candidate.text) if candidate else None
            is_right = bool(match) and (match.intent.split(".")[0], dict(match.slots)) == (recording.skill, dict(recording.slots))
            if candidate and (recording.skill is None or is_right):
                yield candidate, is_right
    for samples in _other_sounds(speech, noise):
        candidate = best(samples)
        if candidate and not (candidate.behind < 1 and candidate.n_letters > 3):  # some of the words are commands
            yield candidate, False


def _other_sounds(speech: Path | None, noise: Path | None) -> Iterator[np.ndarray]:
    for name in OTHER_SETS if speech else ():
        for path in sorted((speech / name).glob("*.flac")):
            yield files.read(path).samples
    for path in sorted(noise.glob("*.flac")) if noise else ():
        samples = files.read(path).samples
        length = NOISE_PIECE_S * recordings.RATE
        for at in range(0, min(len(samples), NOISE_PIECES * length), length):
            yield samples[at : at + length]


def fit(found: list[Example]) -> np.ndarray:
    """Bias, and the weights of nats a letter, margin and inverse length."""
    features = np.array([[1.0, c.behind / (n := max(1, c.n_letters)), c.margin, 1 / n] for c, _ in found])
    truth = np.array([is_right for _, is_right in found], float)
    features[:, 1] = np.minimum(features[:, 1], 6.0)  # farther is not wronger
    weights = np.zeros(features.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (truth - p) - _RIDGE * weights
        curvature = (features * (p * (1 - p))[:, None]).T @ features + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curvature, gradient)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("speech", nargs="?", type=Path, help="a folder of human speech, its sets as folders")
    parser.add_argument("noise", nargs="?", type=Path, help="a folder of noise")
    args = parser.parse_args()
    found = list(examples(resources.recordings_folder(), args.speech, args.noise))
    weights = fit(found)
    print("_BIAS, _PER_NAT, _PER_MARGIN, _PER_INVERSE_LENGTH =", ", ".join(f"{w:.3g}" for w in weights))  # noqa: T201
    for threshold in (0.3, 0.4, 0.5):
        confident = [(_confidence(c, weights) >= threshold, is_right) for c, is_right in found]
        missed = sum(is_right and not believed for believed, is_right in confident)
        passed = sum(believed and not is_right for believed, is_right in confident)
        n_right = sum(is_right for _, is_right in found)
        print(f"at {threshold}: {missed} of {n_right} rejected, {passed} of {len(found) - n_right} accepted")  # noqa: T201


def _confidence(candidate: Candidate, weights: np.ndarray) -> float:
    n = max(1, candidate.n_letters)
    return float(1 / (1 + np.exp(-weights @ [1.0, min(6.0, candidate.behind / n), candidate.margin, 1 / n])))


if __name__ == "__main__":
    main()
