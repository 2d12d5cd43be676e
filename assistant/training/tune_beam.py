"""Sets the weights of the word beam anew for a head: those of the search, and those of its confidence.

Strategy: the posteriors are made once; then one weight after the other is moved to the best of a few values, as long as the
error falls. Every set of recordings counts alike, so that eight sentences read by people weigh as much as hundreds spoken by
blends; a move must gain something worth having, since on so few sentences the best value of all is an accident. The confidence
is a logistic regression on the share of right words.

    python -m assistant.training.tune_beam models/embedded-encoder --human manifest.tsv laps,ufpalign \\
        --synthetic unseen/manifest.jsonl --nothing noise --human-nothing manifest.tsv librispeech
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from assistant.asr.acoustics import MAX_SECONDS, AcousticModel
from assistant.asr.language_model import LanguageModel
from assistant.asr.word_beam import BeamSettings, Decoded, WordBeam, features
from assistant.audio import files
from assistant.training.alphabet import normalise

RATE = 16_000
VALUES: dict[str, tuple[float, ...]] = {
    "language": (0.6, 0.8, 0.9, 1.0, 1.1, 1.25),
    "word": (0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
    "foreign": (-6.0, -8.0, -10.0, -14.0),
    "doubt": (0.01, 0.02, 0.03, 0.06, 0.1),
}
WORTH = 0.002  # of the error rate: less is chance
_ROUNDS = 3
_PIECE_SAMPLES, _N_PIECES = 3 * RATE, 4


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """text: "" where nothing may be heard."""

    set: str
    text: str
    log_posteriors: np.ndarray


def of_table(path: Path, sets: Sequence[str]) -> Iterator[tuple[str, Path, str]]:
    """(set, file, text) of a TSV with file, text and set."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["set"] in sets:
                yield row["set"], path.parent / row["file"], row["text"]


def of_manifest(path: Path) -> Iterator[tuple[str, Path, str]]:
    """Of a synthetic set: each of its sources is a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["file"]:
            yield f"{path.parent.name}/{row.get('source', '')}", path.parent / row["file"], row["text"]


def hear(model: AcousticModel, rows: Iterator[tuple[str, Path, str]], silent: bool = False) -> list[Recording]:
    """silent: nothing of it may be heard, whatever the table says, nor in pieces of it as long as commands are."""
    heard = []
    for name, path, text in rows:
        samples = files.read(path, RATE).samples[: int(MAX_SECONDS * RATE)]
        said = "" if silent else normalise(text)
        if silent or said:
            heard.append(Recording(name, said or "", model.hear(samples).log_posteriors))
        if silent:
            starts = range(0, min(len(samples), _N_PIECES * _PIECE_SAMPLES) - RATE, _PIECE_SAMPLES)
            pieces = (samples[start : start + _PIECE_SAMPLES] for start in starts)
            heard += [Recording(f"{name}, pieces", "", model.hear(piece).log_posteriors) for piece in pieces]
    return heard


def error_rates(recordings: Sequence[Recording], beam: WordBeam) -> dict[str, tuple[float, float]]:
    """Set → (word, character) error rate."""
    wrong: dict[str, np.ndarray] = {}
    for recording in recordings:
        found = beam.decode(recording.log_posteriors)
        text = found[0].text if found else ""
        counts = (
            Levenshtein.distance(text.split(), recording.text.split()),
            len(recording.text.split()),
            Levenshtein.distance(text, recording.text),
            len(recording.text),
        )
        wrong[recording.set] = wrong.get(recording.set, 0) + np.array(counts, float)
    return {name: (float(w / n_words), float(c / n_letters)) for name, (w, n_words, c, n_letters) in wrong.items()}


def tuned(
    recordings: Sequence[Recording], model: LanguageModel, characters: str, start: BeamSettings
) -> tuple[BeamSettings, float]:
    """(settings, their mean word error rate over the sets)."""

    def error(settings: BeamSettings) -> float:
        rates = error_rates(recordings, WordBeam(model, characters, settings))
        return float(np.mean([word for word, _ in rates.values()]))

    best, least = start, error(start)
    for _ in range(_ROUNDS):
        before = least
        for name, values in VALUES.items():
            for value in values:
                moved = replace(best, **{name: value})
                found = error(moved) if moved != best else least
                if found < least - WORTH:
                    best, least = moved, found
        if least == before:
            break
    return best, least


def share_right(said: str, found: Decoded) -> float:
    n_words = len(said.split())
    return max(0.0, 1.0 - Levenshtein.distance(said.split(), list(found.words)) / n_words) if n_words else 0.0


def confidence_weights(recordings: Sequence[Recording], beam: WordBeam) -> np.ndarray:
    """Of bias and `features`: logistic regression by Newton's method; each kind of recording, right and wrong, counts alike."""
    rows, right, sets = [], [], []
    for recording in recordings:
        for found in beam.decode(recording.log_posteriors, 1):
            rows.append((1.0, *features(found)))
            right.append(share_right(recording.text, found))
            sets.append(recording.set)
    x, y = np.array(rows), np.array(right)
    weight = np.array([1.0 / np.sqrt(sets.count(name)) for name in sets])
    theta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ theta, -30, 30)))
        slope = x.T @ (weight * (y - p)) - 1e-3 * theta
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(len(theta))
        theta = theta + np.linalg.solve(curvature, slope)
    return theta


def main(arguments: list[str] | None = None) -> int:
    args = _parser().parse_args(arguments)
    acoustic, language = AcousticModel(args.model, threads=1), LanguageModel()
    speech = [r for table, sets in args.human for r in hear(acoustic, of_table(Path(table), sets.split(",")))]
    speech += [r for manifest in args.synthetic for r in hear(acoustic, of_manifest(manifest))]
    silent = [
        r for folder in args.nothing for r in hear(acoustic, ((folder.name, f, "") for f in sorted(folder.glob("*.flac"))), True)
    ]
    silent += [r for table, sets in args.human_nothing for r in hear(acoustic, of_table(Path(table), sets.split(",")), True)]
    settings, error = BeamSettings(), float("nan")
    if not args.keep:
        settings, error = tuned(speech, language, acoustic.characters, settings)
    beam = WordBeam(language, acoustic.characters, settings)
    for name, (word, character) in error_rates(speech, beam).items():
        sys.stdout.write(f"{name}: WER {100 * word:.1f} %, CER {100 * character:.1f} %\n")
    if not args.keep:
        sys.stdout.write(f"mean WER {error:.4f}\n")
    sys.stdout.write(f"{settings}\nconfidence: {np.round(confidence_weights([*speech, *silent], beam), 2)}\n")
    confident = sorted(found.confidence for r in silent for found in beam.decode(r.log_posteriors))
    sys.stdout.write(f"nothing said: {len(confident)} of {len(silent)} have a text; confidences {confident[-10:]}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant.training.tune_beam", description=__doc__.splitlines()[0])
    table = {"nargs": 2, "action": "append", "default": [], "metavar": ("TSV", "SETS")}
    parser.add_argument("model", type=Path, help="folder of embedded-encoder")
    parser.add_argument("--human", **table, help="table of recordings and those of its sets that count")
    parser.add_argument(
        "--synthetic", type=Path, action="append", default=[], help="manifest.jsonl of a set that was never trained on"
    )
    parser.add_argument("--nothing", type=Path, action="append", default=[], help="folder of noise")
    parser.add_argument("--human-nothing", **table, help="sets of other languages")
    parser.add_argument("--keep", action="store_true", help="measure the weights that are set, and fit the confidence alone")
    return parser


if __name__ == "__main__":
    sys.exit(main())
