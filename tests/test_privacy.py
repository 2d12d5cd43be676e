"""Nothing leaves the machine: what ONNX Runtime would report to its maker is neither collected nor kept."""

import os
import subprocess
import sys

MODULES = ("assistant.asr.acoustics", "assistant.tts.acoustics.onnx_session", "assistant.asr.wav2vec2.onnx_network")
SESSION = """
from pathlib import Path
import assistant.asr, onnxruntime
onnxruntime.InferenceSession(Path(assistant.asr.__path__[0]) / "head.onnx")
"""


def files_after(code, home):
    environ = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    environ.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", code], env=environ, check=True, timeout=120)
    return [path for path in home.rglob("*") if path.is_file()]


def test_onnx_runtime_keeps_nothing_in_the_home_folder(tmp_path):
    assert files_after(SESSION, tmp_path) == []


def test_it_is_told_so_before_any_room_imports_it(tmp_path):
    imports = "".join(f"import {name}\n" for name in MODULES)
    assert files_after(imports + SESSION, tmp_path) == []
