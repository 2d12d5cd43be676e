"""`assistant say`: a text read aloud, or into a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from assistant.errors import UnspeakableTextError

if TYPE_CHECKING:
    from assistant.events import AudioFrame

SUMMARY = "Read a text aloud, or into an audio file."
EPILOG = """\
examples:
  assistant say "Bom dia! São 15h30."
  assistant say -o aviso.mp3 --voice pm_alex --speed 0.9 "A reunião começa em dez minutos."
  cat noticias.txt | assistant say -
  assistant say -o - "Olá" | aplay
  assistant say --list-voices

Each sentence is played, or written, as soon as it is made. The file's format follows its name: .wav, .flac, .ogg, .mp3.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", metavar="TEXT", help='what to say, in Portuguese; "-" reads it from stdin')
    parser.add_argument("-o", "--output", metavar="FILE", help='write to FILE instead of the speaker; "-" writes WAV to stdout')
    parser.add_argument("--voice", metavar="NAME", help="who says it (default: tts.voice in config.yaml)")
    parser.add_argument("--speed", type=_speed, metavar="X", help="from 0.5, half as quick, to 2.0 (default: tts.speed)")
    parser.add_argument("--list-voices", action="store_true", help="show the voices there are, and say nothing")
    parser.set_defaults(usage_error=parser.error)


def run(args: argparse.Namespace) -> int:
    from assistant import app

    if args.list_voices:
        for voice in app.build_voices().list():
            print(f"{voice.name:<14} {voice.language:<6} {voice.sex}")
        return 0
    text = _text(args)
    frames = _spoken(app.build_synthesizer(args.config), text, args)
    # The first sentence is made before anything is opened: what cannot be said leaves no empty file behind.
    frames = chain([next(frames)], frames)
    if args.output is None:
        _play(frames, args.config.audio.output)
    else:
        _write(frames, args.output)
    return 0


def _speed(argument: str) -> float:
    try:
        speed = float(argument)
    except ValueError:
        speed = 0.0
    if not 0.5 <= speed <= 2.0:
        raise argparse.ArgumentTypeError(f'"{argument}" is not a number from 0.5 to 2.0')
    return speed


def _text(args: argparse.Namespace) -> str:
    if not args.text:
        args.usage_error('give a TEXT, or "-" to read it from stdin')
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace") if args.text == ["-"] else " ".join(args.text)
    if not text.strip():
        raise UnspeakableTextError  # before the model is loaded for nothing
    return text


def _spoken(synthesizer, text: str, args: argparse.Namespace) -> Iterator[AudioFrame]:
    for segment in synthesizer.speak(text, args.voice, args.speed):
        yield segment.audio


def _one_ahead(frames: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    """The same frames, each next one made while the one before is heard."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, frames, None)
        while (frame := coming.result()) is not None:
            coming = pool.submit(next, frames, None)
            yield frame


def _play(frames: Iterator[AudioFrame], device: str | None) -> None:
    from assistant.audio.speaker import Speaker

    speaker = Speaker(device)
    speaker.open()
    try:
        for frame in _one_ahead(frames):
            speaker.write(frame)
        speaker.drain()
    finally:
        speaker.close()


def _write(frames: Iterator[AudioFrame], path: str) -> None:
    from assistant.audio.writing import Writer
    from assistant.tts.protocol import SAMPLE_RATE

    with Writer(path, SAMPLE_RATE) as writer:
        for frame in frames:
            writer.write(frame)
