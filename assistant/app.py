"""The front door: configuration → engines → a running session. The only module that builds everything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import models, resources
from assistant.asr.fallback import FallbackRecognizer
from assistant.asr.protocol import Recognizer
from assistant.audio.vad import FRAME_SAMPLES, SileroVad, VoiceActivityDetector, WebRtcVad
from assistant.config import Config, is_wav2vec2
from assistant.dialogue import Dialogue, DialogueRules
from assistant.endpointer import Endpointer, EndpointRules
from assistant.events import AnnouncementDue
from assistant.runtime.clock import Clock
from assistant.runtime.hearing import Hearing
from assistant.runtime.inbox import Inbox
from assistant.runtime.planning import Planning
from assistant.runtime.recognition import Recognition
from assistant.runtime.session import Engines, Observer, Session, Source
from assistant.runtime.sources import FrameSource, LineSource
from assistant.runtime.speech import Sink, Speech
from assistant.runtime.timers import TimerWatch
from assistant.runtime.workers import ThreadWorker, Worker
from assistant.skills import SkillSet
from assistant.skills import load as load_skills
from assistant.store import Store
from assistant.tts.protocol import Synthesizer
from assistant.tts.silent import SilentSynthesizer
from assistant.tts.voices import Voices

if TYPE_CHECKING:
    from assistant.asr.ctc_recognizer import CtcRecognizer
    from assistant.asr.embedded import EmbeddedRecognizer
    from assistant.asr.live_grammar import Commands
    from assistant.asr.wav2vec2.recognizer import Wav2Vec2Recognizer

RATE = 16_000


def build_store(config: Config) -> Store:
    return Store(config.store.path or resources.state_folder() / "assistente.sqlite")


def build_skills(config: Config) -> SkillSet:
    return load_skills([resources.skills_folder(), *config.skills.folders])


def build_detector(config: Config) -> VoiceActivityDetector:
    return SileroVad() if config.vad.engine == "silero" else WebRtcVad(config.vad.aggressiveness)


def weights_of(config: Config) -> tuple[str, ...]:
    """The catalogue's names of what a conversation needs."""
    return _weights(config.asr.model), "kokoro"


def helpful_weights_of(config: Config) -> dict[str, str]:
    """What else this configuration would use, and what for."""
    helpful = {_weights(config.asr.transcriber): "assistant transcribe"}
    if is_wav2vec2(config.asr.model):
        helpful["embedded-encoder"] = "where asr.model fails: it"
    if config.asr.model == "embedded" and config.asr.second_opinion == "whisper":
        helpful["whisper-base"] = "asr.second_opinion"
    return {name: use for name, use in helpful.items() if name not in weights_of(config)}


def _weights(recognizer: str) -> str:
    return "embedded-encoder" if recognizer == "embedded" else recognizer


def build_recognizer(config: Config, commands: Callable[[], Commands] | None = None) -> Recognizer:
    """For conversation. commands: what may be said, now (see `commands_of`); by default what the skills know.

    A wav2vec2 that fails gives way to the embedded one (see FallbackRecognizer). Raises ModelNotFoundError, ModelFileError,
    HeadMismatchError, RecognitionError, UnknownModelError, DeviceMissingError, TorchMissingError.
    """
    if config.asr.model == "embedded":
        return build_embedded(config, commands or partial(commands_of, build_skills(config)))
    if is_wav2vec2(config.asr.model):
        said = commands or partial(commands_of, build_skills(config))
        return FallbackRecognizer(partial(build_wav2vec2, config, config.asr.model, said), partial(build_embedded, config, said))
    # CTranslate2's threads would spin while they wait; with one other busy program that makes them several times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from assistant.asr.whisper import WhisperRecognizer

    return WhisperRecognizer(models.find(config.asr.model), config.asr)


def build_embedded(config: Config, commands: Callable[[], Commands] | None = None) -> EmbeddedRecognizer:
    """The embedded recogniser, whatever asr.model says. Raises ModelNotFoundError, ModelFileError, HeadMismatchError."""
    from assistant.asr.embedded import EmbeddedRecognizer

    return EmbeddedRecognizer(models.find("embedded-encoder"), config.asr, commands)


def build_wav2vec2(config: Config, name: str, commands: Callable[[], Commands] | None = None) -> Wav2Vec2Recognizer:
    """For conversation; without commands, for recordings. Raises what `checkpoints.find` and Wav2Vec2Recognizer do."""
    from assistant.asr.wav2vec2.recognizer import CONVERSING, TRANSCRIBING, Wav2Vec2Recognizer
    from assistant.models import checkpoints

    return Wav2Vec2Recognizer(checkpoints.find(name), config.asr, commands, CONVERSING if commands else TRANSCRIBING)


def advised(config: Config, recognizer: Recognizer, skills: SkillSet, store: Store) -> Recognizer:
    """The embedded recogniser with Whisper's advice on what is anybody's words, if the configuration asks for that.

    Whisper is loaded in the background; that its weights are not here is no error.
    """
    if config.asr.model != "embedded" or config.asr.second_opinion == "none":
        return recognizer
    from assistant.asr.grafts import in_vocabulary
    from assistant.asr.language_model import portuguese
    from assistant.asr.second_opinion import Second, SecondOpinionRecognizer, understanding_of

    def whisper() -> Second:
        asr = config.asr.model_copy(update={"model": "whisper-base"})
        return Second(build_recognizer(config.model_copy(update={"asr": asr})), in_vocabulary(portuguese()))

    return SecondOpinionRecognizer(recognizer, whisper, understanding_of(skills.matcher, lambda: names_of(store)))


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


