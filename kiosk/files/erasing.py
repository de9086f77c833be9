"""What goes for good: a file is written over before its name goes, and a folder goes with all that is in it, whoever put it where a file was.

Everything is done by descriptors of folders, and no link is followed, whatever lies there.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress

from kiosk.files.overwriting import overwrite

_MOST_ERASED = 100_000
"""Files and folders of one copy that are erased at once: a whole kiosk has a tenth of that. Of more, the rest goes the next time."""


def names_below(folder: int) -> list[str]:
    """What lies in an open folder. May raise OSError."""
    with os.scandir(folder) as found:
        return [each.name for each in found]


def erase_in(folder: int, name: str, *, over: bool = True) -> None:
    """However deep it is: a folder in it comes up to the top of it and is emptied there, so that nothing calls itself, or holds many open."""
    if not _is_folder(folder, name):
        erase_file(folder, name, over=over)
        return
    top = os.open(name, _INTO, dir_fd=folder)
    try:
        left = _MOST_ERASED - _emptied(top, top, over=over)
        for each in _inner(top):
            below = os.open(each, _INTO, dir_fd=top)
            try:
                left -= _emptied(below, top, over=over)
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


def _inner(top: int) -> Iterator[str]:
    """The folders that lie there, until there are none: more may come up meanwhile."""
    while found := names_below(top):
        yield from found


def _emptied(folder: int, top: int, *, over: bool) -> int:
    """Erases the files in it, and moves its folders up to the top; tells how many these were."""
    found = names_below(folder)
    for each in found:
        if not _is_folder(folder, each):
            erase_file(folder, each, over=over)
        elif folder != top:
            os.rename(each, secrets.token_hex(16), src_dir_fd=folder, dst_dir_fd=top)
    return len(found)


def erase_file(folder: int, name: str, *, over: bool) -> None:
    """A file that has another name elsewhere loses only this one."""
    with suppress(OSError):  # what cannot be written over goes all the same
        handle = os.open(name, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        try:
            facts = os.fstat(handle)
            if over and stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1:
                overwrite(handle)
        finally:
            os.close(handle)
    os.unlink(name, dir_fd=folder)
