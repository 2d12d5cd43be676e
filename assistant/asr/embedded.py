"""The embedded recogniser: Whisper-base's encoder and a CTC head of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.asr.acoustics import FRAME_S, SECONDS_AFTER, SECONDS_BEFORE, AcousticModel
from assistant.asr.ctc_reader import FrameTimes
from assistant.asr.ctc_recognizer import CtcRecognizer, portuguese_decoder
from assistant.asr.live_grammar import Commands
from assistant.asr.sliding import Pace
from assistant.asr.suspicion import portuguese_suspicions
from assistant.config import AsrConfig

TIMES = FrameTimes(FRAME_S, SECONDS_BEFORE, SECONDS_AFTER)
PACE = Pace(TIMES, partial_every_ms=150, window_s=5.0, context_s=1.5, ahead_s=1.0, whole_s=28.0)
"""So quick that whatever fits into its window of 28 s is heard whole for the final transcript."""


class EmbeddedRecognizer(CtcRecognizer):
    """Loaded weights; threads may share it."""

    def __init__(self, folder: Path, settings: AsrConfig, commands: Callable[[], Commands] | None = None):
        """folder: of embedded-encoder. commands: see CtcRecognizer.

        Raises ModelFileError, HeadMismatchError, LanguageModelError.
        """
        model = AcousticModel(folder, settings.threads)
        decoder, suspicions = portuguese_decoder(model.characters), portuguese_suspicions(model.characters)
        super().__init__(model, PACE, settings, decoder, commands, suspicions)
