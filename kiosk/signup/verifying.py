"""Is all well with the drawer? What was changed, cut, removed or put in, a plain sentence each.

Who owns the disk can write what the kiosk itself writes. So what only staff may do must be signed by them, what a visitor may do must have
been done at once, and what goes by itself must have been there for long enough, in days that the journal shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from kiosk.signup import journal
from kiosk.signup.ages import STEP_DAYS, Lived, day_of, lived
from kiosk.signup.journal import BY_STAFF, CAME, GONE, Line, What
from kiosk.signup.signing import is_signed
from kiosk.signup.status import DAYS_AFTER_DONE, DAYS_UNOPENED, Mark, Status

if TYPE_CHECKING:
    from sqlite3 import Connection

    from kiosk.signup.journal import Privates

BEHIND = "behind the kiosk's back"


def faults(database: Connection, privates: Privates, ours: Mapping[str, bytes]) -> Iterator[str]:
    """All of them. `ours` has what checks the signatures of each key that is trusted (`keys.signers`); without `privates` no code is checked."""
    seen = _Seen(database, ours)
    yield from journal.faults(database, privates)
    yield from _about_records(seen)
    yield from _about_marks(seen)
    yield from _about_entries(seen)


def digest(seals: Iterable[tuple[str, str, bytes]]) -> bytes:
    """The fingerprint of a record's seals (id, key, sealed), in the order of their keys."""
    whole = hashlib.sha256()
    for _, key, sealed in seals:
        whole.update(str(key).encode() + len(sealed).to_bytes(4, "big") + bytes(sealed))
    return whole.digest()


class _Seen:
    """The journal, and whose signatures are in it."""

    def __init__(self, database: Connection, ours: Mapping[str, bytes]) -> None:
        self.database, self._ours = database, ours
        self.entries = list(journal.lines(database))
        self._signatures = {row[0]: row[1:] for row in database.execute("SELECT digest, key, signature FROM signatures")}
        self.begins = self._first_signed()

    def is_staffs(self, fingerprint: bytes) -> bool:
        """Whether somebody who can read requests signed these words."""
        key, signature = self._signatures.get(fingerprint, ("", b""))
        return key in self._ours and is_signed(self._ours[key], fingerprint, bytes(signature))

    def _first_signed(self) -> int:
        """The first entry from which on staff sign what they do. Before it there was no signature, or a key without a passphrase made it."""
        starts = [line for line in self.entries if line.what == What.SIGNED_FROM_HERE]
        again = [line.seq for line in starts[1:] if self.is_staffs(words(line))]
        return max(again, default=starts[0].seq if starts else len(self.entries) + 1)

    def knows(self, key: str) -> bool:
        return key in self._ours


def words(line: Line) -> bytes:
    """The fingerprint of what an entry says: what is signed."""
    return journal.fingerprint(line.at, line.who, line.what, line.about)


# -- records ----------------------------------------------------------------------------------------------------------


def _about_records(seen: _Seen) -> Iterator[str]:
    came = {line.about: line for line in seen.entries if line.what in CAME}
    first = {line.about: line for line in reversed(seen.entries) if line.what in CAME}
    gone = {line.about: line for line in seen.entries if line.what in GONE}
    days = dict(seen.database.execute("SELECT id, day FROM records"))
    times = lived(((line.seq, line.at) for line in seen.entries), date.min)
    for name in came.keys() | days.keys() | {row[0] for row in seen.database.execute("SELECT DISTINCT id FROM seals")}:
        seals = seen.database.execute("SELECT id, key, sealed FROM seals WHERE id = ? ORDER BY key", (name,)).fetchall()
        line, end = came.get(name), gone.get(name)
        if line is None:
            yield f"The sign-up {name[:8]} was put in {BEHIND}."
        elif not seals and end is None:
            yield f"The sign-up {name[:8]} of {line.at} was removed {BEHIND}."
        elif seals and (end is not None or digest(seals) != line.digest or days.get(name) != first[name].at):
            yield f"The sign-up {name[:8]} of {line.at} was changed {BEHIND}."
        elif end is not None and end.seq >= seen.begins and (wrong := _unlawful(seen, times, first[name], end)):
            yield f"The sign-up {name[:8]} of {line.at} was deleted {wrong}."