def commands_of(skills: SkillSet, names: frozenset[str] = frozenset()) -> Commands:
    """What may be said: the skills' templates, and in their slots what the user has named."""
    from assistant.asr.live_grammar import Commands

    def reads(text: str) -> bool:
        match = skills.matcher.match(text)
        return match is not None and match.accepted

    return Commands(skills.matcher.start, {"name": names}, reads)


def names_of(store: Store) -> frozenset[str]:
    """What the user has given names to."""
    return frozenset(timer.name for timer in store.timers() if timer.name)


def build_voices() -> Voices:
    """Those that ship, and those that were pulled."""
    return Voices(resources.voices_folder(), resources.weights_folder() / "kokoro-voices")


def build_synthesizer(config: Config) -> Synthesizer:
    """Raises ModelNotFoundError, ModelFileError, UnknownVoiceError, PhonemizerError."""
    from assistant.tts.kokoro import load_kokoro

    tts = config.tts
    return load_kokoro(models.find("kokoro") / "model.onnx", build_voices(), tts.voice, tts.speed, tts.threads)


@dataclass(frozen=True, slots=True)
class Models:
    """What is loaded once and shared by every session. `recognizer` is None where nobody listens."""

    recognizer: Recognizer | None
    synthesizer: Synthesizer
    skills: SkillSet
    store: Store


def load_models(config: Config, *, listens: bool, speaks: bool) -> Models:
    """Side by side: reading one from disk and preparing the other take turns with the processor.

    The main thread only waits: ctrl-C in the middle of an import there would leave Python's import lock held, and the
    other threads waiting for it.
    """
    pool = ThreadPoolExecutor(4)
    try:
        skills = pool.submit(build_skills, config)
        store = pool.submit(build_store, config)

        def commands() -> Commands:
            return commands_of(skills.result(), names_of(store.result()))

        def listener() -> Recognizer:
            return advised(config, build_recognizer(config, commands), skills.result(), store.result())

        recognizer = pool.submit(listener) if listens else None
        synthesizer = pool.submit(build_synthesizer, config) if speaks else None
        return Models(
            recognizer.result() if recognizer else None,
            synthesizer.result() if synthesizer else SilentSynthesizer(),
            skills.result(),
            store.result(),
        )
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


SourceMaker = Callable[[Inbox, Clock], Source]


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a session: where it hears, and where it is heard. `echo_tail_ms` where the one hears the other."""

    make_source: SourceMaker
    sink: Sink
    echo_tail_ms: int = 0
    rings_timers: bool = False


def build_session(
    config: Config,
    shared: Models,
    ends: Ends,
    observers: tuple[Observer, ...] = (),
    clock: Clock | None = None,
    make_worker: Callable[[str, int], Worker] = ThreadWorker,
    detector: VoiceActivityDetector | None = None,
) -> Session:
    clock = clock or Clock()
    inbox = Inbox()
    if isinstance(shared.recognizer, FallbackRecognizer):
        shared.recognizer.tell(lambda notice: inbox.post(AnnouncementDue(clock.monotonic(), notice)))
    hearing = Hearing(
        detector or build_detector(config),
        Endpointer(EndpointRules(**config.endpoint.model_dump(exclude={"pre_roll_ms"})), RATE),
        config.endpoint.pre_roll_ms,
        ends.echo_tail_ms,
    )
    listener, planner, maker, player = workers = (
        make_worker("recogniser", 64),
        make_worker("planner", 8),
        make_worker("synthesiser", 8),
        make_worker("player", 2),
    )
    engines = Engines(
        hearing,
        Recognition(shared.recognizer, listener, inbox.post, clock) if shared.recognizer else None,
        Planning(shared.skills, shared.store, planner, inbox.post, clock),
        Speech(shared.synthesizer, ends.sink, (maker, player), inbox.post, clock),
        workers,
        TimerWatch(shared.store) if ends.rings_timers else None,
    )
    rules = DialogueRules(
        listening_timeout_s=config.endpoint.max_turn_s + 5,
        thinking_timeout_s=config.dialogue.thinking_timeout_s,
        speaking_timeout_s=config.dialogue.speaking_timeout_s,
    )
    return Session(Dialogue(rules), engines, ends.make_source(inbox, clock), inbox, clock, observers)


def line_source(lines: Iterable[str]) -> SourceMaker:
    return lambda inbox, clock: LineSource(lines, ThreadWorker("reader"), inbox.post, clock)


def file_source(path: Path | str, real_time: bool = False) -> SourceMaker:
    """Raises AudioNotFoundError and AudioFileError at once for what cannot be opened."""
    from assistant.audio import files

    frames = _opened(files.blocks(path, RATE, FRAME_SAMPLES))
    return lambda inbox, clock: FrameSource(frames, ThreadWorker("reader"), inbox.post, clock, real_time)


def microphone_source(config: Config) -> SourceMaker:
    from assistant.audio.microphone import Microphone

    return lambda inbox, clock: Microphone(config.audio, inbox.post_frame, inbox.post, clock.monotonic)


def _opened(frames: Iterator) -> Iterator:
    """The same frames, the first already read: mistakes show before anything else is loaded."""
    first = next(frames)

    def all_frames() -> Iterator:
        yield first
        yield from frames

    return all_frames()


@contextmanager
def scratch_store(config: Config) -> Iterator[Config]:
    """The same configuration over a database that is forgotten afterwards: what a demonstration sets does not stay."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="assistente-") as folder:
        yield config.model_copy(update={"store": config.store.model_copy(update={"path": Path(folder) / "store.sqlite"})})
