"""A running session of what a configuration asks for: everything is loaded, and put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.metrics import build_turn_log
from assistant.app.recognizers import advised, build_recognizer, commands_of
from assistant.app.services import NOTHING, Vocabulary, build_services, close_services
from assistant.app.skills import build_store, live_skills
from assistant.app.speakers import known_voices_if_any
from assistant.app.voices import build_synthesizer
from assistant.asr.fallback import FallbackRecognizer
from assistant.asr.protocol import Recognizer
from assistant.audio.vad import FRAME_SAMPLES, SileroVad, VoiceActivityDetector, WebRtcVad
from assistant.config import Config, TtsConfig
from assistant.dialogue import Dialogue, DialogueRules
from assistant.endpointer import Endpointer, EndpointRules
from assistant.events import AnnouncementDue
from assistant.language.grammar.lists import Lists
from assistant.runtime.agenda import Agenda
from assistant.runtime.clock import Clock
from assistant.runtime.hearing import Echo, Hearing, HearingRules
from assistant.runtime.identification import Identification
from assistant.runtime.inbox import Inbox
from assistant.runtime.performing import Engines
from assistant.runtime.planning import Planning, Surroundings
from assistant.runtime.recognition import Recognition
from assistant.runtime.rehearsal import Rehearsal, Rehearsing, fixed_lines
from assistant.runtime.session import Observer, Session, Source
from assistant.runtime.sources import FrameSource, LineSource
from assistant.runtime.speech import MannerTo, Sink, Speech, as_configured
from assistant.runtime.turn_log import TurnLog
from assistant.runtime.voice_watch import Watching
from assistant.runtime.workers import ThreadWorker, Worker
from assistant.skills import SkillSet
from assistant.store import Store
from assistant.tts.protocol import Synthesizer
from assistant.tts.silent import SilentSynthesizer

if TYPE_CHECKING:
    from assistant.asr.live_grammar import Commands
    from assistant.audio.echo import EchoRemoval

RATE = 16_000


@dataclass(frozen=True, slots=True)
class Models:
    """What is loaded once and shared by every session. `recognizer` is None where nobody listens."""

    recognizer: Recognizer | None
    synthesizer: Synthesizer
    newest_skills: Callable[[], SkillSet]
    surroundings: Surroundings
    rehearsal: Rehearsal | None = None
    voices: Identification | None = None
    turn_log: TurnLog | None = None

    def close(self) -> None:
        """Let go of what runs beside the sessions: skill files are watched no more, services left."""
        self.newest_skills.close()
        if self.voices is not None:
            self.voices.close()
        if self.turn_log is not None:
            self.turn_log.close()
        close_services(self.surroundings.services)


def load_models(config: Config, *, listens: bool, speaks: bool) -> Models:
    """Side by side: reading one from disk and preparing the other take turns with the processor.

    The main thread only waits: ctrl-C in the middle of an import there would leave Python's import lock held, and the
    other threads waiting for it.
    """
    pool = ThreadPoolExecutor(4)
    try:
        skills = pool.submit(live_skills, config)
        surroundings = pool.submit(_surroundings, config, listens)

        def commands() -> Commands:
            return commands_of(skills.result()(), surroundings.result().lists)

        def listener() -> Recognizer:
            return advised(config, build_recognizer(config, commands), skills.result(), surroundings.result().lists)

        recognizer = pool.submit(listener) if listens else None
        synthesizer = pool.submit(build_synthesizer, config) if speaks else None
        return Models(
            recognizer.result() if recognizer else None,
            synthesizer.result() if synthesizer else SilentSynthesizer(),
            skills.result(),
            surroundings.result(),
            _rehearsal(config.tts, synthesizer.result(), skills.result()(), surroundings.result()) if synthesizer else None,
            _identification(surroundings.result()),
            build_turn_log(config),
        )
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def alone(store: Store, house: Lists = NOTHING) -> Surroundings:
    """Without any services: there is what the store knows. house: names that can be said all the same."""
    return Surroundings(store, lists=Vocabulary(store, house=house))


def _surroundings(config: Config, listens: bool) -> Surroundings:
    store = build_store(config)
    services = build_services(config, store)
    if listens:
        services = replace(services, people=known_voices_if_any(config, store))
    return Surroundings(store, services, Vocabulary(store, services))


def _rehearsal(tts: TtsConfig, synthesizer: Synthesizer, skills: SkillSet, surroundings: Surroundings) -> Rehearsal | None:
    """None where what is made beforehand would not be kept, or is not wanted."""
    if not tts.cache_mb or tts.prepare_after_s is None:
        return None
    return Rehearsal(synthesizer, fixed_lines(skills, tts.skill_voices), tts.prepare_after_s, _manner_to(surroundings))


def _identification(surroundings: Surroundings) -> Identification | None:
    people = surroundings.services.people
    return Identification(people) if people else None


SourceMaker = Callable[[Inbox, Clock], Source]


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a session: where it hears, and where it is heard.

    echo_tail_ms: where the one hears the other. echo: what takes the other out of what is heard; None where nobody is listened to
    while it sounds.
    """

    make_source: SourceMaker
    sink: Sink
    echo_tail_ms: int = 0
    rings_timers: bool = False
    echo: Echo | None = None


