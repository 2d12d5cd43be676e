"""`assistant say --interactive`: each line is said as it is entered."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assistant.audio.writing import check_name
from assistant.cli.say import warn
from assistant.cli.say_output import build_synthesizer, open_output
from assistant.errors import PhonemeError, UnspeakableTextError
from assistant.tts.files import piped

_PROMPT = "diga> "


def converse(args: argparse.Namespace) -> int:
    # Here ctrl-C ends a sentence and not the program; what asks the program to end must still do so.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        _converse(args)
    except SystemExit as ended:
        return int(ended.code or 0)  # by way of `main`, which waits for no thread
    return 0


def _converse(args: argparse.Namespace) -> None:
    if args.output not in (None, "-"):
        check_name(Path(args.output))
    synthesizer = build_synthesizer(args)
    is_typed = sys.stdin.isatty()
    if is_typed:
        print("Escreva o que devo dizer; ctrl-C interrompe a fala, ctrl-D encerra.", file=sys.stderr)
    with open_output(args) as output:
        output.rest()
        for line in _typed_lines() if is_typed else _lines(piped.stream(sys.stdin.buffer, warn)):
            try:
                if line.strip():
                    output.say(synthesizer.speak(line, args.voice, args.speed, args.volume))
            except KeyboardInterrupt:
                if not is_typed:
                    raise
                print(file=sys.stderr)
            except (UnspeakableTextError, PhonemeError) as error:
                warn(str(error))
            output.rest()


def _typed_lines() -> Iterator[str]:
    """What is entered, until ctrl-D; the lines before can be had again where the terminal library is there."""
    with suppress(ImportError):
        import readline  # noqa: F401 - `input` edits lines by it

    sys.stdin.reconfigure(errors="replace")
    while True:
        try:
            yield _ask()
        except EOFError:
            print(file=sys.stderr)
            return
        except KeyboardInterrupt:
            print(file=sys.stderr)  # the line is dropped, as a shell does


def _ask() -> str:
    if sys.stdout.isatty():
        return input(_PROMPT)
    # `input` would write its prompt among the samples.
    print(_PROMPT, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    held = ""
    for piece in pieces:
        *lines, held = (held + piece).split("\n")
        yield from lines
    yield held
