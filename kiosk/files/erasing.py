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


def names_below(folder: int) -> list[str]:
    """What lies in an open folder. May raise OSError."""
    with os.scandir(folder) as found:
        return [each.name for each in found]


def erase_in(folder: int, name: str, *, over: bool = True, until: float = inf) -> None:
    """However deep it is: a folder in it comes up to the top of it and is emptied there, so that nothing calls itself, or holds many open.

    Raises OSError; TimeoutError where there is more than can go `until` this second of the monotonic clock: what is left goes the next time.
    """
    if not _is_folder(folder, name):
        erase_file(folder, name, over=over)
        return
    top = _entered(folder, name)
    try:
        left = _MOST_ERASED - _emptied(top, top, over=over, until=until)
        for each in _inner(top):
            below = _entered(top, each)
            try:
                left -= _emptied(below, top, over=over, until=until)
            finally:
                os.close(below)
            os.rmdir(each, dir_fd=top)
            if left < 0:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), name)
    finally:
        os.close(top)
    os.rmdir(name, dir_fd=folder)


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


def _inner(top: int) -> Iterator[str]:
    """The folders that lie there, until there are none: more may come up meanwhile."""
    while found := names_below(top):
        yield from found


def _emptied(folder: int, top: int, *, over: bool, until: float) -> int:
    """Erases the files in it, no more than may go at once, and moves its folders up to the top; tells how many these were."""
    with os.scandir(folder) as there:
        found = [each.name for each in islice(there, _MOST_ERASED)]
    for each in found:
        if time.monotonic() > until:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), each)
        if not _is_folder(folder, each):
            erase_file(folder, each, over=over)
        elif folder != top:
            _opened_up(folder, each)
            os.rename(each, secrets.token_hex(16), src_dir_fd=folder, dst_dir_fd=top)
    return len(found)


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
