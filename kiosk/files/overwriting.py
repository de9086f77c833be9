"""Bytes that are written over before a file goes, so that a file system that writes in place holds nothing of them any more."""

from __future__ import annotations

import os
from contextlib import suppress

_PIECE = 1 << 20
MOST_BYTES = 1 << 30
"""Of one file that are written over: no drawer has more, and a backup has its requests at the beginning."""


def overwrite(handle: int) -> None:
    """Writes zeros over what lies in an open file, which stays as long as it is. Its holes, in which nothing lies, are left: they would fill the
    disk. May raise OSError.
    """
    size, left, at = os.fstat(handle).st_size, MOST_BYTES, 0
    while at < size and left > 0 and (at := _data_from(handle, at, size)) < size:
        end = min(os.lseek(handle, at, os.SEEK_HOLE), at + left)
        left -= end - at
        while at < end:
            at += os.pwrite(handle, bytes(min(_PIECE, end - at)), at)
    os.fsync(handle)


def _data_from(handle: int, at: int, size: int) -> int:
    """Where the next data lie; the end of the file where there are no more."""
    with suppress(OSError):
        return os.lseek(handle, at, os.SEEK_DATA)
    return size
