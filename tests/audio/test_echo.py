"""The assistant's own sound taken out of the microphone's: late, drifting, and where the sound is bad."""

import logging
import sys

import numpy as np
import pytest

from assistant.audio import echo
from assistant.audio.echo import EchoRemoval
from assistant.audio.reference import RATE, Played
from assistant.config import AudioConfig
from tests.audio.fakes import echo_of, level_db, speech_like

pytest.importorskip("pywebrtc_audio")


def removal(**settings):
    played = Played()
    return echo.build(AudioConfig(**settings), played), played


def through(one, played, sound, heard, chunk=320):
    """What is left when the devices call in turns; float32 of about the length of `heard`."""
    played.begin(RATE)
    left = []
    for at in range(0, len(heard), chunk):
        played.write((np.clip(sound[at : at + chunk], -1, 1) * 32767).astype("<i2").tobytes())
        left.append(one.clean(heard[at : at + chunk], one.mark()))
    return np.concatenate(left)


@pytest.mark.parametrize("delay_ms", [20, 60, 120, 250])
def test_the_echo_is_taken_away_however_late_it_is(delay_ms):
    sound = speech_like(6)
    heard = echo_of(sound, delay_ms)
    one, played = removal()
    left = through(one, played, sound, heard)
    assert level_db(heard[2 * RATE :]) - level_db(left[2 * RATE :]) > 20
    assert one.is_full_duplex


@pytest.mark.parametrize("ppm", [200, -200])
def test_the_echo_of_a_loudspeaker_whose_clock_drifts_is_taken_away(ppm):
    sound = speech_like(12)
    at = np.arange(len(sound)) * (1 + ppm * 1e-6)
    heard = echo_of(np.interp(at, np.arange(len(sound)), sound))
    one, played = removal()
    left = through(one, played, sound, heard)
    assert level_db(heard[2 * RATE :]) - level_db(left[2 * RATE :]) > 15
    assert one.is_full_duplex


def test_who_speaks_while_nothing_plays_is_left_as_they_are():
    voice = speech_like(3, seed=9)
    one, played = removal()
    left = through(one, played, np.zeros_like(voice), voice)
    assert level_db(left) == pytest.approx(level_db(voice), abs=1.5)


@pytest.mark.parametrize("chunk", [37, 160, 320, 512, 1000])
def test_how_the_sound_is_cut_makes_no_difference_to_its_length(chunk):
    voice = speech_like(1)
    one, played = removal()
    left = through(one, played, np.zeros_like(voice), voice, chunk)
    assert len(voice) - 160 < len(left) <= len(voice)


def test_a_loudspeaker_that_plays_something_else_than_it_says_ends_in_half_duplex(caplog):
    one, played = removal()
    with caplog.at_level(logging.WARNING):
        through(one, played, speech_like(5, seed=1), np.tanh(8 * speech_like(5, seed=77)))
    assert not one.is_full_duplex
    assert "does not listen while it speaks" in caplog.text


def hum(n):
    return (0.2 * np.sin(2 * np.pi * 60 * np.arange(n) / RATE)).astype(np.float32)


def dropouts(sound):
    broken = sound.copy()
    for at in range(RATE, len(sound), RATE):
        broken[at : at + 800] = 0
    return broken


def nans(sound):
    broken = sound.copy()
    broken[::1777] = np.nan
    broken[::2999] = np.inf
    return broken


BAD = {
    "a constant hum": lambda s: s + hum(len(s)),
    "clipping": lambda s: np.clip(20 * s, -1, 1),
    "beyond full scale": lambda s: 100 * s,
    "drop-outs": dropouts,
    "NaN and infinity": nans,
    "silence": np.zeros_like,
    "a steady offset": lambda s: s + 0.5,
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_sound_ends_in_sound(kind):
    sound = speech_like(4)
    one, played = removal()
    left = through(one, played, sound, BAD[kind](echo_of(sound)).astype(np.float32))
    assert np.isfinite(left).all()
    assert np.abs(left).max() <= 1.0
    clean = echo_of(sound)
    left = through(one, played, sound, clean)  # … and goes on as if nothing had been
    assert level_db(left[3 * RATE :]) < level_db(clean[3 * RATE :]) - 15


class Broken:
    """A canceller that gives what is no sound."""

    def __init__(self):
        self.n_resets = 0

    def clean(self, heard, played):
        return np.full_like(heard, np.nan)

    def moved(self):
        pass

    def reset(self):
        self.n_resets += 1


def test_a_canceller_that_breaks_begins_anew_and_the_sound_goes_on():
    played, broken = Played(), Broken()
    voice = speech_like(1)
    assert np.array_equal(through(EchoRemoval("cancel", broken, played), played, voice, voice), voice)
    assert broken.n_resets > 0


def test_half_duplex_and_none_leave_the_sound_alone():
    voice = speech_like(1)
    for mode, is_full in (("half_duplex", False), ("none", True)):
        one, played = removal(echo=mode)
        assert one.is_full_duplex is is_full
        assert through(one, played, voice, voice) is not None
        assert np.array_equal(through(one, played, voice, voice), voice)


def test_without_the_package_it_is_half_duplex_and_the_log_says_so(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)
    with caplog.at_level(logging.WARNING):
        one, played = removal()
    voice = speech_like(1)
    assert not one.is_full_duplex
    assert np.array_equal(through(one, played, voice, voice), voice)
    assert [r.levelname for r in caplog.records] == ["WARNING"]
    assert "pip install pywebrtc-audio" in caplog.text


def test_noise_is_suppressed_and_gain_is_given_where_that_is_wanted():
    noise = (0.01 * np.random.default_rng(0).standard_normal(5 * RATE)).astype(np.float32)
    quieter, played = removal(echo="none", noise_suppression="high")
    assert level_db(through(quieter, played, np.zeros_like(noise), noise)[2 * RATE :]) < level_db(noise) - 10
    faint = 0.02 * speech_like(8)
    louder, played = removal(echo="none", gain="auto")
    assert level_db(through(louder, played, np.zeros_like(faint), faint)) >= level_db(faint) - 0.5


def test_digital_silence_costs_no_more_than_sound():
    import time

    sound = speech_like(3)
    one, played = removal()
    costs = []
    for piece in (sound, sound, np.zeros_like(sound), np.zeros_like(sound)):
        began = time.process_time()
        through(one, played, piece, echo_of(sound) if piece.any() else np.zeros_like(piece))
        costs.append(time.process_time() - began)
    assert costs[3] < 8 * costs[1]


def test_noise_is_suppressed_beside_the_echo():
    sound = speech_like(8)
    heard = echo_of(sound) + (0.003 * np.random.default_rng(1).standard_normal(len(sound))).astype(np.float32)
    left = {}
    for level in ("none", "high"):
        one, played = removal(noise_suppression=level)
        left[level] = level_db(through(one, played, sound, heard)[5 * RATE :])
    assert left["high"] < left["none"] - 2
    assert left["none"] < level_db(heard[5 * RATE :]) - 6
