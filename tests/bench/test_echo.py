"""The simulated room, and the figures of a canceller in it."""

import numpy as np
import pytest

pytest.importorskip("pyroomacoustics")
pytest.importorskip("pywebrtc_audio")

from assistant.audio.echo import WebRtc
from assistant.bench import echo
from assistant.bench.echo_scene import RATE, Condition, stage
from assistant.config import AudioConfig
from tests.audio.fakes import level_db, speech_like

ASSISTANT = [speech_like(3, seed=1)]
PEOPLE = [speech_like(1, seed=2), speech_like(1.5, seed=5)]


@pytest.mark.parametrize("delay_ms", echo.DELAYS_MS)
@pytest.mark.parametrize("drift_ppm", echo.DRIFTS_PPM)
def test_webrtc_takes_the_echo_away_at_every_delay_and_drift(delay_ms, drift_ppm):
    scene = stage(Condition(delay_ms, drift_ppm), ASSISTANT, PEOPLE)
    cleaned, _ = echo.clean(WebRtc(AudioConfig()), scene.heard, scene.played)
    alone = scene.echo_alone
    assert level_db(scene.heard[alone]) - level_db(cleaned[alone]) > 20


def test_the_echo_is_as_loud_as_was_asked_for():
    scene = stage(Condition(60, echo_db=-6.0), ASSISTANT, PEOPLE)
    person = np.concatenate([scene.person[start:end] for start, end in scene.spans])
    echo_alone = (scene.heard - scene.person)[RATE:]
    assert level_db(echo_alone) - level_db(person) == pytest.approx(-6.0, abs=0.5)


def test_where_the_loudspeaker_is_held_it_is_silent_until_after_the_utterance():
    scene = stage(Condition(60, held_after_ms=300), ASSISTANT, PEOPLE)
    for start, end in scene.spans:
        assert not scene.played[start + int(0.3 * RATE) : end + RATE // 2].any()
        assert scene.played[start - RATE // 2 : start].any()
