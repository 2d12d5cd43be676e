"""Every error a user can meet: one class a cause, each ending its message with the way out.

    AssistantError
    ├── ConfigError (ValueError)             config.yaml, ASSISTANT_* or --config cannot be used
    ├── SettingsError (OSError)              config.yaml is to be changed, and cannot be
    ├── EmptyQuestionError (ValueError)
    ├── TurnFileError (OSError)              a file of turns' figures that cannot be read
    ├── TelemetryMissingError (ImportError)  the telemetry extra is not installed, and is asked for
    ├── AudioError (OSError)
    │   ├── PortAudioMissingError            the shared library is not installed
    │   ├── NoDeviceError                    no such microphone or speaker
    │   ├── DeviceBusyError                  it is there, and it does not open
    │   ├── DeviceLostError                  it went away while in use
    │   ├── AudioNotFoundError (FileNotFoundError)
    │   └── AudioFileError (ValueError)      no audio, damaged, truncated, too long
    │       └── OutputNameError              no sound can be written under such a name
    ├── ModelError
    │   ├── CatalogueError (ValueError)      models/catalogue.yaml cannot be used
    │   ├── UnknownModelError (KeyError)     no such name in the catalogue
    │   ├── ModelNotFoundError (FileNotFoundError)
    │   ├── DigestMismatchError (ValueError) a file is not the one that was pinned
    │   ├── ModelFileError (ValueError)      a file is there, and it is not the model that it should be
    │   ├── SpeakerProjectionMissingError (FileNotFoundError) voices are to be known by a recogniser nobody fitted for it
    │   ├── CheckpointFolderError (ValueError) a folder in the hub's layout that is not the checkpoint it should be
    │   ├── NoSafetensorsError (ValueError)  a checkpoint at the hub that has its weights as a pickle alone
    │   ├── HubChangedError (ValueError)     the hub has other bytes than those that were pinned on first use
    │   ├── ConversionCheckError (ValueError) a converted checkpoint that hears other words than the original
    │   ├── HeadMismatchError (ValueError)   a CTC head that was made for another encoder
    │   ├── LanguageModelError (ValueError)  a file of words and their probabilities that cannot be read
    │   ├── GraphMissingError (LookupError)  a voice model that is not there, or not in the precision that is asked for
    │   ├── DeviceMissingError (LookupError) a graphics card is asked for, and cannot be had
    │   ├── KenlmMissingError (ImportError)  the wav2vec2 extra is not installed
    │   ├── OpenWakeWordMissingError (ImportError) the wake extra is not installed
    │   ├── WakeModelError (ValueError)      a file that is no model of a wake word
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
    │   ├── QuestionsFileError (ValueError)  a kiosk's own questions cannot be used: file and line
    │   ├── ExampleError (ValueError)        an example that does not reach its skill
    │   ├── SkillNameError (ValueError)      no new skill can be written under a name
    │   ├── SkillTimeoutError (TimeoutError) a skill took longer than skills.time_limit_s
    │   ├── SkillSetAsideError (RuntimeError) a skill that hung is not called again until its file changes
    │   └── TemplateError (ValueError)       a template that does not parse: file and line
    ├── ServiceError (ConnectionError)       the house, the music, the weather; `spoken` is what is said about it
    │   ├── ServiceUnreachableError          nobody answers, or not in time
    │   └── ServiceRefusedError              it answers, and refuses
    ├── SpeakerError
    │   ├── TooShortError (ValueError)       too little sound to know a voice by
    │   ├── OtherEncoderError (ValueError)   two vectors of different encoders cannot be compared
    │   ├── SpeakerNameError (ValueError)    no name that somebody can be enrolled under
    │   ├── UnknownSpeakerError (LookupError) nobody is enrolled under a name
    │   ├── SpeakerExistsError (ValueError)  somebody else is
    │   ├── BadEnrolmentError (ValueError)   too little clear speech, or more than one voice
    │   ├── VoicesFileError (ValueError)     no file of exported voices
    │   └── VoicesOutputError (OSError)      voices cannot be written where they should go
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

from assistant.errors.audio import (
    AudioError,
    AudioFileError,
    AudioNotFoundError,
    DeviceBusyError,
    DeviceLostError,
    NoDeviceError,
    OutputNameError,
    PortAudioMissingError,
)
from assistant.errors.models import (
    CatalogueError,
    CheckpointFolderError,
    ConversionCheckError,
    DeviceMissingError,
    DigestMismatchError,
    DownloadError,
    GraphMissingError,
    HeadMismatchError,
    HubChangedError,
    KenlmMissingError,
    LanguageModelError,
    ModelError,
    ModelFileError,
    ModelNotFoundError,
    NoSafetensorsError,
    OpenWakeWordMissingError,
    SpeakerProjectionMissingError,
    UnknownModelError,
    WakeModelError,
)
from assistant.errors.recognition import (
    EmbeddingOutputError,
    EngineFailedError,
    GrammarFileError,
    NoSuchLayerError,
    RecognitionError,
)
from assistant.errors.root import (
    AssistantError,
    ConfigError,
    EmptyQuestionError,
    NoSpaceError,
    SettingsError,
    StoreError,
    TelemetryMissingError,
    TurnFileError,
)
from assistant.errors.services import ServiceError, ServiceRefusedError, ServiceUnreachableError
from assistant.errors.skills import (
    ExampleError,
    QuestionsFileError,
    SkillError,
    SkillLoadError,
    SkillNameError,
    SkillSetAsideError,
    SkillTimeoutError,
    TemplateError,
)
from assistant.errors.speakers import (
    BadEnrolmentError,
    OtherEncoderError,
    SpeakerError,
    SpeakerExistsError,
    SpeakerNameError,
    TooShortError,
    UnknownSpeakerError,
    VoicesFileError,
    VoicesOutputError,
)
from assistant.errors.speech import (
    BlendError,
    LanguageMissingError,
    PhonemeError,
    PhonemizerError,
    PronunciationsError,
    SpeedError,
    SynthesisError,
    TextFileError,
    UnknownVoiceError,
    UnspeakableTextError,
    VoiceFileError,
    VoiceMissingError,
    VolumeError,
)
from assistant.errors.training import (
    CheckpointError,
    DivergenceError,
    ExportCheckError,
    ExportOutputError,
    KokoroCheckpointError,
    KokoroMissingError,
    ManifestError,
    RecipeError,
    TorchMissingError,
    TrainingError,
    TrainingSetError,
)

__all__ = [
    "AssistantError",
    "AudioError",
    "AudioFileError",
    "AudioNotFoundError",
    "BadEnrolmentError",
    "BlendError",
    "CatalogueError",
    "CheckpointError",
    "CheckpointFolderError",
    "ConfigError",
    "ConversionCheckError",
    "DeviceBusyError",
    "DeviceLostError",
    "DeviceMissingError",
    "DigestMismatchError",
    "DivergenceError",
    "DownloadError",
    "EmbeddingOutputError",
    "EmptyQuestionError",
    "EngineFailedError",
    "ExampleError",
    "ExportCheckError",
    "ExportOutputError",
    "GrammarFileError",
    "GraphMissingError",
    "HeadMismatchError",
    "HubChangedError",
    "KenlmMissingError",
    "KokoroCheckpointError",
    "KokoroMissingError",
    "LanguageMissingError",
    "LanguageModelError",
    "ManifestError",
    "ModelError",
    "ModelFileError",
    "ModelNotFoundError",
    "NoDeviceError",
    "NoSafetensorsError",
    "NoSpaceError",
    "NoSuchLayerError",
    "OpenWakeWordMissingError",
    "OtherEncoderError",
    "OutputNameError",
    "PhonemeError",
    "PhonemizerError",
    "PortAudioMissingError",
    "PronunciationsError",
    "QuestionsFileError",
    "RecipeError",
    "RecognitionError",
    "ServiceError",
    "ServiceRefusedError",
    "ServiceUnreachableError",
    "SettingsError",
    "SkillError",
    "SkillLoadError",
    "SkillNameError",
    "SkillSetAsideError",
    "SkillTimeoutError",
    "SpeakerError",
    "SpeakerExistsError",
    "SpeakerNameError",
    "SpeakerProjectionMissingError",
    "SpeedError",
    "StoreError",
    "SynthesisError",
    "TelemetryMissingError",
    "TemplateError",
    "TextFileError",
    "TooShortError",
    "TorchMissingError",
    "TrainingError",
    "TrainingSetError",
    "TurnFileError",
    "UnknownModelError",
    "UnknownSpeakerError",
    "UnknownVoiceError",
    "UnspeakableTextError",
    "VoiceFileError",
    "VoiceMissingError",
    "VoicesFileError",
    "VoicesOutputError",
    "VolumeError",
    "WakeModelError",
]
