"""What is read aloud: texts, voices, phonemes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.errors.root import AssistantError


class TextFileError(AssistantError, ValueError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str, way_out: str):
        super().__init__(f"{path}: {reason}; {way_out}")


class SynthesisError(AssistantError, RuntimeError):
    pass


class UnknownVoiceError(SynthesisError, LookupError):
    exit_code = 2

    def __init__(self, voice: str, nearest: Iterable[str]):
        names = ", ".join(nearest)
        way_out = f"the nearest are {names} (`assistant say --list-voices` shows all)" if names else "type: assistant models pull"
        super().__init__(f'no voice is called "{voice}"; {way_out}')


class VoiceMissingError(SynthesisError, LookupError):
    exit_code = 3

    def __init__(self, voice: str):
        super().__init__(f"the voice {voice} is not here; type: assistant models pull kokoro-voices")


class BlendError(SynthesisError, ValueError):
    exit_code = 2

    def __init__(
        self, written: str, reason: str, way_out: str = "a blend is NAME:WEIGHT,NAME:WEIGHT, as in pf_dora:0.7,pm_alex:0.3"
    ):
        super().__init__(f'the blend "{written}" cannot be spoken ({reason}); {way_out}')


class VoiceFileError(SynthesisError, ValueError):
    exit_code = 3

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} is no Kokoro voice ({reason}); type: assistant models pull, or choose another voice")


class SpeedError(SynthesisError, ValueError):
    exit_code = 2

    def __init__(self, speed: float, slowest: float, fastest: float):
        super().__init__(f"the speed {speed:g} cannot be spoken; give one from {slowest} (slow) to {fastest} (quick)")


class VolumeError(SynthesisError, ValueError):
    exit_code = 2

    def __init__(self, volume: float, loudest: float):
        super().__init__(f"the volume {volume:g} cannot be had; give one from 0 (silent) to {loudest} (twice as loud)")


class PhonemizerError(SynthesisError):
    exit_code = 3

    def __init__(self, language: str, reason: str):
        super().__init__(
            f"espeak-ng cannot read {language} ({reason}); type: pip install --force-reinstall espeakng-loader phonemizer misaki"
        )


class PhonemeError(SynthesisError, ValueError):
    exit_code = 2

    def __init__(self, unknown: Iterable[str]):
        super().__init__(
            f'Kokoro has no phoneme "{" ".join(unknown)}"; `assistant say --show-phonemes` of a similar word shows what it has'
        )


class PronunciationsError(SynthesisError, ValueError):
    exit_code = 2

    def __init__(self, path: Path | str, line: int | None, reason: str, way_out: str = "mend that line"):
        super().__init__(f"{path}{f':{line}' if line else ''}: {reason}; {way_out}")


class LanguageMissingError(SynthesisError, ImportError):
    exit_code = 3

    def __init__(self, language: str, extra: str, reason: str):
        super().__init__(f'{language} is not installed ({reason}); type: pip install "assistente[{extra}]"')


class UnspeakableTextError(SynthesisError, ValueError):
    exit_code = 2

    def __init__(self) -> None:
        super().__init__("nothing in the text can be spoken; give it some words or numbers")
