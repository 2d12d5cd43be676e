"""Where `assistant say` puts what it says: the loudspeaker, a pipe or a file; and what shows how far it is."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from types import TracebackType

import numpy as np

from assistant import app
from assistant.audio.writing import check_name
from assistant.errors import UnspeakableTextError
from assistant.events import AudioFrame
from assistant.tts.files.batch import Record
from assistant.tts.files.piped import passages
from assistant.tts.files.speech_file import SpeechFile
from assistant.tts.protocol import SAMPLE_RATE, Segment, Synthesizer

_PAUSE = Segment("", "", AudioFrame(np.zeros(int(0.3 * SAMPLE_RATE), np.float32), SAMPLE_RATE))
Show = Callable[[str, float], None]
"""Called with the name of what is being made, and how many of the texts are made, in fractions of a text."""


def build_synthesizer(args: argparse.Namespace, is_cached: bool = True) -> Synthesizer:
    """What speaks as the options say. Raises what `app.build_synthesizer` does; for --voice before anything is loaded."""
    if args.voice is not None:
        app.build_voices(args.config).check(args.voice)
    config = args.config
    if args.no_cache or not is_cached:
        config = config.model_copy(update={"tts": config.tts.model_copy(update={"cache_mb": 0})})
    return app.build_synthesizer(config, from_phonemes=args.phonemes)


def open_output(args: argparse.Namespace) -> Loudspeaker | SpeechFile:
    if args.output is None:
        return Loudspeaker(args.config.audio.output)
    return SpeechFile(args.output, args.subtitles, args.raw)


def say_once(args: argparse.Namespace, text: str | Iterable[str]) -> int:
    into_file = args.output not in (None, "-")
    if into_file:
        check_name(Path(args.output))  # before anything is loaded
    synthesizer = build_synthesizer(args)
    began = time.perf_counter()
    # A pipe that says nothing for a while is to be heard; in a file nobody waits.
    texts = [text] if into_file or isinstance(text, str) else passages(text)
    segments = _spoken(synthesizer, texts, args)
    # The first sentence is made before anything is opened: what cannot be said leaves no empty file behind.
    segments = chain([next(segments)], segments)
    with progress_bar(1, is_shown=into_file and isinstance(text, str)) as show:
        if isinstance(text, str):
            segments = _shown(segments, len(text), lambda fraction: show(args.output, fraction))
        with open_output(args) as output:
            output.say(segments)
    if args.json:
        source = (args.file or ["text"])[0]
        record = Record(source, args.output, "made", output.seconds, time.perf_counter() - began)
        print(json.dumps(record.as_json(), ensure_ascii=False))
    return 0


def _spoken(synthesizer: Synthesizer, texts: Iterable[str | Iterable[str]], args: argparse.Namespace) -> Iterator[Segment]:
    is_silent = True
    for text in texts:
        with suppress(UnspeakableTextError):
            segments = synthesizer.speak(text, args.voice, args.speed, args.volume)
            first = next(segments, None)
            if first is None:
                continue
            if args.output == "-" and not is_silent:
                yield _PAUSE  # from the loudspeaker one has heard that nothing came
            is_silent = False
            yield from chain([first], segments)
    if is_silent:
        raise UnspeakableTextError


class Loudspeaker:
    """Each sentence is made while the one before is heard."""

    def __init__(self, device: str | None):
        from assistant.audio.speaker import Speaker

        self._speaker = Speaker(device)

    def say(self, segments: Iterable[Segment]) -> None:
        for segment in _one_ahead(iter(segments)):
            self._speaker.write(segment.audio)
        self._speaker.drain()

    def rest(self) -> None:
        """Silent at once, the device free until the next sentence: one that is open is fed with silence all the time."""
        self._speaker.stop()
        self._speaker.close()

    def __enter__(self) -> Loudspeaker:
        self._speaker.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._speaker.close()


def _one_ahead(segments: Iterator[Segment]) -> Iterator[Segment]:
    pool = ThreadPoolExecutor(1)
    try:
        coming = pool.submit(next, segments, None)
        while (segment := coming.result()) is not None:
            coming = pool.submit(next, segments, None)
            yield segment
    finally:
        # Without waiting: whoever is interrupted does not want to hear the end of it, and a pipe may never give its next line.
        pool.shutdown(wait=False, cancel_futures=True)


def _shown(segments: Iterable[Segment], n_characters: int, show: Callable[[float], None]) -> Iterator[Segment]:
    n_said = 0
    for segment in segments:
        yield segment
        n_said += len(segment.graphemes) + 1
        show(min(1.0, n_said / n_characters))


@contextmanager
def progress_bar(n_texts: int, is_shown: bool = True) -> Iterator[Show]:
    """A bar on standard error while the block runs, where somebody can see it; what shows how far one is."""
    if not (is_shown and sys.stderr.isatty()):
        yield lambda name, n_made: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    count = TextColumn("{task.fields[n_begun]}/{task.total}")
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), count, TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=n_texts, n_begun=1)

        def show(name: str, n_made: float) -> None:
            n_begun = min(n_texts, int(n_made) + 1)
            progress.update(bar, description=name[-40:], completed=n_made, n_begun=n_begun)

        yield show
