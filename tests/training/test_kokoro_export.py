"""A checkpoint of Kokoro exported: equal to torch, in every precision, whole or not at all."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training extra is not installed")
pytest.importorskip("onnx", reason="the training extra is not installed")
pytest.importorskip("kokoro", reason="the training extra is not installed")

from assistant import cli  # noqa: E402
from assistant.errors import ExportCheckError, ExportOutputError, KokoroCheckpointError  # noqa: E402
from assistant.training import kokoro_checkpoint, kokoro_comparison, kokoro_export, kokoro_run  # noqa: E402
from assistant.training.kokoro_stft import ConvolvedStft  # noqa: E402
from assistant.tts.acoustics import graphs, onnx_model  # noqa: E402
from assistant.tts.voices import Voices  # noqa: E402

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_kokoro.py"


def make_kokoro():
    spec = importlib.util.spec_from_file_location("make_kokoro", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_kokoro"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    folder = make_kokoro().build(tmp_path_factory.mktemp("kokoro") / "tiny")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def exported(checkpoint, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "out"
    assert cli.main(["export", "kokoro", "--checkpoint", str(checkpoint), "-o", str(folder)]) == 0
    yield folder
    shutil.rmtree(folder)


def with_changes(checkpoint, folder, **files):
    """A folder with the checkpoint's config.json and voices, and files that are otherwise."""
    folder.mkdir()
    shutil.copyfile(checkpoint / "config.json", folder / "config.json")
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return folder


def test_every_length_sounds_as_in_torch(checkpoint, exported):
    """By the assistant's own engine; durations are told, and are torch's, for 1 … 510 phonemes at any speed."""
    model = kokoro_checkpoint.read(checkpoint).model
    style = Voices(exported / "voices").style("pf_teste")
    spoken = onnx_model.load(graphs.choose(exported, "fp32").path)
    for n_phonemes, speed in ((1, 1.0), (2, 0.5), (5, 1.25), (60, 2.0), (510, 2.0)):
        ids = np.random.default_rng(n_phonemes).integers(16, 170, n_phonemes).tolist()
        utterance = spoken.infer(ids, style[n_phonemes - 1], speed)
        frames = durations(model, ids, style[n_phonemes - 1], speed)
        assert utterance.frames.tolist() == frames.tolist()
        assert len(utterance.samples) == 600 * frames.sum()
        assert np.isfinite(utterance.samples).all()


def durations(model, ids, style, speed):
    """Of the predictor alone: the sound takes long, and is compared by the export itself."""

    class Enough(Exception):
        pass

    found = []

    def catch(repeated, repeats):
        found.append(repeats.numpy())
        raise Enough

    with kokoro_export.replaced(torch, "repeat_interleave", catch), pytest.raises(Enough):
        model.forward_with_tokens(torch.tensor([[0, *ids, 0]]), torch.from_numpy(style)[None], torch.tensor([speed]))
    return found[0]


def test_the_report_the_card_and_the_voices_lie_beside_the_graphs(exported, checkpoint):
    report = json.loads((exported / graphs.REPORT).read_text(encoding="utf-8"))
    assert [trial["precision"] for trial in report["trials"]] == ["fp32", "fp16", "int8"]
    likeness = {trial["precision"]: trial["likeness"] for trial in report["trials"]}
    assert likeness["fp32"]["distance_db"] < 0.5
    assert likeness["fp32"]["durations_percent"] == 100
    sizes = [graph.path.stat().st_size for graph in graphs.available(exported)]
    assert sizes[1] < 0.6 * sizes[0]
    assert sizes[2] < 0.4 * sizes[0]
    assert set(report["files"]) == {
        *map(graphs.place, graphs.PRECISIONS), "voices/pf_teste.bin", "voices/pm_teste.bin",
    }  # fmt: skip
    assert report["weights"].keys() == {"config.json", "kokoro-v1_0.pth"}
    assert "| fp32 |" in (exported / "card.md").read_text(encoding="utf-8")
    style = torch.load(checkpoint / "voices" / "pm_teste.pt", weights_only=True)
    assert (Voices(exported / "voices").style("pm_teste") == style.numpy()[:, 0]).all()


def test_safetensors_hold_the_same_model(checkpoint, tmp_path):
    pytest.importorskip("safetensors")
    parts = torch.load(checkpoint / "kokoro-v1_0.pth", weights_only=True)
    folder = with_changes(checkpoint, tmp_path / "safe")
    make_kokoro().write(parts, folder, "safetensors")
    one, other = (kokoro_checkpoint.read(place).model.state_dict() for place in (checkpoint, folder))
    assert all((one[name] == other[name]).all() for name in one)


