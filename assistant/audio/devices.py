"""Microphones and speakers, by PortAudio. The only importer of sounddevice.

Strategy: a device is named by its name, not by its number, which changes with every plug. The callbacks move bytes between
PortAudio and a bounded queue, nothing else. PortAudio learns of new devices only when it is started anew, which ends all
streams: so every stream is opened and closed through this module. Listing starts it anew only while none is open; `restart`
does so in any case, and whoever had a stream finds it closed and opens another.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import ModuleType

from assistant.errors import DeviceBusyError, NoDeviceError, PortAudioMissingError

# With the 40 ms PortAudio takes by itself, PulseAudio on a busy machine runs dry, asks for one piece after the other and
# throws them away: whole sentences are lost.
OUTPUT_LATENCY_S = 0.08
INSTALL_LINE = "sudo apt install libportaudio2   (Fedora: sudo dnf install portaudio; Arch: sudo pacman -S portaudio)"

_lock = threading.RLock()
_open_streams: list = []


@dataclass(frozen=True, slots=True)
class Device:
    """index: PortAudio's number, good until the next refresh. rate: the one it prefers, in Hz."""

    index: int
    name: str
    host: str
    n_inputs: int
    n_outputs: int
    rate: int
    is_default_input: bool
    is_default_output: bool


def _portaudio() -> ModuleType:
    """Raises PortAudioMissingError."""
    try:
        import sounddevice
    except OSError as error:  # sounddevice looks for the shared library when it is imported
        raise PortAudioMissingError(INSTALL_LINE) from error
    return sounddevice


def list_devices() -> list[Device]:
    """What is plugged in now. Raises PortAudioMissingError."""
    portaudio = _portaudio()
    with _lock:
        if not _open_streams:
            _reinitialize(portaudio)
        hosts = portaudio.query_hostapis()
        default_input, default_output = (_default(portaudio, kind) for kind in ("input", "output"))
        return [
            Device(
                index=index,
                name=info["name"],
                host=hosts[info["hostapi"]]["name"],
                n_inputs=info["max_input_channels"],
                n_outputs=info["max_output_channels"],
                rate=int(info["default_samplerate"]),
                is_default_input=index == default_input,
                is_default_output=index == default_output,
            )
            for index, info in enumerate(portaudio.query_devices())
        ]


def find(kind: str, name: str | None) -> Device:
    """The "input" or "output" whose name is `name` or contains it; the system's default when `name` is None.

    Raises NoDeviceError, PortAudioMissingError.
    """
    label = "microphone" if kind == "input" else "speaker"
    fitting = [d for d in list_devices() if (d.n_inputs if kind == "input" else d.n_outputs) > 0]
    if name is None:
        defaults = [d for d in fitting if (d.is_default_input if kind == "input" else d.is_default_output)]
        candidates = defaults or fitting
    else:
        wanted = name.casefold()
        candidates = [d for d in fitting if d.name.casefold() == wanted] or [d for d in fitting if wanted in d.name.casefold()]
    if not candidates:
        raise NoDeviceError(label, name, (d.name for d in fitting))
    return candidates[0]


def open_stream(kind: str, name: str | None, rate: int, callback, blocksize_s: float = 0.02):
    """A started mono 16-bit stream and its rate (the device's own when it does not take `rate`).

    `callback(buffer, overflowed) -> None` gets or fills `buffer`. Raises NoDeviceError, DeviceBusyError.
    """
    portaudio = _portaudio()
    with _lock:
        device = find(kind, name)
        rate = _usable_rate(portaudio, kind, device, rate)
        make = portaudio.RawInputStream if kind == "input" else portaudio.RawOutputStream
        try:
            stream = make(
                samplerate=rate,
                blocksize=int(rate * blocksize_s),
                device=device.index,
                channels=1,
                dtype="int16",
                latency=OUTPUT_LATENCY_S if kind == "output" else None,
                callback=lambda buffer, _n, _time, status: callback(buffer, bool(status)),
            )
            stream.start()
        except portaudio.PortAudioError as error:
            reason = str(error.args[0]) if error.args else "PortAudio refused"
            raise DeviceBusyError("microphone" if kind == "input" else "speaker", device.name, reason) from error
        _open_streams.append(stream)
        return stream, rate, device.name


def close_stream(stream, play_out: bool = False) -> None:
    """Works for a stream whose device is gone, and for one that `restart` closed.

    `play_out` waits for the device: a sound server may hold seconds of what it was given.
    """
    with _lock:
        if stream in _open_streams:
            _open_streams.remove(stream)
            if play_out:
                stream.stop(ignore_errors=True)
            stream.close(ignore_errors=True)


def restart() -> None:
    """Close every stream and look for devices anew: the way back when one went away."""
    portaudio = _portaudio()
    with _lock:
        while _open_streams:
            close_stream(_open_streams[-1])
        _reinitialize(portaudio)


def _usable_rate(portaudio: ModuleType, kind: str, device: Device, rate: int) -> int:
    check = portaudio.check_input_settings if kind == "input" else portaudio.check_output_settings
    try:
        check(device=device.index, channels=1, dtype="int16", samplerate=rate)
    except (portaudio.PortAudioError, ValueError):
        return device.rate
    return rate


def _default(portaudio: ModuleType, kind: str) -> int | None:
    try:
        return portaudio.query_devices(kind=kind)["index"]
    except portaudio.PortAudioError:
        return None


def _reinitialize(portaudio: ModuleType) -> None:
    portaudio._terminate()
    portaudio._initialize()
