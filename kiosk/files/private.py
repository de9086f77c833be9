"""Files that nobody but the kiosk's own user may read, written whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from math import inf
from pathlib import Path
from typing import BinaryIO, TextIO

from kiosk.files.erasing import erase_in
from kiosk.files.foreign_folders import AnotherFileError, refuse_another
from kiosk.files.overwriting import overwrite
from kiosk.files.regular import NotReadError, open_ours
from kiosk.files.rename import put_where_nothing_is
from kiosk.files.temporary import is_left

FOLDER_MODE, FILE_MODE = 0o700, 0o600
KEYS, DRAWER = "keys", "drawer"
"""The folders in the data folder that are the kiosk's alone."""
_MOST_LOOKED_AT = 15_000
SECONDS_HELD, _PAUSE = 5.0, 0.05
"""How long somebody waits for a folder that another one holds, and between two looks."""


def private_folder(folder: Path) -> Path:
    """Makes the folder, and those it lies in, closed to others. May raise OSError; NotReadError for `keys` or `drawer` that is a link.

    A folder that is there already stays as it is, for it may be anybody's. Only `keys` and `drawer` are closed even then, if they are ours.
    """
    _make(folder)
    if folder.name in (KEYS, DRAWER) and (wrong := linked(folder)):
        raise NotReadError(errno.ELOOP, folder, wrong, UNLINK)
    found = folder.stat()
    if folder.name in (KEYS, DRAWER) and found.st_uid == os.geteuid() and found.st_mode & 0o777 != FOLDER_MODE:
        folder.chmod(FOLDER_MODE)
    return folder


ASIDE = ".not-proved-"
"""How the name begins of what was put out of the way; the second look after a start deletes it."""
_SECONDS_FOR_WHAT_WAS_THERE = 1.0


def put_aside(place: Path) -> Path:
    """Gives it another name beside its own, in one step: to delete all that somebody may have put there can take long. May raise OSError."""
    aside = place.with_name(f"{ASIDE}{secrets.token_hex(8)}")
    place.rename(aside)
    return aside


def make_way(path: Path) -> None:
    """What is no file of ours leaves a name that is the kiosk's alone; one that was closed to us opens. May raise OSError."""
    with suppress(FileNotFoundError):
        seen = path.lstat()
        if stat.S_ISREG(seen.st_mode) and seen.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(seen.st_mode) | FILE_MODE)
        else:
            aside = put_aside(path)
            with suppress(OSError):
                erase(aside, over=False, until=time.monotonic() + _SECONDS_FOR_WHAT_WAS_THERE)


def open_own(path: Path) -> TextIO:
    """As `open_ours`, under a name that is the kiosk's alone: whatever else somebody put there makes way. May raise OSError."""
    try:
        return open_ours(path)
    except OSError:
        make_way(path)
        return open_ours(path)


def unclosed(folder: Path) -> None:
    """A folder of the kiosk's own lets its owner in again, whoever closed it: what lies in it could not be proved, or put right. Links stay."""
    with suppress(OSError):
        mode = folder.lstat().st_mode
        if stat.S_ISDIR(mode) and mode & stat.S_IRWXU != stat.S_IRWXU:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IRWXU)


UNLINK = (
    "End the kiosk, delete the link (not the folder that it leads to), and move that folder to where the link was. If it is to be on another disk,"
    " put the whole data folder there."
)
"""What helps where a folder is `linked`."""


def linked(folder: Path) -> str:
    """That one of the kiosk's own folders is a link, in a sentence for staff; empty where it is none.

    Whatever looks after copies and leftovers follows no link, so it would see nothing of what is set aside there.
    """
    with suppress(OSError):  # what may not be seen is told as that
        if folder.is_symlink():
            return f"{folder} is only a link, to {os.path.realpath(folder)}, and nobody would look after what is kept there."
    return ""


def _make(folder: Path) -> None:
    for each in reversed((folder, *folder.parents)):
        if not each.exists():
            each.mkdir(FOLDER_MODE, exist_ok=True)


def write_private(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Puts the bytes in place whole or not at all, even if the power goes in the middle. Raises FileExistsError as `ready`. May raise OSError."""
    with ready(path, data, replace=replace):
        pass


def write_own(path: Path, data: bytes) -> None:
    """The same under a name that is the kiosk's alone: a folder that somebody put there makes way, and of two at a time the last stays.

    May raise OSError.
    """
    try:
        write_private(path, data)
    except AnotherFileError:
        return
    except IsADirectoryError:
        make_way(path)
        write_private(path, data)


@contextmanager
def ready(path: Path, data: bytes, *, replace: bool = True) -> Iterator[BinaryIO]:
    """The bytes lie on the disk beside their place, closed to others. They take it when the block ends well, and are gone if not.

    What lay there before is written over; unless it is to be kept (not `replace`): then this raises FileExistsError, at the end too. Folders that
    are not there are made closed; those that are stay as they are. The block may write other bytes of that length over them. What one that was
    killed left of this file is erased. Raises AnotherFileError as `take_place`; may raise OSError.
    """
    _make(path.parent)
    _clear(path)
    fresh = unforeseeable(path)
    try:
        with os.fdopen(nameless(fresh), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            yield file
            file.flush()
            os.fsync(file.fileno())
            take_place(file.fileno(), fresh, path, replace=replace)
    finally:
        fresh.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Erases what killed processes of our account were writing to put it there."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}\.\d+")
    with suppress(OSError):
        with os.scandir(path.parent) as entries:
            named = [path.with_name(each.name) for each in islice(entries, _MOST_LOOKED_AT) if ours.fullmatch(each.name) and is_left(each.name)]
        for each in named:
            seen = each.lstat()
            if stat.S_ISREG(seen.st_mode) and seen.st_uid == os.geteuid():
                erase(each)


def unforeseeable(path: Path) -> Path:
    """A name beside this one for what is to take its place, which tells whose process it belongs to (`temporary`)."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.{os.getpid()}")


