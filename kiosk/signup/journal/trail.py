"""The journal as far as it was read, sorted by what its entries are about. It goes on as the journal does: nobody reads all of it for each deed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.files.bounded_sqlite import MOST_ENTRIES, TooMuchError, bounded, refuse_too_many
from kiosk.signup.journal import journal, notes, set_clocks
from kiosk.signup.journal.journal import CAME, NOTES, EntryKind, Line

if TYPE_CHECKING:
    from sqlite3 import Connection

_BY_A_RESTORE = (EntryKind.BEGUN, EntryKind.SIGNED_FROM_HERE)
"""What a restore writes besides what it deletes."""


class Trail:
    """The entries of a journal, oldest first; of each request those by which it came, its marks and its notes. Raises TooMuchError, sqlite3.Error."""

    def __init__(self, database: Connection) -> None:
        self.entries: list[Line] = []
        self.odd = 0
        """How many others there are, which no kiosk writes."""
        self.came: dict[str, list[Line]] = {}
        self.marks: dict[str, list[Line]] = {}
        self.notes: dict[str, list[Line]] = {}
        """By the note."""
        self.begun: list[tuple[int, tuple[str, ...]]] = []
        """From which entry on requests were closed for which keys."""
        self.proved: list[tuple[int, bool]] = []
        """And whether that begins with a proof that it follows what was before."""
        self.days: list[tuple[int, str]] = []
        """The entries with which another day begins, or before which the clock was set, each with its time."""
        self.jumps: dict[int, int] = {}
        """By how many seconds the clock was set before an entry, while the machine ran."""
        self._restored: dict[int, int] = {}
        self._state = 0
        self._last: Line | None = None
        self.goes_on(database)

    def goes_on(self, database: Connection) -> bool:
        """Reads what was written since; False where what was read before is no longer there, so that nothing of this holds."""
        if self._last and database.execute("SELECT mac FROM journal WHERE seq = ?", (self._last.seq,)).fetchone() != (self._last.mac,):
            return False
        for line in bounded_lines(database, self._last.seq if self._last else None):
            self._last = line
            if is_ours(line):
                self._take(line)
            else:
                self.odd += 1
        if len(self.entries) > MOST_ENTRIES:
            raise TooMuchError
        return True

    def _take(self, line: Line) -> None:
        name = line.about.partition(" ")[0]
        if line.what in (EntryKind.MARKED, EntryKind.MERGED) and name in self.came:
            self.marks.setdefault(name, []).append(line)
        elif line.what in NOTES and name in self.came:
            self.notes.setdefault(notes.about(line)[1], []).append(line)
        elif line.what in CAME:
            self.came.setdefault(line.about, []).append(line)
        elif line.what == EntryKind.BEGUN:
            self.begun.append((line.seq, tuple(line.about.split(","))))
            self.proved.append((line.seq, bool(line.digest)))
        if line.what in _BY_A_RESTORE or (line.what == EntryKind.RESTORED and line.about in self.came):
            self._restored[line.seq] = self._state
        else:
            self._state = line.seq
        if (jump := set_clocks.jump_in(line.what, line.about)) is not None:
            self.jumps[line.seq] = jump
        if jump is not None or not self.entries or self.entries[-1].at[:10] != line.at[:10]:
            self.days.append((line.seq, line.at))
        self.entries.append(line)

    def state(self, seq: int) -> int:
        """The last entry that was there before the restore that wrote this one: itself, if none did."""
        return self._restored.get(seq, seq)

    def code_before(self, line: Line) -> bytes:
        """The code of the entry before this one; empty where there is none."""
        at = bisect_left(self.entries, line.seq - 1, key=lambda each: each.seq)
        return self.entries[at].mac if at < len(self.entries) and self.entries[at].seq == line.seq - 1 else b""


def bounded_lines(database: Connection, after: int | None = None) -> Iterator[Line]:
    """The journal (behind the entry `after`), oldest first, if it is not far too long.

    Raises TooMuchError, also where a tree in the file leads back to itself.
    """
    before = after
    if after is None:
        refuse_too_many(database, ("journal",))  # quicker than reading it
    for row in bounded(journal.rows(database, after), MOST_ENTRIES):
        line = Line(*row)
        if before is not None and line.seq <= before:
            raise TooMuchError
        before = line.seq
        yield line


def is_ours(line: Line) -> bool:
    """Whether all of it is of the kinds that a kiosk writes."""
    words = (line.at, line.who, line.what, line.about)
    return all(isinstance(word, str) for word in words) and isinstance(line.digest, bytes) and isinstance(line.mac, bytes)
