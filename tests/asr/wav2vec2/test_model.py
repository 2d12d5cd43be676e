"""A checkpoint as a CtcModel, in both flavours: what it hears, and what is wrong with a graph, a device or a sound."""

import builtins
import importlib.util
import json
import shutil
from types import SimpleNamespace

import numpy as np
import onnxruntime
import pytest

from assistant.asr.wav2vec2 import checkpoint as checkpoints
from assistant.asr.wav2vec2 import conversion, onnx_network
from assistant.asr.wav2vec2.graph import LOGITS, hidden_state
from assistant.asr.wav2vec2.model import Wav2Vec2Model
from assistant.asr.wav2vec2.onnx_network import OnnxNetwork, converted
from assistant.asr.wav2vec2.torch_network import TorchNetwork
from assistant.errors import (
    CheckpointFolderError,
    ConfigError,
    DeviceMissingError,
    EngineFailedError,
    ModelFileError,
    TorchMissingError,
)
from tests.asr.sounds import RATE, noise, silence
from tests.asr.wav2vec2.checkpoints import tiny

needs_transformers = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("torch", "transformers")),
    reason="torch and transformers are not installed",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def checkpoint(folder):
    return checkpoints.read(folder)


def onnx(checkpoint, precision="fp32", **options):
    return Wav2Vec2Model(checkpoint, OnnxNetwork(checkpoint, converted(checkpoint, precision, "cpu"), **options))


@pytest.fixture(scope="module")
def model(checkpoint):
    return onnx(checkpoint)


class Numbers:
    """A network that gives what it is told to, and remembers what it was given."""

    def __init__(self, checkpoint, logit=0.0):
        self._widths = {LOGITS: checkpoint.architecture.n_tokens}
        self._hidden = checkpoint.hidden_size
        self._logit = logit

    def run(self, samples, outputs):
        self.given = samples
        return [np.full((3, self._widths.get(name, self._hidden)), self._logit, np.float32) for name in outputs]


