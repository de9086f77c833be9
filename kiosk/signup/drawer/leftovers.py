"""Copies of requests and keys that lie in the data folder beside the live ones: what was kept aside, and what a killed command left. They go.

Everything is done by descriptors of folders, and no link is followed, whatever lies there.
"""

from __future__ import annotations

import os
import re
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path

from msgspec import Struct

from kiosk.files.archives import archive
from kiosk.files.erasing import erase_file, erase_in, names_below
from kiosk.files.temporary import is_left

DAYS_KEPT, DAYS_FOR_A_STICK = 90, 1
"""How long what was kept aside lies here, in days lived (`ages`) since the kiosk first saw it.

A backup for a stick that is still here after a day of the calendar was left by a kiosk that was killed.
"""
PLAN = ".restore-plan"
"""Lies in the data folder while `restore` puts things in place; the next command or start goes on by it."""
_PLACES = ("", "drawer", "keys")
_KEPT = re.compile(r"before-restore-.+|drawer-set-aside-.+|stick\.zip|before-update\.zip")
_BEFORE_UPDATE = "before-update.zip"
_MOST_LISTED = 100_000
"""Bytes of the list of names in what lies aside since an update: 1,000 files. The kiosk itself looks into it, which takes a hundredth of a second."""
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)-\d{6}")


class Copy(Struct, frozen=True, order=True):
    """One of them: its place below the data folder, the day on which it was made, and whether a command that was killed left it."""

    name: str
    day: date
    temporary: bool = False


def kept_copies(data: Path) -> tuple[Copy, ...]:
    """Everything in the data folder that may hold requests or old keys, besides the drawer and the keys themselves. May raise OSError."""
    found: list[Copy] = []
    for place in _PLACES:
        with suppress(FileNotFoundError, NotADirectoryError), _folder(data, place) as folder:
            found += [each for name in names_below(folder) if (each := _copy(folder, place, name))]
    return tuple(sorted(found))


def sweep(data: Path, is_old: Callable[[Copy], bool] = lambda _: False, seconds: float = inf) -> int:
    """Erases those that are old, and always those that a killed command left; tells how many. What cannot be erased stays for the next time, and
    so does what is not begun after so many seconds.
    """
    gone, until = 0, time.monotonic() + seconds
    for each in kept_copies(data):
        if time.monotonic() > until:
            break
        if each.temporary or is_old(each):
            with suppress(OSError):
                erase_copy(data, each, until)
                gone += 1
    return gone


def erase_copy(data: Path, copy: Copy, until: float = inf) -> None:
    """May raise OSError, also where a link has come into the way to it; TimeoutError as `erase_in`."""
    place, _, name = copy.name.rpartition("/")
    with _folder(data, place) as folder:
        erase_in(folder, name, until=until)


def is_old(copy: Copy, lived: int, today: date) -> bool:
    """Whether a copy that the kiosk first saw so many days lived ago has lain here long enough."""
    if copy.name == "stick.zip":
        return (today - copy.day).days > DAYS_FOR_A_STICK
    return lived >= DAYS_KEPT


def clear_temporary(beside: Path) -> None:
    """Erases what killed commands left of this file beside it, also where this process has the number of one of them. May raise OSError.

    These are files of our account: the folder may be anybody's, and hold anything.
    """
    ours = f".{beside.name}."
    clear_ours(beside.parent, lambda name, _: name.startswith(ours) and (is_left(name) or name.endswith(f".{os.getpid()}")))


def clear_ours(place: Path, is_to_go: Callable[[str, float], bool]) -> None:
    """Erases the files of our account here whose name, and time of the last change in seconds, say that they are to go. May raise OSError."""
    with _folder(place, "") as folder:
        for name in names_below(folder):
            with suppress(FileNotFoundError):
                facts = os.stat(name, dir_fd=folder, follow_symlinks=False)
                if is_to_go(name, facts.st_mtime) and stat.S_ISREG(facts.st_mode) and facts.st_uid == os.geteuid():
                    erase_file(folder, name, over=True)


@contextmanager
def _folder(data: Path, place: str) -> Iterator[int]:
    """An open folder; not one that a link stands for."""
    top = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if place:
            below = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
            os.close(top)
            top = below
        yield top
    finally:
        os.close(top)


def _copy(folder: int, place: str, name: str) -> Copy | None:
    temporary = is_left(name) and not (name.startswith(".restoring-") and _is_there(folder, PLAN))
    if not (temporary or _KEPT.fullmatch(name)):
        return None
    try:
        facts = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not place and name == _BEFORE_UPDATE and stat.S_ISREG(facts.st_mode) and not _holds_requests(folder, name):
        return None
    return Copy(f"{place}/{name}" if place else name, _day(name, facts), temporary)


def _day(name: str, facts: os.stat_result) -> date:
    """By its name, or when it was last changed."""
    if found := _DAY.search(name):
        with suppress(ValueError):
            return date(*map(int, found.groups()))
    return datetime.fromtimestamp(facts.st_mtime, tz=UTC).date()


def _is_there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _holds_requests(folder: int, name: str) -> bool:
    """Whether a backup holds more than settings and content; one that cannot be read, or lists more than ours do, may."""
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        with os.fdopen(handle, "rb") as raw, archive(raw, _MOST_LISTED) as packed:
            return any(each.startswith(("drawer/", "keys/")) for each in packed.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return True
