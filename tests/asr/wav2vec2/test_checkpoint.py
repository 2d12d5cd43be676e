"""Folders in the hub's layout are read; whatever is none, or not a whole one, is refused with a sentence that says what to do."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.asr.wav2vec2 import checkpoint
from assistant.asr.wav2vec2.vocabulary import Vocabulary
from assistant.asr.wav2vec2.weights import Weights
from assistant.errors import AssistantError, CheckpointFolderError, ModelError
from tests.asr.wav2vec2.checkpoints import make_wav2vec2, tiny


@pytest.fixture
def folder(tmp_path):
    return tiny(tmp_path)


def change(folder, name, **values):
    path = folder / name
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


def rewrite_vocabulary(folder, tokens):
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}), encoding="utf-8")


def tokens_of(folder):
    return list(json.loads((folder / "vocab.json").read_text(encoding="utf-8")))


def shard(folder, n=2):
    """Split model.safetensors in n files with their index, as save_pretrained does with large ones."""
    path = folder / "model.safetensors"
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:start])
    header.pop("__metadata__")
    index = {}
    for part in range(n):
        name, entries, data = f"model-{part + 1:05}-of-{n:05}.safetensors", {}, b""
        for tensor, entry in list(header.items())[part::n]:
            begin, end = entry["data_offsets"]
            entries[tensor] = entry | {"data_offsets": [len(data), len(data) + end - begin]}
            data += raw[start + begin : start + end]
            index[tensor] = name
        encoded = json.dumps(entries).encode()
        (folder / name).write_bytes(len(encoded).to_bytes(8, "little") + encoded + data)
    path.unlink()
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": index}))


def weights_of(folder):
    found = checkpoint.read(folder)
    return Weights(folder, found.weights, found.architecture)


def test_what_a_checkpoint_says(folder):
    found = checkpoint.read(folder)
    assert (found.kind, found.hidden_size, found.n_layers, found.normalises, found.masks_padding) == (
        "wav2vec2",
        32,
        3,
        True,
        True,
    )
    assert found.vocabulary.characters == " '-abcdefghijklmnopqrstuvwxyzàáâãçéêíóôõú"
    assert (found.weights, found.language_model) == ((folder / "model.safetensors",), None)


@pytest.mark.parametrize(("norm", "masks"), [("layer", True), ("group", False)])
def test_only_networks_that_normalise_each_frame_can_leave_out_padding(tmp_path, norm, masks):
    assert checkpoint.read(tiny(tmp_path, norm=norm)).masks_padding is masks


@pytest.mark.parametrize("name", ["lm.binary", "5gram.arpa", "kenlm.bin"])
def test_a_language_model_is_found(folder, name):
    (folder / "language_model").mkdir()
    (folder / "language_model" / name).touch()
    assert checkpoint.read(folder).language_model == folder / "language_model"


def test_a_folder_of_a_language_model_without_one_is_none(folder):
    (folder / "language_model").mkdir()
    (folder / "language_model" / "attrs.json").write_text("{}")
    assert checkpoint.read(folder).language_model is None


def test_old_and_new_names_of_the_normed_weight_are_the_same_weight(tmp_path):
    name = "encoder.pos_conv_embed.conv.weight"
    old, new = (weights_of(tiny(tmp_path / str(is_old), old_names=is_old))[name] for is_old in (True, False))
    assert old.shape == (32, 8, 16)
    np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_shards_hold_what_one_file_holds(tmp_path, n):
    whole, parts = tiny(tmp_path / "whole"), tiny(tmp_path / "parts")
    shard(parts, n)
    assert len(checkpoint.read(parts).weights) == n
    for name in ("lm_head.weight", "encoder.layers.2.attention.q_proj.bias", "encoder.pos_conv_embed.conv.weight"):
        np.testing.assert_array_equal(weights_of(whole)[name], weights_of(parts)[name])


def test_half_floats_are_read(tmp_path):
    whole, half = (weights_of(tiny(tmp_path / dtype, dtype=dtype))["lm_head.weight"] for dtype in ("F32", "F16"))
    assert half.dtype == np.float32
    np.testing.assert_allclose(whole, half, rtol=1e-3, atol=1e-6)


def test_bfloat16_is_read(folder):
    path = folder / "model.safetensors"
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:start])
    header.pop("__metadata__")
    wanted = weights_of(folder)["lm_head.bias"]
    for entry in header.values():  # the upper half of each float, where the lower one was
        entry |= {"dtype": "BF16", "data_offsets": [place // 2 for place in entry["data_offsets"]]}
    encoded = json.dumps(header).encode()
    upper = np.frombuffer(raw[start:], "<u2")[1::2].tobytes()
    path.write_bytes(len(encoded).to_bytes(8, "little") + encoded + upper)
    np.testing.assert_allclose(weights_of(folder)["lm_head.bias"], wanted, rtol=1e-2)


@pytest.mark.parametrize("prefix", ["", "module.wav2vec2."])
def test_names_with_another_prefix_are_found(folder, prefix):
    path = folder / "model.safetensors"
    make = make_wav2vec2()
    tensors = list(make.tensors_of(make.config_of("wav2vec2", "tiny", "layer"), old_names=False))
    make.write_weights(path, [(name.replace("wav2vec2.", prefix), *rest) for name, *rest in tensors], seed=0)
    assert weights_of(folder)["feature_projection.projection.bias"].shape == (32,)


# Vocabulary


def test_upper_case_is_read_as_lower_case(folder):
    rewrite_vocabulary(folder, [token if token.startswith("<") else token.upper() for token in tokens_of(folder)])
    assert checkpoint.read(folder).vocabulary.characters == " '-abcdefghijklmnopqrstuvwxyzàáâãçéêíóôõú"


def test_a_tokenizer_that_knows_more_special_tokens_than_the_head_is_fine(folder):
    (folder / "added_tokens.json").write_text(json.dumps({"<s>": 45, "</s>": 46}))
    tokens = ["<pad>", "ü", "ñ", *tokens_of(folder)[3:]]
    rewrite_vocabulary(folder, tokens)
    assert "ü" in checkpoint.read(folder).vocabulary.characters


def test_another_word_delimiter_is_known(folder):
    rewrite_vocabulary(folder, [{"|": "_"}.get(token, token) for token in tokens_of(folder)])
    change(folder, "tokenizer_config.json", word_delimiter_token={"content": "_"})
    assert checkpoint.read(folder).vocabulary.characters[0] == " "


def test_the_blank_may_have_any_number_and_any_name(folder):
    tokens = [{"<pad>": "[PAD]"}.get(token, token) for token in tokens_of(folder)]
    rewrite_vocabulary(folder, tokens[1:] + tokens[:1])
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        change(folder, name, pad_token="[PAD]")
    vocabulary = checkpoint.read(folder).vocabulary
    logits = np.zeros((1, 45), np.float32)
    logits[0, 44] = 50
    assert vocabulary.fold(logits)[0].argmax() == 0


def test_special_tokens_count_as_the_blank_and_cases_as_one_character():
    vocabulary = Vocabulary(" a", np.array([0, 0, 1, 2, 2]))  # blank, </s>, |, a, A
    posteriors = np.exp(vocabulary.fold(np.log(np.float32([[0.1, 0.2, 0.3, 0.15, 0.25]]))))
    np.testing.assert_allclose(posteriors, [[0.3, 0.3, 0.4]], rtol=1e-5)


def test_folded_posteriors_add_up_to_one_however_sure_the_network_is(folder):
    logits = np.random.default_rng(0).standard_normal((50, 45)).astype(np.float32) * 200
    folded = checkpoint.read(folder).vocabulary.fold(logits)
    assert folded.dtype == np.float32
    assert folded.shape == (50, 42)
    assert np.isfinite(folded).all()
    np.testing.assert_allclose(np.exp(folded).sum(axis=1), 1, rtol=1e-4)


# What is refused


def without(name):
    return lambda folder: (folder / name).unlink()


def configured(**values):
    return lambda folder: change(folder, "config.json", **values)


def written(name, content):
    return lambda folder: (folder / name).write_text(content, encoding="utf-8")


def cut(n_bytes):
    def cut_off(folder):
        path = folder / "model.safetensors"
        path.write_bytes(path.read_bytes()[:n_bytes])

    return cut_off


def only_pickled(folder):
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def without_a_shard(folder):
    shard(folder)
    (folder / "model-00002-of-00002.safetensors").unlink()


def without_tensors(folder, wanted):
    make = make_wav2vec2()
    tensors = make.tensors_of(make.config_of("wav2vec2", "tiny", "layer"), old_names=False)
    make.write_weights(folder / "model.safetensors", [tensor for tensor in tensors if wanted not in tensor[0]], seed=0)


def renamed_token(old, new):
    return lambda folder: rewrite_vocabulary(folder, [new if token == old else token for token in tokens_of(folder)])


def outside(folder):
    shard(folder)
    written("model.safetensors.index.json", json.dumps({"weight_map": {"lm_head.weight": "../model.safetensors"}}))(folder)


REFUSED = {
    "no_config": (without("config.json"), "has no config.json"),
    "no_preprocessor": (without("preprocessor_config.json"), "has no preprocessor_config.json"),
    "no_vocabulary": (without("vocab.json"), "has no vocab.json"),
    "no_weights": (without("model.safetensors"), "has no model.safetensors"),
    "only_pickled": (only_pickled, "pytorch_model.bin, a pickle, which is never loaded.*save_pretrained"),
    "no_shard": (without_a_shard, "has no model-00002-of-00002.safetensors"),
    "shard_outside": (outside, "no safetensors file of this folder"),
    "index_of_nothing": (lambda folder: (shard(folder), written("model.safetensors.index.json", "{}")(folder)), "weight_map"),
    "config_is_not_json": (written("config.json", "<html>404</html>"), "not JSON"),
    "config_is_a_list": (written("config.json", "[]"), "no JSON object"),
    "vocabulary_is_cut_off": (written("vocab.json", '{"<pad>": 0, "'), "not JSON"),
    "cut_in_the_data": (cut(100_000), r"^\S+ cannot be used as a recogniser \(it is cut off at 100000 of at least .*fetch"),
    "cut_in_the_header": (cut(1000), "cut off at 1000 bytes"),
    "empty": (cut(0), "no safetensors file"),
    "lfs_pointer": (written("model.safetensors", "version https://git-lfs.github.com/spec/v1\n"), "git lfs pull"),
    "text_for_weights": (written("model.safetensors", "Entry not found"), "no safetensors file"),
    "header_without_shapes": (written("model.safetensors", "\x0b" + "\0" * 7 + '{"a": {}  }'), "header cannot be read"),
    "other_model": (configured(model_type="whisper"), "model_type is whisper.*Wav2Vec2ForCTC"),
    "adapter": (configured(add_adapter=True), "add_adapter"),
    "attention_adapter": (configured(adapter_attn_dim=16), "adapter_attn_dim"),
    "quantized": (configured(quantization_config={"bits": 4}), "quantization_config"),
    "odd_heads": (configured(num_attention_heads=5), "5 heads do not divide"),
    "odd_norm": (configured(feat_extract_norm="batch"), "feat_extract_norm is batch"),
    "odd_activation": (configured(hidden_act="mish"), "hidden_act is mish"),
    "no_size": (configured(hidden_size=None), "hidden_size is None"),
    "odd_convolutions": (configured(conv_kernel=[10, 3]), "not of one length"),
    "no_convolutions": (configured(conv_dim=7), "size is missing or no number"),
    "more_layers_than_weights": (configured(num_hidden_layers=4), "no wav2vec2.encoder.layers.3"),
    "narrower_than_its_weights": (configured(intermediate_size=128), r"shape \(64, 32\), and config.json says \(128, 32\)"),
    "wrong_rate": (
        lambda f: change(f, "preprocessor_config.json", sampling_rate=8000),
        "8000 Hz.*; give a checkpoint for 16000 Hz",
    ),
    "reads_spectra": (lambda f: change(f, "preprocessor_config.json", feature_size=80), "spectra"),
    "no_head": (lambda folder: without_tensors(folder, "lm_head"), "no CTC head.*fine-tuned"),
    "no_direction": (lambda folder: without_tensors(folder, "original1"), "have no .*original1"),
    "head_of_other_size": (configured(vocab_size=32), "head 32"),
    "vocabulary_too_short": (lambda folder: rewrite_vocabulary(folder, tokens_of(folder)[:-3]), "42 tokens, and the head 45"),
    "vocabulary_too_long": (lambda folder: rewrite_vocabulary(folder, [*tokens_of(folder), "ü"]), "46 tokens, and the head 45"),
    "pieces_of_words": (renamed_token("a", "▁casa"), '"▁casa" is no single character.*pieces of words'),
    "no_blank": (renamed_token("<pad>", "ü"), "no <pad>"),
    "no_delimiter": (renamed_token("|", "ü"), "stands between words"),
    "several_languages": (written("vocab.json", '{"por": {"<pad>": 0}, "eng": {}}'), "several languages"),
}


@pytest.mark.parametrize(("damage", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_checkpoint_is_refused(folder, damage, sentence):
    damage(folder)
    with pytest.raises(CheckpointFolderError, match=sentence) as refused:
        checkpoint.read(folder)
    assert ";" in str(refused.value), "every refusal ends with a way out"
    assert "\n" not in str(refused.value)


def test_no_folder_is_refused(tmp_path):
    with pytest.raises(CheckpointFolderError, match="no such folder"):
        checkpoint.read(tmp_path / "nowhere")


def test_the_refusal_is_an_error_of_models(folder):
    without("config.json")(folder)
    with pytest.raises(ModelError) as refused:
        checkpoint.read(folder)
    assert isinstance(refused.value, ValueError)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 9_000), value=st.binary(min_size=1, max_size=8))
def test_damaged_weights_are_refused_or_read_and_nothing_else(folder, place, value):
    path = folder / "model.safetensors"
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:place] + value + whole[place + len(value) :])
        checkpoint.read(folder)
    except AssistantError:
        pass
    finally:
        path.write_bytes(whole)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["config.json", "vocab.json", "preprocessor_config.json"]),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=4
    ),
    key=st.sampled_from(
        [
            "model_type",
            "hidden_size",
            "conv_dim",
            "conv_stride",
            "layer_norm_eps",
            "vocab_size",
            "a",
            "<pad>",
            "sampling_rate",
            "do_normalize",
            "return_attention_mask",
        ]
    ),
)
def test_odd_settings_are_refused_or_read_and_nothing_else(folder, name, key, value):
    path = folder / name
    whole = path.read_text(encoding="utf-8")
    try:
        change(folder, name, **{key: value})
        checkpoint.read(folder)
    except AssistantError:
        pass
    finally:
        path.write_text(whole, encoding="utf-8")
