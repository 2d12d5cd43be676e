"""Which graphs of a voice are in a folder, and which is spoken with."""

import json

import pytest

from assistant.errors import GraphMissingError
from assistant.tts.acoustics import graphs


def folder_with(tmp_path, *names):
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("onnx/int8/model.onnx", "onnx/fp32/model.onnx"), {"fp32": "onnx/fp32/model.onnx", "int8": "onnx/int8/model.onnx"}),
        (("onnx/model.onnx", "onnx/model_quantized.onnx"), {"fp32": "onnx/model.onnx", "int8": "onnx/model_quantized.onnx"}),
        (("model.onnx",), {"int8": "."}),
        (("kokoro.bin",), {"int8": "."}),
        (("config.json",), {}),
    ],
)
def test_every_layout_is_known(tmp_path, names, found):
    folder = folder_with(tmp_path, *names)
    assert {graph.precision: graph.path for graph in graphs.available(folder)} == {p: folder / name for p, name in found.items()}


def test_what_is_asked_for_is_chosen(tmp_path):
    folder = folder_with(tmp_path, *map(graphs.place, graphs.PRECISIONS))
    for precision in graphs.PRECISIONS:
        assert graphs.choose(folder, precision).path == folder / "onnx" / precision / "model.onnx"


def test_auto_is_int8_until_it_was_measured(tmp_path):
    folder = folder_with(tmp_path, *map(graphs.place, graphs.PRECISIONS))
    assert graphs.choose(folder).precision == "int8"
    trials = [{"precision": p, "likeness": {"rtf": rtf}} for p, rtf in (("fp32", 0.2), ("fp16", 0.3), ("int8", 0.25))]
    (folder / graphs.REPORT).write_text(json.dumps({"trials": trials}), encoding="utf-8")
    assert graphs.choose(folder).precision == "fp32"
    (folder / graphs.place("fp32")).unlink()
    assert graphs.choose(folder).precision == "int8"


@pytest.mark.parametrize("report", ["", "[]", "{}", '{"trials": [{}]}', '{"trials": []}'])
def test_a_damaged_report_is_none(tmp_path, report):
    folder = folder_with(tmp_path, graphs.place("fp16"), graphs.REPORT)
    (folder / graphs.REPORT).write_text(report, encoding="utf-8")
    assert graphs.choose(folder).precision == "fp16"


def test_what_is_not_there_is_told_with_what_is(tmp_path):
    folder = folder_with(tmp_path, graphs.place("fp16"))
    with pytest.raises(GraphMissingError, match=r"no voice model in int8; set tts\.precision to auto, or to what is there: fp16"):
        graphs.choose(folder, "int8")
    with pytest.raises(GraphMissingError, match=r"no voice model; set tts\.model"):
        graphs.choose(tmp_path / "elsewhere")
