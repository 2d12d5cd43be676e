"""A microphone and a speaker that need no hardware: a PulseAudio of our own, with two null sinks.

What is played into the sink "mic_feed" is heard by the microphone "mic"; what is played on "speaker" can be recorded.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
RECORD_RATE = 24_000
PATIENCE_S = 15.0  # a busy machine hands sound over late
SILENT = 1e-3


def why_not() -> str | None:
    """Why this machine cannot have virtual devices, or None."""
    missing = [p for p in PROGRAMS if shutil.which(p) is None]
    return f"{', '.join(missing)} not installed (packages pulseaudio, pulseaudio-utils)" if missing else None


class VirtualAudio:
    """A context manager. `environ` makes programs use these devices."""

    def __init__(self, folder: Path):
        self._folder = folder
        runtime = folder / "runtime"
        runtime.mkdir(parents=True)
        runtime.chmod(0o700)
        (folder / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        self.environ = os.environ | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "PULSE_RUNTIME_PATH": str(runtime / "pulse"),
            "ASSISTANT_STATE": str(folder / "state"),
        }
        for name in ("PULSE_SERVER", "DBUS_SESSION_BUS_ADDRESS"):
            self.environ.pop(name, None)

    def __enter__(self) -> VirtualAudio:
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def start(self) -> None:
        self._server = subprocess.Popen(
            [
                "pulseaudio", "--exit-idle-time=-1", "--daemonize=no", "-n", "--load=module-native-protocol-unix",
                "--load=module-null-sink sink_name=speaker", "--load=module-null-sink sink_name=mic_feed",
                "--load=module-remap-source master=mic_feed.monitor source_name=mic",
            ],
            env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(100):
            if self._control("info", check=False).returncode == 0:
                break
            time.sleep(0.1)
        self._control("set-default-source", "mic")
        self._control("set-default-sink", "speaker")

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(timeout=10)

    def unplug_microphone(self) -> None:
        self._control("unload-module", "module-remap-source")
        self._control("unload-module", "module-null-sink")

    def feed_speaker_back(self, db: float = -6.0, latency_ms: int = 60) -> None:
        """From now on the microphone hears what the speaker plays, so much fainter, as in a room."""
        self._control(
            "load-module",
            "module-loopback",
            "source=speaker.monitor",
            "sink=mic_feed",
            f"latency_msec={latency_ms}",
            "adjust_time=0",
        )
        inputs = self._control("list", "short", "sink-inputs").stdout.decode().splitlines()
        self._control("set-sink-input-volume", inputs[-1].split()[0], f"{db}dB")

    def play_into_microphone(self, path: Path) -> None:
        """Returns when it has been played."""
        subprocess.run(["paplay", "--device=mic_feed", path], env=self.environ, check=True)

    def record_speaker(self) -> Recording:
        return Recording(self._folder / "heard.raw", self.environ)

    def _control(self, *words: str, check: bool = True) -> subprocess.CompletedProcess:
        return subprocess.run(["pactl", *words], env=self.environ, check=check, capture_output=True)


class Recording:
    """What the speaker plays from now on. It goes to a file: a pipe holds little more than a second."""

    def __init__(self, path: Path, environ: dict[str, str]):
        self._path = path
        with path.open("wb") as file:
            self._recorder = subprocess.Popen(
                ["parec", "--device=speaker.monitor", f"--rate={RECORD_RATE}", "--channels=1", "--format=s16le",
                 "--latency-msec=20"],
                env=environ, stdout=file,
            )  # fmt: skip
        # A null sink is never silent to its monitor: without this the first words may be spoken before anybody records.
        _wait_until(lambda: path.stat().st_size > 0)

    def finish(self) -> np.ndarray:
        """float32 (n,) at RECORD_RATE."""
        time.sleep(0.5)  # the last samples are still on their way through the server …
        _wait_until(self._is_over)  # … for longer where it is busy
        self._recorder.terminate()
        self._recorder.wait(timeout=10)
        return self.so_far()

    def so_far(self) -> np.ndarray:
        data = self._path.read_bytes()
        return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768

    def is_silent(self, seconds: float) -> bool:
        """Whether it has been, for so long until now."""
        return bool(np.abs(self.so_far()[-int(seconds * RECORD_RATE) :]).max(initial=0.0) < SILENT)

    def _is_over(self) -> bool:
        return self.is_silent(0.5) and bool(np.abs(self.so_far()).max(initial=0.0) > SILENT)

    def save(self, path: Path) -> Path:
        soundfile.write(path, self.finish(), RECORD_RATE)
        return path


def _wait_until(is_so: Callable[[], bool]) -> None:
    """For PATIENCE_S at the most: what is missing then is for the test to say."""
    until = time.monotonic() + PATIENCE_S
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
