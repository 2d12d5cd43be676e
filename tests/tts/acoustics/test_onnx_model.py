"""The acoustic model as it is loaded and run: with a toy graph, then the quick graph beside the export it is made from."""

import shutil

import numpy as np
import pytest

from assistant import models, resources
from assistant.errors import ModelFileError, ModelNotFoundError, SynthesisError
from assistant.tts.acoustics import onnx_model, quick_weights
from assistant.tts.acoustics.onnx_model import OnnxAcousticModel
from assistant.tts.acoustics.protocol import FRAME_SAMPLES, MAX_PHONEMES
from assistant.tts.voices import Voices
from tests.tts.acoustics import toy_kokoro

STYLE = np.zeros(256, np.float32)
SENTENCE = (50, 157, 43, 135, 16, 54, 44, 156, 57, 81, 47, 102, 62, 16, 54, 43, 4)


def test_the_frames_of_each_phoneme_come_with_the_sound(tmp_path):
    utterance = onnx_model.load(toy_kokoro.write(tmp_path / "model.onnx")).infer([3, 1, 2], STYLE, 1.0)
    assert utterance.frames.tolist() == [0, 3, 1, 2, 0]
    assert (utterance.frames.dtype, utterance.samples.dtype) == (np.int64, np.float32)
    assert utterance.samples.shape == (6 * FRAME_SAMPLES,)


@pytest.mark.parametrize(("outputs", "tells"), [(["audio"], False), (["durations", "audio"], True)])
def test_an_export_may_tell_the_frames_in_any_order_or_not(tmp_path, outputs, tells):
    utterance = onnx_model.load(toy_kokoro.write(tmp_path / "model.onnx", outputs)).infer([3], STYLE, 1.0)
    assert utterance.samples.shape == (3 * FRAME_SAMPLES,)
    assert (utterance.frames is not None) == tells


def test_a_folder_stands_for_the_model_in_it(tmp_path):
    toy_kokoro.write(tmp_path / "model.onnx", tokens="input_ids")
    assert onnx_model.load(tmp_path).infer([1], STYLE, 1.0).samples.shape == (FRAME_SAMPLES,)


@pytest.mark.parametrize(
    ("how", "says"), [({"tokens": "text"}, "its inputs are text, style, speed"), ({"speed": np.int64}, "not fractional")]
)
def test_a_graph_that_is_not_kokoros_is_refused(tmp_path, how, says):
    with pytest.raises(ModelFileError, match=says):
        onnx_model.load(toy_kokoro.write(tmp_path / "model.onnx", **how))


def test_what_is_no_graph_is_refused(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"<html>not found</html>")
    with pytest.raises(ModelFileError, match=r"model\.onnx .* assistant models pull kokoro$"):
        onnx_model.load(tmp_path)
    with pytest.raises(ModelFileError, match=r"absent\.onnx"):
        onnx_model.load(tmp_path / "absent.onnx")


@pytest.mark.parametrize("n_phonemes", [0, MAX_PHONEMES + 1])
def test_more_phonemes_than_kokoro_takes_are_an_error(tmp_path, n_phonemes):
    model = onnx_model.load(toy_kokoro.write(tmp_path / "model.onnx"))
    with pytest.raises(SynthesisError, match="split the text"):
        model.infer([1] * n_phonemes, STYLE, 1.0)


def test_the_identity_is_that_of_the_files_content(tmp_path):
    toy = toy_kokoro.write(tmp_path / "a.onnx", ["audio"])
    copy = shutil.copy(toy, tmp_path / "b.onnx")
    other = toy_kokoro.write(tmp_path / "c.onnx")
    identities = [OnnxAcousticModel(path).identity for path in (toy, copy, other)]
    assert identities[0] == identities[1] != identities[2]


def test_weights_that_were_cut_off_are_refused(tmp_path):
    (tmp_path / quick_weights.FILE_NAME).write_bytes(bytes(1000))
    with pytest.raises(ModelFileError, match=r"kokoro\.bin .* bytes too short.*assistant models pull kokoro-quick"):
        onnx_model.load(tmp_path)


@pytest.fixture(scope="module")
def quick():
    return _loaded("kokoro-quick")


def _loaded(name):
    try:
        return onnx_model.load(models.find(name))
    except ModelNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def style():
    return Voices(resources.voices_folder()).style("pf_dora")[len(SENTENCE) - 1]


def test_the_quick_graph_tells_how_long_each_phoneme_lasts(quick, style):
    for speed in (0.8, 1.25):
        utterance = quick.infer(SENTENCE, style, speed)
        assert utterance.frames.shape == (len(SENTENCE) + 2,)
        assert utterance.frames.sum() * FRAME_SAMPLES == len(utterance.samples)


def test_the_quick_graph_sounds_as_the_export(quick, style):
    ours, theirs = (model.infer(SENTENCE, style, 1.0).samples for model in (quick, _loaded("kokoro")))
    assert len(ours) == len(theirs)
    assert np.corrcoef(ours, theirs)[0, 1] > 0.9
    assert quick.identity != _loaded("kokoro").identity


def test_any_length_can_follow_any_other(quick, style):
    lengths = [len(quick.infer(SENTENCE[:n], style, 1.0).samples) for n in (1, 17, 2, 5)]
    assert all(length > 0 for length in lengths)
