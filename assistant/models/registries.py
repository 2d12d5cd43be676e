"""Asks pip and npm, the ordinary clients, where a package's archive lies, or to fetch it; installs nothing."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from assistant.models import downloads
from assistant.models.downloads import FetchError

PATIENCE_S = 600.0


class Registry(Protocol):
    client: str

    def addresses(self, packages: Iterable[str], wheel: str | None = None) -> dict[str, str]:
        """Where each package's archive lies, of those that the client knows; raises FetchError without a client.

        wheel: python-abi-platform of those wanted; else what suits this machine.
        """

    def download(self, package: str, target: Path, wheel: str | None = None) -> None:
        """Let the client fetch the archive to `target`; raises FetchError."""


class PyPI:
    """Packages as `name==version`. Only wheels: a source archive would run its own code to be looked at."""

    client = "pip"

    def file_name(self, package: str) -> str:
        return f"{package.replace('==', '-')}.whl"

    def addresses(self, packages: Iterable[str], wheel: str | None = None) -> dict[str, str]:
        names = list(packages)
        dry_run = ("install", "--dry-run", "--ignore-installed", "--no-deps", "--only-binary=:all:", "--report", "-")
        # pip asks for a folder to install to before it looks for another machine's wheels, though nothing is installed.
        elsewhere = ("--target", tempfile.gettempdir()) if wheel else ()
        try:
            report = json.loads(_run([*_pip(), *dry_run, "--quiet", *_suiting(wheel), *elsewhere, *names], "pip"))
            found = {
                f"{_plain(item['metadata']['name'])}=={item['metadata']['version']}": item["download_info"]["url"]
                for item in report["install"]
            }
        except (ValueError, KeyError, TypeError) as error:  # a pip before 22.2, or something that only looks like pip
            raise FetchError(f"pip's report cannot be understood ({error}); is it older than 22.2?") from error
        return {name: found[key] for name in names if (key := _plain(name)) in found}

    def download(self, package: str, target: Path, wheel: str | None = None) -> None:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            options = ("download", "--no-deps", "--only-binary=:all:", "--quiet", "--dest", folder)
            _run([*_pip(), *options, *_suiting(wheel), package], "pip")
            _take_only_file(Path(folder), target, package)


class Npm:
    """Packages as `name@version`."""

    client = "npm"

    def file_name(self, package: str) -> str:
        return f"{package.replace('@', '-')}.tgz"

    def addresses(self, packages: Iterable[str], wheel: str | None = None) -> dict[str, str]:
        return {name: _run([*_npm(), "view", name, "dist.tarball"], "npm").strip() for name in packages}

    def download(self, package: str, target: Path, wheel: str | None = None) -> None:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            _run([*_npm(), "pack", package, "--ignore-scripts", "--pack-destination", folder], "npm")
            _take_only_file(Path(folder), target, package)


def _plain(name: str) -> str:
    """As the index compares names; a version keeps its dots."""
    name, equals, version = name.partition("==")
    return re.sub(r"[-_.]+", "-", name).lower() + equals + version


def _suiting(wheel: str | None) -> tuple[str, ...]:
    """pip's options for another machine's wheel, e.g. "cp311-cp311-manylinux_2_28_x86_64"."""
    if wheel is None:
        return ()
    python, abi, platform = wheel.split("-")
    version = f"{python[2]}.{python[3:]}"
    return ("--implementation", "cp", "--python-version", version, "--abi", abi, "--platform", platform)


def _pip() -> list[str]:
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if path := shutil.which("pip3") or shutil.which("pip"):
        return [path]
    raise FetchError("pip is not installed; type: python -m ensurepip")


def _npm() -> list[str]:
    if path := shutil.which("npm"):
        return [path]
    raise FetchError("npm is not installed")


def _run(command: list[str], client: str) -> str:
    patience = {"PIP_RETRIES": "2", "NPM_CONFIG_FETCH_RETRIES": "1"}  # without a network, fail while someone waits
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "NPM_CONFIG_UPDATE_NOTIFIER": "false"}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=PATIENCE_S, env={**patience, **os.environ, **quiet},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"{client} did not answer within {PATIENCE_S:.0f} s", unreachable=True) from error
    except OSError as error:
        raise FetchError(f"{client} does not start ({error.strerror})") from error
    if done.returncode:
        raise _failure(client, done.stderr)
    return done.stdout


def _failure(client: str, stderr: str) -> FetchError:
    """The line that says why. pip ends with "no matching distribution" also when it could not reach its index."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(npm )?(ERROR|error)\b", line)]
    broken = [line for line in lines if re.search(r"connection (was )?broken|ENOTFOUND|ECONNREFUSED|EAI_AGAIN", line)]
    if broken:
        return FetchError(f"{client} cannot reach its registry", unreachable=True)
    chosen = (errors or lines or ["nothing"])[0]
    return FetchError(f"{client} says: {chosen[:200]}")


def _take_only_file(folder: Path, target: Path, package: str) -> None:
    files = [path for path in folder.iterdir() if path.is_file()]
    if len(files) != 1:
        raise FetchError(f"{package} gave {len(files)} files instead of one")
    downloads.place(files[0], target)
