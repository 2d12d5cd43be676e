"""Weights: the catalogue, what is fetched, what is on disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.errors.root import AssistantError


class ModelError(AssistantError):
    exit_code = 3


class CatalogueError(ModelError, ValueError):
    pass


class UnknownModelError(ModelError, KeyError):
    def __init__(self, name: str, known: Iterable[str]):
        super().__init__(f'no model is called "{name}"; the catalogue has {", ".join(sorted(known))}')


class ModelNotFoundError(ModelError, FileNotFoundError):
    def __init__(self, name: str, missing: Path | str):
        super().__init__(f"the weights of {name} are not here ({missing} is missing); type: assistant models pull {name}")


class DigestMismatchError(ModelError, ValueError):
    def __init__(self, path: Path | str, expected: str, found: str, name: str):
        super().__init__(
            f"{path} is damaged or another file (sha256 {found[:12]}…, expected {expected[:12]}…); "
            f"type: assistant models pull {name}"
        )


class ModelFileError(ModelError, ValueError):
    def __init__(self, path: Path | str, reason: str, name: str):
        super().__init__(f"{path} cannot be used as {name} ({reason}); type: assistant models pull {name}")


class SpeakerProjectionMissingError(ModelError, FileNotFoundError):
    def __init__(self, folder: Path):
        super().__init__(
            f"{folder} has no projection by which its frames tell voices apart; make one with: python -m "
            f"assistant.training.speaker_projection {folder} …, then speaker_calibration; or set speakers.encoder: dedicated"
        )


class CheckpointFolderError(ModelError, ValueError):
    def __init__(self, path: Path | str, reason: str, way_out: str = "fetch the checkpoint again, or give another folder"):
        super().__init__(f"{path} cannot be used as a recogniser ({reason}); {way_out}")
        self.reason = reason


class NoSafetensorsError(ModelError, ValueError):
    def __init__(self, repository: str, others: Iterable[str]):
        found = ", ".join(others) or "no weights at all"
        super().__init__(
            f"{repository} has no model.safetensors ({found}), and a pickle is never read, since it may run any code; "
            "choose another checkpoint, or ask its author for safetensors (the hub's own converter makes them of a pickle)"
        )


class HubChangedError(ModelError, ValueError):
    def __init__(self, name: str, source: str, lock: Path | str, reason: str):
        super().__init__(
            f"{name}: {source} no longer gives what was pinned on first use ({reason}); nothing was changed here: "
            f"if you trust what it gives now, remove {lock} and pull again"
        )


class ConversionCheckError(ModelError, ValueError):
    def __init__(self, folder: Path | str, reason: str):
        super().__init__(
            f"{folder} was converted, and hears other words than the original ({reason}); please report this checkpoint"
        )


class HeadMismatchError(ModelError, ValueError):
    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} does not fit the encoder ({reason}); give a head trained on it, or install the program again")


class LanguageModelError(ModelError, ValueError):
    def __init__(
        self, path: Path | str, reason: str, way_out: str = "install the program again, or build one with training.ngrams"
    ):
        super().__init__(f"{path} is no language model ({reason}); {way_out}")


class KenlmMissingError(ModelError, ImportError):
    def __init__(self, path: Path | str):
        super().__init__(f'{path} needs KenLM, which is not installed; type: pip install "assistente[wav2vec2]"')


class OpenWakeWordMissingError(ModelError, ImportError):
    def __init__(self) -> None:
        super().__init__('wake.engine openwakeword needs a package that is not installed; type: pip install "assistente[wake]"')


class WakeModelError(ModelError, ValueError):
    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} is no model of a wake word ({reason}); set wake.model to a TFLite file of openWakeWord's")


class DownloadError(ModelError, ConnectionError):
    def __init__(self, name: str, tried: Iterable[str], way_out: str = "check the network and type: assistant models pull"):
        super().__init__(f"{name} could not be fetched ({'; '.join(tried)}); {way_out}")


class GraphMissingError(ModelError, LookupError):
    def __init__(self, folder: Path | str, precision: str, found: Iterable[str]):
        there = ", ".join(found)
        if there:
            reason, way_out = f"no voice model in {precision}", f"set tts.precision to auto, or to what is there: {there}"
        else:
            reason, way_out = "no voice model", "set tts.model to kokoro, or to a folder that `assistant export kokoro` wrote"
        super().__init__(f"{folder} has {reason}; {way_out}")


class DeviceMissingError(ModelError, LookupError):
    def __init__(self, device: str, reason: str, way_out: str):
        super().__init__(f"asr.device is {device}, and {reason}; {way_out}")
