"""The encoder that costs nothing: what the recogniser pooled becomes a vector of a voice."""

import numpy as np
import pytest

from assistant.errors import ModelFileError, OtherEncoderError, TooShortError
from assistant.speakers.pooled import PooledEncoder
from assistant.speakers.protocol import Utterance, Voiceprint, voiceprint

RANDOM = np.random.default_rng(3)
SECOND = np.zeros(16_000, np.float32)
POOLED = RANDOM.standard_normal(1024).astype(np.float32)


def never(samples):
    raise AssertionError("the sound was heard again")


def test_what_recognition_pooled_is_not_computed_again():
    vector = PooledEncoder(never).embed(Utterance(SECOND, POOLED))
    assert vector.dtype == np.float32
    assert vector.shape == (PooledEncoder(never).size,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_sound_without_a_transcript_is_heard_now():
    encoder = PooledEncoder(lambda samples: POOLED)
    assert np.array_equal(encoder.embed(Utterance(SECOND)), encoder.embed(Utterance(SECOND, POOLED)))


def test_too_little_sound_is_refused():
    with pytest.raises(TooShortError, match=r"0\.1 s of sound are too little"):
        PooledEncoder(never).embed(Utterance(SECOND[:1600], POOLED))


def test_frames_of_another_recogniser_are_refused():
    with pytest.raises(OtherEncoderError, match="enrol it again"):
        PooledEncoder(never).embed(Utterance(SECOND, POOLED[:512]))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no projection"])
def test_a_damaged_projection_is_named(tmp_path, content):
    (tmp_path / "p.npz").write_bytes(content)
    with pytest.raises(ModelFileError, match=r"p\.npz"):
        PooledEncoder(never, tmp_path / "p.npz")


def test_a_projection_that_lacks_a_part_is_named(tmp_path):
    np.savez(tmp_path / "p.npz", id="x", mean=np.zeros(3))
    with pytest.raises(ModelFileError, match="matrix"):
        PooledEncoder(never, tmp_path / "p.npz")


def test_voiceprints_of_two_encoders_are_never_compared():
    mine = voiceprint(PooledEncoder(never), Utterance(SECOND, POOLED))
    assert mine.likeness(mine) == pytest.approx(1, abs=1e-5)
    with pytest.raises(OtherEncoderError, match="campplus-1"):
        mine.likeness(Voiceprint("campplus-1", mine.vector))
