"""Freed memory overwritten as far as Python lets us: what a visitor typed shall not outlive the visit in the process either.

Python's strings cannot be wiped in place. But what is freed can be written over: small blocks by taking them again, filled with zeros;
those of Qt and of the C library by a setting of glibc that fills whatever is freed. `tests/memory.py` measures what is left.
"""

from __future__ import annotations

import gc
import sys

_PERTURB = -6
"""M_PERTURB of glibc's mallopt: fill freed memory with this byte."""
_SIZES = range(16, 513, 16)
"""The classes of Python's allocator for small objects (pymalloc), in bytes."""
_BLOCKS = 3000
_HEADER = sys.getsizeof(b"")


def fill_what_is_freed(*, on: bool) -> None:
    """While the form is open, the C library writes over everything it frees. Does nothing where it is another one."""
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_PERTURB, 0x5A if on else 0)


def scrub() -> None:
    """Writes over the small blocks that Python has freed; some milliseconds."""
    gc.collect()
    for size in _SIZES:
        taken = [bytes(max(1, size - _HEADER)) for _ in range(_BLOCKS)]
        del taken
