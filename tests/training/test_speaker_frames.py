"""Whose frames voices are known by: of a checkpoint too, with its projection in its own folder."""

import numpy as np
import pytest

from assistant.app.speakers import build_speaker_encoder
from assistant.config import Config
from assistant.errors import SpeakerProjectionMissingError
from assistant.speakers.pooled import projection_of
from assistant.speakers.protocol import Utterance
from assistant.training import speaker_projection
from assistant.training.speaker_frames import ears
from tests.asr.wav2vec2.checkpoints import tiny

SOUND = (0.1 * np.random.default_rng(0).standard_normal(32_000)).astype(np.float32)


@pytest.fixture
def checkpoint(tmp_path):
    tiny(tmp_path / "small")
    return tmp_path / "small"


def config_of(checkpoint):
    return Config.model_validate({"asr": {"model": str(checkpoint)}, "speakers": {"encoder": "asr"}})


def test_without_a_projection_it_is_said_how_to_make_one(checkpoint):
    with pytest.raises(SpeakerProjectionMissingError, match="speaker_projection"):
        build_speaker_encoder(config_of(checkpoint))


def test_a_projection_of_its_own_frames_is_used(checkpoint, tmp_path):
    heard = ears(checkpoint)
    pooled = heard.hear(SOUND)
    speakers = [str(i // 4) for i in range(24)]
    vectors = [pooled + np.random.default_rng(i).standard_normal(len(pooled)) for i in range(24)]
    np.savez(tmp_path / "pooled.npz", speakers=speakers, vectors=np.array(vectors, np.float32))
    assert speaker_projection.main([str(checkpoint), "--pooled", str(tmp_path / "pooled.npz"), "--size", "4"]) == 0
    assert projection_of(checkpoint).is_file()
    encoder = build_speaker_encoder(config_of(checkpoint))
    assert encoder.id == heard.id
    assert np.allclose(encoder.embed(Utterance(SOUND)), encoder.embed(Utterance(SOUND, pooled)), atol=1e-3)
