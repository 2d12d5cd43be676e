"""What ONNX Runtime is told of the processor."""

import platform

import pytest

from assistant.tts.acoustics.onnx_session import adds_products_exactly

HEAD = "processor\t: 0\nmodel name\t: Some Processor\nflags\t\t: fpu sse4_1 avx2"


@pytest.mark.parametrize(
    ("machine", "flags", "exactly"),
    [
        ("x86_64", " avx512f avx512_vnni\n", True),
        ("x86_64", " avx_vnni\n", True),
        ("AMD64", " avx512f\n", False),
        ("x86_64", "\n", False),
        ("aarch64", "\n", True),
    ],
)
def test_only_vnni_adds_products_in_32_bits(tmp_path, monkeypatch, machine, flags, exactly):
    monkeypatch.setattr(platform, "machine", lambda: machine)
    (tmp_path / "cpuinfo").write_text(HEAD + flags)
    assert adds_products_exactly(tmp_path / "cpuinfo") == exactly


def test_a_processor_that_does_not_tell_is_not_trusted(tmp_path, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    assert not adds_products_exactly(tmp_path / "absent")
