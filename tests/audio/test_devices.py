"""Microphone and speaker through PortAudio and real (virtual) devices. Each test is a program of its own: PortAudio's devices are
those of the environment that it was started in."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest
import soundfile

from assistant.audio import devices
from assistant.errors import DeviceBusyError, NoDeviceError

sounddevice = pytest.importorskip("sounddevice", reason="PortAudio's shared library is not installed", exc_type=OSError)


def start(code, environ):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def finish(program, timeout=30):
    out, err = program.communicate(timeout=timeout)
    assert program.returncode == 0, err
    return out


def loudest_hz(samples, rate):
    return np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples)


SPEAK = """
    import numpy as np
    from assistant.audio.speaker import Speaker
    from assistant.events import AudioFrame
    speaker = Speaker()
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(24_000) / 24_000)
    speaker.write(AudioFrame(tone.astype(np.float32), 24_000))
    speaker.drain()
    speaker.close()
"""

LISTEN = """
    import queue, sys
    import numpy as np
    from assistant.audio.microphone import Microphone
    from assistant.config import AudioConfig
    frames, events = queue.Queue(), queue.Queue()
    microphone = Microphone(AudioConfig(reopen_every_s=0.2), frames.put, events.put)
    microphone.start()
    print("listening", flush=True)
"""


def test_a_tone_is_heard_from_the_speaker(virtual_audio):
    recording = virtual_audio.record_speaker()
    finish(start(SPEAK, virtual_audio.environ))
    heard = recording.finish()
    loud = heard[np.abs(heard) > 0.2]
    assert loud.size > 24_000 * 0.5
    assert loudest_hz(heard, 24_000) == pytest.approx(440, abs=5)


def test_a_tone_is_heard_by_the_microphone(virtual_audio, tmp_path):
    path = tmp_path / "tone.wav"
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000), 48_000)
    program = start(
        LISTEN
        + """
    sys.stdin.readline()
    got = [frames.get() for _ in range(frames.qsize())]
    assert [f.at for f in got] == [512 * i for i in range(len(got))]
    samples = np.concatenate([f.samples for f in got])
    print(np.argmax(np.abs(np.fft.rfft(samples))) * 16_000 / len(samples), float(np.abs(samples).max()))
    microphone.close()
    """,
        virtual_audio.environ,
    )
    assert program.stdout.readline() == "listening\n"
    virtual_audio.play_into_microphone(path)
    hz, peak = map(float, finish(program).split())
    assert hz == pytest.approx(440, abs=5)
    assert peak > 0.3


def test_the_microphone_comes_back_when_the_sound_server_does(virtual_audio):
    program = start(
        LISTEN
        + """
    print(type(events.get(timeout=20)).__name__, flush=True)
    print(type(events.get(timeout=20)).__name__, flush=True)
    while frames.qsize():
        frames.get()
    frames.get(timeout=10)
    microphone.close()
    """,
        virtual_audio.environ,
    )
    assert program.stdout.readline() == "listening\n"
    virtual_audio.stop()
    assert program.stdout.readline() == "DeviceLost\n"
    virtual_audio.start()
    assert program.stdout.readline() == "DeviceRestored\n"
    finish(program)


def test_without_any_device_the_error_says_what_to_do(tmp_path):
    environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    code = """
        from assistant.audio import devices
        from assistant.errors import NoDeviceError
        try:
            devices.find("input", None)
        except NoDeviceError as error:
            print(error)
    """
    assert "this machine has no microphone; plug one in" in finish(start(code, environ))


def test_an_unknown_name_is_answered_with_the_known_ones(virtual_audio):
    code = """
        from assistant.audio import devices
        from assistant.errors import NoDeviceError
        try:
            devices.find("input", "Blue Yeti")
        except NoDeviceError as error:
            print(error)
    """
    message = finish(start(code, virtual_audio.environ))
    assert 'no microphone is called "Blue Yeti"' in message
    assert "default" in message


def test_a_device_that_does_not_open_is_said_to_be_busy(monkeypatch):
    device = devices.Device(0, "Mesa de som", "ALSA", 1, 0, 16_000, True, False)

    class Taken:
        def __init__(self, **_):
            raise sounddevice.PortAudioError("Device unavailable", -9985)

    monkeypatch.setattr(devices, "find", lambda kind, name: device)
    monkeypatch.setattr(sounddevice, "check_input_settings", lambda **_: None)
    monkeypatch.setattr(sounddevice, "RawInputStream", Taken)
    with pytest.raises(
        DeviceBusyError, match=r'the microphone "Mesa de som" does not open \(Device unavailable\); close the program'
    ):
        devices.open_stream("input", None, 16_000, lambda *_: None)


@pytest.mark.parametrize(("kind", "way_out"), [("speaker", "-o FILE"), ("microphone", "--input FILE")])
def test_a_missing_device_is_told_with_what_serves_in_its_place(kind, way_out):
    assert way_out in str(NoDeviceError(kind, None, []))