def test_a_second_is_49_frames_of_log_posteriors_and_of_an_early_layer(model):
    hearing = model.hear(noise(1))
    assert hearing.log_posteriors.shape == (49, 1 + len(model.characters))
    np.testing.assert_allclose(np.exp(hearing.log_posteriors).sum(axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(hearing.early, model.hidden_layer(noise(1), 1))
    assert hearing.log_posteriors.dtype == hearing.early.dtype == np.float32
    assert hearing.cost_ms.keys() == {"encode"}


def test_letters_without_their_accent_stand_in_for_those_that_the_vocabulary_lacks(model):
    assert model.characters[model.label_of("ã") - 1] == "ã"
    assert model.label_of("ñ") == model.label_of("n")
    assert model.label_of("ж") is None


def test_every_layer_can_be_asked_for(model, checkpoint):
    assert model.layers == (0, 1, 2, 3)
    assert [model.hidden_layer(noise(1), layer).shape for layer in model.layers] == 4 * [(49, checkpoint.hidden_size)]


@pytest.mark.parametrize("n_samples", [0, 1, 399, 400, 719, 720])
def test_what_is_shorter_than_a_frame_is_heard_as_one(model, n_samples):
    n_frames = 2 if n_samples == 720 else 1
    assert model.hear(noise(1)[:n_samples]).log_posteriors.shape[0] == n_frames
    assert np.isfinite(model.hear(silence(1)[:n_samples]).log_posteriors).all()


def test_samples_are_normalised_as_the_checkpoint_says(folder, checkpoint, tmp_path):
    loud = 3 * noise(1) + 0.1
    network = Numbers(checkpoint)
    Wav2Vec2Model(checkpoint, network).hear(loud)
    assert (network.given.mean(), network.given.std()) == pytest.approx((0, 1), abs=1e-4)
    shutil.copytree(folder, tmp_path / "plain")
    path = tmp_path / "plain" / "preprocessor_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"do_normalize": False}))
    Wav2Vec2Model(checkpoints.read(tmp_path / "plain"), network).hear(loud)
    np.testing.assert_array_equal(network.given, loud)


def test_numbers_beyond_the_precision_are_no_posteriors(checkpoint):
    with pytest.raises(EngineFailedError, match=r"set asr\.precision: fp32"):
        Wav2Vec2Model(checkpoint, Numbers(checkpoint, np.nan)).hear(noise(1))


def test_frames_at_another_rate_are_refused(checkpoint):
    front = SimpleNamespace(strides=(5, 2, 2, 2, 2, 2))
    other = SimpleNamespace(architecture=SimpleNamespace(front=front), folder=checkpoint.folder)
    with pytest.raises(CheckpointFolderError, match="every 160 samples"):
        Wav2Vec2Model(other, Numbers(checkpoint))


@pytest.mark.parametrize(("precision", "difference"), [("fp16", 0.1), ("int8", 1.5)])
def test_each_precision_hears_nearly_the_same(model, checkpoint, precision, difference):
    exact, other = (m.hear(noise(2)).log_posteriors for m in (model, onnx(checkpoint, precision)))
    assert 0 < np.abs(exact - other).max() < difference


def test_auto_takes_what_is_there_and_makes_what_is_quickest_where_nothing_is(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "own", ignore=shutil.ignore_patterns("onnx"))
    checkpoint = checkpoints.read(tmp_path / "own")
    assert converted(checkpoint, "auto", "cpu").parent.name == "int8"
    shutil.rmtree(checkpoint.folder / "onnx")
    assert converted(checkpoint, "fp32", "cpu").parent.name == "fp32"
    assert converted(checkpoint, "auto", "cpu").parent.name == "fp32"


def test_a_conversion_of_other_weights_is_made_anew(folder, tmp_path):
    for name, options in (("one", {}), ("other", {"dtype": "F16"})):
        tiny(tmp_path / name, **options)
    one = checkpoints.read(tmp_path / "one")
    converted(one, "fp32", "cpu")
    shutil.copytree(tmp_path / "one" / "onnx", tmp_path / "other" / "onnx")
    other = checkpoints.read(tmp_path / "other")
    assert not conversion.is_current(other, conversion.folder_of(other, "fp32"), "fp32")
    converted(other, "fp32", "cpu")
    assert conversion.is_current(other, conversion.folder_of(other, "fp32"), "fp32")


def test_a_folder_that_cannot_be_written_is_named(checkpoint, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(conversion, "is_current", lambda *_: False)
    monkeypatch.setattr(conversion, "convert", refuse)
    with pytest.raises(ModelFileError, match=r"not converted yet.*Permission denied"):
        converted(checkpoint, "int8", "cpu")


def test_the_graph_of_another_model_is_refused(checkpoint, tmp_path):
    from assistant.asr.acoustics import HEAD

    with pytest.raises(ModelFileError, match=r"inputs are .*another model"):
        OnnxNetwork(checkpoint, HEAD)
    wider = tiny(tmp_path / "wider")
    config = json.loads((wider / "config.json").read_text())
    smaller = SimpleNamespace(folder=wider, n_layers=2, hidden_size=config["hidden_size"], architecture=checkpoint.architecture)
    deeper = SimpleNamespace(**vars(smaller) | {"n_layers": 4})
    graph = converted(checkpoint, "fp32", "cpu")
    OnnxNetwork(smaller, graph)
    with pytest.raises(ModelFileError, match="layer_4 is missing"):
        OnnxNetwork(deeper, graph)


@pytest.mark.parametrize("damage", ["no graph", "half a graph", "half the weights"])
def test_a_damaged_graph_is_refused(checkpoint, tmp_path, damage):
    shutil.copytree(converted(checkpoint, "fp32", "cpu").parent, tmp_path / "fp32")
    graph, weights = tmp_path / "fp32" / "model.onnx", tmp_path / "fp32" / "model.bin"
    broken = weights if damage == "half the weights" else graph
    broken.write_bytes(broken.read_bytes()[: 0 if damage == "no graph" else broken.stat().st_size // 2])
    with pytest.raises(ModelFileError, match="assistant models pull"):
        OnnxNetwork(checkpoint, graph)


@pytest.mark.parametrize("device", ["cuda", "tensorrt"])
def test_a_device_that_is_asked_for_and_missing_is_an_error(checkpoint, monkeypatch, device):
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(DeviceMissingError, match=f"asr.device is {device}.*onnxruntime-gpu.*asr.device: cpu"):
        OnnxNetwork(checkpoint, converted(checkpoint, "fp32", "cpu"), device)


def test_a_device_that_does_not_start_is_an_error(checkpoint, monkeypatch):
    class OnTheCpu:
        def __init__(self, *_, **__):
            pass

        def get_providers(self):
            return ["CPUExecutionProvider"]

    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"])
    monkeypatch.setattr(onnxruntime, "InferenceSession", OnTheCpu)
    with pytest.raises(DeviceMissingError, match="CUDAExecutionProvider does not start"):
        OnnxNetwork(checkpoint, checkpoint.folder / "model.onnx", "cuda")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (RuntimeError("bad allocation"), "not enough memory.*asr.model: embedded"),
        (MemoryError(), "not enough memory"),
        (RuntimeError("[ONNXRuntimeError] : 6 : the device is gone\nat line 3"), r"the device is gone\); say it again"),
    ],
    ids=["no memory", "no memory for numpy", "another"],
)
def test_what_fails_while_hearing_is_named(checkpoint, monkeypatch, failure, said):
    network = OnnxNetwork(checkpoint, converted(checkpoint, "fp32", "cpu"))

    class Failing:
        def run(self, *_):
            raise failure

    monkeypatch.setattr(network, "_session", Failing())
    with pytest.raises(EngineFailedError, match=said):
        Wav2Vec2Model(checkpoint, network).hear(noise(1))


def test_no_memory_while_loading_is_no_damaged_file(checkpoint, monkeypatch):
    def refuse(*_, **__):
        raise RuntimeError("Failed to allocate memory for requested buffer of size 1258291200")

    monkeypatch.setattr(onnx_network.ort, "InferenceSession", refuse)
    with pytest.raises(EngineFailedError, match="not enough memory"):
        OnnxNetwork(checkpoint, checkpoint.folder / "model.onnx")


@needs_transformers
@pytest.mark.parametrize(("kind", "norm"), [("wav2vec2", "layer"), ("hubert", "group"), ("wavlm", "layer")])
def test_both_flavours_hear_the_same(tmp_path, kind, norm):
    checkpoint = checkpoints.read(tiny(tmp_path, kind, norm))
    ours, theirs = onnx(checkpoint), Wav2Vec2Model(checkpoint, TorchNetwork(checkpoint))
    for n_samples in (0, 300, RATE, 2 * RATE + 7):
        heard, wanted = ours.hear(noise(3)[:n_samples]), theirs.hear(noise(3)[:n_samples])
        np.testing.assert_allclose(heard.log_posteriors, wanted.log_posteriors, atol=1e-4)
        np.testing.assert_allclose(heard.early, wanted.early, atol=1e-4)
    for layer in ours.layers:
        np.testing.assert_allclose(ours.hidden_layer(noise(1), layer), theirs.hidden_layer(noise(1), layer), atol=1e-4)


@needs_transformers
def test_the_torch_flavour_reads_no_pickle_and_says_what_is_missing(tmp_path, monkeypatch):
    import torch

    checkpoint = checkpoints.read(tiny(tmp_path))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DeviceMissingError, match="torch finds no graphics card"):
        TorchNetwork(checkpoint, device="cuda")
    (tmp_path / "model.safetensors").rename(tmp_path / "pytorch_model.bin")
    with pytest.raises(CheckpointFolderError, match="safetensors"):
        TorchNetwork(checkpoint)


def test_torch_has_no_int8_and_no_tensorrt(checkpoint):
    with pytest.raises(ConfigError, match="torch has no int8"):
        TorchNetwork(checkpoint, "int8")
    with pytest.raises(DeviceMissingError, match="torch does not use it"):
        TorchNetwork(checkpoint, device="tensorrt")


def test_without_torch_its_flavour_names_the_extra(checkpoint, monkeypatch):
    real = builtins.__import__

    def absent(name, *args, **kwargs):
        if name == "torch":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(TorchMissingError, match=r'asr\.flavour torch needs torch.*"assistente\[training\]"'):
        TorchNetwork(checkpoint)


def test_hidden_states_have_the_names_of_transformers():
    assert hidden_state(3) == "layer_3"
