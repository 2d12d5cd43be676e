"""The program `assistant`: every command, each a parse and one call."""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

from assistant import __version__
from assistant.errors import AssistantError, NoSpaceError

COMMANDS = (
    "run",
    "ask",
    "say",
    "transcribe",
    "embed",
    "devices",
    "skills",
    "speakers",
    "models",
    "doctor",
    "stats",
    "bench",
    "data",
    "train",
    "export",
)

EPILOG = """\
examples:
  assistant run                               talk to it
  assistant ask "que horas são"               type to it
  assistant say "Bom dia!" -o bomdia.wav      make it speak
  assistant transcribe *.wav --json           make it write
  assistant doctor                            see what is missing, and how to mend it

`assistant COMMAND --help` teaches each one.

exit codes:
  0 all is well         1 something failed       2 wrong usage, configuration or path
  3 weights are missing or damaged               4 no microphone, speaker or PortAudio
  5 a skill             6 the store              7 the disk is full          130 ctrl-C
"""


def program() -> None:
    """What the command `assistant` is: `main`, and out."""
    # A start makes some hundred thousand objects that stay: Python would look through them again and again for garbage.
    gc.set_threshold(10_000, 20, 20)
    code = main()
    if threading.active_count() > 1:
        # Whoever is still at work in native code would be waited for, or abort the process while Python tears itself down.
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


def main(argv: list[str] | None = None) -> int:
    """Parse, run, and turn every AssistantError into one line on standard error and its exit code."""
    try:
        signal.signal(signal.SIGTERM, lambda *_: _interrupt())
        args = _parser().parse_args(argv)
        _configure_logging(getattr(args, "verbose", 0))
        # Imported late, so that ctrl-C ends the program quietly from its first moments on.
        from assistant import config, resources

        args.config_file = getattr(args, "config", resources.default_config())
        args.config = config.load(args.config_file, os.environ)
        return args.command_module.run(args)
    except AssistantError as error:
        print(f"assistant: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone, which is their right; Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if error.errno != 28:  # ENOSPC
            raise
        print(f"assistant: {NoSpaceError(error.filename or Path.cwd())}", file=sys.stderr)
        return NoSpaceError.exit_code


def _interrupt() -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="settings (default: config.yaml)")
    shared.add_argument(
        "-v", "--verbose", action="count", default=argparse.SUPPRESS, help="say more on standard error; -vv even more"
    )
    parser = argparse.ArgumentParser(
        prog="assistant",
        description="An offline, hands-free voice assistant for Brazilian Portuguese.",
        epilog=EPILOG,
        formatter_class=raw,
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"assistant {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")
    for name in COMMANDS:
        module = importlib.import_module(f"assistant.cli.{name}")
        command = commands.add_parser(
            name, help=module.SUMMARY, description=module.SUMMARY, epilog=module.EPILOG, formatter_class=raw, parents=[shared]
        )
        command.set_defaults(command_module=module)
        module.configure(command)
    return parser


def _configure_logging(verbose: int) -> None:
    level = (logging.ERROR, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    if level > logging.DEBUG:
        # At INFO it writes down every address, and with it the place whose weather somebody asked for.
        logging.getLogger("httpx").setLevel(logging.WARNING)