def nameless(path: Path) -> int:
    """A fresh file, open to be read and written, without a name, which is gone with its process; with this name where the file system has none such,
    or nothing leads to it later.

    A process that nobody may look into, such as a child of root with fewer rights, may not open `/proc/self/fd` itself.
    """
    if hasattr(os, "O_TMPFILE"):
        with suppress(OSError):
            handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, FILE_MODE)
            if os.path.lexists(f"/proc/self/fd/{handle}"):
                return handle
            os.close(handle)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)


def take_place(written: int, fresh: Path, path: Path, *, replace: bool) -> None:
    """The open file, which has the name `fresh` or none (`nameless`), takes the name `path`, and with it the place of what was there.

    Others may write into the folder: where another file got the name, nothing is left of what was written, and this raises AnotherFileError. Raises
    FileExistsError if what is there is to be kept (not `replace`). May raise OSError.
    """
    if not os.path.lexists(fresh):
        os.link(f"/proc/self/fd/{written}", fresh, src_dir_fd=written, follow_symlinks=True)
    try:
        refuse_another(written, fresh)
        if replace:
            with written_over(path):
                fresh.replace(path)
                refuse_another(written, path)
        else:
            put_where_nothing_is(fresh, path)
            refuse_another(written, path)
    except AnotherFileError:
        with suppress(OSError):
            overwrite(written)
        raise
    settle(path.absolute().parent)


@contextmanager
def written_over(path: Path) -> Iterator[None]:
    """What has this name now loses it in the block, and then its bytes too, unless it has another name elsewhere."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        yield
        return
    try:
        yield
        seen = os.fstat(handle)
        if stat.S_ISREG(seen.st_mode) and not seen.st_nlink:
            with suppress(OSError):  # the new file has taken the name all the same
                overwrite(handle)
    finally:
        os.close(handle)


def settle(folder: Path) -> None:
    """The names in this folder are on the disk. May raise OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Held(threading.local):
    """The folders that this thread holds, by device and inode."""

    def __init__(self) -> None:
        self.folders: set[tuple[int, int]] = set()


_mine = _Held()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """While this lasts nobody else holds the folder: what is read, changed and written again is not written over. May raise OSError.

    Who holds it already holds it on: a deed of several steps is one.
    """
    if not folder.is_dir():  # and nobody makes one for the sake of a lock
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        facts = os.fstat(handle)
        which = (facts.st_dev, facts.st_ino)
        if which in _mine.folders:
            yield
            return
        lock(handle, folder)
        if not _is_at(folder, facts):  # it made way for another one meanwhile
            with held(folder):
                yield
            return
        _mine.folders.add(which)
        try:
            yield
        finally:
            _mine.folders.discard(which)
    finally:
        os.close(handle)


def _is_at(folder: Path, facts: os.stat_result) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(folder.stat(), facts)
    return False


def lock(handle: int, place: Path) -> None:
    """Waits for another command that is at it, but not for ever: anybody who can read the place could hold it. Raises TimeoutError."""
    ends = time.monotonic() + SECONDS_HELD
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > ends:
                held = "another program has been using it for too long; end that program or restart this machine, and run the same command again"
                raise TimeoutError(errno.ETIMEDOUT, held, str(place)) from error
            time.sleep(_PAUSE)


def erase(path: Path, *, over: bool = True, until: float = inf) -> None:
    """Writes zeros over a file (if `over`) and deletes it; a folder in its place goes with all that is in it; of a link only the link goes.

    Nothing happens where nothing is. May raise OSError; TimeoutError where a folder holds more than can go `until` this second (`erase_in`).

    A file system that writes in place then holds nothing of it. Flash disks and file systems that copy on write keep what was there until
    they need the room: there only an encrypted disk helps.
    """
    try:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            erase_in(folder, path.name, over=over, until=until)
            os.fsync(folder)
        finally:
            os.close(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def zero(path: Path) -> None:
    """Writes zeros over a file and leaves it as long as it is. May raise OSError."""
    with path.open("r+b") as file:
        overwrite(file.fileno())