def _unlawful(seen: _Seen, times: Lived, came: Line, end: Line) -> str:
    """How a sign-up went otherwise than it may; empty where all was right."""
    if end.what == What.TAKEN_BACK:
        days = (day_of(came.at), day_of(end.at))
        at_once = None not in days and abs((days[1] - days[0]).days) <= 1  # type: ignore[operator]
        return "" if at_once else f"on {end.at[:10]}, as if the visitor had taken it back"
    if end.what == What.EXPIRED:
        lay = times.ages[end.seq] - times.ages[came.seq]
        done = [line for line in _marks_of(seen, came.about, Status.DONE) if line.seq < end.seq and seen.is_staffs(line.digest)]
        after_done = max((times.ages[end.seq] - times.ages[line.seq] for line in done), default=0)
        if lay < DAYS_UNOPENED and after_done < DAYS_AFTER_DONE:
            return f"on {end.at[:10]}, before its time had come"
        if _was_ahead(seen, end):
            return f"by a clock that said {end.at[:10]} too early"
    return ""  # by staff: whether they signed is told with the entries


def _was_ahead(seen: _Seen, end: Line) -> bool:
    day = day_of(end.at)
    later = [found for line in seen.entries if line.seq > end.seq and (found := day_of(line.at))]
    return day is None or any((day - each).days > STEP_DAYS for each in later)


# -- marks ------------------------------------------------------------------------------------------------------------


def _marks_of(seen: _Seen, name: str, status: Status) -> list[Line]:
    return [line for line in seen.entries if line.what in (What.MARKED, What.MERGED) and line.about == f"{name} {status}"]


def _about_marks(seen: _Seen) -> Iterator[str]:
    alive = {row[0] for row in seen.database.execute("SELECT DISTINCT id FROM seals")}
    lines = [line for line in seen.entries if line.what in (What.MARKED, What.MERGED)]
    told = {line.digest: line for line in lines if line.seq >= seen.begins}
    before = {(line.about.partition(" ")[0], line.who, line.at) for line in lines if line.seq < seen.begins}
    marks = [Mark(*map(str, row)) for row in seen.database.execute("SELECT id, status, who, at FROM marks")]
    for mark in marks:
        if mark.fingerprint not in told and (mark.id, mark.who, mark.at) not in before:
            yield f"A mark on the sign-up {mark.id[:8]} ({mark.status}) was put in {BEHIND}."
    there = {mark.fingerprint for mark in marks}
    for fingerprint, line in told.items():
        name = line.about.partition(" ")[0]
        if name in alive and fingerprint not in there:
            yield f"A mark on the sign-up {name[:8]} of {line.at} was removed {BEHIND}."
        elif not seen.is_staffs(fingerprint):
            yield f"Nobody who can read requests signed the mark on the sign-up {name[:8]} of {line.at}."


# -- entries ----------------------------------------------------------------------------------------------------------


def _about_entries(seen: _Seen) -> Iterator[str]:
    for line in seen.entries:
        if line.what == What.WENT_BACK:
            yield f"On {line.at[:10]} the drawer was exchanged while the kiosk ran: what it knew up to {line.about} was not there any more."
        if line.seq < seen.begins:
            continue
        if line.what in BY_STAFF and line.what != What.MARKED and not seen.is_staffs(words(line)):
            yield f"Entry {line.seq} of the journal ({line.what}, by {line.who or 'nobody'}) was not signed by anybody who can read requests."
        if line.what == What.BEGUN:
            strange = [name for name in line.about.split(",") if not seen.knows(name)]
            yield from (f"From entry {line.seq} on, requests were closed for the key {name} too, which nobody confirmed." for name in strange)
