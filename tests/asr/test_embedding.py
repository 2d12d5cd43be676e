"""Embeddings of sound of any length: every frame in its place, whatever the windows; files of all kinds in one archive."""

import os

import numpy as np
import pytest
import soundfile

from assistant import models, resources
from assistant.asr.acoustics import AcousticModel
from assistant.asr.ctc_reader import FrameTimes
from assistant.asr.embedded import TIMES
from assistant.asr.embedding import LayerReader, Pool, WindowSizes, layer_named
from assistant.asr.embedding_file import embed_files, expanded, named
from assistant.audio import files
from assistant.errors import EmbeddingOutputError, ModelNotFoundError, NoSuchLayerError, RecognitionError
from tests.asr.sounds import RATE, frames, noise

N = RATE // 50


class MeanModel:
    """Each frame is the mean of its samples and of its neighbours'; `lead` and `tail` frames of silence are added around it."""

    layers = (1, 2, 3)

    def __init__(self, lead=0, tail=0):
        self.lead, self.tail = lead, tail
        self.longest = 0

    def hidden_layer(self, samples, layer):
        self.longest = max(self.longest, len(samples))
        padded = np.pad(samples, (0, -len(samples) % N)).reshape(-1, N).mean(axis=1, dtype=np.float64)
        padded = np.pad(padded, (self.lead, self.tail))
        around = np.convolve(np.pad(padded, 5, mode="edge"), np.ones(11), "valid")
        return (layer * np.stack([padded, around], axis=1)).astype(np.float32)


def embedded(reader, sound, size=RATE):
    return np.concatenate(list(reader.frames(frames(sound, size))))


