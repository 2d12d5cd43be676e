"""The front door: configuration → engines → a running session. The only room that builds everything."""

from assistant.app.metrics import build_turn_log, turn_file
from assistant.app.recognizers import (
    advised,
    build_embedded,
    build_lister,
    build_recognizer,
    build_transcriber,
    build_wav2vec2,
    commands_of,
)
from assistant.app.sessions import (
    RATE,
    Ends,
    Models,
    SourceMaker,
    alone,
    build_detector,
    build_session,
    file_source,
    line_source,
    load_models,
    microphone_source,
)
from assistant.app.skill_trials import check_skills, new_skill, try_phrases, unknown_people
from assistant.app.skills import build_skills, build_store, live_skills, replaced_skills, scratch_store, skill_folders
from assistant.app.speakers import build_attribution, build_known_voices, build_speaker_encoder
from assistant.app.voices import build_readers, build_synthesizer, build_voices, voice_weights
from assistant.app.weights import helpful_weights_of, weights_of
from assistant.config import is_wav2vec2

__all__ = [
    "RATE",
    "Ends",
    "Models",
    "SourceMaker",
    "advised",
    "alone",
    "build_attribution",
    "build_detector",
    "build_embedded",
    "build_known_voices",
    "build_lister",
    "build_readers",
    "build_recognizer",
    "build_session",
    "build_skills",
    "build_speaker_encoder",
    "build_store",
    "build_synthesizer",
    "build_transcriber",
    "build_turn_log",
    "build_voices",
    "build_wav2vec2",
    "check_skills",
    "commands_of",
    "file_source",
    "helpful_weights_of",
    "is_wav2vec2",
    "line_source",
    "live_skills",
    "load_models",
    "microphone_source",
    "new_skill",
    "replaced_skills",
    "scratch_store",
    "skill_folders",
    "try_phrases",
    "turn_file",
    "unknown_people",
    "voice_weights",
    "weights_of",
]
