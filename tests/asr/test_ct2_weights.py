"""CTranslate2's model files are read, and nothing else is."""

import contextlib
import itertools
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import models
from assistant.asr.ct2_weights import read_tensors
from assistant.asr.encoder_weights import LAYOUT, float_tensors
from assistant.errors import ModelFileError, ModelNotFoundError

KINDS = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}
TENSORS = {
    "encoder/a/weight": np.arange(6, dtype=np.float16).reshape(2, 3),
    "encoder/a/bias": np.array([1, 2, 3], np.float32),
    "decoder/count": np.array(7, np.int16),
}


def text(written):
    raw = written.encode() + b"\0"
    return struct.pack("<H", len(raw)) + raw


def file_of(tensors, version=6):
    parts = [struct.pack("<I", version), text("WhisperSpec"), struct.pack("<II", 3, len(tensors))]
    for name, tensor in tensors.items():
        head = struct.pack(f"<B{tensor.ndim}IBI", tensor.ndim, *tensor.shape, KINDS[tensor.dtype.name], tensor.nbytes)
        parts += [text(name), head, tensor.tobytes()]
    return b"".join([*parts, struct.pack("<I", 0)])


def with_head(kind, n_bytes):
    """A file of one tensor of three bytes, whose type and size say something else."""
    return file_of({"a": np.zeros(3, np.int8)})[:-12] + struct.pack("<BI", kind, n_bytes) + bytes(7)


@pytest.fixture
def read(tmp_path):
    def read(data, prefix=""):
        (tmp_path / "model.bin").write_bytes(data)
        return read_tensors(tmp_path / "model.bin", prefix)

    return read


def test_every_tensor_comes_back(read):
    found = read(file_of(TENSORS))
    assert found.keys() == TENSORS.keys()
    for name, tensor in TENSORS.items():
        assert found[name].dtype == tensor.dtype
        np.testing.assert_array_equal(found[name], tensor)


def test_a_prefix_chooses_and_is_taken_off(read):
    assert set(read(file_of(TENSORS), "encoder/a/")) == {"weight", "bias"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"RIFF....WAVEfmt ", "version 6"),
        (file_of(TENSORS, version=5), "begins with 5"),
        (file_of(TENSORS)[:60], "it ends within a tensor"),
        (struct.pack("<I", 6) + text("x") + struct.pack("<II", 1, 2**31), "2147483648 tensors"),
        (with_head(9, 3), "unknown type 9"),
        (with_head(1, 4), "4 bytes for the shape"),
    ],
    ids=["empty", "a WAV", "version", "cut off", "count", "type", "size"],
)
def test_another_file_is_named(read, data, reason):
    with pytest.raises(ModelFileError, match=reason) as caught:
        read(data)
    assert "assistant models pull" in str(caught.value)


def test_no_file(tmp_path):
    with pytest.raises(ModelFileError, match="No such file"):
        read_tensors(tmp_path / "model.bin")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.data())
def test_damage_never_gives_anything_but_the_named_error(read, data):
    whole = bytearray(file_of(TENSORS))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=3)):
        whole[at] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(whole)))
    with contextlib.suppress(ModelFileError):
        read(bytes(whole[:cut]))


def test_a_model_of_another_size_is_no_whisper_base(tmp_path):
    (tmp_path / "model.bin").write_bytes(file_of({"encoder/conv1/weight": np.zeros((384, 80, 3), np.float16)}))
    with pytest.raises(ModelFileError, match="encoder/conv1/weight has the shape"):
        float_tensors(tmp_path / "model.bin")
    (tmp_path / "model.bin").write_bytes(file_of(TENSORS))
    with pytest.raises(ModelFileError, match="it has no encoder/conv1/weight"):
        float_tensors(tmp_path / "model.bin")


def test_the_places_in_the_file_do_not_overlap():
    for before, after in itertools.pairwise(LAYOUT):
        assert before.offset + before.n_bytes <= after.offset


def test_the_matrices_are_near_what_they_were():
    try:
        folders = models.find("whisper-base"), models.find("embedded-encoder")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    exact = float_tensors(folders[0] / "model.bin")
    stored = np.memmap(folders[1] / "encoder.bin", np.uint8, "r")
    place = {p.name: p for p in LAYOUT}

    def read(name):
        p = place[name]
        return stored[p.offset : p.offset + p.n_bytes].view(p.dtype).reshape(p.shape)

    for name in ("0.qkv", "5.down"):
        near = read(f"{name}.weight") * read(f"{name}.scale")
        assert np.abs(near - exact[f"{name}.weight"]).max() <= read(f"{name}.scale").max() / 2 * 1.001
    np.testing.assert_array_equal(read("positions"), exact["positions"])
