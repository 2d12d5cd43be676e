"""A recogniser of the hub: found by its name, fetched from a mirror on this machine, pinned, converted, checked, verified."""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from huggingface_hub import constants

from assistant import cli
from assistant.errors import (
    CheckpointFolderError,
    DigestMismatchError,
    DownloadError,
    HubChangedError,
    ModelNotFoundError,
    NoSafetensorsError,
    NoSpaceError,
    UnknownModelError,
)
from assistant.models import checkpoint_pull, hub, lock, precisions
from assistant.models.catalogue import Catalogue
from assistant.models.checkpoint_pull import Options, pull
from assistant.models.checkpoints import Checkpoints
from tests.models.loopback import Loopback
from tests.models.test_weights import Log, point_the_hub_at, toy

ROOT = Path(__file__).parent.parent.parent
COMMIT, LATER = "0123456789abcdef0123456789abcdef01234567", "89abcdef0123456789abcdef0123456789abcdef"
NAME = "someone/recogniser"
LISTED = {"description": "one", "licence": "MIT", "hub": "someone/listed", "revision": COMMIT, "bytes": 180_000}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> dict[str, bytes]:
    """The files of a tiny checkpoint, as at the hub."""
    folder = tmp_path_factory.mktemp("made") / "tiny"
    subprocess.run([sys.executable, ROOT / "scripts" / "make_wav2vec2.py", folder], check=True, capture_output=True)
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return {**files, "README.md": b"a card", "language_model/attrs.json": b'{"alpha": 0.5}', "language_model/unigrams.txt": b"oi"}


@pytest.fixture
def web(tmp_path, monkeypatch):
    with Loopback() as server:
        point_the_hub_at(server.url, monkeypatch)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub-cache"))
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            monkeypatch.delenv(name)
        yield server


@pytest.fixture
def here(tmp_path, web, tiny):
    """An empty weights folder, and a hub that has the tiny checkpoint under two names."""
    web.add_repository(NAME, COMMIT, tiny)
    web.add_repository("someone/listed", COMMIT, tiny)
    tree = toy({"hub": "someone/toy", "revision": COMMIT})
    return Checkpoints(Catalogue.model_validate({**tree, "checkpoints": {"listed": LISTED}}), tmp_path / "models")


def weights_page(web, tiny):
    return web.pages[f"/cdn/{hashlib.sha256(tiny['model.safetensors']).hexdigest()}"]


def ranges(web) -> list[str | None]:
    """What was asked for of the large file."""
    return [asked.range for asked in web.asked if asked.path.startswith("/cdn/") and asked.method == "GET"]


