"""A model that is made from another one: its origin is fetched, converted, and the result is the pinned one everywhere."""

import hashlib

import pytest

from assistant import models, resources
from assistant.errors import CatalogueError, DownloadError, ModelNotFoundError
from assistant.models import catalogue
from assistant.models.catalogue import Catalogue
from assistant.models.weights import Weights


def described(name, body, *sources):
    file = {"name": name, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    return {"description": "a toy", "licence": "MIT", "files": [file], "sources": list(sources)}


HUB = {"hub": "someone/toy", "revision": "0" * 40}
MADE = {"derived": "origin", "by": "whisper-encoder"}
NO_MODEL = b"no CTranslate2 model at all"


def toy(**more):
    return {"models": {"origin": described("model.bin", NO_MODEL, HUB), "made": described("encoder.bin", b"x", MADE), **more}}


@pytest.fixture
def weights(tmp_path):
    return Weights(Catalogue.model_validate(toy()), tmp_path / "models", tmp_path / "voices")


@pytest.mark.parametrize("origin", ["nobody", "made"])
def test_the_origin_must_be_a_model_that_can_be_fetched(tmp_path, origin):
    path = tmp_path / "c.json"
    path.write_text(str(toy(again=described("encoder.bin", b"x", {**MADE, "derived": origin}))).replace("'", '"'))
    with pytest.raises(CatalogueError, match="which is no model that can be fetched"):
        catalogue.load(path)


def test_an_unknown_conversion_is_refused(tmp_path):
    path = tmp_path / "c.json"
    path.write_text(str(toy(again=described("a.bin", b"x", {**MADE, "by": "magic"}))).replace("'", '"'))
    with pytest.raises(CatalogueError, match=r"again\.sources\.0\.derived\.by"):
        catalogue.load(path)


def test_an_origin_that_is_missing_is_asked_for_first(weights):
    with pytest.raises(DownloadError, match="origin could not be fetched"):
        weights.pull(["made"], offline=True)


def test_an_origin_comes_from_the_mirror_and_is_not_converted_when_it_is_no_model(weights, tmp_path):
    (tmp_path / "mirror" / "origin").mkdir(parents=True)
    (tmp_path / "mirror" / "origin" / "model.bin").write_bytes(NO_MODEL)
    with pytest.raises(DownloadError, match="cannot be used as a CTranslate2 model"):
        weights.pull(["made"], offline=True, mirror=tmp_path / "mirror")
    assert weights.state("origin") == "here"
    assert weights.state("made") == "missing"
    assert not list((weights.folder / "made").glob("*"))


def test_what_was_made_elsewhere_is_taken_from_a_mirror(weights, tmp_path):
    (tmp_path / "mirror" / "made").mkdir(parents=True)
    (tmp_path / "mirror" / "made" / "encoder.bin").write_bytes(b"x")
    assert weights.pull(["made"], offline=True, mirror=tmp_path / "mirror") == ("made",)
    assert weights.state("origin") == "missing"


def test_the_encoder_that_is_pinned_is_the_one_that_is_made(tmp_path):
    try:
        origin = models.find("whisper-base")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "whisper-base").symlink_to(origin)
    weights = Weights(catalogue.load(), tmp_path / "models", resources.voices_folder())
    assert weights.pull(["embedded-encoder"], offline=True) == ("embedded-encoder",)
    assert [check.state for check in weights.verify(["embedded-encoder"])] == ["here"]


def test_the_quick_weights_that_are_pinned_are_the_ones_that_are_made(tmp_path):
    try:
        origin = models.find("kokoro")
    except ModelNotFoundError as error:
        pytest.skip(str(error))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "kokoro").symlink_to(origin)
    weights = Weights(catalogue.load(), tmp_path / "models", resources.voices_folder())
    assert weights.pull(["kokoro-quick"], offline=True) == ("kokoro-quick",)
    assert [check.state for check in weights.verify(["kokoro-quick"])] == ["here"]


def test_another_export_than_the_pinned_one_cannot_be_converted(tmp_path):
    (tmp_path / "mirror" / "origin").mkdir(parents=True)
    (tmp_path / "mirror" / "origin" / "model.onnx").write_bytes(NO_MODEL)
    made = described("kokoro.bin", b"x", {"derived": "origin", "by": "kokoro-quick"})
    tree = {"models": {"origin": described("model.onnx", NO_MODEL, HUB), "made": made}}
    weights = Weights(Catalogue.model_validate(tree), tmp_path / "models", tmp_path / "voices")
    with pytest.raises(DownloadError, match=r"model\.onnx cannot be used"):
        weights.pull(["made"], offline=True, mirror=tmp_path / "mirror")
    assert weights.state("made") == "missing"
