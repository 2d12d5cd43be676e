"""The graphs compute what transformers computes: logits and every hidden state, alone and in batches, in each precision."""

import importlib.util
import json

import numpy as np
import onnxruntime as ort
import pytest

from assistant.asr.wav2vec2 import checkpoint, conversion, graph
from tests.asr.wav2vec2 import reference
from tests.asr.wav2vec2.checkpoints import VARIANTS, lengths_of, make_wav2vec2, set_value, sounds, tiny

TOLERANCE = 1e-4
needs_transformers = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("torch", "transformers")),
    reason="torch and transformers are not installed; the stored numbers are compared all the same",
)


class Network:
    def __init__(self, folder, precision="fp32"):
        self.checkpoint = checkpoint.read(folder)
        path = conversion.convert(self.checkpoint, conversion.folder_of(self.checkpoint, precision), precision)
        self.session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self.names = [graph.LOGITS, *(graph.hidden_state(i) for i in range(self.checkpoint.n_layers + 1))]

    def __call__(self, samples, lengths):
        """Logits and hidden states: for each, the frames of each utterance."""
        found = self.session.run(self.names, {"samples": samples, "lengths": np.array(lengths, np.int64)})
        return [self.frames(values, lengths) for values in found]

    def frames(self, values, lengths):
        return [row[: self.checkpoint.architecture.front.n_frames(n)] for row, n in zip(values, lengths, strict=True)]


def largest_difference(ours, theirs):
    return max(np.abs(a - b).max() for a, b in zip(ours, theirs, strict=True))


def assert_all_same(network, ours, theirs, lengths, tolerance=TOLERANCE):
    for name, our, their in zip(network.names, ours, theirs, strict=True):
        assert largest_difference(our, network.frames(their, lengths)) <= tolerance, name


@pytest.mark.parametrize(("kind", "norm"), VARIANTS)
def test_a_batch_gives_what_transformers_gave(tmp_path, kind, norm):
    network, lengths = Network(tiny(tmp_path, kind, norm)), lengths_of(norm)
    with np.load(reference.GOLDENS) as goldens:
        theirs = [goldens[f"{kind}.{norm}.{i}"] for i in range(len(network.names))]
    assert_all_same(network, network(sounds(lengths), lengths), theirs, lengths)


@needs_transformers
@pytest.mark.parametrize(("kind", "norm"), VARIANTS)
def test_a_batch_gives_what_transformers_gives(tmp_path, kind, norm):
    lengths = (16_000, 7_777, 400) if norm == "layer" else (16_000, 16_000)
    samples = sounds(lengths)
    network = Network(tiny(tmp_path, kind, norm, seed=1))
    theirs = reference.outputs(tmp_path, samples, lengths if norm == "layer" else None)
    assert_all_same(network, network(samples, lengths), theirs, lengths)


UNUSUAL = {
    "no_bias": {"conv_bias": False},
    "norm_after": {"do_stable_layer_norm": False},
    "odd_positions": {"num_conv_pos_embeddings": 7},
    "relu": {"hidden_act": "relu", "feat_extract_activation": "gelu_new"},
    "other_strides": {"conv_kernel": [8, 5, 3, 2], "conv_stride": [4, 3, 2, 2], "conv_dim": [16, 20, 24, 12]},
}


def unusual(folder, kind, changes):
    make = make_wav2vec2()
    tiny(folder, kind)
    config = make.config_of(kind, "tiny", "layer") | changes
    (folder / "config.json").write_text(json.dumps(config))
    make.write_weights(folder / "model.safetensors", list(make.tensors_of(config, old_names=False)), seed=3)


@needs_transformers
@pytest.mark.parametrize("changes", UNUSUAL.values(), ids=UNUSUAL)
def test_other_shapes_give_what_transformers_gives(tmp_path, changes):
    unusual(tmp_path, "wav2vec2", changes)
    network, lengths = Network(tmp_path), (4_000, 3_001)
    theirs = reference.outputs(tmp_path, sounds(lengths), lengths)
    assert_all_same(network, network(sounds(lengths), lengths), theirs, lengths)