def held(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def write(files, folder: Path) -> Path:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


# Fetching


def test_pulled_from_the_hub_pinned_converted_checked_and_found(here, tiny):
    with pytest.raises(ModelNotFoundError, match=f"assistant models pull {NAME}"):
        here.find(NAME)
    pulled = pull(NAME, here=here)
    assert pulled.fetched
    assert here.find(NAME) == here.folder / "hub" / NAME == pulled.folder
    needed = {name for name in tiny if name != "README.md"}
    assert {name: (pulled.folder / name).read_bytes() for name in needed} == {name: tiny[name] for name in needed}
    pinned = lock.read(pulled.folder)
    assert (pinned.repository, pinned.commit) == (NAME, COMMIT)
    assert {file.name: file.sha256 for file in pinned.files} == {n: hashlib.sha256(tiny[n]).hexdigest() for n in needed}
    kept = f"onnx/{pulled.report.kept}"
    made = {f"{kept}/model.onnx", f"{kept}/model.bin", f"{kept}/conversion.json", precisions.REPORT}
    assert held(pulled.folder) == {*needed, lock.FILE_NAME, *made}
    assert {check.state for check in here.verify(NAME)} == {"here"}
    assert len(here.verify(NAME)) == len(needed) + 3
    assert not (here.folder / ".staging" / "someone--recogniser").exists()


def test_a_second_pull_asks_nobody_and_converts_nothing(here, web):
    first = pull(NAME, here=here)
    web.asked.clear()
    again = pull(NAME, here=here)
    assert (again.fetched, again.report) == (False, first.report)
    assert web.asked == []


def test_one_of_the_catalogue_is_the_same_under_both_its_names(here):
    assert pull("listed", here=here).folder == here.folder / "listed" == here.find("someone/listed") == here.find("listed")
    assert here.names() == ("listed",)


def test_without_its_language_model_and_later_with_it(here):
    folder = pull(NAME, Options(with_language_model=False), here=here).folder
    assert not (folder / "language_model").exists()
    assert pull(NAME, here=here).fetched
    assert "language_model/unigrams.txt" in lock.read(folder)
    assert here.find(NAME) == folder


def test_shards_are_fetched_where_the_weights_are_in_pieces(here, web, tiny):
    pieces = {n: b for n, b in tiny.items() if n != "model.safetensors"}
    index = {"metadata": {}, "weight_map": dict.fromkeys(_tensors(tiny["model.safetensors"]), "model-00001-of-00001.safetensors")}
    pieces["model.safetensors.index.json"] = json.dumps(index).encode()
    pieces["model-00001-of-00001.safetensors"] = tiny["model.safetensors"]
    web.add_repository("someone/pieces", COMMIT, pieces)
    assert "model-00001-of-00001.safetensors" in held(pull("someone/pieces", here=here).folder)


def _tensors(body: bytes) -> list[str]:
    n = int.from_bytes(body[:8], "little")
    return [name for name in json.loads(body[8 : 8 + n]) if name != "__metadata__"]


def test_a_cut_connection_goes_on_where_it_broke(here, web, tiny):
    weights_page(web, tiny).cuts = [100_000]
    pull(NAME, here=here)
    assert ranges(web) == [None, "bytes=100000-"]


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
def test_killed_in_the_middle_nothing_is_half_written_and_the_next_pull_goes_on(web, here, tiny, tmp_path):
    """As a user has it: the program itself, told of the hub's mirror by HF_ENDPOINT."""
    weights_page(web, tiny).trickle_s = 0.02
    env = {**os.environ, "HF_ENDPOINT": web.url, "ASSISTANT_MODELS": str(here.folder), "HF_HOME": str(tmp_path / "hf")}
    script = "import sys; from assistant import cli; from assistant.models import downloads; downloads.CHUNK_BYTES = 16_384; "
    command = [sys.executable, "-c", script + "sys.exit(cli.main(['models', 'pull', sys.argv[1]]))", NAME]
    child = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    part = here.folder / ".staging" / "someone--recogniser" / "model.safetensors.part"
    deadline = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size >= 16_384):
        assert time.monotonic() < deadline
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    kept = part.stat().st_size
    assert 0 < kept < len(tiny["model.safetensors"])
    assert not (here.folder / "hub").exists()
    weights_page(web, tiny).trickle_s = 0
    command = [sys.executable, "-m", "assistant", "models", "pull", NAME]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"Fetched and verified: {NAME}" in done.stdout
    assert "(kept)" in done.stdout
    assert ranges(web)[-1] == f"bytes={kept}-"
    assert here.find(NAME) == here.folder / "hub" / NAME


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["model.safetensors", "model-00001-of-00002.safetensors"], ["model.safetensors"]),
        (["pytorch_model.bin", "flax_model.msgpack", "training_args.bin", "README.md", "run.py"], []),
        (["language_model/lm.binary", "language_model/lm.arpa"], ["language_model/lm.binary"]),
        (["language_model/lm.arpa", "language_model/x.pkl", "other/lm.arpa"], ["language_model/lm.arpa"]),
        (["onnx/config.json", "config.json", "sub/model.safetensors"], ["config.json"]),
    ],
)
def test_what_a_checkpoint_needs_of_a_repository(names, chosen):
    assert hub.wanted(names) == chosen


# What is not as it should be


def test_a_pickle_is_not_fetched_and_its_absence_of_another_is_named(here, web, tiny):
    pickled = {**{n: b for n, b in tiny.items() if n != "model.safetensors"}, "pytorch_model.bin": b"\x80" * 20_000}
    web.add_repository("someone/pickled", COMMIT, pickled)
    with pytest.raises(NoSafetensorsError, match=r"no model\.safetensors \(pytorch_model\.bin\).*a pickle is never read"):
        pull("someone/pickled", here=here)
    assert not any("resolve" in asked.path for asked in web.asked)
    assert not (here.folder / "hub" / "someone" / "pickled").exists()


