"""A word for how far the journal of a drawer has come, to be kept elsewhere: an earlier state of the whole drawer does not hold it.

Written `3fa9c2d1.412.9b7e04c2a1d35f60`: which drawer, the number of its newest entry, and the beginning of that entry's code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from sqlite3 import Connection

_WRITTEN = re.compile(r"([0-9a-f]{8})\.(\d{1,12})\.([0-9a-f]{16})", re.ASCII)


class Anchor(Struct, frozen=True):
    """The newest entry of a drawer at some moment."""

    drawer: str
    entry: int
    code: str

    def __str__(self) -> str:
        return f"{self.drawer}.{self.entry}.{self.code}"


def read_anchor(written: str) -> Anchor | None:
    """The anchor that is written so; None for anything else."""
    found = _WRITTEN.fullmatch(written.strip())
    return Anchor(found[1], int(found[2]), found[3]) if found else None


def anchor(database: Connection) -> Anchor | None:
    """How far this drawer has come; None while nothing is in it."""
    first = database.execute("SELECT mac FROM journal WHERE seq = 1").fetchone()
    last = database.execute("SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    if not first or not last or not isinstance(first[0], bytes) or not isinstance(last[1], bytes):
        return None
    return Anchor(first[0].hex()[:8], last[0], last[1].hex()[:16])


def is_in(database: Connection, seen: Anchor) -> bool:
    """Whether this drawer holds what was seen then, and so is that drawer, at that moment or later."""
    now = anchor(database)
    row = database.execute("SELECT mac FROM journal WHERE seq = ?", (seen.entry,)).fetchone()
    return bool(now and row and now.drawer == seen.drawer and isinstance(row[0], bytes) and row[0].hex().startswith(seen.code))
