"""The Hugging Face hub, by its own client: what a repository holds at one commit, and its files, each as the hub describes it.

Strategy: the hub describes every file of a commit: a large one by its sha256, a small one by git's digest of its content. What
arrives is compared with that. Recent versions of the client no longer go on with a download that an earlier run began, so it
is asked only where a large file lies, and `downloads` fetches it from there; where that address alone does not do (a password,
an odd proxy), the client fetches it itself. Pickles can run code when they are read: they are not on any list here.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from assistant.errors import NoSafetensorsError, NoSpaceError
from assistant.models import downloads
from assistant.models.downloads import FetchError, Progress, WrongBytesError

if TYPE_CHECKING:
    from huggingface_hub import HfApi

TIMEOUT_S = 4.0
WEIGHTS, WEIGHTS_INDEX = "model.safetensors", "model.safetensors.index.json"
LANGUAGE_MODEL = "language_model"

_SETTINGS = frozenset(
    {
        "config.json",
        "preprocessor_config.json",
        "vocab.json",
        "special_tokens_map.json",
        "tokenizer_config.json",
        "added_tokens.json",
        "alphabet.json",
    }
)
_LANGUAGE_MODEL_KINDS = frozenset({".json", ".txt", ".bin", ".binary", ".arpa"})
_PICKLE = "pytorch_model.bin"
_REFUSALS = {
    "RepositoryNotFoundError": "the hub has no such repository, or shows it only to its members (hf auth login)",
    "GatedRepoError": "its owner wants to be asked first, on its page at the hub; then type: hf auth login",
    "RevisionNotFoundError": "it has no such commit or branch",
}
# Who, on the hub, turns pickles into safetensors; what it made waits in a pull request when no one has taken it in.
_CONVERTER, _CONVERSION = "SFconvertbot", "Adding `safetensors` variant of this model"


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file as the hub describes it: sha256 of large ones, blob (git's digest) of small ones. commit: where it is."""

    name: str
    bytes: int
    commit: str
    sha256: str | None = None
    blob: str | None = None

    def check(self, path: Path) -> None:
        """Raises WrongBytesError when what lies there is not this file."""
        expected = self.sha256 or self.blob or ""
        found = downloads.sha256_of(path) if self.sha256 else _git_digest(path)
        if found != expected:
            raise WrongBytesError(self.name, expected, found)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a checkpoint needs of a repository, at one commit."""

    repository: str
    commit: str
    files: tuple[HubFile, ...]


def wanted(names: list[str], with_language_model: bool = True) -> list[str]:
    """Of the files of a repository or folder, those that a checkpoint needs. One whole file of weights is better than pieces."""
    weights = [name for name in names if name == WEIGHTS] or [n for n in names if "/" not in n and _is_piece(n)]
    settings = [name for name in names if name in _SETTINGS]
    language_model = [name for name in names if with_language_model and _is_of_language_model(name)]
    if any(name.endswith((".bin", ".binary")) for name in language_model):  # the same again as text is many times as large
        language_model = [name for name in language_model if not name.endswith(".arpa")]
    return sorted([*settings, *weights, *language_model])


def look(repository: str, revision: str, *, with_language_model: bool = True) -> Listing:
    """What the hub has. Raises FetchError, NoSafetensorsError."""
    import huggingface_hub

    huggingface_hub.logging.set_verbosity_error()
    api = huggingface_hub.HfApi()
    with errors(unreachable=True):
        held, commit = _held(api, repository, revision)
        names = wanted(list(held), with_language_model)
        chosen = [held[name] for name in names]
        if not any(name.endswith(".safetensors") for name in names):
            chosen += _converted(api, repository, held)
    if not any(file.name.endswith(".safetensors") for file in chosen):
        raise NoSafetensorsError(repository, sorted(name for name in held if name.endswith((".bin", ".h5", ".msgpack"))))
    return Listing(repository, commit, tuple(chosen))


def fetch(repository: str, file: HubFile, target: Path, progress: Progress) -> None:
    """Put the file at `target`, going on with what an earlier run left beside it. Raises FetchError, NoSpaceError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_file():
        try:
            return file.check(target)
        except WrongBytesError:
            target.unlink()
    if file.sha256:
        try:
            return downloads.fetch(_address(repository, file), target, file.sha256, file.bytes, progress)
        except WrongBytesError:
            raise
        except FetchError as error:
            progress.say(f"{file.name}: {error}; letting the hub's client fetch it")
    _fetch_by_client(repository, file, target, progress)
    return None