def test_what_the_converter_of_the_hub_made_of_the_pickle_is_taken(here, web, tiny):
    settings = {n: b for n, b in tiny.items() if n != "model.safetensors"}
    pickled = {**settings, "pytorch_model.bin": b"\x80" * 20_000}
    web.add_repository("someone/converted", COMMIT, pickled)
    web.add_repository("someone/converted", LATER, {**pickled, "model.safetensors": tiny["model.safetensors"]}, ("refs/pr/3",))
    web.add_pull_request("someone/converted", 3, "SFconvertbot", "Adding `safetensors` variant of this model")
    pinned = lock.read(pull("someone/converted", here=here).folder)
    assert pinned.commit == COMMIT
    assert pinned["model.safetensors"].commit == LATER
    assert pinned["config.json"].commit == COMMIT


@pytest.mark.parametrize(("author", "pickle"), [("somebody", b"\x80" * 20_000), ("SFconvertbot", b"\x81" * 20_000)])
def test_a_conversion_by_someone_else_or_of_another_pickle_is_not(here, web, tiny, author, pickle):
    settings = {n: b for n, b in tiny.items() if n != "model.safetensors"}
    web.add_repository("someone/doubtful", COMMIT, {**settings, "pytorch_model.bin": b"\x80" * 20_000})
    converted = {**settings, "pytorch_model.bin": pickle, "model.safetensors": tiny["model.safetensors"]}
    web.add_repository("someone/doubtful", LATER, converted, ("refs/pr/3",))
    web.add_pull_request("someone/doubtful", 3, author, "Adding `safetensors` variant of this model")
    with pytest.raises(NoSafetensorsError):
        pull("someone/doubtful", here=here)


def test_bytes_that_are_not_those_the_hub_describes_are_refused(here, web, tiny):
    page = weights_page(web, tiny)
    page.body = page.body[:-1] + b"?"
    with pytest.raises(DownloadError, match=r"model\.safetensors has another sha256"):
        pull(NAME, here=here)
    assert not (here.folder / "hub").exists()


def test_a_small_file_that_is_not_the_one_described_is_refused(here, web):
    page = web.pages[f"/{NAME}/resolve/{COMMIT}/config.json"]
    page.body = page.body.replace(b"e", b"f", 1)
    with pytest.raises(DownloadError, match=r"config\.json has another sha256"):
        pull(NAME, here=here)


def test_a_file_that_changed_at_the_hub_is_an_error_and_changes_nothing(here, web, tiny):
    folder = pull(NAME, here=here).folder
    (folder / "vocab.json").unlink()
    pinned = (folder / lock.FILE_NAME).read_bytes()
    page = web.pages[f"/{NAME}/resolve/{COMMIT}/vocab.json"]
    page.body = page.body.replace(b"a", b"b", 1)
    with pytest.raises(
        HubChangedError, match=r"no longer gives what was pinned on first use \(vocab\.json has.*if you trust .*, remove"
    ):
        pull(NAME, here=here)
    assert (folder / lock.FILE_NAME).read_bytes() == pinned
    assert not (folder / "vocab.json").exists()


def test_main_may_move_on_what_was_pinned_stays_until_another_is_asked_for(here, web, tiny):
    folder = pull(NAME, here=here).folder
    web.add_repository(NAME, LATER, {**tiny, "language_model/unigrams.txt": b"oi ola"})
    assert not pull(NAME, here=here).fetched
    (folder / "vocab.json").write_bytes(b"{}")
    assert pull(NAME, here=here).fetched
    assert lock.read(folder).commit == COMMIT
    assert pull(NAME, Options(revision="main"), here=here).fetched
    assert lock.read(folder).commit == LATER
    assert (folder / "language_model" / "unigrams.txt").read_bytes() == b"oi ola"


def test_a_damaged_file_is_found_out_and_fetched_again(here, tiny):
    folder = pull(NAME, here=here).folder
    body = tiny["model.safetensors"]
    (folder / "model.safetensors").write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    with pytest.raises(DigestMismatchError, match=f"pull {NAME}"):
        here.find(NAME)
    assert [check.state for check in here.verify(NAME) if check.file.name == "model.safetensors"] == ["damaged"]
    assert pull(NAME, here=here).fetched
    assert (here.find(NAME) / "model.safetensors").read_bytes() == body


