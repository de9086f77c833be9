"""Which requests lie in a drawer, and whether they are what came, or were changed behind the kiosk's back."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.files.bounded_sqlite import bounded
from kiosk.signup.journal.fingerprints import of_day, shown
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.journal.seen import Seen

BEHIND = "behind the kiosk's back"
"""How everything was done that no kiosk does, in sentences for staff."""
LISTED = (
    "SELECT id, day FROM records NOT INDEXED WHERE id IN (SELECT id FROM seals NOT INDEXED) AND typeof(id) = 'text' ORDER BY seq DESC"
)
"""What staff are shown, the newest first: by the tables themselves, for an index may say less than its table."""


def ids_here(seen: Seen) -> set[str]:
    """The requests that lie in the drawer, by the table itself, for an index may say less."""
    return {row[0] for row in bounded(seen.database.execute("SELECT DISTINCT id FROM seals NOT INDEXED"))}


def is_for_what_came(seen: Seen, line: Line, name: str) -> bool:
    """Whether what staff marked or deleted was the request that came, and nothing that lay in its place meanwhile."""
    seals = shown(line)
    return not seals or is_what_came(seen, name, seals)


def is_what_came(seen: Seen, name: str, seals: bytes, until: int | None = None) -> bool:
    """Whether the journal tells of this fingerprint of the seals of a request, at any time (up to the entry of that number)."""
    days = [str(row[0]) for row in seen.database.execute("SELECT day FROM records WHERE id = ?", (name,))]
    return any(_tells(line, seals, days) for line in seen.came(name) if until is None or line.seq <= until)


def is_changed(seen: Seen, name: str, seals: bytes) -> bool:
    """Whether the seals that a request has now are others than the last entry about them tells."""
    days = [str(row[0]) for row in seen.database.execute("SELECT day FROM records WHERE id = ?", (name,))]
    return not any(_tells(line, seals, days) for line in seen.came(name)[-1:])


def _tells(line: Line, seals: bytes, days: Iterable[str]) -> bool:
    dated = line.what in (EntryKind.RECOVERED, EntryKind.SEALED_ANEW)
    return line.digest == seals or (dated and any(line.digest == of_day(day, seals) for day in days))
