"""`assistant doctor --tune`: what was measured, what is best, and config.yaml with that in it."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from assistant.bench.tuning import Advice
    from assistant.bench.voice_tuning import VoiceAdvice


def run(args: argparse.Namespace) -> int:
    from assistant.bench import tuning, voice_tuning

    large = args.model or tuning.LARGE
    heard = tuning.tune(args.config, large, _tell)
    spoken = voice_tuning.tune(args.config, _tell)
    settings = {name: value for name, value in spoken.settings.items() if value != _now(args, name)}
    stays = args.config.asr.model not in (tuning.EMBEDDED, large)
    if not stays:
        settings = {name: value for name, value in heard.settings.items() if value != _now(args, name)} | settings
    if args.json:
        result = dataclasses.asdict(heard) | {"voice": dataclasses.asdict(spoken), "settings": settings}
        print(json.dumps(result | {"written": _written(args, settings)}, ensure_ascii=False))
        return 0
    _show(heard, spoken)
    if stays:
        print(f"  asr.model stays {args.config.asr.model}, which was not measured")
    _set(args, settings)
    return 0


def _show(heard: Advice, spoken: VoiceAdvice) -> None:
    for measured in heard.measured:
        print(f"{'✓' if measured.is_fast else '!'} {measured}")
    for timed in spoken.measured:
        print(f"{'✓' if timed is spoken.best else ' '} {timed}")
    for note in (*heard.notes, *spoken.notes):
        print(f"  {note}")
    print(f"→ {heard}")
    print(f"→ {spoken}")


def _set(args: argparse.Namespace, settings: Mapping[str, object]) -> None:
    from assistant.cli.settings import as_lines

    if not settings:
        print(f"  {args.config_file} has that already")
        return
    if args.dry_run:
        print("  would be set:")
    else:
        _write(args, settings)
        print(f"  set in {args.config_file}:")
    for line in as_lines(settings):
        print(f"    {line}")
    for name in settings:
        if (variable := "ASSISTANT_" + name.replace(".", "__").upper()) in os.environ:
            print(f"  {variable} is set, and wins over it")


def _write(args: argparse.Namespace, settings: Mapping[str, object]) -> None:
    """Raises SettingsError, having said what to write where."""
    from assistant.cli import settings as files

    try:
        files.write(args.config_file, settings)
    except SettingsError as error:
        for line in error.lines:
            print(f"    {line}")
        raise


def _written(args: argparse.Namespace, settings: Mapping[str, object]) -> bool:
    from assistant.cli import settings as files

    if settings and not args.dry_run:
        files.write(args.config_file, settings)
    return bool(settings) and not args.dry_run


def _now(args: argparse.Namespace, name: str) -> object:
    section, _, key = name.partition(".")
    return getattr(getattr(args.config, section), key)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