def test_a_damaged_lock_says_what_to_do(here):
    folder = pull(NAME, here=here).folder
    (folder / lock.FILE_NAME).write_text('{"files": [{"name": "../config.json", "bytes": 1, "sha256": "0"}]}')
    with pytest.raises(CheckpointFolderError, match="lock file names files elsewhere"):
        here.find(NAME)
    (folder / lock.FILE_NAME).write_text("{")
    with pytest.raises(CheckpointFolderError, match="remove that file and pull the checkpoint again"):
        here.find(NAME)


def test_no_space_is_seen_before_anything_is_fetched(here, web, monkeypatch):
    monkeypatch.setattr(checkpoint_pull.downloads, "SPARE_BYTES", 1 << 60)
    with pytest.raises(NoSpaceError):
        pull(NAME, here=here)
    assert not any("resolve" in asked.path for asked in web.asked)
    assert not (here.folder / "hub").exists()


@pytest.mark.parametrize("name", ["wav2vec3-pt", "a/b/c", "some one/x"])
def test_a_name_that_can_be_nothing(here, name):
    with pytest.raises(UnknownModelError, match="the catalogue has any folder, any org/name of the hub, listed, toy"):
        here.find(name)


def test_a_repository_that_does_not_exist(here):
    with pytest.raises(DownloadError, match=r"hub nobody/nothing: .*404.*assistant models pull nobody/nothing"):
        pull("nobody/nothing", here=here)


# Without the hub


def test_offline_from_a_folder_and_never_a_connection(here, web, tiny, tmp_path):
    write(tiny, tmp_path / "usb" / NAME)
    pulled = pull(NAME, Options(offline=True, mirror=tmp_path / "usb"), here=here)
    assert pulled.fetched
    assert web.asked == []
    assert lock.read(pulled.folder).commit is None
    assert here.find(NAME) == pulled.folder


def test_the_environment_names_a_folder_and_keeps_the_hub_out(here, web, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DownloadError, match="go online"):
        pull(NAME, here=here)
    monkeypatch.setenv("ASSISTANT_MODELS_MIRROR", str(tmp_path / "usb"))
    write(tiny, tmp_path / "usb" / NAME)
    assert pull(NAME, here=here).fetched
    assert web.asked == []


def test_a_folder_is_held_to_its_own_lock(here, tiny, tmp_path):
    origin = pull(NAME, here=here).folder
    shutil.copytree(origin, tmp_path / "usb" / NAME)
    shutil.rmtree(origin)
    assert pull(NAME, Options(offline=True, mirror=tmp_path / "usb"), here=here).fetched
    assert lock.read(origin).commit == COMMIT
    shutil.rmtree(origin)
    (tmp_path / "usb" / NAME / "vocab.json").write_bytes(b"{}")
    with pytest.raises(DownloadError, match=r"vocab\.json has another sha256"):
        pull(NAME, Options(offline=True, mirror=tmp_path / "usb"), here=here)
    assert not origin.exists()


def test_a_folder_with_a_pickle_alone(here, tiny, tmp_path):
    pickled = {**{n: b for n, b in tiny.items() if n != "model.safetensors"}, "pytorch_model.bin": b"\x80"}
    write(pickled, tmp_path / "usb" / NAME)
    with pytest.raises(NoSafetensorsError, match=r"pytorch_model\.bin"):
        pull(NAME, Options(offline=True, mirror=tmp_path / "usb"), here=here)


def test_offline_from_the_cache_of_the_hubs_client(here, web, tiny, tmp_path):
    cache = tmp_path / "hub-cache" / "models--someone--recogniser"
    write(tiny, cache / "snapshots" / COMMIT)
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text(COMMIT)
    assert lock.read(pull(NAME, Options(offline=True), here=here).folder).commit == COMMIT
    assert web.asked == []


def test_offline_and_nowhere_says_how_to_go_on(here, web):
    with pytest.raises(DownloadError, match="go online, or give --from FOLDER with someone/recogniser/ in it"):
        pull(NAME, Options(offline=True), here=here)
    assert web.asked == []


