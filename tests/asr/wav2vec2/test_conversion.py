"""A checkpoint becomes a graph and its weights, whole or not at all, in little memory, always the same bytes."""

import errno
import json
import os
import tracemalloc

import numpy as np
import pytest

from assistant.asr.wav2vec2 import checkpoint, conversion, dot_products
from assistant.asr.wav2vec2.graph_builder import PRECISIONS
from assistant.asr.wav2vec2.weights import Weights
from assistant.errors import CheckpointFolderError, NoSpaceError
from tests.asr.wav2vec2.checkpoints import make_wav2vec2, tiny


@pytest.fixture
def found(tmp_path):
    return checkpoint.read(tiny(tmp_path / "checkpoint"))


def n_bytes(folder):
    return sum(path.stat().st_size for path in folder.iterdir())


def test_the_same_checkpoint_gives_the_same_bytes(found, tmp_path):
    for precision in PRECISIONS:
        first, second = (conversion.convert(found, tmp_path / str(i) / precision, precision).parent for i in range(2))
        for name in (conversion.GRAPH, conversion.WEIGHTS, conversion.RECORD):
            assert (first / name).read_bytes() == (second / name).read_bytes(), (precision, name)


def test_half_floats_are_half_the_size_and_bytes_a_quarter(tmp_path):
    make = make_wav2vec2()
    make.SIZES["tiny"] |= {"hidden_size": 256, "intermediate_size": 1024}  # large enough for its matrices to count
    found = checkpoint.read(make.build(tmp_path))
    whole, half, quarter = (n_bytes(conversion.convert(found, tmp_path / p, p).parent) for p in ("fp32", "fp16", "int8"))
    assert half < 0.6 * whole
    assert quarter < 0.4 * whole


def test_the_record_says_what_was_converted(found):
    target = conversion.folder_of(found, "int8")
    assert not conversion.is_current(found, target, "int8")
    assert conversion.convert(found, target, "int8") == found.folder / "onnx" / "int8" / "model.onnx"
    assert conversion.is_current(found, target, "int8")
    assert not conversion.is_current(found, target, "fp32")
    record = json.loads((target / conversion.RECORD).read_text())
    assert (len(record["sha256"]), record["precision"], record["version"]) == (64, "int8", conversion.VERSION)


@pytest.mark.parametrize("name", [conversion.GRAPH, conversion.WEIGHTS, conversion.RECORD])
def test_a_damaged_conversion_is_not_current(found, name):
    target = conversion.folder_of(found, "fp32")
    conversion.convert(found, target, "fp32")
    (target / name).rename(target / "elsewhere")
    assert not conversion.is_current(found, target, "fp32")
    (target / name).write_text("[]")
    assert conversion.is_current(found, target, "fp32") is (name == conversion.GRAPH)  # ONNX Runtime says that it is none


def test_other_weights_of_the_same_size_are_noticed_and_the_same_ones_touched_are_not(found):
    target = conversion.folder_of(found, "fp32")
    conversion.convert(found, target, "fp32")
    weights, later = found.weights[0], (target / conversion.RECORD).stat().st_mtime_ns + 10**9
    os.utime(weights, ns=(later, later))
    assert conversion.is_current(found, target, "fp32")
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    later = (target / conversion.RECORD).stat().st_mtime_ns + 10**9
    os.utime(weights, ns=(later, later))
    assert not conversion.is_current(found, target, "fp32")


def test_another_checkpoint_in_the_same_folder_is_converted_anew(found, tmp_path):
    target = conversion.folder_of(found, "fp32")
    conversion.convert(found, target, "fp32")
    tiny(found.folder, dtype="F16")
    assert not conversion.is_current(checkpoint.read(found.folder), target, "fp32")
    conversion.convert(checkpoint.read(found.folder), target, "fp32")
    assert conversion.is_current(checkpoint.read(found.folder), target, "fp32")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_refused_and_nothing_is_left(found, value):
    path = found.weights[0]
    raw = bytearray(path.read_bytes())
    raw[-4:] = np.float32(value).tobytes()  # of lm_head.bias
    path.write_bytes(raw)
    target = conversion.folder_of(found, "fp32")
    with pytest.raises(CheckpointFolderError, match=r"lm_head.bias holds values that are no numbers"):
        conversion.convert(found, target, "fp32")
    assert list(target.parent.iterdir()) == []


def test_a_full_disk_leaves_what_was_there(found, monkeypatch):
    target = conversion.folder_of(found, "fp32")
    conversion.convert(found, target, "fp32")
    before = sorted(target.iterdir())

    def full(self, name):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Weights, "__getitem__", full)
    with pytest.raises(NoSpaceError):
        conversion.convert(found, target, "fp32")
    assert sorted(target.iterdir()) == before
    assert list(target.parent.iterdir()) == [target]


def test_an_unknown_precision_is_the_callers_mistake(found, tmp_path):
    with pytest.raises(ValueError, match="fp32, fp16, int8, not int4"):
        conversion.convert(found, tmp_path / "int4", "int4")


def test_memory_is_that_of_a_few_tensors(tmp_path):
    make = make_wav2vec2()
    make.SIZES["tiny"] |= {"hidden_size": 128, "intermediate_size": 512, "num_hidden_layers": 12}
    found = checkpoint.read(make.build(tmp_path))
    tracemalloc.start()
    try:
        conversion.convert(found, conversion.folder_of(found, "int8"), "int8")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 0.3 * found.weights[0].stat().st_size


@pytest.mark.parametrize(
    ("info", "largest"),
    [
        ("processor : 0\nflags : fpu avx2 avx512_vnni\n", dot_products.FULL_RANGE),
        ("flags\t\t: fpu avx2 avx_vnni\n", dot_products.FULL_RANGE),
        ("flags : fpu avx2 avx512f\n", dot_products.HALF_RANGE),
        ("nothing", dot_products.HALF_RANGE),
        (None, dot_products.HALF_RANGE),
    ],
)
def test_the_range_of_bytes_is_what_the_processor_can_add_up(tmp_path, monkeypatch, info, largest):
    monkeypatch.setattr(dot_products.platform, "machine", lambda: "x86_64")
    path = tmp_path / "cpuinfo"
    if info is not None:
        path.write_text(info)
    assert dot_products.int8_range(path) == largest
    monkeypatch.setattr(dot_products.platform, "machine", lambda: "aarch64")
    assert dot_products.int8_range(path) == dot_products.FULL_RANGE
