"""How Kokoro is opened in ONNX Runtime."""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime

_VNNI = {"avx512_vnni", "avx_vnni"}


def open_session(path: Path, threads: int, weights: Path | None = None) -> onnxruntime.InferenceSession:
    """weights: the folder of what the graph does not hold. Raises one of `failures`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    # Threads that spin while they wait take the cores from the recogniser: a third more time, on a busy machine. 20 µs span
    # most gaps between two pieces of work. ONNX Runtime before 1.26 cannot be told how long, and spins on and on.
    may_spin = tuple(int(part) for part in onnxruntime.__version__.split(".")[:2]) >= (1, 26)
    options.add_session_config_entry("session.intra_op.allow_spinning", "1" if may_spin else "0")
    if may_spin:
        options.add_session_config_entry("session.intra_op.spin_duration_us", "20")
    if not adds_products_exactly():
        options.add_session_config_entry("session.x64quantprecision", "1")
    graph: str | bytes = str(path)
    if weights is not None:
        graph = path.read_bytes()
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights))
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def giving_memory_back() -> onnxruntime.RunOptions:
    """What a run took goes back to the C library after it; taking it anew takes up to a twentieth of the run's time."""
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def trim() -> None:
    """And from the GNU C library to the system: it would keep up to 64 MB, now more, now less."""
    if (malloc_trim := _malloc_trim()) is not None:
        malloc_trim(0)


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # another C library, or Windows
        return None


@cache
def adds_products_exactly(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this processor sums products of uint8 and int8 in 32 bits.

    Those of Intel and AMD without VNNI add pairs of them in 16 bits, where they overflow; there, ONNX Runtime is told to
    take another, slower way. It cannot find out itself: what it goes by is true of some that have VNNI, too.
    """
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return True
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    return not _VNNI.isdisjoint(flags)


def failures() -> tuple[type[Exception], ...]:
    """ONNX Runtime's errors, which have no common class of their own."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    names = "Fail InvalidArgument NoSuchFile NoModel EngineError RuntimeException InvalidProtobuf NotImplemented InvalidGraph"
    return tuple(getattr(state, name) for name in names.split() if hasattr(state, name))
