"""The large recogniser: a wav2vec2 checkpoint with its own language model where it has one, and what the user calls things."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.asr.ctc_reader import FreeDecoder
from assistant.asr.ctc_recognizer import CtcRecognizer, portuguese_decoder
from assistant.asr.live_grammar import Commands
from assistant.asr.sliding import Pace
from assistant.asr.suspicion import portuguese_suspicions
from assistant.asr.wav2vec2 import checkpoint as checkpoints
from assistant.asr.wav2vec2.checkpoint import Checkpoint
from assistant.asr.wav2vec2.kenlm_beam import KenlmBeam
from assistant.asr.wav2vec2.model import TIMES, Network, Wav2Vec2Model
from assistant.config import AsrConfig

CONVERSING = Pace(TIMES, partial_every_ms=240, window_s=4.5, context_s=1.8, ahead_s=0.8, whole_s=6.0, decode_s=12.0)
"""A window takes the large model some 230 ms in int8 on two cores, so that a partial comes at least every 300 ms or so."""

TRANSCRIBING = Pace(TIMES, partial_every_ms=240, window_s=14.0, context_s=4.0, ahead_s=2.0, whole_s=14.0)
"""Nobody waits; what longer windows would add in accuracy is little, and their memory much."""


class Wav2Vec2Recognizer(CtcRecognizer):
    """Loaded weights; threads may share it."""

    def __init__(
        self, folder: Path, settings: AsrConfig, commands: Callable[[], Commands] | None = None, pace: Pace = CONVERSING
    ):
        """folder: in the hub's layout. commands: see CtcRecognizer; their names are hot words, beside those of the settings.

        Raises CheckpointFolderError, ModelFileError, DeviceMissingError, TorchMissingError, ConfigError, LanguageModelError,
        KenlmMissingError, EngineFailedError, NoSpaceError.
        """
        checkpoint = checkpoints.read(folder)
        model = Wav2Vec2Model(checkpoint, load_network(checkpoint, settings))
        decoder = _decoder(checkpoint, settings.hot_words, commands)
        # Fitted on the embedded model, for want of another; what rests on the sound's energy holds for any.
        super().__init__(model, pace, settings, decoder, commands, portuguese_suspicions(model.characters))


def load_network(checkpoint: Checkpoint, settings: AsrConfig) -> Network:
    """The flavour, precision and device of the settings. Raises what Wav2Vec2Recognizer does."""
    if settings.flavour == "torch":
        from assistant.asr.wav2vec2.torch_network import TorchNetwork

        return TorchNetwork(checkpoint, settings.precision, settings.device, settings.threads)
    from assistant.asr.wav2vec2.onnx_network import OnnxNetwork, converted

    graph = converted(checkpoint, settings.precision, settings.device)
    return OnnxNetwork(checkpoint, graph, settings.device, settings.threads)


def _decoder(checkpoint: Checkpoint, hot_words: tuple[str, ...], commands: Callable[[], Commands] | None) -> FreeDecoder:
    characters = checkpoint.vocabulary.characters
    if checkpoint.language_model is None:
        return portuguese_decoder(characters)

    def hot() -> tuple[str, ...]:
        named = commands().names.values() if commands is not None else ()
        return tuple(dict.fromkeys((*hot_words, *(name for names in named for name in sorted(names)))))

    return KenlmBeam(checkpoint.language_model, characters, hot).decode
