"""`assistant run`: the whole assistant, by microphone, file, pipe or keyboard."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.app import SourceMaker
    from assistant.audio.echo import EchoRemoval
    from assistant.config import Config
    from assistant.errors import AssistantError
    from assistant.runtime.session import Observer
    from assistant.runtime.speech import Sink

SUMMARY = "Start the assistant: speak, and it answers."
EPILOG = """\
Without a microphone it says so, plays a recorded conversation through the same runtime and writes its answers to a file.

A pipe may carry WAV, or bare 16-bit mono samples at 16 kHz. A file or a pipe is answered as fast as the machine allows; it is
not read on while an answer is made, so that no question in it is missed.

examples:
  assistant run                                              speak
  assistant run --text                                       type
  assistant run --input perguntas.flac --output respostas.wav
  arecord -q -f S16_LE -r 16000 -t raw | assistant run --input - --json
"""
DEMO_OUTPUT = Path("respostas.wav")


def configure(parser: argparse.ArgumentParser) -> None:
    ends = parser.add_mutually_exclusive_group()
    ends.add_argument("--input", metavar="FILE|-", help="hear a file, or standard input, in place of the microphone")
    ends.add_argument("--text", action="store_true", help="type in place of speaking")
    parser.add_argument("--output", metavar="FILE|-", help="write the answers to a file, or as WAV to standard output")
    views = parser.add_mutually_exclusive_group()
    views.add_argument("--plain", action="store_true", help="plain lines, for pipes and logs")
    views.add_argument("--json", action="store_true", help="one JSON object a turn")


def run(args: argparse.Namespace) -> int:
    from assistant import app
    from assistant.audio import devices
    from assistant.errors import ConfigError, NoDeviceError, PortAudioMissingError

    if args.json and args.output == "-":
        raise ConfigError("--json and --output - both want standard output; give --output a file")
    if args.text:
        return _converse(args, args.config, app.line_source(_typed_lines()))
    if args.input:
        return _converse(args, args.config, app.file_source(args.input))
    try:
        devices.find("input", args.config.audio.input)
    except (NoDeviceError, PortAudioMissingError) as error:
        if args.config.audio.input is not None:
            raise  # this one was asked for by name
        print(_why_no_microphone(error), file=sys.stderr)
        return _demonstrate(args)
    return _converse(args, args.config, None)


def _why_no_microphone(error: AssistantError) -> str:
    from assistant.audio.devices import INSTALL_LINE
    from assistant.errors import PortAudioMissingError

    if isinstance(error, PortAudioMissingError):
        return f"Falta a biblioteca PortAudio (digite: {INSTALL_LINE}); sem microfone, toco uma conversa gravada."
    return "Não há microfone neste computador: toco uma conversa gravada (para escrever, use assistant run --text)."


def _demonstrate(args: argparse.Namespace) -> int:
    """The bundled conversation, through the same runtime; what it sets is forgotten."""
    from assistant import app, resources

    args.output = args.output or str(DEMO_OUTPUT)
    with app.scratch_store(args.config) as config:
        code = _converse(args, config, app.file_source(resources.conversation(), real_time=sys.stdout.isatty()))
    print(f"As respostas faladas estão em {args.output}.", file=sys.stderr)
    return code


def _converse(args: argparse.Namespace, config: Config, make_source: SourceMaker | None) -> int:
    """make_source: None for the microphone."""
    from assistant import app

    listens_live = make_source is None
    with ExitStack() as stack:
        sink, is_heard = _sink(args, config, stack)
        echo = _echo(config, sink) if listens_live else None
        if not args.json:
            print("Carregando os modelos…", file=sys.stderr)
        shared = stack.enter_context(closing(app.load_models(config, listens=not args.text, speaks=is_heard or not args.text)))
        for problem in shared.newest_skills().problems:
            print(f"assistant: {problem}", file=sys.stderr)
        source = make_source or app.microphone_source(config, echo)
        ends = app.Ends(source, sink, config.audio.echo_tail_ms if listens_live else 0, rings_timers=True, echo=echo)
        observers = (_view(args, stack), *((_greet(),) if listens_live else ()))
        session = app.build_session(config, shared, ends, observers)
        try:
            session.run()
        except KeyboardInterrupt:
            stack.close()  # the answers so far stay whole in their file
            print("\nAté logo!", file=sys.stderr)
            return 130
    return 0


def _echo(config: Config, sink: Sink) -> EchoRemoval | None:
    """What takes the answers out of what the microphone hears; None where they are not heard."""
    from assistant.audio import echo
    from assistant.audio.speaker import Speaker

    return echo.build(config.audio, sink.played) if isinstance(sink, Speaker) else None


def _sink(args: argparse.Namespace, config: Config, stack: ExitStack) -> tuple[Sink, bool]:
    """Where the answers go, and whether anyone can hear them there."""
    from assistant.audio.sinks import FileSink, NullSink
    from assistant.audio.speaker import Speaker
    from assistant.audio.writing import Writer
    from assistant.errors import NoDeviceError, PortAudioMissingError
    from assistant.tts.protocol import SAMPLE_RATE

    if args.output:
        return FileSink(stack.enter_context(Writer(args.output, SAMPLE_RATE))), True
    speaker = Speaker(config.audio.output)
    try:
        speaker.open()
    except (NoDeviceError, PortAudioMissingError):
        if config.audio.output is not None:
            raise
        print("Não há alto-falante: respondo por escrito.", file=sys.stderr)
        return NullSink(), False
    stack.callback(speaker.close)
    return speaker, True


def _view(args: argparse.Namespace, stack: ExitStack) -> Observer:
    from rich.console import Console

    from assistant.cli.live import LiveView
    from assistant.cli.views import JsonView, PlainView

    stream = sys.stderr if args.output == "-" else sys.stdout
    if args.json:
        return JsonView(stream)
    if args.plain or args.text or not stream.isatty():
        return PlainView(stream, echo=not args.text)
    wake = args.config.wake
    phrase = wake.phrases[0] if wake.phrases else None
    return stack.enter_context(LiveView(Console(file=stream), wake_phrase=phrase))


def _greet() -> Observer:
    """Says once that the microphone works: a device may take seconds to give its first sound."""
    from assistant.events import AudioFrame

    has_greeted = False

    def greet(item: object, _dialogue: object) -> None:
        nonlocal has_greeted
        if not has_greeted and isinstance(item, AudioFrame):
            has_greeted = True
            print("Pode falar.", file=sys.stderr, flush=True)

    return greet


def _typed_lines() -> Iterator[str]:
    """Lines of standard input; with a prompt where a person types them."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    print("Escreva sua pergunta; ctrl-D encerra.", file=sys.stderr)
    while True:
        try:
            yield input("você> ")
        except EOFError:
            print()
            return
