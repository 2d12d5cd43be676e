"""The model card of an exported Kokoro."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.training.kokoro_run import Exported


def write(exported: Exported) -> str:
    """Markdown."""
    weights = [f"- `{name}`, sha256 {digest}" for name, digest in exported.weights.items()]
    rows = [_row(trial) for trial in exported.trials]
    heard = [f"- {text} → {said}" for text, said in exported.heard if said is not None]
    return "\n".join(
        (
            f"# {exported.checkpoint}, as ONNX",
            "",
            f"Kokoro ({exported.n_parameters / 1e6:.1f} M parameters) exported from the torch checkpoint below. Its licence is "
            "that of the checkpoint (hexgrad/Kokoro-82M: Apache-2.0).",
            "",
            *weights,
            "",
            "Inputs: tokens (1, n) int64, style (1, 256) float32, speed (1,) float32. Outputs: audio (samples,) float32 at "
            "24 kHz, durations (n,) int64, in frames of 600 samples.",
            "",
            "## Figures",
            "",
            f"{exported.n_sounds} sentences, {exported.seconds:g} s, against the torch model with the same dice: the distance of "
            "log-mel spectra, how many phonemes last as long, how many characters are heard otherwise, and seconds of work a "
            "second of sound.",
            "",
            "| precision | distance, dB | durations equal, % | heard otherwise, % | RTF | MB |",
            "|---|---|---|---|---|---|",
            *rows,
            *(f"\nLeft out: {reason}." for reason in exported.left_out),
            *(["", "What the recogniser heard of the original:", "", *heard] if heard else []),
            "",
            "Made with " + ", ".join(f"{name} {number}" for name, number in exported.versions.items()) + ".",
            "",
        )
    )


def _row(trial) -> str:
    like = trial.likeness
    heard = "–" if like.character_errors_percent is None else f"{like.character_errors_percent:.1f}"
    return (
        f"| {trial.precision} | {like.distance_db:.2f} | {like.durations_percent:.1f} | {heard} | {like.rtf:.2f} "
        f"| {trial.bytes / 1e6:.0f} |"
    )
