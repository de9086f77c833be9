"""What goes for good: a file is written over before its name goes, and a folder goes with all that is in it, whoever put it where a file was.

Everything is done by descriptors of folders, and no link is followed, whatever lies there.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from math import inf

from kiosk.files.overwriting import overwrite

_MOST_ERASED = 100_000
"""Files and folders of one copy that are erased at once: a whole kiosk has a tenth of that. Of more, the rest goes the next time."""
_AT_ONCE = 1000
"""Names that are in memory at a time: each may have a kilobyte, and whoever writes a folder can put millions into it."""


def names_below(folder: int) -> Iterator[str]:
    """What lies in an open folder, however much that is. May raise OSError."""
    with os.scandir(folder) as found:
        yield from (each.name for each in found)


def erase_in(folder: int, name: str, *, over: bool = True, until: float = inf) -> None:
    """However deep it is: a folder in it comes up to the top of it and is emptied there, so that nothing calls itself, or holds many open.

    Raises OSError; TimeoutError where there is more than can go `until` this second of the monotonic clock: what is left goes the next time.
    """
    if not _is_folder(folder, name):
        erase_file(folder, name, over=over)
        return
    top, goes = _entered(folder, name), _Allowance(until)
    try:
        while found := _some_in(top):
            for each in found:
                goes.on(each)
                if _is_folder(top, each):
                    _erase_inner(top, each, goes, over=over)
                else:
                    erase_file(top, each, over=over)
    finally:
        os.close(top)
    os.rmdir(name, dir_fd=folder)


class _Allowance:
    """How much of one copy may go at once, and until when."""

    def __init__(self, until: float) -> None:
        self._left, self._until = _MOST_ERASED, until

    def on(self, name: str) -> None:
        """One more goes, be it an empty folder. Raises OSError where that is too many, and TimeoutError where it is too late."""
        if time.monotonic() > self._until:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), name)
        if self._left == 0:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), name)
        self._left -= 1


_INTO = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def _is_folder(folder: int, name: str) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)


def _entered(folder: int, name: str) -> int:
    """An open folder of ours, which we may change from now on, however closed somebody has made it."""
    _opened_up(folder, name)
    return os.open(name, _INTO, dir_fd=folder)


def _opened_up(folder: int, name: str) -> None:
    """It can be moved and emptied. A link in its place by now is somebody's of our own account, who can do so without us."""
    if os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode & stat.S_IRWXU != stat.S_IRWXU:
        with suppress(OSError):
            os.chmod(name, stat.S_IRWXU, dir_fd=folder)


def _some_in(folder: int) -> list[str]:
    """The names of the first that lie there, as many as are taken at a time."""
    with os.scandir(folder) as there:
        return [each.name for each in islice(there, _AT_ONCE)]


def _erase_inner(top: int, name: str, goes: _Allowance, *, over: bool) -> None:
    """A folder at the top goes with the files in it; its folders come up to the top."""
    below = _entered(top, name)
    try:
        while found := _some_in(below):
            for each in found:
                goes.on(each)
                if _is_folder(below, each):
                    _opened_up(below, each)
                    os.rename(each, secrets.token_hex(16), src_dir_fd=below, dst_dir_fd=top)
                else:
                    erase_file(below, each, over=over)
    finally:
        os.close(below)
    os.rmdir(name, dir_fd=top)


def erase_file(folder: int, name: str, *, over: bool) -> None:
    """A file that has another name elsewhere loses only this one."""
    with suppress(OSError):  # what cannot be written over goes all the same
        handle = os.open(name, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        try:
            facts = os.fstat(handle)
            if over and stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1 and facts.st_blocks:  # each waits for the disk
                overwrite(handle)
        finally:
            os.close(handle)
    os.unlink(name, dir_fd=folder)
