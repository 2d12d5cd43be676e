"""Whether this processor adds up products of bytes without overflow, which decides how fine the steps of int8 weights may be.

Processors of the x86 line before VNNI add two products in 16 bits, and cut off what does not fit: there the weights keep to half
of their range. Others add in 32 bits, and the whole range is worth five decibels.
"""

from __future__ import annotations

import platform
from pathlib import Path

FULL_RANGE, HALF_RANGE = 127, 63
_UNITS = {"avx512_vnni", "avx_vnni", "amx_int8"}


def int8_range(cpu_info: Path = Path("/proc/cpuinfo")) -> int:
    """The largest weight; the careful one where the processor does not say what it has."""
    if platform.machine().lower() in ("aarch64", "arm64"):
        return FULL_RANGE
    try:
        lines = cpu_info.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return HALF_RANGE
    flags = next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), [])
    return FULL_RANGE if _UNITS & set(flags) else HALF_RANGE
