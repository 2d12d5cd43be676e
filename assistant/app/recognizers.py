"""The recognisers that a configuration asks for, and what they are told may be said."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from assistant import models
from assistant.app.services import Vocabulary
from assistant.app.skills import build_skills
from assistant.asr.fallback import FallbackRecognizer
from assistant.asr.protocol import Recognizer
from assistant.config import Config, is_wav2vec2
from assistant.language.understanding.several import understand
from assistant.language.understanding.wake_phrase import words_of
from assistant.skills import SkillSet

if TYPE_CHECKING:
    from assistant.asr.ctc_recognizer import CtcRecognizer
    from assistant.asr.embedded import EmbeddedRecognizer
    from assistant.asr.live_grammar import Commands
    from assistant.asr.wav2vec2.recognizer import Wav2Vec2Recognizer


def build_recognizer(config: Config, commands: Callable[[], Commands] | None = None) -> Recognizer:
    """For conversation. commands: what may be said, now (see `commands_of`); by default what the skills know.

    A wav2vec2 that fails gives way to the embedded one (see FallbackRecognizer). Raises ModelNotFoundError, ModelFileError,
    HeadMismatchError, RecognitionError, UnknownModelError, DeviceMissingError, TorchMissingError, OpenWakeWordMissingError,
    WakeModelError.
    """
    if config.asr.model == "embedded":
        return _spotted(config, build_embedded(config, commands or partial(commands_of, build_skills(config))))
    if is_wav2vec2(config.asr.model):
        said = commands or partial(commands_of, build_skills(config))
        return FallbackRecognizer(
            lambda: _spotted(config, build_wav2vec2(config, config.asr.model, said)),
            lambda: _spotted(config, build_embedded(config, said)),
        )
    # CTranslate2's threads would spin while they wait; with one other busy program that makes them several times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from assistant.asr.whisper import WhisperRecognizer

    return _spotted(config, WhisperRecognizer(models.find(config.asr.model), config.asr))


def build_embedded(config: Config, commands: Callable[[], Commands] | None = None) -> EmbeddedRecognizer:
    """The embedded recogniser, whatever asr.model says. Raises ModelNotFoundError, ModelFileError, HeadMismatchError."""
    from assistant.asr.embedded import EmbeddedRecognizer

    recognizer = EmbeddedRecognizer(models.find("embedded-encoder"), config.asr, commands)
    if commands is not None:
        _listen_for_call(config, recognizer)
    return recognizer


def build_wav2vec2(config: Config, name: str, commands: Callable[[], Commands] | None = None) -> Wav2Vec2Recognizer:
    """For conversation; without commands, for recordings. Raises what `checkpoints.find` and Wav2Vec2Recognizer do."""
    from assistant.asr.wav2vec2.recognizer import CONVERSING, TRANSCRIBING, Wav2Vec2Recognizer
    from assistant.models import checkpoints

    recognizer = Wav2Vec2Recognizer(checkpoints.find(name), config.asr, commands, CONVERSING if commands else TRANSCRIBING)
    if commands is not None:
        _listen_for_call(config, recognizer)
    return recognizer


def _listen_for_call(config: Config, recognizer: CtcRecognizer) -> None:
    """Recordings are of people who call nobody, and an open assistant needs no call."""
    if config.wake.mode == "wake" and config.wake.engine == "recogniser":
        recognizer.listen_for(config.wake.phrases, config.wake.sensitivity)


def _spotted(config: Config, recognizer: Recognizer) -> Recognizer:
    """With the ear of another engine, if that is how the assistant is called."""
    wake = config.wake
    if wake.mode != "wake" or wake.engine != "openwakeword":
        return recognizer
    from assistant.asr.openwakeword import OpenWakeWordSpotter
    from assistant.asr.wake_spotter import SpottingRecognizer

    return SpottingRecognizer(recognizer, OpenWakeWordSpotter(wake.model), " ".join(words_of(wake.phrases[0])), wake.sensitivity)


def advised(config: Config, recognizer: Recognizer, newest_skills: Callable[[], SkillSet], vocabulary: Vocabulary) -> Recognizer:
    """The embedded recogniser with Whisper's advice on what is anybody's words, if the configuration asks for that.

    Whisper is loaded in the background; that its weights are not here is no error.
    """
    if config.asr.model != "embedded" or config.asr.second_opinion == "none":
        return recognizer
    from assistant.asr.adviser import Second
    from assistant.asr.grafts import in_vocabulary
    from assistant.asr.language_model import portuguese
    from assistant.asr.second_opinion import SecondOpinionRecognizer, understanding_of

    def known() -> frozenset[str]:
        return vocabulary.expected()["name"]

    phrases = config.wake.phrases if config.wake.mode == "wake" else ()
    understand_text = understanding_of(lambda: newest_skills().matcher, vocabulary, known, phrases)

    def whisper() -> Second:
        asr = config.asr.model_copy(update={"model": "whisper-base"})
        return Second(build_recognizer(config.model_copy(update={"asr": asr})), in_vocabulary(portuguese()))

    return SecondOpinionRecognizer(recognizer, whisper, understand_text)


def build_transcriber(config: Config) -> Recognizer:
    """For recordings of anything, where nobody is expected to give commands. Raises what `build_recognizer` does."""
    if config.asr.transcriber == "embedded":
        return build_embedded(config)
    if is_wav2vec2(config.asr.transcriber):
        return build_wav2vec2(config, config.asr.transcriber)
    # The prompt lists commands; in a recorded lecture it would make them up.
    asr = config.asr.model_copy(update={"model": config.asr.transcriber, "prompt": ""})
    return build_recognizer(config.model_copy(update={"asr": asr}))


def build_lister(config: Config) -> CtcRecognizer:
    """For recordings of which it is known what may be said: Whisper cannot choose. Raises what `build_recognizer` does."""
    if is_wav2vec2(config.asr.transcriber):
        return build_wav2vec2(config, config.asr.transcriber)
    return build_embedded(config)


def commands_of(skills: SkillSet, vocabulary: Vocabulary | None = None) -> Commands:
    """What may be said: the skills' templates, and in their slots what has a name just now."""
    from assistant.asr.live_grammar import Commands

    lists = vocabulary() if vocabulary else {}

    def reads(text: str) -> bool:
        # Whether an answer or a follow-up fits now is the skills' to judge, who know what was said before. The words are the
        # grammar's own: most are read as they stand, and need no search by ear.
        whole = skills.matcher.match(text, lists, skills.labels, by_ear=False)
        return (whole is not None and whole.accepted) or bool(understand(skills.matcher, text, lists, skills.labels).commands)

    own = {kind: frozenset(entry.text for entry in known.entries) for kind, known in skills.lists.items()}
    return Commands(skills.matcher.start, {**(vocabulary.expected() if vocabulary else {}), **own}, reads)
