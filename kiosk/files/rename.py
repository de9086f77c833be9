"""Names that change in one step, as renameat2(2) does it where there is one. The caller knows another way where there is none."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

EXCHANGE, NO_REPLACE = 2, 1
_HERE = -100
"""RENAME_EXCHANGE, RENAME_NOREPLACE and AT_FDCWD."""


def renamed(one: Path | str, other: Path | str, how: int, folder: int | None = None) -> bool:
    """Whether it was done, in the open folder if there is one; False where the system or the file system has no such step. May raise OSError."""
    place = _HERE if folder is None else folder
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        failed = libc.renameat2(place, os.fsencode(one), place, os.fsencode(other), how)
    except AttributeError:
        return False
    if failed and ctypes.get_errno() not in (errno.ENOSYS, errno.EINVAL):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one), None, str(other))
    return not failed


def put_where_nothing_is(fresh: Path | str, name: Path | str, folder: int | None = None) -> None:
    """The file takes that name, in the open folder if there is one, unless something has it, whoever else is just about it.

    Raises FileExistsError, OSError.
    """
    if renamed(fresh, name, NO_REPLACE, folder):
        return
    try:
        os.link(fresh, name, src_dir_fd=folder, dst_dir_fd=folder)
    except FileExistsError:
        raise
    except OSError:  # a file system that knows no second names
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder))
        os.replace(fresh, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        os.unlink(fresh, dir_fd=folder)
