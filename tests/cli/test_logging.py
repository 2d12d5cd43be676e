"""What the log of a run may hold."""

import logging

import httpx
import pytest

from assistant.cli import _configure_logging


@pytest.mark.parametrize(("verbose", "is_there"), [(0, False), (1, False), (2, True)])
def test_addresses_that_are_asked_hold_what_was_said_and_are_logged_at_debug_alone(monkeypatch, capsys, verbose, is_there):
    for name in (None, "httpx"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    _configure_logging(verbose)
    with httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200))) as client:
        client.get("http://places/search", params={"name": "Itabirito"})
    assert ("Itabirito" in capsys.readouterr().err) is is_there
