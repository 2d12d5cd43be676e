"""What transformers computes for the tiny checkpoints; `python -m tests.asr.wav2vec2.reference` writes it down.

The numbers are kept in goldens.npz, so that the graphs can be tested where neither torch nor transformers is installed.
"""

import tempfile
from pathlib import Path

import numpy as np

from tests.asr.wav2vec2.checkpoints import VARIANTS, lengths_of, sounds, tiny

GOLDENS = Path(__file__).with_name("goldens.npz")


def outputs(folder, samples, lengths=None):
    """Logits and hidden states, each (batch, frames, …). lengths: None to hear all as sound."""
    import torch
    import transformers

    network = transformers.AutoModelForCTC.from_pretrained(folder).eval()
    mask = None if lengths is None else torch.arange(samples.shape[1])[None] < torch.tensor(lengths)[:, None]
    with torch.inference_mode():
        found = network(
            torch.from_numpy(samples), attention_mask=None if mask is None else mask.long(), output_hidden_states=True
        )
    return [found.logits.numpy(), *(state.numpy() for state in found.hidden_states)]


def main():
    goldens = {}
    for kind, norm in VARIANTS:
        with tempfile.TemporaryDirectory() as folder:
            lengths = lengths_of(norm)
            found = outputs(tiny(Path(folder), kind, norm), sounds(lengths), lengths if norm == "layer" else None)
            goldens |= {f"{kind}.{norm}.{i}": values for i, values in enumerate(found)}
    np.savez_compressed(GOLDENS, **goldens)


if __name__ == "__main__":
    main()
