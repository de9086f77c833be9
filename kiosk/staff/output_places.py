"""Where a command is to write: a place that is there, and in which nothing is lost."""

from __future__ import annotations

import os
import pwd
from contextlib import suppress
from pathlib import Path
from shlex import quote

from kiosk.files.regular import is_regular, open_regular
from kiosk.staff.errors import ExpectedError

_SQLITE = b"SQLite format 3\0"
_LONGEST_WRITTEN = 200
"""Bytes of the name of what is written: a name can have 255 (limits.h: NAME_MAX), and while it is written something stands around it."""


def for_a_file(file: Path, *, data: Path, replace: bool = False) -> None:
    """Raises ExpectedError where a file cannot lie, or something would be lost.

    The folder that it is to lie in must be there: it may be a stick that was pulled out. Nothing is ever written over a drawer, a device, or
    anything in the data folder, where the requests and the keys are.
    """
    refuse_without_folder(file)
    if Path(os.path.realpath(file)).is_relative_to(os.path.realpath(data)):
        raise ExpectedError(f"{file} lies in the folder where the kiosk keeps its requests and keys. Name a file elsewhere.")
    if not os.path.lexists(file):
        return
    if not is_regular(file):
        raise ExpectedError(f"{file} is a folder, or no ordinary file. Name a file{f' in it, such as {file / file.name}' if file.is_dir() else ''}.")
    if not replace:
        raise ExpectedError(f"{file} is there already. Name another file, or add --replace.")
    with open_regular(file) as there:
        if there.read(len(_SQLITE)) == _SQLITE:
            raise ExpectedError(f"{file} is a drawer, or the database of another program: nothing is written over that. Name another file.")


def for_files(folder: Path, *, replace: bool) -> None:
    """Raises ExpectedError where files would come between others, or the folder around this one is not there."""
    refuse_without_folder(folder)
    if os.path.lexists(folder) and not folder.is_dir():
        raise ExpectedError(f"{folder} is not a folder. Name one.")
    if not replace and folder.is_dir() and any(folder.iterdir()):
        raise ExpectedError(f"There are files in {folder} already. Name a new folder, or add --replace.")


def refuse_without_folder(path: Path) -> None:
    """Raises ExpectedError where the folder that this is to lie in is not there, or may not be written into."""
    refuse_too_long(path)
    around = path.absolute().parent
    if not around.is_dir():
        raise ExpectedError(f"There is no folder {around}, so {path.name} cannot be written. If it is to be on a stick, is that plugged in?")
    if not os.access(around, os.W_OK | os.X_OK) and not os.statvfs(around).f_flag & os.ST_RDONLY:
        me = account()
        own = Path("/srv", me)
        raise ExpectedError(
            f"This works as the account {me}, which may not write into {around}. Make a folder where it may:"
            f" `sudo install --directory --owner={quote(me)} --mode=700 {quote(str(own))}`, and name {own / path.name}. If it is to be on a stick,"
            f" mount the stick again with the option `-o uid={quote(me)}`."
        )


def refuse_too_long(path: Path) -> None:
    """Raises ExpectedError for a name with no room for what stands around it while the file is written."""
    if len(os.fsencode(path.name)) > _LONGEST_WRITTEN:
        short = f"{path.name[:20]}..."
        raise ExpectedError(f"The name {short} is too long for what is to be written: give it one of at most {_LONGEST_WRITTEN} letters.")


def account() -> str:
    """The name of the account that this process has now."""
    with suppress(KeyError):
        return pwd.getpwuid(os.geteuid()).pw_name
    return str(os.geteuid())
