"""What the embedded recogniser takes for what, letter by letter: makes the table of assistant.bench.slips.

    python -m assistant.bench.confusions SET… --noise FOLDER > assistant/bench/confusions.tsv

A SET is a folder of recordings with commands.tsv (as tests/recordings) or manifest.jsonl (as `assistant data synth` makes). Each
is heard as it is and under noise, by the recogniser's letters alone, without language model or grammar; what was heard is
aligned with what was said (Levenshtein), blanks being letters like others, and the differences are counted.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from assistant import models
from assistant.asr import ctc
from assistant.asr.acoustics import AcousticModel
from assistant.asr.embedded import TIMES
from assistant.audio import files
from assistant.bench import recordings
from assistant.events import AudioFrame
from assistant.training import manifest
from assistant.training.alphabet import normalise

RATE = 16_000
SNRS_DB = (10.0, 3.0)
MAX_RUN = 3
"""Letters lost or put in beyond these are words made up or missed, not confused."""
_HEADER = "# said\theard\ttimes: by `python -m assistant.bench.confusions` from {n} letters, clean and under noise; _ is a blank"


def sounds(folder: Path) -> Iterator[tuple[str, np.ndarray]]:
    """(text, samples) of a set."""
    if (folder / "commands.tsv").is_file():
        for recording in recordings.load(folder):
            yield recording.text, files.read(recording.path, RATE).samples
        return
    for utterance in manifest.read(folder):
        if utterance.seconds:
            yield utterance.text, files.read(folder / utterance.file, RATE).samples


def counted(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """(said, heard) → how often; ("", x): x was heard though nothing was said; (x, x): heard as said."""
    found: Counter[tuple[str, str]] = Counter()
    for said, heard in pairs:
        for block in Levenshtein.opcodes(said, heard):
            before, after = said[block.src_start : block.src_end], heard[block.dest_start : block.dest_end]
            if abs(len(before) - len(after)) > MAX_RUN or (not before and block.src_start in {0, len(said)}):
                continue
            for at in range(max(len(before), len(after))):
                found[before[at : at + 1], after[at : at + 1]] += 1
    return found


def heard(sets: Iterable[Path], noises: list[np.ndarray], model: AcousticModel) -> Iterator[tuple[str, str]]:
    for folder in sets:
        for number, (text, samples) in enumerate(sounds(folder)):
            frame = AudioFrame(samples, RATE)
            noisy = [recordings.with_noise(frame, noises[number % len(noises)], snr, number).samples for snr in SNRS_DB if noises]
            for sound in (samples, *noisy):
                posteriors = model.hear(sound).log_posteriors
                words = ctc.greedy_words(posteriors, model.characters, TIMES.clock(len(sound)))
                yield normalise(text) or "", " ".join(word.text for word in words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--noise", type=Path, required=True)
    args = parser.parse_args()
    model = AcousticModel(models.find("embedded-encoder"), 1)
    noises = [files.read(path, RATE).samples for path in sorted(args.noise.glob("*.flac"))]
    counts = counted(heard(args.sets, noises, model))
    n_letters = sum(times for (said, _), times in counts.items() if said)
    lines = [_HEADER.format(n=n_letters)]
    for (said, as_heard), times in counts.most_common():
        if times > 1:
            lines.append("\t".join((said.replace(" ", "_"), as_heard.replace(" ", "_"), str(times))))
    wrong = sum(times for (said, as_heard), times in counts.items() if said != as_heard)
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stderr.write(f"{wrong / n_letters:.1%} of {n_letters} letters\n")


if __name__ == "__main__":
    main()