def build_detector(config: Config) -> VoiceActivityDetector:
    return SileroVad() if config.vad.engine == "silero" else WebRtcVad(config.vad.aggressiveness)


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
        HearingRules(config.endpoint.pre_roll_ms, ends.echo_tail_ms, ends.echo),
    )
    listener, planner, maker, player = workers = (
        make_worker("recogniser", 64),
        make_worker("planner", 8),
        make_worker("synthesiser", 8),
        make_worker("player", 2),
    )
    if shared.rehearsal is not None:
        workers += (make_worker("rehearsal", 1),)
        observers += (Rehearsing(shared.rehearsal, workers[-1]),)
    if shared.turn_log is not None:
        observers += (shared.turn_log.watch(clock),)
    watching = None
    if shared.voices is not None and shared.voices.encoder.needs_sound and config.speakers.ends_turns:
        workers += (make_worker("voices", 1),)
        watching = Watching(shared.voices.encoder, workers[-1], inbox.post, clock)
    engines = Engines(
        hearing,
        Recognition(shared.recognizer, listener, inbox.post, clock, shared.voices, watching) if shared.recognizer else None,
        Planning(shared.newest_skills, shared.surroundings, planner, inbox.post, clock),
        Speech(shared.synthesizer, ends.sink, (maker, player), inbox.post, clock, _manner_to(shared.surroundings)),
        workers,
        Agenda(shared.surroundings.store) if ends.rings_timers else None,
    )
    return Session(Dialogue(_rules(config)), engines, ends.make_source(inbox, clock), inbox, clock, observers)


def _manner_to(surroundings: Surroundings) -> MannerTo:
    voice = surroundings.services.voice
    return voice.manner if voice else as_configured


def _rules(config: Config) -> DialogueRules:
    return DialogueRules(
        listening_timeout_s=config.endpoint.max_turn_s + 5,
        thinking_timeout_s=config.dialogue.thinking_timeout_s,
        speaking_timeout_s=config.dialogue.speaking_timeout_s,
        skill_voices=config.tts.skill_voices,
        speaker_voices=config.tts.speaker_voices,
        topic_s=config.dialogue.topic_s,
        wake_mode=config.wake.mode,
        wake_phrases=config.wake.phrases,
        follow_up_s=config.wake.follow_up_s,
        earcons=config.audio.earcons,
    )


def line_source(lines: Iterable[str]) -> SourceMaker:
    return lambda inbox, clock: LineSource(lines, ThreadWorker("reader"), inbox.post, clock)


def file_source(path: Path | str, real_time: bool = False) -> SourceMaker:
    """Raises AudioNotFoundError and AudioFileError at once for what cannot be opened."""
    from assistant.audio import files

    frames = _opened(files.blocks(path, RATE, FRAME_SAMPLES))
    return lambda inbox, clock: FrameSource(frames, ThreadWorker("reader"), inbox.post, clock, real_time)


def microphone_source(config: Config, echo: EchoRemoval | None = None) -> SourceMaker:
    from assistant.audio.microphone import Microphone

    return lambda inbox, clock: Microphone(config.audio, inbox.post_frame, inbox.post, clock.monotonic, echo)


def _opened(frames: Iterator) -> Iterator:
    """The same frames, the first already read: mistakes show before anything else is loaded."""
    first = next(frames)

    def all_frames() -> Iterator:
        yield first
        yield from frames

    return all_frames()
