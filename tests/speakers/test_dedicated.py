"""CAM++: its features are Kaldi's, its graph is the one that is pinned, and it tells people apart."""

from pathlib import Path

import numpy as np
import pytest

from assistant import models, resources
from assistant.audio import files
from assistant.errors import ModelFileError, ModelNotFoundError, TooShortError
from assistant.models import catalogue
from assistant.models.weights import Weights
from assistant.speakers import camplus
from assistant.speakers.dedicated import DedicatedEncoder
from assistant.speakers.kaldi_fbank import log_mel
from assistant.speakers.protocol import Utterance

RECORDINGS = Path(__file__).parent.parent / "recordings"
KALDI = {
    (0, 0): -7.9208,
    (0, 40): -5.0143,
    (5, 10): -5.9707,
    (10, 25): 4.5279,
    (10, 79): 1.8408,
    (22, 60): 0.3365,
    (22, 3): -6.7823,
}


def chirp():
    """A rising tone, a rough noise that is the same everywhere, and an offset, which is no sound."""
    i = np.arange(4000)
    tone = 0.3 * np.sin(2 * np.pi * (200 * i / 16_000 + 3000 * (i / 16_000) ** 2))
    return (tone + 0.05 * np.sin(0.37 * i * i) + 0.02).astype(np.float32)


def test_the_features_are_those_of_kaldi():
    """Golden: kaldi-native-fbank 1.23, 80 mels, no dither."""
    features = log_mel(chirp())
    assert features.shape == (23, 80)
    for (frame, mel), value in KALDI.items():
        assert features[frame, mel] == pytest.approx(value, abs=2e-3), (frame, mel)


@pytest.mark.parametrize("n", [0, 1, 399])
def test_less_than_a_frame_gives_no_frames(n):
    assert log_mel(np.zeros(n, np.float32)).shape == (0, 80)


def test_silence_is_at_the_floor():
    assert np.all(log_mel(np.zeros(800, np.float32)) == np.log(np.finfo(np.float32).eps))


def test_a_file_that_is_no_graph_is_named(tmp_path):
    (tmp_path / camplus.FILE_NAME).write_bytes(b"no graph")
    with pytest.raises(ModelFileError, match="assistant models pull speaker-encoder"):
        DedicatedEncoder(tmp_path)


def test_a_checkpoint_that_is_no_camplus_is_named(tmp_path):
    (tmp_path / "other.pt").write_bytes(b"PK")
    with pytest.raises(ModelFileError, match=r"other\.pt"):
        camplus.convert(tmp_path / "other.pt", tmp_path / "out.onnx")
    assert not (tmp_path / "out.onnx").exists()


def here(name):
    try:
        return models.find(name)
    except ModelNotFoundError as error:
        pytest.skip(str(error))


def test_the_graph_that_is_pinned_is_the_one_that_is_made(tmp_path):
    origin = here("campplus")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "campplus").symlink_to(origin)
    weights = Weights(catalogue.load(), tmp_path / "models", resources.voices_folder())
    assert weights.pull(["speaker-encoder"], offline=True) == ("speaker-encoder",)
    assert [check.state for check in weights.verify(["speaker-encoder"])] == ["here"]


@pytest.fixture(scope="module")
def encoder():
    return DedicatedEncoder(here("speaker-encoder"))


def sounds(voice):
    return [files.read(path, 16_000).samples for path in sorted(RECORDINGS.glob(f"*{voice}*.flac"))[:4]]


def test_a_voice_is_nearer_to_itself_than_to_another(encoder):
    dora, alex = ([encoder.embed(Utterance(s)) for s in sounds(voice)] for voice in ("pf_dora", "pm_alex"))
    if min(len(dora), len(alex)) < 2:
        pytest.skip("no recordings of both voices")
    assert min(dora[0] @ v for v in dora[1:]) > max(dora[0] @ v for v in alex)


def test_how_loud_somebody_speaks_changes_nothing(encoder):
    sound = np.tile(chirp(), 8)
    assert encoder.embed(Utterance(sound)) @ encoder.embed(Utterance(sound * np.float32(0.01))) == pytest.approx(1, abs=1e-3)


def test_long_and_short_sound(encoder):
    for n in (8000, 16_000, 31_999, 64_001, 400_000):
        vector = encoder.embed(Utterance(np.resize(chirp(), n)))
        assert vector.shape == (encoder.size,)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    with pytest.raises(TooShortError):
        encoder.embed(Utterance(chirp()))


def test_silence_is_a_vector_too(encoder):
    assert np.all(np.isfinite(encoder.embed(Utterance(np.zeros(16_000, np.float32)))))
