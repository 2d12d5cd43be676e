"""The front door: configuration → engines → a running session. The only room that builds everything."""

from assistant.app.recognizers import (
    advised,
    build_embedded,
    build_lister,
    build_recognizer,
    build_transcriber,
    build_wav2vec2,
    commands_of,
    names_of,
)
from assistant.app.sessions import (
    RATE,
    Ends,
    Models,
    SourceMaker,
    build_detector,
    build_session,
    file_source,
    line_source,
    load_models,
    microphone_source,
)
from assistant.app.skills import build_skills, build_store, scratch_store
from assistant.app.voices import build_readers, build_synthesizer, build_voices, voice_weights
from assistant.app.weights import helpful_weights_of, weights_of
from assistant.config import is_wav2vec2

__all__ = [
    "RATE",
    "Ends",
    "Models",
    "SourceMaker",
    "advised",
    "build_detector",
    "build_embedded",
    "build_lister",
    "build_readers",
    "build_recognizer",
    "build_session",
    "build_skills",
    "build_store",
    "build_synthesizer",
    "build_transcriber",
    "build_voices",
    "build_wav2vec2",
    "commands_of",
    "file_source",
    "helpful_weights_of",
    "is_wav2vec2",
    "line_source",
    "load_models",
    "microphone_source",
    "names_of",
    "scratch_store",
    "voice_weights",
    "weights_of",
]
