"""`assistant devices`: which microphones and speakers there are."""

from __future__ import annotations

import argparse

SUMMARY = "List microphones and speakers."
EPILOG = """\
Put a name, or a part of one that no other has, into config.yaml (audio.input, audio.output); * marks the default.

examples:
  assistant devices
  ASSISTANT_AUDIO__INPUT="USB" assistant run
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object a device")


def run(args: argparse.Namespace) -> int:
    import dataclasses
    import json

    from assistant.audio import devices

    found = devices.list_devices()
    if args.json:
        for device in found:
            print(json.dumps(dataclasses.asdict(device), ensure_ascii=False))
        return 0
    for title, channels, is_default in (
        ("Microphones", "n_inputs", "is_default_input"),
        ("Speakers", "n_outputs", "is_default_output"),
    ):
        print(title)
        fitting = [d for d in found if getattr(d, channels)]
        for device in fitting:
            print(f"  {'*' if getattr(device, is_default) else ' '} {device.name}  ({device.host}, {device.rate} Hz)")
        if not fitting:
            print("    none: plug one in, or use `assistant run --input FILE --output FILE`")
    return 0
