"""Every error a user can meet: one class a cause, each ending its message with the way out.

    AssistantError
    ├── ConfigError (ValueError)             config.yaml, ASSISTANT_* or --config cannot be used
    ├── SettingsError (OSError)              config.yaml is to be changed, and cannot be
    ├── EmptyQuestionError (ValueError)
    ├── AudioError (OSError)
    │   ├── PortAudioMissingError            the shared library is not installed
    │   ├── NoDeviceError                    no such microphone or speaker
    │   ├── DeviceBusyError                  it is there, and it does not open
    │   ├── DeviceLostError                  it went away while in use
    │   ├── AudioNotFoundError (FileNotFoundError)
    │   └── AudioFileError (ValueError)      no audio, damaged, truncated, too long
    ├── ModelError
    │   ├── CatalogueError (ValueError)      models/catalogue.yaml cannot be used
    │   ├── UnknownModelError (KeyError)     no such name in the catalogue
    │   ├── ModelNotFoundError (FileNotFoundError)
    │   ├── DigestMismatchError (ValueError) a file is not the one that was pinned
    │   ├── ModelFileError (ValueError)      a file is there, and it is not the model that it should be
    │   ├── CheckpointFolderError (ValueError) a folder in the hub's layout that is not the checkpoint it should be
    │   ├── NoSafetensorsError (ValueError)  a checkpoint at the hub that has its weights as a pickle alone
    │   ├── HubChangedError (ValueError)     the hub has other bytes than those that were pinned on first use
    │   ├── ConversionCheckError (ValueError) a converted checkpoint that hears other words than the original
    │   ├── HeadMismatchError (ValueError)   a CTC head that was made for another encoder
    │   ├── LanguageModelError (ValueError)  a file of words and their probabilities that cannot be read
    │   ├── GraphMissingError (LookupError)  a voice model that is not there, or not in the precision that is asked for
    │   ├── DeviceMissingError (LookupError) a graphics card is asked for, and cannot be had
    │   ├── KenlmMissingError (ImportError)  the wav2vec2 extra is not installed
    │   └── DownloadError (ConnectionError)  no source could give it
    ├── RecognitionError (RuntimeError)
    │   └── EngineFailedError                the recogniser itself fails: no memory, its device, its numbers
    ├── NoSuchLayerError (LookupError)       embeddings are asked for of a layer that the model has not
    ├── EmbeddingOutputError (OSError)       embeddings cannot be written where they should go
    ├── GrammarFileError (ValueError)        a list of sentences that cannot be listened for
    ├── TextFileError (ValueError)           a text to be read aloud that cannot be: missing, damaged, no text
    ├── SynthesisError (RuntimeError)
    │   ├── UnknownVoiceError (LookupError)
    │   ├── VoiceMissingError (LookupError)  a voice of Kokoro's that was not fetched
    │   ├── BlendError (ValueError)          a mixture of voices that is none
    │   ├── VoiceFileError (ValueError)      a damaged voice
    │   ├── SpeedError (ValueError)
    │   ├── VolumeError (ValueError)
    │   ├── PhonemizerError                  espeak-ng is missing or fails
    │   ├── PhonemeError (ValueError)        phonemes are given that Kokoro does not know
    │   ├── PronunciationsError (ValueError) a file of words and their phonemes that cannot be used: file and line
    │   ├── LanguageMissingError (ImportError) what reads a voice's language is not installed
    │   └── UnspeakableTextError (ValueError)
    ├── SkillError
    │   ├── SkillLoadError (ImportError)
    │   └── TemplateError (ValueError)       a template that does not parse: file and line
    ├── TrainingError
    │   ├── ManifestError (ValueError)       the list of a training set is missing or damaged
    │   ├── TrainingSetError (ValueError)    a training set is not what is asked for
    │   ├── RecipeError (ValueError)         a recipe cannot be used
    │   ├── CheckpointError (ValueError)     a checkpoint is of another recipe or damaged
    │   ├── DivergenceError (ArithmeticError) the loss became NaN
    │   ├── KokoroCheckpointError (ValueError) a checkpoint of Kokoro that cannot be exported
    │   ├── ExportCheckError (ValueError)    an exported voice that sounds otherwise than its checkpoint
    │   ├── ExportOutputError (OSError)      an export cannot be written where it should go
    │   ├── KokoroMissingError (ImportError) what exports Kokoro is not installed
    │   └── TorchMissingError (ImportError)  the training extra is not installed
    ├── StoreError (OSError)                 the database of timers and lists
    └── NoSpaceError (OSError)               the disk is full

A command that ends with one of these prints its message as one line and exits with its `exit_code`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class AssistantError(Exception):
    """The root. `str(error)` is one sentence or two for a person, the way out last."""

    exit_code = 1

    def __str__(self) -> str:
        # KeyError quotes and OSError numbers its message; a person wants the sentence.
        return str(self.args[0]) if self.args else self.__class__.__name__


class ConfigError(AssistantError, ValueError):
    exit_code = 2


class SettingsError(AssistantError, OSError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str, lines: Iterable[str]):
        super().__init__(f"{path} was not changed ({reason}); put these lines into a file of yours, for --config:")
        self.lines = tuple(lines)


class EmptyQuestionError(AssistantError, ValueError):
    exit_code = 2

    def __init__(self) -> None:
        super().__init__('the question is empty; ask something, for example: assistant ask "que horas são"')


class AudioError(AssistantError, OSError):
    exit_code = 4


class PortAudioMissingError(AudioError):
    def __init__(self, install_line: str):
        super().__init__(f"PortAudio's shared library is not installed; type: {install_line}")


class NoDeviceError(AudioError):
    def __init__(self, kind: str, wanted: str | None, found: Iterable[str]):
        what = f'no {kind} is called "{wanted}"' if wanted else f"this machine has no {kind}"
        names = ", ".join(f'"{n}"' for n in found)
        way_out = f"choose one of {names}" if names else "plug one in, or use --input FILE and --output FILE"
        super().__init__(f"{what}; {way_out} (`assistant devices` lists them)")


class DeviceBusyError(AudioError):
    def __init__(self, kind: str, name: str, reason: str):
        super().__init__(
            f'the {kind} "{name}" does not open ({reason}); close the program that uses it, or choose another '
            "(`assistant devices` lists them)"
        )


class DeviceLostError(AudioError):
    def __init__(self, kind: str, name: str):
        super().__init__(f'the {kind} "{name}" went away; plug it in again: it is taken up by itself')


class AudioNotFoundError(AudioError, FileNotFoundError):
    exit_code = 2

    def __init__(self, path: Path | str):
        super().__init__(f"{path}: no such file; check the path")


class AudioFileError(AudioError, ValueError):
    exit_code = 1

    def __init__(self, path: Path | str, reason: str, way_out: str = "give WAV, FLAC, OGG or MP3"):
        super().__init__(f"{path}: {reason}; {way_out}")
        self.reason = reason


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


class RecognitionError(AssistantError, RuntimeError):
    pass


class EngineFailedError(RecognitionError):
    def __init__(self, name: str, reason: str, way_out: str):
        super().__init__(f"the recogniser {name} failed ({reason}); {way_out}")
        self.reason = reason


class NoSuchLayerError(AssistantError, LookupError):
    exit_code = 2

    def __init__(self, layer: str, model: str, known: Iterable[int]):
        super().__init__(f'{model} has no layer "{layer}"; give one of {", ".join(map(str, known))}, or "last"')


class EmbeddingOutputError(AssistantError, OSError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} cannot be written ({reason}); give the name of a file, in a folder where you may write")


class GrammarFileError(AssistantError, ValueError):
    exit_code = 2

    def __init__(self, path: Path | str, line: int | None, reason: str, way_out: str = "mend that line"):
        super().__init__(f"{path}{f':{line}' if line else ''}: {reason}; {way_out}")


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


class SkillError(AssistantError):
    exit_code = 5


class SkillLoadError(SkillError, ImportError):
    def __init__(self, path: Path | str, line: int | None, reason: str):
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: the skill does not load ({reason}); mend that line, the other skills go on")


class TemplateError(SkillError, ValueError):
    def __init__(self, where: str, template: str, reason: str):
        super().__init__(f'{where}: the template "{template}" does not parse ({reason}); mend it there')
        self.reason = reason


class TrainingError(AssistantError):
    pass


class ManifestError(TrainingError, ValueError):
    def __init__(self, path: Path | str, line: int | None, reason: str, way_out: str):
        super().__init__(f"{path}{f':{line}' if line else ''}: {reason}; {way_out}")


class TrainingSetError(TrainingError, ValueError):
    exit_code = 2

    def __init__(self, folder: Path | str, reason: str, way_out: str = "give the same options, or another folder"):
        super().__init__(f"{folder} cannot be used ({reason}); {way_out}")


class RecipeError(TrainingError, ValueError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path}: {reason}; mend it there (assistant/training/recipes has examples)")


class CheckpointError(TrainingError, ValueError):
    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path} cannot be used ({reason}); give another output folder, or remove it to begin anew")


class DivergenceError(TrainingError, ArithmeticError):
    def __init__(self, step: int, checkpoint: Path | str):
        super().__init__(f"the loss of step {step} is no number; the last good state is {checkpoint}: go on with a smaller rate")


class KokoroCheckpointError(TrainingError, ValueError):
    exit_code = 2

    def __init__(self, path: Path | str, reason: str, way_out: str = ""):
        way_out = way_out or "fetch hexgrad/Kokoro-82M again (config.json, kokoro-v1_0.pth, voices/), or give another folder"
        super().__init__(f"{path} cannot be used as a checkpoint of Kokoro ({reason}); {way_out}")


class ExportCheckError(TrainingError, ValueError):
    def __init__(self, what: str, reason: str):
        super().__init__(f"{what} was exported, and sounds otherwise than in torch ({reason}); please report this checkpoint")


class ExportOutputError(TrainingError, OSError):
    exit_code = 2

    def __init__(self, folder: Path | str, reason: str):
        super().__init__(f"{folder} cannot be written ({reason}); give a new folder, where you may write")


class KokoroMissingError(TrainingError, ImportError):
    exit_code = 3

    def __init__(self, module: str):
        super().__init__(
            f"exporting Kokoro needs {module}, which using the assistant does not; "
            'type: pip install "assistente[training]" (with Python 3.11 or 3.12: the kokoro package has none for newer ones)'
        )


class TorchMissingError(TrainingError, ImportError):
    exit_code = 3

    def __init__(self, what: str = "training") -> None:
        super().__init__(f'{what} needs torch, which using the assistant does not; type: pip install "assistente[training]"')


class StoreError(AssistantError, OSError):
    exit_code = 6


class NoSpaceError(AssistantError, OSError):
    exit_code = 7

    def __init__(self, path: Path | str):
        super().__init__(f"the disk of {path} is full; free some space and try again: nothing half-written was left")
