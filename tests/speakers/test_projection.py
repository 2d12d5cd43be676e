"""The projection learns what differs within a speaker, and leaves what differs between them."""

import numpy as np

from assistant.bench.speaker_trials import trials
from assistant.training.speaker_projection import learned

RANDOM = np.random.default_rng(5)
N_SPEAKERS, N_EACH, D = 60, 8, 24


def test_what_is_said_is_taken_out_and_who_says_it_stays():
    voices = RANDOM.standard_normal((N_SPEAKERS, D))
    contents = RANDOM.standard_normal((4, D)) * 1.5  # four loud directions that have nothing to do with the speaker

    def spoken(who):
        return voices[who] + RANDOM.standard_normal(4) @ contents + 0.3 * RANDOM.standard_normal(D)

    taught = [(str(who), spoken(who)) for who in range(40) for _ in range(N_EACH)]
    unseen = [(str(who), spoken(who)) for who in range(40, N_SPEAKERS) for _ in range(N_EACH)]
    found = learned(taught, size=16, shrinkage=0.001)
    assert found["matrix"].shape == (D, 16)

    def error(vectors):
        units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return trials(units @ units.T, [name for name, _ in unseen]).equal_error_rate

    x = np.array([vector for _, vector in unseen])
    assert error((x - found["mean"]) @ found["matrix"].astype(float)) < 5
    assert error(x - x.mean(axis=0)) > 20
