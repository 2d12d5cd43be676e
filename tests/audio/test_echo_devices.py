"""The speaker fed back into the microphone, through real (virtual) devices: what is left of the assistant's own voice."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytest.importorskip("sounddevice", reason="PortAudio's shared library is not installed", exc_type=OSError)
pytest.importorskip("pywebrtc_audio")

RECORDINGS = Path(__file__).parent.parent / "recordings"

# Hears what comes back, before and after cancellation; the first seconds, in which the canceller learns the delay, left out.
HEAR_ONESELF = """
    import json, sys, time
    import numpy as np
    from assistant.audio import echo, files
    from assistant.audio.microphone import Microphone
    from assistant.audio.speaker import Speaker
    from assistant.audio.vad import FRAME_SAMPLES, SileroVad
    from assistant.config import AudioConfig
    from assistant.events import AudioFrame

    class Both:
        def __init__(self, removal):
            self.removal, self.before, self.after = removal, [], []
        def __getattr__(self, name):
            return getattr(self.removal, name)
        def clean(self, heard, mark):
            left = self.removal.clean(heard, mark)
            self.before.append(heard)
            self.after.append(left)
            return left

    def of(pieces):
        sound, detector = np.concatenate(pieces)[32_000:], SileroVad()
        ats = range(0, len(sound) - FRAME_SAMPLES, FRAME_SAMPLES)
        likely = [detector(AudioFrame(sound[at : at + FRAME_SAMPLES], 16_000, at)) for at in ats]
        return {"db": float(10 * np.log10(np.mean(sound**2) + 1e-10)), "speech_s": sum(p > 0.5 for p in likely) * 0.032}

    speaker, config = Speaker(), AudioConfig()
    speaker.open()
    both = Both(echo.build(config, speaker.played))
    microphone = Microphone(config, lambda frame: None, lambda event: None, echo=both)
    microphone.start()
    time.sleep(3.0)  # as before any first answer: how unevenly the devices call is learned in silence
    both.before.clear(), both.after.clear()
    for path in sys.argv[1:]:
        sound = files.read(path, 24_000)
        for at in range(0, len(sound.samples), 2400):
            speaker.write(AudioFrame(sound.samples[at : at + 2400], 24_000, at))
    speaker.drain()
    time.sleep(0.3)
    microphone.close()
    speaker.close()
    print(json.dumps({"before": of(both.before), "after": of(both.after), "is_full_duplex": both.is_full_duplex}))
"""


def hear_oneself(virtual_audio):
    spoken = sorted(RECORDINGS.glob("*pf_dora.flac"))[:5]
    program = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(HEAR_ONESELF), *map(str, spoken)],
        env=virtual_audio.environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert program.returncode == 0, program.stderr
    return json.loads(program.stdout)


def is_clean(heard):
    return (
        heard["after"]["db"] < heard["before"]["db"] - 15
        and heard["after"]["speech_s"] <= 0.1 * heard["before"]["speech_s"]
        and heard["is_full_duplex"]
    )


def test_the_microphone_does_not_hear_what_the_speaker_plays(virtual_audio):
    virtual_audio.feed_speaker_back(db=-6.0)
    runs = []
    for _ in range(3):  # on a busy machine the virtual devices themselves lose seconds of sound
        runs.append(hear_oneself(virtual_audio))
        if runs[-1]["before"]["speech_s"] > 3.0 and is_clean(runs[-1]):
            return
    pytest.fail(f"what comes back is heard: {runs}")
