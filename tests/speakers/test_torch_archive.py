"""Archives of PyTorch: tensors come out as they were stored, and a pickle that would do anything else is refused, never run."""

import struct
import zipfile

import numpy as np
import pytest

from assistant.errors import ModelFileError
from assistant.speakers.torch_archive import read_tensors

PROTO, MARK, TUPLE, REDUCE, STOP, SETITEMS, PERSID, EMPTY_DICT = b"\x80\x02", b"(", b"t", b"R", b".", b"u", b"Q", b"}"


def text(value):
    return b"X" + struct.pack("<I", len(value.encode())) + value.encode()


def number(value):
    return b"J" + struct.pack("<i", value)


def name(module, what):
    return f"c{module}\n{what}\n".encode()


def tensor(key, shape, strides, offset=0, kind="FloatStorage"):
    storage = MARK + text("storage") + name("torch", kind) + text(key) + text("cpu") + number(99) + TUPLE + PERSID
    sizes = [MARK + b"".join(map(number, part)) + TUPLE for part in (shape, strides)]
    hooks = name("collections", "OrderedDict") + b")" + REDUCE
    arguments = MARK + storage + number(offset) + b"".join(sizes) + b"\x89" + hooks + TUPLE
    return name("torch._utils", "_rebuild_tensor_v2") + arguments + REDUCE


def archive(path, body, **storages):
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("model/data.pkl", PROTO + body + STOP)
        for key, values in storages.items():
            made.writestr(f"model/data/{key}", values.tobytes())
    return path


def listing(**tensors):
    return EMPTY_DICT + MARK + b"".join(text(key) + value for key, value in tensors.items()) + SETITEMS


def test_tensors_come_as_they_were_stored(tmp_path):
    a, b = np.arange(8, dtype="<f4"), np.array([7], "<i8")
    body = listing(weight=tensor("a", (2, 3), (3, 1), offset=2), steps=tensor("b", (), (), kind="LongStorage"))
    found = read_tensors(archive(tmp_path / "m.pt", body, a=a, b=b), "toy")
    assert found["weight"].tolist() == [[2, 3, 4], [5, 6, 7]]
    assert (found["steps"].shape, int(found["steps"])) == ((), 7)


@pytest.mark.parametrize(
    "body",
    [
        name("os", "system") + MARK + text("touch pwned") + TUPLE + REDUCE,
        listing(weight=name("builtins", "eval") + MARK + text("1") + TUPLE + REDUCE),
        listing(weight=name("collections", "OrderedDict") + MARK + text("x") + TUPLE + REDUCE),
        b"(ios\nsystem\n.",
        text("os") + text("system") + b"\x93",
    ],
    ids=["a call", "a call within", "a call that is known, with arguments", "an old way to call", "a name from the stack"],
)
def test_a_pickle_that_would_do_more_is_refused(tmp_path, body):
    with pytest.raises(ModelFileError, match=r"no archive of plain tensors.*assistant models pull toy"):
        read_tensors(archive(tmp_path / "m.pt", body), "toy")


@pytest.mark.parametrize(
    "body",
    [
        listing(weight=tensor("a", (3, 3), (3, 1))),
        listing(weight=tensor("a", (2, 2), (1, 2))),
        listing(weight=tensor("a", (2,), (1,), offset=-1)),
        listing(weight=tensor("missing", (2,), (1,))),
        listing(weight=tensor("../a", (2,), (1,))),
        text("no dictionary"),
        b"",
    ],
    ids=["larger than its storage", "turned", "before its storage", "no storage", "a path", "no dictionary", "nothing"],
)
def test_a_damaged_archive_is_refused(tmp_path, body):
    with pytest.raises(ModelFileError):
        read_tensors(archive(tmp_path / "m.pt", body, a=np.zeros(4, "<f4")), "toy")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "m.pt").write_bytes(content)
    with pytest.raises(ModelFileError):
        read_tensors(tmp_path / "m.pt", "toy")