def test_a_folder_of_ones_own_is_converted_where_it_lies(here, tiny, tmp_path):
    folder = write(tiny, tmp_path / "mine")
    assert here.find(str(folder)) == folder
    pulled = pull(str(folder), here=here)
    assert not pulled.fetched
    assert precisions.read(folder) == pulled.report
    assert not (folder / lock.FILE_NAME).exists()
    assert {check.state for check in here.verify(str(folder))} == {"here"}
    (folder / "config.json").unlink()
    with pytest.raises(CheckpointFolderError, match=r"config\.json is missing"):
        here.find(str(folder))


# Converting


def test_the_fastest_precision_whose_text_does_not_change_is_kept(tmp_path):
    quick, right, slow = (precisions.Trial(p, e, 0.1, rtf, 1) for p, e, rtf in _TRIALS)
    assert precisions._fastest(tmp_path, [slow, right, quick]) == "fp16"
    with pytest.raises(precisions.ConversionCheckError, match=r"int8: 1\.20 % of characters differ.*at most 1 % may"):
        precisions._fastest(tmp_path, [quick])


_TRIALS = [("int8", 1.2, 0.05), ("fp16", 1.0, 0.1), ("fp32", 0.0, 0.2)]


@pytest.mark.parametrize(
    ("texts", "truths", "percent"),
    [(["abc"], ["abc"], 0), (["abd", ""], ["abc", "d"], 50), ([""], [""], 0), (["aa"], [""], 200)],
)
def test_character_errors_of_all_texts_together(texts, truths, percent):
    assert precisions.character_errors_percent(texts, truths) == percent


def test_a_precision_that_is_asked_for_is_kept_whatever_it_costs(here):
    assert pull(NAME, Options(precision="int8"), here=here).report.kept == "int8"
    report = pull(NAME, Options(precision="fp32"), here=here).report
    assert (report.kept, report.trial.max_logit_difference < 1e-4) == ("fp32", True)
    assert [path.name for path in (here.folder / "hub" / NAME / "onnx").iterdir() if path.is_dir()] == ["fp32"]


@pytest.mark.skipif(not importlib.util.find_spec("transformers"), reason="the training extra is not installed")
def test_the_original_is_transformers_where_it_is_installed(here):
    report = pull(NAME, here=here).report
    assert report.original == "transformers"
    fp32 = next(trial for trial in report.trials if trial.precision == "fp32")
    assert fp32.max_logit_difference <= 1e-4
    assert fp32.character_errors_percent == 0


def test_what_a_killed_conversion_left_is_cleared_away(here):
    folder = pull(NAME, here=here).folder
    (folder / "onnx" / ".int8-dead").mkdir()
    os.utime(folder / "onnx" / ".int8-dead", (0, 0))
    pull(NAME, Options(precision="fp32"), here=here)
    assert not (folder / "onnx" / ".int8-dead").exists()


def test_recordings_of_the_checkpoints_own_are_preferred(here, tiny, tmp_path):
    folder = write(tiny, tmp_path / "mine")
    shutil.copytree(
        ROOT / "tests" / "recordings", folder / "recordings", ignore=lambda _, names: [n for n in names if n[:2] > "01"]
    )
    assert pull(str(folder), here=here).report.n_sounds == 2


# The command


def test_the_command_lists_pulls_and_verifies(here, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("ASSISTANT_MODELS", str(here.folder))
    assert cli.main(["models", "pull", NAME]) == 0
    out = capsys.readouterr().out
    assert f"{NAME}: compared on 8 recordings" in out
    assert "at most 1 % of characters may differ" in out
    assert cli.main(["models", "list", "--json"]) == 0
    rows = {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert (rows[NAME]["state"], rows[NAME]["sources"]) == ("here", [f"hub {NAME}"])
    assert rows["wav2vec2-pt"]["state"] == "missing"
    assert cli.main(["models", "verify", NAME]) == 0
    assert f"here     {NAME}/model.safetensors" in capsys.readouterr().out
    (here.folder / "hub" / NAME / "vocab.json").write_text("{}")
    assert cli.main(["models", "verify"]) == 3
    assert cli.main(["models", "verify", "wav2vec2-pt"]) == 3
    assert "assistant models pull wav2vec2-pt" in capsys.readouterr().err
    assert cli.main(["models", "pull", "nonsense"]) == 3


def test_the_log_tells_what_is_done(here):
    log = Log()
    pull(NAME, progress=log, here=here)
    assert [line for line in log.lines if line.startswith("converting")] == [f"converting to {p}" for p in precisions.PRECISIONS]
