"""What makes the recogniser's early frames tell speakers apart: a projection learned from synthetic speech alone.

Strategy: each utterance becomes the mean and the deviation of the encoder's early frames, as recognition pools them anyway. These
vectors differ by who speaks, and by what is said, through which microphone, in which room. The latter is learned: how vectors of
one speaker lie around their mean (Kokoro's voices and their blends, each utterance clean and in augmented copies, which differ by
everything but the speaker). The projection makes that cloud round, so that what is left between two vectors is the speaker: the
within-class covariance normalisation of Hatch, Kajarekar and Stolcke, 2006, and of its directions those that tell most (Fisher's
discriminant). No people's speech, no test set, no network is trained on; numpy does it in minutes.

    python -m assistant.training.speaker_projection models/embedded-encoder --keep pooled1.npz data/train
    python -m assistant.training.speaker_projection models/embedded-encoder --pooled pooled1.npz --pooled … -o projection.npz
    python -m assistant.training.speaker_projection folder/of/wav2vec2 data/train
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.audio import files
from assistant.training import manifest
from assistant.training.augmentation import RATE, Degree, Materials, augment, load_materials
from assistant.training.speaker_frames import Hear, ears, is_checkpoint

Heard = tuple[str, np.ndarray]
"""Who speaks, and the pooled frames."""

# The throat stays: another one would be another speaker.
AROUND = Degree(throat=0.0, silence=0.0, snr_db=(3.0, 30.0))
SHORTEST_S, LONGEST_S = 1.5, 3.0
# Of the mean variance within speakers, added to that of every direction: few utterances show too little of some of them.
SHRINKAGE = 0.5


@dataclass(frozen=True, slots=True)
class Recipe:
    """copies: augmented, of each utterance. size: of the vectors that come out."""

    copies: int = 1
    size: int = 512
    seed: int = 7
    materials: Materials = field(default_factory=Materials)


_DEFAULT = Recipe()


def hear_all(folders: Sequence[Path], hear: Hear, recipe: Recipe, tell: Callable[[int], None]) -> Iterator[Heard]:
    """Of every utterance that is long enough, a piece as spoken, and augmented copies of that piece."""
    n = 0
    for number, folder in enumerate(folders):
        for utterance in manifest.read(folder):
            if utterance.seconds < SHORTEST_S:
                continue
            key = (recipe.seed, number, utterance.index)
            piece = _piece(files.read(folder / utterance.file, RATE).samples, np.random.default_rng(key))
            yield utterance.voice, hear(piece)
            for copy in range(recipe.copies):
                yield utterance.voice, hear(augment(piece, (*key, copy), AROUND, recipe.materials)[0])
            tell(n := n + 1)


def learned(heard: Iterable[Heard], size: int, shrinkage: float = SHRINKAGE) -> dict[str, np.ndarray]:
    """mean, float32 (d,), and matrix, float16 (d, size): a vector is (pooled − mean) · matrix, made as long as one."""
    speakers, vectors = zip(*heard, strict=True)
    x = np.array(vectors, np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    x = (x - mean) / spread
    within = _within(x, speakers)
    within += shrinkage * np.trace(within) / len(within) * np.eye(len(within))
    variances, directions = np.linalg.eigh(within)
    rounding = directions / np.sqrt(variances)
    total = np.cov((x @ rounding).T)
    telling, turns = np.linalg.eigh(total)
    best = np.argsort(telling)[::-1][:size]
    return {"mean": mean.astype(np.float32), "matrix": (rounding @ turns[:, best] / spread[:, None]).astype(np.float16)}


def _within(x: np.ndarray, speakers: Sequence[str]) -> np.ndarray:
    """The covariance of vectors around the mean of their speaker."""
    members = defaultdict(list)
    for i, speaker in enumerate(speakers):
        members[speaker].append(i)
    rest = [x[indices] - x[indices].mean(axis=0) for indices in members.values() if len(indices) > 1]
    n_free = sum(len(part) - 1 for part in rest)
    around = np.concatenate(rest)
    return around.T @ around / n_free


def _piece(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    n = min(len(samples), round(random.uniform(SHORTEST_S, LONGEST_S) * RATE))
    start = random.integers(0, len(samples) - n + 1)
    return samples[start : start + n]


def main(arguments: list[str] | None = None) -> int:
    args = _parser().parse_args(arguments)
    recogniser = ears(args.model, args.layer)
    recipe = Recipe(args.copies, args.size, args.seed, load_materials(args.noise, args.rooms))

    def tell(n: int) -> None:
        if n % 500 == 0:
            sys.stderr.write(f"{n} utterances\n")

    heard = list(hear_all(args.sets, recogniser.hear, recipe, tell))
    if args.keep:
        np.savez(args.keep, speakers=[speaker for speaker, _ in heard], vectors=np.array([v for _, v in heard], np.float32))
    for path in args.pooled:
        with np.load(path, allow_pickle=False) as stored:
            heard.extend(zip(stored["speakers"].tolist(), stored["vectors"], strict=True))
    if args.output or (is_checkpoint(args.model) and not args.keep):
        place = args.output or recogniser.projection
        np.savez_compressed(place, id=np.array(args.id or recogniser.id), **learned(heard, recipe.size))
    sys.stdout.write(f"{len(heard)} vectors of {len({speaker for speaker, _ in heard})} speakers\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant.training.speaker_projection", description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="folder of embedded-encoder, or a checkpoint in the hub's layout")
    parser.add_argument("--layer", type=int, help="of a checkpoint (default: the one that its transcripts pool)")
    parser.add_argument("sets", type=Path, nargs="*", help="folders that `assistant data synth` made")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT.npz", help="where the projection goes (default: into a checkpoint's folder)"
    )
    parser.add_argument("--pooled", type=Path, action="append", default=[], help="what --keep wrote, of other sets")
    parser.add_argument("--id", help="names the encoder and its version; a new one for each")
    parser.add_argument("--size", type=int, default=_DEFAULT.size, help="numbers in a vector")
    parser.add_argument("--copies", type=int, default=_DEFAULT.copies, help="augmented, of each utterance")
    parser.add_argument("--seed", type=int, default=_DEFAULT.seed)
    parser.add_argument("--noise", type=Path, action="append", default=[], help="recorded noise, a file or a folder")
    parser.add_argument("--rooms", type=Path, action="append", default=[], help="measured impulse responses, likewise")
    parser.add_argument("--keep", type=Path, metavar="POOLED.npz", help="write what was heard of these sets")
    return parser


if __name__ == "__main__":
    sys.exit(main())
