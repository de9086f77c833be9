"""Sign-ups that somebody deletes go from the copies on this machine, too: from drawers that were set aside, or made way for a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from kiosk.signup.leftovers import Copy, erase, kept_copies
from kiosk.signup.private_files import erase as erase_file
from kiosk.signup.private_files import zero


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
        except (sqlite3.Error, OSError):
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
    before = drawer.with_name(f"{drawer.name}-journal")
    with closing(sqlite3.connect(f"{drawer.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)) as database:
        for pragma in ("secure_delete=ON", "temp_store=MEMORY", "synchronous=FULL", "journal_mode=DELETE", "journal_mode=PERSIST"):
            database.execute(f"PRAGMA {pragma}")
        marks = ",".join("?" * len(names))
        database.execute("BEGIN IMMEDIATE")
        for table in ("seals", "marks"):
            database.execute(f"DELETE FROM {table} WHERE id IN ({marks})", names)  # noqa: S608  only question marks are put in
        database.execute("COMMIT")
        if before.exists():
            zero(before)
    erase_file(before)