def _fetch_by_client(repository: str, file: HubFile, target: Path, progress: Progress) -> None:
    import huggingface_hub

    progress.start(file.name, file.bytes)
    with errors(target.parent):
        path = huggingface_hub.hf_hub_download(
            repository,
            file.name,
            revision=file.commit,
            local_dir=target.parent / ".hub",
            etag_timeout=TIMEOUT_S,
            **bar(progress),
        )
    try:
        file.check(Path(path))
    except WrongBytesError:
        Path(path).unlink()
        raise
    downloads.place(Path(path), target)


def cached_folder(repository: str, revision: str) -> Path:
    """Where the client's own cache on this machine holds a revision. Opens no connection. Raises FetchError."""
    import huggingface_hub

    try:
        return Path(huggingface_hub.snapshot_download(repository, revision=revision, local_files_only=True))
    except (OSError, ValueError) as error:  # its LocalEntryNotFoundError is both
        raise FetchError("not there") from error


def is_offline() -> bool:
    """Whether HF_HUB_OFFLINE is set, as the client reads it."""
    from huggingface_hub import constants

    return bool(constants.HF_HUB_OFFLINE)


def _held(api: HfApi, repository: str, revision: str) -> tuple[dict[str, HubFile], str]:
    info = api.model_info(repository, revision=revision, files_metadata=True, timeout=TIMEOUT_S)
    if not info.sha:
        raise FetchError(f"the hub names no commit for {repository} at {revision}")
    held = {}
    for sibling in info.siblings or []:
        parts = PurePosixPath(sibling.rfilename).parts
        if sibling.size is None or ".." in parts or parts[0].startswith("/"):
            continue
        sha256 = sibling.lfs.sha256 if sibling.lfs else None
        held[sibling.rfilename] = HubFile(sibling.rfilename, sibling.size, info.sha, sha256, sibling.blob_id)
    return held, info.sha


def _converted(api: HfApi, repository: str, held: dict[str, HubFile]) -> list[HubFile]:
    """The weights that the hub's converter made of the very pickle that lies here, if it did."""
    if _PICKLE not in held:
        return []
    for discussion in api.get_repo_discussions(repository, discussion_type="pull_request"):
        is_its = discussion.author == _CONVERTER and discussion.title == _CONVERSION
        if not is_its or discussion.status not in {"open", "draft"} or not discussion.git_reference:
            continue
        converted, _ = _held(api, repository, discussion.git_reference)
        if converted.get(_PICKLE) and converted[_PICKLE].sha256 == held[_PICKLE].sha256:
            return [converted[name] for name in wanted(list(converted), False) if name not in _SETTINGS]
    return []


def _address(repository: str, file: HubFile) -> str:
    import huggingface_hub

    with errors():
        url = huggingface_hub.hf_hub_url(repository, file.name, revision=file.commit)
        return huggingface_hub.get_hf_file_metadata(url, timeout=TIMEOUT_S).location


def _is_piece(name: str) -> bool:
    return name == WEIGHTS_INDEX or (name.startswith("model-") and name.endswith(".safetensors"))


def _is_of_language_model(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:-1] == (LANGUAGE_MODEL,) and path.suffix in _LANGUAGE_MODEL_KINDS


def _git_digest(path: Path) -> str:
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


@contextmanager
def errors(staging: Path | None = None, *, unreachable: bool = False) -> Iterator[None]:
    """Whatever the client raises becomes a FetchError, or NoSpaceError. unreachable: see FetchError."""
    try:
        yield
    except (FetchError, NoSpaceError):
        raise
    except Exception as error:  # the hub's client has changed its HTTP library, and so its errors, twice
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, OSError) and cause.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise NoSpaceError(staging or Path(os.curdir)) from error
            cause = cause.__cause__
        reason = _REFUSALS.get(type(error).__name__) or (str(error).strip().splitlines() or [type(error).__name__])[0]
        answered = getattr(error, "response", None) is not None
        raise FetchError(reason, unreachable=unreachable and not answered) from error


def bar(progress: Progress) -> dict[str, Callable]:
    """Hand the hub's own progress on to ours, where its version lets us."""
    import inspect

    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils import tqdm

    class Bar(tqdm):
        def __init__(self, *args: object, **options: object):
            super().__init__(*args, **{**options, "disable": True})

        def update(self, n: float = 1) -> None:
            progress.advance(int(n))

    return {"tqdm_class": Bar} if "tqdm_class" in inspect.signature(hf_hub_download).parameters else {}
