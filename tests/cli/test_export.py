"""`assistant export` where the training extra is missing, or what is typed is wrong."""

import builtins
import sys

import pytest

from assistant import cli


@pytest.fixture
def without(monkeypatch):
    """A Python where these packages are not installed."""

    def hide(*names):
        real = builtins.__import__

        def importing(name, *args, **options):
            if name.partition(".")[0] in names:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            return real(name, *args, **options)

        for module in [m for m in sys.modules if m.startswith("assistant.training.kokoro_") or m.partition(".")[0] in names]:
            monkeypatch.delitem(sys.modules, module)
        monkeypatch.setattr(builtins, "__import__", importing)

    return hide


@pytest.mark.parametrize("missing", ["onnx", "torch", "kokoro"])
def test_what_is_not_installed_is_named_with_what_to_type(without, capsys, tmp_path, missing):
    order = ["onnx", "torch", "kokoro"]
    for name in order[: order.index(missing)]:
        pytest.importorskip(name, reason="the training extra is not installed")
    without(missing)
    assert cli.main(["export", "kokoro", "--checkpoint", str(tmp_path), "-o", str(tmp_path / "out")]) == 3
    error = capsys.readouterr().err
    assert f"exporting Kokoro needs {missing}" in error
    assert 'pip install "assistente[training]"' in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line", [["export"], ["export", "kokoro"], ["export", "kokoro", "--checkpoint", "a", "-o", "b", "--precision", "int4"]]
)
def test_wrong_usage_exits_with_2(line, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(line)
    assert caught.value.code == 2
    assert "usage: assistant export" in capsys.readouterr().err