@pytest.mark.parametrize("seconds", [0.01, 0.5, 3.99, 4.0, 4.01, 7.3, 12.345])
@pytest.mark.parametrize("size", [1000, RATE, 10 * RATE])
def test_windows_give_the_frames_of_the_whole(seconds, size):
    sound = noise(seconds)
    whole = embedded(LayerReader(MeanModel(), FrameTimes(), 2), sound)
    assert len(whole) == -(-len(sound) // N)
    model = MeanModel(lead=5, tail=25)
    reader = LayerReader(model, FrameTimes(0.02, 0.1, 0.5), 2, WindowSizes(4.0, 1.0))
    cut = embedded(reader, sound, size)
    np.testing.assert_allclose(cut[:, 0], whole[:, 0], atol=1e-6)
    inner = slice(5, max(5, len(whole) - 5))  # at the ends of the sound, silence or its own edge: the model's affair
    np.testing.assert_allclose(cut[inner, 1], whole[inner, 1], atol=1e-5)
    assert model.longest <= 4 * RATE


def test_what_fits_into_a_window_is_heard_at_once():
    model = MeanModel()
    embedded(LayerReader(model, FrameTimes(), 1), noise(28.0))
    assert model.longest == 28 * RATE


@pytest.mark.parametrize("n_pieces", [1, 2, 3, 5, 7])
def test_a_pool_of_pieces_is_that_of_the_whole(n_pieces):
    rows = np.random.default_rng(0).normal(3, 2, (50, 4)).astype(np.float32)
    pool = Pool()
    for piece in np.array_split(rows, n_pieces):
        pool.add(piece)
    pool.add(rows[:0])
    np.testing.assert_allclose(pool.vector, FrameTimes().pooled(rows), rtol=1e-5)
    assert pool.vector.dtype == np.float32


def test_a_layer_is_a_number_that_the_model_has_or_the_last():
    assert layer_named("2", (1, 2, 6), "embedded") == 2
    assert layer_named("last", (1, 2, 6), "embedded") == 6
    for name in ("0", "7", "-1", "x", "", "²"):
        with pytest.raises(NoSuchLayerError, match=r'has no layer .*; give one of 1, 2, 6, or "last"'):
            layer_named(name, (1, 2, 6), "embedded")


def test_keys_are_names_with_as_much_of_the_path_as_they_need():
    paths = ["/s/a/x.wav", "/s/b/x.wav", "/s/b/y.wav", "-", "/s/c/b/y.wav", "/s/q/layer"]
    assert [key for _, key in named(paths)] == ["a/x.wav", "b/x.wav", "s/b/y.wav", "-", "c/b/y.wav", "q/layer"]


def test_folders_are_their_audio_files_and_nothing_comes_twice(tmp_path):
    for name in ("b.flac", "a.WAV", "notes.txt", ".hidden.wav"):
        (tmp_path / name).touch()
    (tmp_path / "empty").mkdir()
    given = [tmp_path, tmp_path / "b.flac", tmp_path / "empty", "-"]
    assert expanded(given) == [str(tmp_path / "a.WAV"), str(tmp_path / "b.flac"), str(tmp_path / "empty"), "-"]


def written(path, seconds):
    soundfile.write(path, noise(seconds), RATE)
    return path


def test_good_files_are_written_and_bad_ones_told(tmp_path):
    written(tmp_path / "a.wav", 1.0)
    (tmp_path / "b.wav").write_bytes(b"no sound")
    told = []
    output = tmp_path / "out.npz"
    done = embed_files([tmp_path, tmp_path / "c.wav"], reader_of_means(), "embedded", output, tell=told.append)
    assert done == told
    assert [(e.key, e.status) for e in done] == [("a.wav", "ok"), ("b.wav", "unsupported"), ("c.wav", "missing")]
    assert str(tmp_path / "b.wav") in done[1].error
    with np.load(output, allow_pickle=False) as file:
        assert set(file.files) == {"a.wav", "rate_hz", "layer", "model"}
        assert (file["a.wav"].shape, file["a.wav"].dtype) == ((50, 2), np.float32)
        assert (int(file["rate_hz"]), int(file["layer"]), str(file["model"])) == (50, 3, "embedded")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.wav", "b.wav", "out.npz"]


def reader_of_means():
    return LayerReader(MeanModel(), FrameTimes(), 3, WindowSizes(4.0, 1.0))


def test_the_same_files_give_the_same_bytes_and_pooled_ones_agree_with_their_frames(tmp_path):
    sound = written(tmp_path / "a.wav", 9.0)
    for name, pooled in (("one", False), ("two", False), ("pooled", True)):
        embed_files([sound], reader_of_means(), "embedded", tmp_path / name, pooled)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    rows, pooled = (np.load(tmp_path / name)["a.wav"] for name in ("one", "pooled"))
    np.testing.assert_allclose(pooled, FrameTimes().pooled(rows), rtol=1e-4, atol=1e-6)


def test_where_no_file_is_fine_the_old_output_stays(tmp_path):
    output = tmp_path / "out.npz"
    output.write_bytes(b"old")
    assert not any(e.fine for e in embed_files([tmp_path / "none.wav"], reader_of_means(), "embedded", output))
    assert output.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.npz"]


class FailingModel(MeanModel):
    def hidden_layer(self, samples, layer):
        raise RecognitionError("out of memory")


def test_a_model_that_fails_leaves_no_array_behind(tmp_path):
    sound = written(tmp_path / "a.wav", 1.0)
    (only,) = embed_files([sound], LayerReader(FailingModel(), FrameTimes(), 1), "embedded", tmp_path / "out.npz")
    assert (only.status, only.error) == ("failed", f"{sound}: out of memory")
    assert os.listdir(tmp_path) == ["a.wav"]


@pytest.mark.parametrize("output", ["", "no/such/folder.npz"])
def test_an_output_that_cannot_be_is_told_at_once(tmp_path, output):
    with pytest.raises(EmbeddingOutputError, match=r"cannot be written .* may write"):
        embed_files([written(tmp_path / "a.wav", 0.5)], reader_of_means(), "embedded", tmp_path / output)
    assert os.listdir(tmp_path) == ["a.wav"]


@pytest.fixture(scope="module")
def model():
    try:
        return AcousticModel(models.find("embedded-encoder"))
    except ModelNotFoundError as error:
        pytest.skip(str(error))


def test_the_embedded_encoder_shows_its_layers_at_50_hz(model):
    question = files.read(resources.recordings_folder() / "04_data_pm_alex.flac").samples
    assert model.layers == (1, 2, 3, 4, 5, 6)
    rows = {layer: embedded(LayerReader(model, TIMES, layer), question) for layer in model.layers}
    (shape,) = {row.shape for row in rows.values()}
    assert shape[0] in (len(question) // N, len(question) // N + 1)
    assert shape[1] == 512
    np.testing.assert_allclose(rows[1], TIMES.own(model.hear(question).early), atol=1e-4)
    assert not np.allclose(rows[5], rows[6])


def test_the_windows_of_the_embedded_encoder_line_up(model):
    parts = sorted(resources.recordings_folder().glob("*.flac"))[:10]
    sound = np.concatenate([files.read(path).samples for path in parts])[: 20 * RATE]
    whole = embedded(LayerReader(model, TIMES, 4), sound)
    cut = embedded(LayerReader(model, TIMES, 4, WindowSizes(9.0, 2.0)), sound)
    assert cut.shape == whole.shape
    shifted = [likeness(cut[n:], whole[:-n]) for n in (1, 2, 3)] + [likeness(cut[:-n], whole[n:]) for n in (1, 2, 3)]
    assert likeness(cut, whole) > max(shifted) + 0.05


def likeness(one, other):
    """The mean cosine of rows, without what all rows have in common."""
    one, other = one - one.mean(axis=0), other - other.mean(axis=0)
    return float(np.mean((one * other).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)))
