"""The acoustic model as it is loaded and run; needs the weights of embedded-encoder."""

import numpy as np
import pytest

from assistant import models, resources
from assistant.asr import acoustics, ctc
from assistant.asr.acoustics import HEAD, AcousticModel, mel_features
from assistant.asr.encoder_weights import N_BYTES
from assistant.audio import files
from assistant.errors import HeadMismatchError, ModelFileError, ModelNotFoundError

RECORDING = resources.recordings_folder() / "04_data_pm_alex.flac"


@pytest.fixture(scope="module")
def folder():
    try:
        return models.find("embedded-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def model(folder):
    return AcousticModel(folder)


@pytest.fixture(scope="module")
def question():
    return files.read(RECORDING).samples


def test_a_spoken_question_can_be_read(model, question):
    heard = model.hear(question)
    assert ctc.greedy_text(heard.log_posteriors, model.characters) == "que dia é hoje"
    np.testing.assert_allclose(np.exp(heard.log_posteriors).sum(axis=1), 1, rtol=1e-4)
    assert len(heard.early) == len(heard.log_posteriors)
    assert heard.cost_ms.keys() == {"mel", "encode", "head"}


@pytest.mark.parametrize("n_samples", [0, 1, 159, 160, 161, 3000, 16_001])
def test_any_length_is_heard(model, n_samples):
    heard = model.hear(np.zeros(n_samples, np.float32))
    assert len(heard.log_posteriors) == (n_samples // 160 + 60 + (n_samples % 160 > 0)) // 2
    assert np.isfinite(heard.log_posteriors).all()


def test_what_is_too_long_is_cut(model):
    sound = 0.1 * np.random.default_rng(0).standard_normal(32 * 16_000).astype(np.float32)
    assert len(model.hear(sound).log_posteriors) == 1500


def test_the_features_have_silence_on_both_sides(question):
    features = mel_features(question)
    assert features.shape[2] % 2 == 0
    assert (features[0, :, :7] == features[0, 0, 0]).all()
    assert (features[0, :, -40:] == features[0, 0, -1]).all()


def test_int8_is_near_ctranslate2_in_float(folder, model, question):
    ctranslate2 = pytest.importorskip("ctranslate2")
    try:
        whisper = ctranslate2.models.Whisper(str(models.find("whisper-base")), compute_type="float32")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    features = mel_features(question)
    exact = np.array(whisper.encode(ctranslate2.StorageView.from_array(features)))[0]
    session = acoustics._session(acoustics.ENCODER_GRAPH, 1, folder)
    near = session.run(["last"], {"mel": features})[0][0]
    cosines = (exact * near).sum(axis=1) / np.linalg.norm(exact, axis=1) / np.linalg.norm(near, axis=1)
    assert cosines.mean() > 0.97


def test_the_graph_is_what_its_script_writes():
    onnx = pytest.importorskip("onnx", reason="the training extra is not installed")
    from assistant.training import encoder_graph

    assert encoder_graph.build() == onnx.load_model_from_string(acoustics.ENCODER_GRAPH.read_bytes())


@pytest.mark.parametrize("body", [b"", b"RIFF", bytes(1000)])
def test_weights_of_another_size_are_named(tmp_path, body):
    (tmp_path / "encoder.bin").write_bytes(body)
    with pytest.raises(ModelFileError, match=r"encoder\.bin .* assistant models pull embedded-encoder"):
        AcousticModel(tmp_path)


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(ModelFileError, match=f"it does not have {N_BYTES} bytes"):
        AcousticModel(tmp_path)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda head: head.replace(b"last", b"lost"), "the encoder has no output lost of width 512"),
        (lambda head: head.replace(b"characters", b"charactery"), "42 classes for 0 characters"),
    ],
    ids=["other encoder", "other characters"],
)
def test_a_head_that_does_not_fit_is_named(folder, tmp_path, spoil, said):
    (tmp_path / "head.onnx").write_bytes(spoil(HEAD.read_bytes()))
    with pytest.raises(HeadMismatchError, match=said):
        AcousticModel(folder, head=tmp_path / "head.onnx")


def test_a_head_that_is_no_model_is_named(folder, tmp_path):
    (tmp_path / "head.onnx").write_bytes(b"no model")
    with pytest.raises(ModelFileError, match=r"head\.onnx"):
        AcousticModel(folder, head=tmp_path / "head.onnx")


def test_the_parts_that_travel_with_the_program_are_small():
    assert acoustics.ENCODER_GRAPH.stat().st_size < 60_000
    assert HEAD.stat().st_size < 12_000_000


def test_a_character_without_a_class_is_written_without_its_accent(model):
    assert model.label_of("ñ") == model.label_of("n")
    assert model.label_of("ã") not in (None, model.label_of("a"))
    assert model.label_of("7") is None
