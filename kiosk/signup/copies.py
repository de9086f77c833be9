"""The copies on this machine, drawers that were set aside or made way for a backup: since when they lie here, and which sign-ups are in them.

Sign-ups that somebody deletes go from them, too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from msgspec import json

from kiosk.files import read_regular
from kiosk.signup.anchor import Anchor, read_anchor
from kiosk.signup.bounded import begin_log, connected, journal_of
from kiosk.signup.drawer import Drawer, KeepError, Why, move_home
from kiosk.signup.foreign import ForeignError, found_in, gone_in
from kiosk.signup.journal import GONE
from kiosk.signup.leftovers import Copy, erase, kept_copies
from kiosk.signup.private_files import erase as erase_file
from kiosk.signup.private_files import write_private

FILE = "copies.json"
"""In the data folder: each copy, and the anchor of the drawer when the kiosk first saw it."""
MOST_BYTES = 1_000_000
"""Of some 80 for each copy."""


def first_seen(data: Path, drawer: Drawer) -> dict[str, int]:
    """The entry of the journal that was the newest one when the kiosk first saw each copy; one that is new here is noted now.

    So is one of which an earlier drawer, or another state of this one, told: then nothing says how many days it has seen since.
    Empty while nothing is in the journal. What cannot be noted on the disk is noted the next time. May raise KeepError, OSError.
    """
    now, noted = drawer.anchor(), _noted(data)
    if now is None:
        return {}
    held = {name: seen for name, seen in noted.items() if drawer.holds(seen)}
    here = {each.name: held.get(_written(each.name), now) for each in kept_copies(data) if not each.temporary}
    fresh = {_written(name): seen for name, seen in here.items()}
    if fresh != noted:
        with suppress(OSError):
            write_private(data / FILE, json.encode({name: str(seen) for name, seen in fresh.items()}))
    return {name: seen.entry for name, seen in here.items()}


def _noted(data: Path) -> dict[str, Anchor]:
    """What can be understood of the file; anything may be in it."""
    try:
        written = json.decode(read_regular(data / FILE, MOST_BYTES), type=dict[str, str])
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: seen for name, word in written.items() if (seen := read_anchor(word))}


def _written(name: str) -> str:
    """The name of a file as a text, also where it is none."""
    return name.encode(errors="backslashreplace").decode()


def unrecovered(data: Path, drawer: Drawer) -> dict[str, int]:
    """For each drawer among the kept copies, how many sign-ups can be read in it that `signups recover` would bring back.

    The keys are the places of the drawers below the data folder, such as `drawer/drawer-set-aside-X.sqlite` and
    `before-restore-X/drawer/drawer.sqlite`, in their order; a drawer without any is there with 0, one in which nothing can be read with
    UNREADABLE. Counted are those with a seal and a day that are neither in `drawer` now nor gone for good (taken back, deleted, expired) by
    the journal of `drawer` or by what can be read of that of the copy. One that lies in two copies counts in each. Where there is no live
    drawer, nothing is in it. Whether a key opens them does not matter. Backups (.zip) are not looked into. Nothing is changed.
    May raise KeepError (the live drawer cannot be read), OSError (the data folder cannot).
    """
    known = _known(drawer)
    return {place: _left_in(data / place, known) for place in kept_drawers(data)}


UNREADABLE = -1
"""Stands for how many sign-ups are in a drawer of which nothing can be read."""


def kept_drawers(data: Path) -> list[str]:
    """The places of all drawers among the kept copies, below the data folder. May raise OSError."""
    kept = [data / each.name for each in kept_copies(data) if not each.temporary]
    return [path.relative_to(data).as_posix() for each in kept for path in _drawers(each)]


def _known(drawer: Drawer) -> set[str]:
    """The sign-ups that are in the drawer, or went for good."""
    try:
        return {each.id for each in drawer.entries()} | {line.about for line in drawer.trail() if line.what in GONE}
    except KeepError as error:
        if error.why is not Why.MISSING:
            raise
        return set()


def _left_in(drawer: Path, known: set[str]) -> int:
    try:
        return len({each.id for each in found_in(drawer)} - known - gone_in(drawer)) if drawer.stat().st_size else 0
    except ForeignError:
        return UNREADABLE


def forget(data: Path, names: Sequence[str]) -> list[Copy]:
    """Deletes these sign-ups in every copy in the data folder; tells in which that failed, since they are damaged. Old backups go whole."""
    left: list[Copy] = []
    for each in kept_copies(data):
        path = data / each.name
        if path.suffix == ".zip" or each.temporary:
            with suppress(OSError):
                erase(path.parent, path.name)
            continue
        try:
            for drawer in _drawers(path):
                _forget_in(drawer, names)
        except (sqlite3.Error, MemoryError, OSError):
            left.append(each)
    return left


def _drawers(path: Path) -> Iterator[Path]:
    """The drawer that this is, or those that lie in it."""
    if path.is_symlink():
        return
    if path.is_dir():
        yield from (each for each in sorted(path.rglob("drawer*.sqlite")) if each.is_file() and not each.is_symlink())
    elif path.suffix == ".sqlite":
        yield path


def _forget_in(drawer: Path, names: Sequence[str]) -> None:
    """What SQLite keeps beside it meanwhile is written over as well. Raises sqlite3.Error, OSError."""
    erase_file(journal_of(drawer))  # of a command that was killed long ago, or of somebody who wants SQLite to carry it out
    with closing(connected(drawer, "mode=rw")) as database:
        begin_log(database)
        for pragma in ("secure_delete=ON", "temp_store=MEMORY", "synchronous=FULL"):
            database.execute(f"PRAGMA {pragma}")
        marks = ",".join("?" * len(names))
        database.execute("BEGIN IMMEDIATE")
        for table in ("seals", "marks"):
            database.execute(f"DELETE FROM {table} WHERE id IN ({marks})", names)  # noqa: S608  only question marks are put in
        database.execute("COMMIT")
        move_home(database, drawer)
