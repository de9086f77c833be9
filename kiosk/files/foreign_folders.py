"""Folders that others may have filled, and may change at any moment: no link in them leads elsewhere, and nobody sees half a file."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path, PurePath
from typing import BinaryIO

from kiosk.files.rename import put_where_nothing_is

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_HERE = PurePath()
LEFT = re.compile(r"\..+\.kiosk-[0-9a-f]{16}")
_LONGEST_SECONDS, _MOST_LOOKED_AT = 3600, 15_000
"""How long nobody writes on one file, and how many names of a folder are looked at for what was left in it."""
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class AnotherFileError(OSError):
    """What was written is not what has its name: whoever else writes into the folder put another file there, or took it away."""


def refuse_another(written: int, name: Path | str, folder: int | None = None) -> None:
    """Raises AnotherFileError unless the open file is what has this name, in the open folder if there is one; OSError."""
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(written), os.stat(name, dir_fd=folder, follow_symlinks=False)):
            return
    wrong = "somebody else took it away meanwhile, or put another file in its place; use a folder into which nobody else can write"
    raise AnotherFileError(errno.ESTALE, wrong, str(name))


@contextmanager
def entered(folder: Path, way: PurePath = _HERE) -> Iterator[int]:
    """The open folder at the end of the way below the one that somebody named. Raises OSError where a part of the way is a link, or no folder."""
    held = os.open(folder, _FOLDER)
    try:
        for part in way.parts:
            inner = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=held)
            os.close(held)
            held = inner
        yield held
    finally:
        os.close(held)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """In the block nobody else who asks so writes into the folder, which is made where it is not there, and goes again if nothing comes into it.

    Raises BlockingIOError, in words for staff, where somebody is at it; OSError.
    """
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder, _FOLDER)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BlockingIOError(error.errno, "another command is writing there; wait until it has ended", str(folder)) from error
    finally:
        os.close(held)
        if made:
            with suppress(OSError):
                folder.rmdir()


def put(folder: Path, name: str, data: bytes) -> None:
    """Puts the bytes in place as `placed` does. May raise OSError."""
    with placed(folder, name) as file:
        file.write(data)


@contextmanager
def placed(folder: Path, name: str, *, over: bool = True) -> Iterator[BinaryIO]:
    """A fresh file to write into, which takes its name in the folder when the block ends well, even if the power goes, and is gone if not.

    The folder is the one that somebody named, wherever it lies; of the way that `name` goes below it nothing may be a link. Folders that are not
    there are made. What has the name already, were it a link or a pipe, is replaced, or kept where this may not be put `over` it (FileExistsError).
    What an earlier one that was killed left in the folder is cleared away.
    Raises AnotherFileError where somebody else put another file in its place; may raise OSError.
    """
    way = PurePath(name)
    fresh = f".{way.name}.kiosk-{secrets.token_hex(8)}"
    folder.mkdir(parents=True, exist_ok=True)
    held = _below(folder, way.parent)
    try:
        with os.fdopen(os.open(fresh, _FRESH, 0o666, dir_fd=held), "wb") as file:
            _clear(held, os.fstat(file.fileno()))
            yield file
            file.flush()
            os.fsync(file.fileno())
            refuse_another(file.fileno(), fresh, held)
            if over:
                os.replace(fresh, way.name, src_dir_fd=held, dst_dir_fd=held)
            else:
                put_where_nothing_is(fresh, way.name, held)
            refuse_another(file.fileno(), way.name, held)
        os.fsync(held)
    finally:
        with suppress(OSError):
            os.unlink(fresh, dir_fd=held)
        os.close(held)


def remove(folder: Path, below: str, is_ours: Callable[[str], bool]) -> None:
    """Deletes what has names of ours in a folder below the one that somebody named; nothing on the way there may be a link. May raise OSError."""
    held = _below(folder, PurePath(below))
    try:
        with os.scandir(held) as entries:
            names = [each.name for each in entries if is_ours(each.name)]
        for name in names:
            os.unlink(name, dir_fd=held)
    finally:
        os.close(held)


def _clear(folder: int, ours: os.stat_result) -> None:
    """Deletes files of our naming and our account that were made long before, or by a clock that is wrong: whoever wrote them is gone."""
    with suppress(OSError):
        with os.scandir(folder) as entries:
            named = [each.name for each in islice(entries, _MOST_LOOKED_AT) if LEFT.fullmatch(each.name)]
        for name in named:
            seen = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISREG(seen.st_mode) and seen.st_uid == ours.st_uid and abs(seen.st_mtime - ours.st_mtime) > _LONGEST_SECONDS:
                os.unlink(name, dir_fd=folder)


def _below(folder: Path, way: PurePath) -> int:
    """The open folder at the end of the way, made where it is not there; raises OSError where a part of it is a link."""
    held = os.open(folder, _FOLDER)
    for part in way.parts:
        try:
            with suppress(FileExistsError):
                os.mkdir(part, dir_fd=held)
            inner = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=held)
        finally:
            os.close(held)
        held = inner
    return held
