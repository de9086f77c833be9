"""The seals of one sign-up as they lie in the drawer, and whether they are what came."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from kiosk.files.bounded_sqlite import (
    bounded,
)  # fmt: skip
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.journal.fingerprints import KNOWINGLY, digest
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.what_came import is_changed


def is_there(database: sqlite3.Connection, name: str) -> bool:
    """Whether this sign-up lies in the drawer."""
    return database.execute("SELECT 1 FROM seals WHERE id = ? LIMIT 1", (name,)).fetchone() is not None


def seals_of(database: sqlite3.Connection, name: str) -> list[tuple[str, str, bytes]]:
    """The seals of a sign-up (id, key, sealed), in the order of their keys."""
    return list(bounded(database.execute("SELECT id, key, sealed FROM seals WHERE id = ? ORDER BY key", (name,))))


def fingerprint_of(seals: Sequence[tuple[str, str, bytes]]) -> bytes:
    """Of seals that may be anything: of what is none it is that of nothing, which no sign-up has."""
    return digest(seals if all(isinstance(sealed, bytes) for *_, sealed in seals) else ())


def as_it_came(seen: Seen, name: str, seals: bytes, *, knowingly: bool = False) -> bytes:
    """What the entry of a deed says of the seals that it is about; `seals` is what was shown, where known. Raises KeepError (CHANGED)."""
    now = fingerprint_of(seals_of(seen.database, name))
    changed = is_changed(seen, name, now)
    if (changed and not knowingly) or (seals and now != seals):
        raise KeepError(Why.CHANGED)
    return KNOWINGLY + now if changed else now
