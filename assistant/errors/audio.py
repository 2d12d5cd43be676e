"""Devices and files of sound."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.errors.root import AssistantError


class AudioError(AssistantError, OSError):
    exit_code = 4


class PortAudioMissingError(AudioError):
    def __init__(self, install_line: str):
        super().__init__(f"PortAudio's shared library is not installed; type: {install_line}")


class NoDeviceError(AudioError):
    def __init__(self, kind: str, wanted: str | None, found: Iterable[str]):
        what = f'no {kind} is called "{wanted}"' if wanted else f"this machine has no {kind}"
        names = ", ".join(f'"{n}"' for n in found)
        instead = "-o FILE (say) or --output FILE (run)" if kind == "speaker" else "--input FILE"
        way_out = f"choose one of {names}" if names else f"plug one in, or use {instead}"
        super().__init__(f"{what}; {way_out} (`assistant devices` lists them)")


class DeviceBusyError(AudioError):
    def __init__(self, kind: str, name: str, reason: str):
        super().__init__(
            f'the {kind} "{name}" does not open ({reason}); close the program that uses it, or choose another '
            "(`assistant devices` lists them)"
        )


class DeviceLostError(AudioError):
    def __init__(self, kind: str, name: str):
        super().__init__(f'the {kind} "{name}" went away; plug it in again: it is taken up by itself')


class AudioNotFoundError(AudioError, FileNotFoundError):
    exit_code = 2

    def __init__(self, path: Path | str):
        super().__init__(f"{path}: no such file; check the path")


class AudioFileError(AudioError, ValueError):
    exit_code = 1

    def __init__(self, path: Path | str, reason: str, way_out: str = "give WAV, FLAC, OGG or MP3"):
        super().__init__(f"{path}: {reason}; {way_out}")
        self.reason = reason


class OutputNameError(AudioFileError):
    exit_code = 2
