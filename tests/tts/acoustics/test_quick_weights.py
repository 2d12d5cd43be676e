"""Tensors read from ONNX files without the onnx package, and weights laid out for the quick graph."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asr.wav2vec2.onnx_file import OnnxFile
from assistant.errors import ModelFileError
from assistant.tts.acoustics import quick_weights
from assistant.tts.acoustics.onnx_tensors import read_tensors
from assistant.tts.acoustics.quick_weights import arranged


def written(path, **tensors):
    with path.with_suffix(".bin").open("wb") as weights:
        graph = OnnxFile(weights, "w.bin")
        for name, value in tensors.items():
            graph.constant(name, value)
        graph.weight("far", np.arange(3, dtype=np.int8))
        graph.node("Identity", ["far"], ["y"], "", {})
        graph.write(path, "toy", {})
    return path


def test_tensors_come_back_as_they_were_written(tmp_path):
    here = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.array([-1, 2], np.int64), "c": np.uint8([[255]])}
    read = {tensor.name: tensor for tensor in read_tensors(written(tmp_path / "m.onnx", **here))}
    assert list(read) == ["a", "b", "c", "far"]
    for name, value in here.items():
        assert read[name].array().dtype == value.dtype
        assert np.array_equal(read[name].array(), value)
    assert (read["far"].offset, read["far"].shape, read["a"].offset) == (0, (3,), None)


def test_numbers_written_one_by_one_are_read(tmp_path):
    minus_two = b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01"
    tensor = b"\x08\x02" + b"\x10\x03" + b"\x2a\x0b" + minus_two + b"\x05" + b"\x42\x01z"  # dims 2, int8, int32_data, name
    graph = b"\x2a" + bytes([len(tensor)]) + tensor
    (tmp_path / "m.onnx").write_bytes(b"\x3a" + bytes([len(graph)]) + graph)
    (read,) = read_tensors(tmp_path / "m.onnx")
    assert (read.name, read.array().tolist()) == ("z", [-2, 5])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "m.onnx"
    path.write_bytes(b"\x3a" + bytes([len(content) & 0x7F]) + content)
    with suppress(ModelFileError):
        read_tensors(path)


def test_a_convolution_becomes_a_product_with_the_rows_its_taps_see():
    weight = np.random.default_rng(0).integers(0, 256, (4, 3, 5)).astype(np.uint8)
    x = np.arange(21).reshape(7, 3)
    matrix = arranged("taps", [weight])
    rows = np.stack([x[i : i + 5].ravel() for i in range(3)])
    expected = [[(weight[o].T.astype(int) - 128).ravel() @ x[i : i + 5].ravel() for o in range(4)] for i in range(3)]
    assert (matrix.dtype, matrix.shape) == (np.int8, (15, 4))
    assert (rows @ matrix.astype(int)).tolist() == expected


def test_int8_stays_what_it_is():
    weight = np.array([[[-128, 127]]], np.int8)
    assert arranged("taps", [weight]).ravel().tolist() == [-128, 127]


def test_the_phases_of_an_upsampling_convolution():
    weight = np.arange(2 * 3 * 4, dtype=np.float32).reshape(2, 3, 4)
    matrix = arranged("phases", [weight])
    assert matrix.shape == (4, 6)
    assert matrix[0].tolist() == [*weight[0, :, 0], *weight[0, :, 1]]
    assert matrix[2].tolist() == [*weight[0, :, 2], *weight[0, :, 3]]


def test_halves_and_rows():
    assert arranged("halves", [np.array([1, 2]), np.array([3, 4, 5, 6])]).tolist() == [1, 3, 4, 2, 5, 6]
    assert arranged("row", [np.ones((1, 4, 1))]).shape == (1, 1, 4)


def test_another_export_is_refused_by_the_tensor_it_lacks(tmp_path):
    with pytest.raises(ModelFileError, match="it has no tensor"):
        quick_weights.convert(written(tmp_path / "m.onnx"), tmp_path / "kokoro.bin")


def test_the_graph_that_travels_is_small_and_knows_its_weights():
    assert quick_weights.GRAPH.stat().st_size < 300_000
    assert quick_weights.size() > 80_000_000
