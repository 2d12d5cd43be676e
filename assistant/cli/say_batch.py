"""`assistant say` with many texts: a bar while it works, a line for each at the end."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from assistant.cli.say_output import build_synthesizer, progress_bar
from assistant.config import TtsConfig
from assistant.tts.files import batch_sources, texts
from assistant.tts.files.batch import Destination, Manner, Record, read_aloud
from assistant.tts.files.batch_sources import Source
from assistant.tts.protocol import Segment, Synthesizer


def read_batch(args: argparse.Namespace) -> int:
    tts = args.config.tts
    manner = Manner(
        args.voice or tts.voice,
        tts.speed if args.speed is None else args.speed,
        tts.volume if args.volume is None else args.volume,
        args.phonemes,
        _engine(tts, args.voice or tts.voice),
    )
    destination = Destination(Path(args.output), f".{args.format or 'wav'}", args.subtitles, args.anew)
    sources = _sources(args)
    places = {source.origin: place for place, source in enumerate(sources)}
    records: list[Record] = []
    try:
        with progress_bar(len(sources)) as show:

            def progress(source: Source, fraction: float) -> None:
                show(source.origin, places[source.origin] + fraction)

            def tell(record: Record) -> None:
                records.append(record)
                if args.json:
                    print(json.dumps(record.as_json(), ensure_ascii=False), flush=True)

            read_aloud(sources, _WhenNeeded(args), manner, destination, tell, progress)
    finally:
        if records and not args.json:
            _report(records, len(sources))
    n_failed = sum(record.status == "failed" for record in records)
    if n_failed == 0:
        return 0
    return 1 if n_failed < len(records) else 2


def _engine(tts: TtsConfig, voice: str) -> str:
    """The settings that make another sound of the same text; not those that only make it quicker."""
    settings = f"{tts.model}\n{tts.g2p}\n{tts.blends.get(voice, '')}\n"
    try:
        words = tts.pronunciations.read_bytes() if tts.pronunciations else b""
    except OSError:
        words = b""  # whoever reads it will say so
    return settings + hashlib.sha256(words).hexdigest()


class _WhenNeeded:
    """The synthesiser, loaded at the first text that is not there yet."""

    def __init__(self, args: argparse.Namespace):
        self._args = args

    @cached_property
    def _synthesizer(self) -> Synthesizer:
        # A book would push everything else out of the cache, and is seldom asked for again.
        return build_synthesizer(self._args, is_cached=False)

    def speak(
        self, text: str | Iterable[str], voice: str | None = None, speed: float | None = None, volume: float | None = None
    ) -> Iterator[Segment]:
        return self._synthesizer.speak(text, voice, speed, volume)


def _sources(args: argparse.Namespace) -> list[Source]:
    if not args.lines:
        return batch_sources.of_files([Path(path) for path in args.file], args.chapters)
    path = (args.text or args.file)[0]
    text = texts.decode(sys.stdin.buffer.read(), "-") if path == "-" else texts.read(Path(path))
    if text.note:
        print(f"assistant: {path}: {text.note}", file=sys.stderr)
    return batch_sources.of_lines(text.content, path)


def _report(records: list[Record], n_texts: int) -> None:
    for record in records:
        rtf = "" if record.rtf is None else f"RTF {record.rtf:.2f}"
        figures = "" if record.status == "failed" else f"{record.seconds:.1f} s"
        what = f"{record.source}: {record.error}" if record.error else record.path
        note = f" ({record.source}: {record.note})" if record.note else ""
        print(f"{record.status:<6} {figures:>10} {rtf:>9}  {what}{note}")
    counts = Counter(record.status for record in records)
    told = ", ".join(f"{counts[status]} {status}" for status in ("made", "kept", "failed") if counts[status])
    made = [record for record in records if record.status == "made"]
    sound_s, spent_s = sum(record.seconds for record in made), sum(record.spent_s for record in made)
    spent = f"; {sound_s:.1f} s of sound made in {spent_s:.1f} s" if made else ""
    print(f"{len(records)} of {n_texts} texts: {told}{spent}")
    if len(records) < n_texts:
        print("Broken off; the same command goes on from there.")
