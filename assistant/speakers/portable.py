"""Voices in a file, to be carried to another machine: JSON, with the vectors as base64."""

from __future__ import annotations

import base64
import binascii
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assistant.errors import SpeakerNameError, VoicesFileError, VoicesOutputError
from assistant.speakers import names
from assistant.speakers.protocol import stored_vector
from assistant.store import Centroid, Speaker

FORMAT, VERSION = "assistente voices", 1
MAX_BYTES = 50_000_000


def write(path: Path, people: Iterable[Speaker]) -> None:
    """Readable by its owner alone, whole or not at all; "-" is standard output. Raises VoicesOutputError."""
    tree = {"format": FORMAT, "version": VERSION, "people": [_as_json(it) for it in people]}
    content = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    try:
        if str(path) == "-":
            sys.stdout.write(content)
            sys.stdout.flush()
        elif path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(content, encoding="utf-8")  # a device or a pipe is written to, never replaced
        else:
            _replace(path, content)
    except OSError as error:
        raise VoicesOutputError(path, error.strerror or str(error)) from error


def _replace(path: Path, content: str) -> None:
    handle, partial = tempfile.mkstemp(".partial", dir=path.parent)  # of mode 0600
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError:
        with suppress(OSError):
            os.unlink(partial)
        raise


def read(path: Path) -> list[Speaker]:
    """Their ids are 0; "-" is standard input. Raises VoicesFileError; nothing is taken of a file of which something is wrong."""
    try:
        tree = json.loads(_content(path))
    except OSError as error:
        raise VoicesFileError(path, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise VoicesFileError(path, "it is no JSON") from error
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise VoicesFileError(path, "it was written by something else")
    if tree.get("version") != VERSION:
        raise VoicesFileError(path, f"it is of version {tree.get('version')}, and this program reads {VERSION}")
    try:
        people = [_from_json(it) for it in tree["people"]]
    except SpeakerNameError as error:
        raise VoicesFileError(path, str(error).split(";")[0]) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise VoicesFileError(path, f"damaged: {error}") from error
    if len({it.key for it in people}) < len(people):
        raise VoicesFileError(path, "a name stands in it twice")
    return people


def _content(path: Path) -> bytes:
    """Never more than MAX_BYTES are held, wherever they come from. Raises OSError, VoicesFileError."""
    if str(path) == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise VoicesFileError(path, f"it is larger than {MAX_BYTES // 1_000_000} MB")
    return content


def _as_json(person: Speaker) -> dict:
    voices = [
        {"encoder": it.encoder, "weight": it.weight, "vector": base64.b64encode(it.vector).decode()}
        for it in person.centroids
        if stored_vector(it.vector, it.weight) is not None  # else nothing of the file could be read again
    ]
    return {"name": person.name, "frozen": person.is_frozen, "voices": voices}


def _from_json(tree: dict) -> Speaker:
    name = names.checked(tree["name"])
    return Speaker(0, name, names.key_of(name), bool(tree["frozen"]), tuple(_centroid(it) for it in tree["voices"]))


def _centroid(tree: dict) -> Centroid:
    try:
        vector = base64.b64decode(tree["vector"], validate=True)
    except binascii.Error as error:
        raise ValueError("a vector is no base64") from error
    weight = float(tree["weight"])
    if stored_vector(vector, weight) is None:
        raise ValueError("a vector holds no numbers")
    if not isinstance(tree["encoder"], str):
        raise TypeError("an encoder has no name")
    return Centroid(tree["encoder"], vector, weight)