@needs_transformers
@pytest.mark.parametrize("changes", [{"feat_proj_layer_norm": False}, {"conv_pos_batch_norm": True}], ids=lambda c: next(iter(c)))
def test_what_only_hubert_has_gives_what_transformers_gives(tmp_path, changes):
    make = make_wav2vec2()
    tiny(tmp_path, "hubert")
    config = make.config_of("hubert", "tiny", "layer") | changes
    (tmp_path / "config.json").write_text(json.dumps(config))
    stem, width = "hubert.encoder.pos_conv_embed", config["hidden_size"]
    tensors = list(make.tensors_of(config, old_names=False))
    if "conv_pos_batch_norm" in changes:
        tensors = [tensor for tensor in tensors if "parametrizations" not in tensor[0]]
        tensors.append((f"{stem}.conv.weight", (width, width // 4, 16), 0, 0.1))
        tensors += [(f"{stem}.batch_norm.{part}", (width,), 1, 0.1) for part in ("weight", "bias", "running_mean", "running_var")]
    else:
        tensors = [tensor for tensor in tensors if "feature_projection.layer_norm" not in tensor[0]]
    make.write_weights(tmp_path / "model.safetensors", tensors, seed=3)
    network, lengths = Network(tmp_path), (4_000, 4_000)
    theirs = reference.outputs(tmp_path, sounds(lengths))
    assert_all_same(network, network(sounds(lengths), lengths), theirs, lengths)


@pytest.mark.parametrize("kind", ["wav2vec2", "hubert", "wavlm"])
def test_in_a_batch_an_utterance_gives_what_it_gives_alone(tmp_path, kind):
    network, lengths = Network(tiny(tmp_path, kind)), (5_000, 400, 2_345)
    together = network(sounds(lengths), lengths)
    for i, length in enumerate(lengths):
        alone = network(sounds(lengths)[i : i + 1, :length], (length,))
        assert max(np.abs(a[0] - b[i]).max() for a, b in zip(alone, together, strict=True)) <= TOLERANCE


@pytest.mark.parametrize("precision", ["fp16", "int8"])
@pytest.mark.parametrize(("kind", "norm"), VARIANTS)
def test_smaller_weights_give_nearly_the_same(tmp_path, kind, norm, precision):
    folder = tiny(tmp_path, kind, norm)
    samples = sounds((16_000,))
    whole, smaller = (Network(folder, p)(samples, (16_000,))[0][0] for p in ("fp32", precision))
    noise = np.square(whole - smaller).mean() / np.square(whole).mean()
    assert noise <= {"fp16": 1e-5, "int8": 5e-3}[precision]
    assert (whole.argmax(-1) == smaller.argmax(-1)).mean() >= {"fp16": 1.0, "int8": 0.9}[precision]


def test_a_large_channel_leaves_steps_to_the_rest(tmp_path):
    """A channel of the convolutions that is a hundred times larger than the others does not drown them in int8."""
    tiny(tmp_path)
    layers = "wav2vec2.feature_extractor.conv_layers"
    set_value(tmp_path, f"{layers}.2.layer_norm.weight", 5, 100)
    for output in range(24):  # nothing listens to it
        for tap in range(3):
            set_value(tmp_path, f"{layers}.3.conv.weight", (output * 24 + 5) * 3 + tap, 0)
    whole, smaller = (Network(tmp_path, p)(sounds((16_000,)), (16_000,))[1][0] for p in ("fp32", "int8"))
    assert np.square(whole - smaller).mean() <= 2e-3 * np.square(whole).mean()


def test_a_large_channel_of_the_projection_leaves_the_order_of_frames_exact(tmp_path):
    set_value(tiny(tmp_path), "wav2vec2.feature_projection.projection.bias", 3, 300)
    whole, smaller = (Network(tmp_path, p)(sounds((16_000,)), (16_000,))[1][0] for p in ("fp32", "int8"))
    others = np.arange(32) != 3
    assert np.square(whole - smaller)[:, others].mean() <= 5e-3


def test_the_shortest_sound_gives_one_frame_and_a_shorter_one_none(tmp_path):
    network = Network(tiny(tmp_path))
    front = network.checkpoint.architecture.front
    assert (front.min_samples, front.n_frames(400), front.n_frames(399), front.n_frames(48_000)) == (400, 1, 0, 149)
    assert network(sounds((400,)), (400,))[0][0].shape == (1, 45)
