"""The rival: kokoro-onnx on the very same weights and voices (extra `bench`).

Source: https://github.com/thewh1teagle/kokoro-onnx, MIT.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant.tts.protocol import SAMPLE_RATE
from assistant.tts.voices import Voices


def loaded(model: Path, voices: Voices, voice: str) -> tuple[Callable[[str], float] | None, str]:
    """What speaks a Portuguese text, all at once, and gives the seconds of sound; or why nothing does. model: an ONNX file."""
    try:
        from kokoro_onnx import Kokoro
    except ImportError:
        return None, 'kokoro-onnx is not installed; type: pip install "assistente[bench]"'
    style = voices.style(voice)[:, np.newaxis]
    # It wants a file of voices, though it is given the style itself.
    with tempfile.TemporaryDirectory(prefix="assistente-") as folder:
        path = Path(folder) / "voices.npz"
        np.savez(path, **{"any": style})
        kokoro = Kokoro(str(model), str(path))

    def speak(text: str) -> float:
        samples, _rate = kokoro.create(text, style, lang="pt-br")
        return len(samples) / SAMPLE_RATE

    return speak, ""
