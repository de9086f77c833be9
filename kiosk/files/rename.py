"""Names that change in one step, as renameat2(2) does it where there is one. The caller knows another way where there is none."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

EXCHANGE, NO_REPLACE = 2, 1
_HERE = -100
"""RENAME_EXCHANGE, RENAME_NOREPLACE and AT_FDCWD."""


def renamed(one: Path, other: Path, how: int) -> bool:
    """Whether it was done; False where the system or the file system has no such step. May raise OSError."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        failed = libc.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), how)
    except AttributeError:
        return False
    if failed and ctypes.get_errno() not in (errno.ENOSYS, errno.EINVAL):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one), None, str(other))
    return not failed
