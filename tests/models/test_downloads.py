"""A download may break at any byte; what ends up under its name is right or is not there."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import NoSpaceError
from assistant.models import downloads
from assistant.models.downloads import FetchError, WrongBytesError
from tests.models.loopback import Loopback, Page

BODY = random.Random(7).randbytes(100_000)
DIGEST = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def web():
    with Loopback() as server:
        yield server


def fetch(web, target, path="/weights"):
    downloads.fetch(web.url + path, target, DIGEST, len(BODY), pause_s=0.001)


def ranges(web):
    return [asked.range for asked in web.asked]


def test_a_file_arrives(web, tmp_path):
    web.pages["/weights"] = Page(BODY)
    fetch(web, tmp_path / "w")
    assert (tmp_path / "w").read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


def test_a_cut_connection_goes_on_where_it_broke(web, tmp_path):
    web.pages["/weights"] = Page(BODY, cuts=[30_000, 1, 50_000])
    fetch(web, tmp_path / "w")
    assert (tmp_path / "w").read_bytes() == BODY
    assert ranges(web) == [None, "bytes=30000-", "bytes=30001-", "bytes=80001-"]


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(0, len(BODY)), max_size=3), knows_ranges=st.booleans())
def test_wherever_it_is_cut_it_arrives_whole(tmp_path_factory, cuts, knows_ranges):
    target = tmp_path_factory.mktemp("cut") / "w"
    with Loopback() as web:
        web.pages["/weights"] = Page(BODY, cuts=cuts, knows_ranges=knows_ranges)
        fetch(web, target)
    assert target.read_bytes() == BODY


def test_a_server_without_ranges_starts_over_cleanly(web, tmp_path):
    (tmp_path / "w.part").write_bytes(BODY[:40_000])
    web.pages["/weights"] = Page(BODY, knows_ranges=False)
    fetch(web, tmp_path / "w")
    assert (tmp_path / "w").read_bytes() == BODY


@pytest.mark.parametrize("left", [b"x" * 40_000, b"x" * len(BODY), b"x" * (len(BODY) + 1)])
def test_what_an_earlier_run_left_of_another_file_is_thrown_away(web, tmp_path, left):
    (tmp_path / "w.part").write_bytes(left)
    web.pages["/weights"] = Page(BODY)
    fetch(web, tmp_path / "w")
    assert (tmp_path / "w").read_bytes() == BODY


def test_wrong_bytes_are_never_kept(web, tmp_path):
    web.pages["/weights"] = Page(BODY[:-1] + b"?")
    with pytest.raises(WrongBytesError, match=f"expected {DIGEST[:12]}"):
        fetch(web, tmp_path / "w")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"<html>please log in</html>", BODY + b"more"])
def test_another_length_is_refused_before_it_is_read(web, tmp_path, body):
    web.pages["/weights"] = Page(body)
    with pytest.raises(FetchError, match=f"{len(body)} bytes where {len(BODY)} were pinned"):
        fetch(web, tmp_path / "w")
    assert not (tmp_path / "w").exists()


def test_a_missing_page_is_asked_for_once(web, tmp_path):
    with pytest.raises(FetchError, match="404"):
        fetch(web, tmp_path / "w")
    assert len(web.asked) == 1


def test_a_busy_server_is_asked_again(web, tmp_path):
    web.pages["/weights"] = Page(BODY, failures=[503, 429])
    fetch(web, tmp_path / "w")
    assert (tmp_path / "w").read_bytes() == BODY


def test_a_server_that_always_breaks_is_given_up(web, tmp_path):
    web.pages["/weights"] = Page(BODY, cuts=[500] * 50, knows_ranges=False)
    with pytest.raises(FetchError, match="cut after 500 of 100000"):
        fetch(web, tmp_path / "w")
    assert len(web.asked) == 5  # the first, which got further than nothing, and four that got no further
    assert not (tmp_path / "w").exists()


def test_nobody_listens(tmp_path):
    with Loopback() as gone:
        pass
    with pytest.raises(FetchError, match="cannot be reached") as caught:
        fetch(gone, tmp_path / "w")
    assert caught.value.unreachable


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_leaves_nothing_behind(web, tmp_path):
    (tmp_path / "w.part").symlink_to("/dev/full")
    web.pages["/weights"] = Page(BODY)
    with pytest.raises(NoSpaceError, match="is full; free some space"):
        fetch(web, tmp_path / "w")
    assert list(tmp_path.iterdir()) == []


def test_space_is_looked_at_first(tmp_path):
    downloads.need_space(tmp_path, 0)
    with pytest.raises(NoSpaceError):
        downloads.need_space(tmp_path, 1 << 60)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
def test_killed_in_the_middle_it_goes_on(web, tmp_path):
    web.pages["/weights"] = Page(BODY, trickle_s=0.02)
    # Chunks as small as the trickle, so that the part grows while it is watched.
    script = (
        "import sys; from pathlib import Path; from assistant.models import downloads; downloads.CHUNK_BYTES = 16_384;"
        "downloads.fetch(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))"
    )
    command = [sys.executable, "-c", script, f"{web.url}/weights", str(tmp_path / "w"), DIGEST, str(len(BODY))]
    child = subprocess.Popen(command)
    part = tmp_path / "w.part"
    deadline = time.monotonic() + 20
    while not (part.exists() and part.stat().st_size >= 16_384):
        assert time.monotonic() < deadline
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    kept = part.stat().st_size
    assert 0 < kept < len(BODY)
    assert not (tmp_path / "w").exists()
    web.pages["/weights"].trickle_s = 0
    fetch(web, tmp_path / "w")
    assert ranges(web)[-1] == f"bytes={kept}-"
    assert (tmp_path / "w").read_bytes() == BODY
