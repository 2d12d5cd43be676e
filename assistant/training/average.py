"""A head between two: python -m assistant.training.average A.safetensors B.safetensors C.safetensors --weight 0.5

Strategy: a head trained on from another one hears the new material better, and some of what it knew is lost. The straight line
between the weights of the two often holds a head that hears both. Source: Wortsman et al., "Robust fine-tuning of zero-shot
models", 2022.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from safetensors.numpy import load_file, save_file

from assistant.errors import CheckpointError


def average(first: Path, second: Path, weight: float) -> dict:
    """Tensors of (1 - weight) · first + weight · second, float16. Raises CheckpointError where they are of another shape."""
    ours, theirs = load_file(first), load_file(second)
    if {name: t.shape for name, t in ours.items()} != {name: t.shape for name, t in theirs.items()}:
        raise CheckpointError(second, f"it is of another shape than {first}")
    mixed = {name: (1 - weight) * ours[name].astype("float32") + weight * theirs[name].astype("float32") for name in ours}
    return {name: tensor.astype("float16") for name, tensor in mixed.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--weight", type=float, default=0.5, help="of the second, 0 … 1 (default: 0.5)")
    args = parser.parse_args()
    save_file(average(args.first, args.second, args.weight), args.output)


if __name__ == "__main__":
    main()