def test_the_spectra_are_those_of_torch():
    window, samples = torch.hann_window(20), torch.randn(1, 900, generator=torch.Generator().manual_seed(0))
    theirs = torch.stft(samples, 20, 5, 20, window, return_complex=True)
    ours = ConvolvedStft(20, 5)
    magnitude, phase = ours.transform(samples)
    assert torch.allclose(magnitude, theirs.abs(), atol=1e-5)
    assert torch.allclose(torch.polar(magnitude, phase), theirs, atol=1e-5)
    back = torch.istft(torch.polar(magnitude, 2 * phase), 20, 5, 20, window)
    assert torch.allclose(ours.inverse(magnitude, 2 * phase)[0], back, atol=1e-5)
    assert not any(torch.isnan(part).any() for part in ours.transform(torch.zeros(1, 900)))


def test_another_sentence_is_far_away_and_a_longer_one_is_not():
    random = np.random.default_rng(0)
    tones = [np.sin(np.arange(4 * 600) * f).astype(np.float32) for f in (0.05, 0.2, 0.4)]
    one = kokoro_comparison.Spoken(np.concatenate(tones), np.array([4, 4, 4]), 0.0)
    slower = kokoro_comparison.Spoken(np.concatenate([tones[0], tones[0], *tones[1:]]), np.array([8, 4, 4]), 0.0)
    other = kokoro_comparison.Spoken(random.standard_normal(12 * 600).astype(np.float32), np.array([4, 4, 4]), 0.0)
    assert kokoro_comparison.distance_db(one, one) == 0
    assert kokoro_comparison.distance_db(one, slower) < kokoro_comparison.distance_db(one, other) / 2
    broken = kokoro_comparison.Spoken(np.full(12 * 600, np.nan, np.float32), np.array([4, 4, 4]), 0.0)
    assert np.isnan(kokoro_comparison.distance_db(one, broken))


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "it has no weights"),
        ({"kokoro-v1_0__pth": b"PK\x03\x04 cut off"}, "it is damaged"),
        ({"kokoro-v1_0__pth": b""}, "it is damaged"),
        ({"model__safetensors": b"\x10\0\0\0\0\0\0\0{}"}, "it is damaged"),
        ({"a__pth": b"", "b__pth": b""}, "several weights: a.pth, b.pth"),
        ({"config__json": b"{"}, "it is no JSON"),
        ({"config__json": b"[]"}, "no table of phonemes"),
        ({"config__json": b'{"vocab": {"a": 1}}'}, "numbers [0-9]+ phonemes otherwise"),
    ],
)
def test_what_is_no_checkpoint_is_told_in_a_sentence(checkpoint, tmp_path, files, reason):
    folder = with_changes(checkpoint, tmp_path / "bad", **files)
    with pytest.raises(KokoroCheckpointError, match=reason):
        kokoro_checkpoint.read(folder)


def test_a_pickle_that_would_run_code_is_refused(checkpoint, tmp_path):
    class Bomb:
        def __reduce__(self):
            return Path.touch, (tmp_path / "ran",)

    folder = with_changes(checkpoint, tmp_path / "bad")
    torch.save({"bert": Bomb()}, folder / "kokoro-v1_0.pth")
    with pytest.raises(KokoroCheckpointError, match="holds more than tensors"):
        kokoro_checkpoint.read(folder)
    assert not (tmp_path / "ran").exists()


def test_another_architecture_is_refused(checkpoint, tmp_path):
    parts = torch.load(checkpoint / "kokoro-v1_0.pth", weights_only=True)
    folder = with_changes(checkpoint, tmp_path / "other")
    torch.save({**parts, "bert_encoder": {}}, folder / "kokoro-v1_0.pth")
    with pytest.raises(KokoroCheckpointError, match=r"lacks 2 of \d+ tensors: bert_encoder.bias, bert_encoder.weight"):
        kokoro_checkpoint.read(folder)
    torch.save({**parts, "bert_encoder": {"weight": torch.zeros(3, 3), "bias": torch.zeros(512)}}, folder / "kokoro-v1_0.pth")
    with pytest.raises(KokoroCheckpointError, match=r"1 of its tensors are not as config.json says: .* is \(3, 3\) instead"):
        kokoro_checkpoint.read(folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    del config["istftnet"]
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(KokoroCheckpointError, match="does not tell 'istftnet'"):
        kokoro_checkpoint.read(folder)


def test_a_graph_that_sounds_otherwise_is_not_written(checkpoint, tmp_path, monkeypatch):
    deaf = kokoro_comparison.Likeness(20.0, 50.0, None, 0.1)
    monkeypatch.setattr(kokoro_comparison, "compare", lambda *_: deaf)
    with pytest.raises(ExportCheckError, match=r"fp32: spectra 20\.00 dB apart"):
        kokoro_run.export(checkpoint, tmp_path / "out", {}, ["fp32"])
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_and_no_export_stays(checkpoint, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("…", encoding="utf-8")
    with pytest.raises(ExportOutputError, match="something else is there"):
        kokoro_run.export(checkpoint, tmp_path / "letters", {})
    (tmp_path / "file").write_text("…", encoding="utf-8")
    with pytest.raises(ExportOutputError, match="file"):
        kokoro_run.export(checkpoint, tmp_path / "file" / "below", {})
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["dear.txt", "file", "letters"]
