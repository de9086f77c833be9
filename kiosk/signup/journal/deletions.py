"""Which requests went for good by the journal, and whether they went as they may.

What staff deleted must be signed by them, what a visitor took back must have been taken back at once, and what goes by itself must have been there
for long enough, in days that the journal shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.files.bounded_sqlite import bounded_days
from kiosk.signup.journal.ages import STEP_DAYS, Lived, day_of, lived
from kiosk.signup.journal.fingerprints import KNOWINGLY
from kiosk.signup.journal.journal import CAME, GONE, IN_A_NAME, EntryKind, Line
from kiosk.signup.journal.proofs import deed
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.signed import done_by
from kiosk.signup.journal.status import DAYS_AFTER_DONE, DAYS_UNOPENED
from kiosk.signup.journal.what_came import BEHIND, ids_here, is_for_what_came

if TYPE_CHECKING:
    from sqlite3 import Connection

_MOST_IN_A_VISIT = 100
"""Entries between what a visitor sent and took back at once."""
_A_DAY = len("2026-11-23")


def is_untouched(name: str, day: str, since: Iterable[Line], *, strictly: bool = True) -> bool:
    """Whether a visitor may still take back what was kept on that day, by the entries since then: the visit goes on, and staff signed nothing.

    An older kiosk went by less (not `strictly`): staff may have done what is about another request.
    """
    came, held = day_of(day), list(islice(since, _MOST_IN_A_VISIT + 1))
    return came is not None and len(held) <= _MOST_IN_A_VISIT and not any(_ends_visit(line, name, came, strictly=strictly) for line in held)


def _ends_visit(line: Line, name: str, came: date, *, strictly: bool) -> bool:
    subject, _, more = line.about.partition(" ")
    about_it = subject == name or (line.what in (EntryKind.OPENED, EntryKind.EXPORTED) and bool(more))
    return (line.what in IN_A_NAME and (strictly or about_it)) or not _can_be_on(came, line.at)


def _can_be_on(day: date, at: str) -> bool:
    """Whether a time of UTC, or a day, can be on this day of some place: a day begins up to 14 hours before that of UTC, and up to 12 behind it."""
    if len(at) <= _A_DAY:
        return abs(((day_of(at) or day) - day).days) <= 1
    with suppress(ValueError, OverflowError):
        begins = datetime.combine(day, time(), UTC)
        return begins - timedelta(hours=14) <= datetime.fromisoformat(at).astimezone(UTC) < begins + timedelta(hours=36)
    return True


def unlawful(seen: Seen, times: Lived, came: Line, end: Line) -> str:
    """How a sign-up went otherwise than it may; empty where all was right."""
    if end.what == EntryKind.TAKEN_BACK:
        between = takewhile(lambda line: line.seq < end.seq, seen.behind(came.seq))
        at_once = end.at == came.at and is_untouched(came.about, came.at, between, strictly=seen.is_proved(end))
        return "" if at_once else f"on {end.at[:10]}, as if the visitor had taken it back"
    if end.what == EntryKind.EXPIRED:
        lay = _lay(times, came, end)
        done = done_by(seen, came.about, end.seq)
        after_done = _lay(times, done, end) if done else 0
        if lay < DAYS_UNOPENED and after_done < DAYS_AFTER_DONE:
            return f"on {end.at[:10]}, before its time had come"
        if _was_ahead(seen, end):
            return f"by a clock that said {end.at[:10]} too early"
    if end.digest.startswith(KNOWINGLY):
        return f"on {end.at[:10]} by {end.who}, who was told that it had been changed {BEHIND}"
    if end.what == EntryKind.DELETED and not is_for_what_came(seen, end, came.about):
        return f"on {end.at[:10]} by {end.who}, who saw something else that somebody had put in its place"
    return ""  # by staff: whether they signed is told with the entries


def _lay(times: Lived, since: Line, end: Line) -> int:
    """Days lived between two entries, and no more than lie between their own days: whoever adds days of long ago makes nothing older.

    Times are of UTC and days of this place, so they may differ by one.
    """
    begun, ended = day_of(since.at), day_of(end.at)
    between = (ended - begun).days + 1 if begun and ended else 0
    return min(times.told_at(end.seq) - times.age_at(since.seq), between)


def _was_ahead(seen: Seen, end: Line) -> bool:
    day, later = day_of(end.at), seen.lowest_after(end)
    return day is None or (later is not None and (day - later).days > STEP_DAYS)


class Went(Struct, frozen=True):
    """Of requests that lie aside those that went `for_good`, so that nothing of them may lie anywhere, and all that nobody misses (`past`)."""

    for_good: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()


def went(seen: Seen, aside: Mapping[str, date], today: date, since: int) -> Went:
    """What became by this journal of requests that lie aside, where they came on these days, since the entry `since` at the latest.

    What nobody signed counts only as far as it was lawful here, and what lies aside bears it out: who wrote a backup, or the days in it, could else
    have what a restore puts aside erased. What was too old must be so by its own day there, unless staff signed that it was done; what a visitor
    took back went after the copy came to lie there.
    """
    lines = defaultdict[str, list[Line]](list)
    for line in seen.entries:
        if line.what in GONE and line.about in aside:
            lines[line.about].append(line)
    for name in lines.keys() & ids_here(seen):
        del lines[name]
    signed = frozenset(name for name, those in lines.items() if any(deed(seen, line) for line in those))
    by_itself = _gone_by_themselves(seen, lines.keys() - signed)
    expired = {name: end for name, end in by_itself.items() if end.what == EntryKind.EXPIRED}
    old = frozenset(name for name in expired if (today - aside[name]).days >= DAYS_UNOPENED)
    done = frozenset(name for name, end in expired.items() if done_by(seen, name, end.seq))
    back = frozenset(name for name, end in by_itself.items() if name not in expired and end.seq > since)
    return Went(signed | old | back, signed | old | back | done)


def _gone_by_themselves(seen: Seen, names: Collection[str]) -> dict[str, Line]:
    """The entries by which these requests went by themselves, as they may."""
    if not names:
        return {}
    ends, times = seen.ends(), lived(bounded_days(seen.trail.days), date.min, seen.trail.jumps)
    first = {line.about: line for line in reversed(seen.entries) if line.what in CAME and line.about in names}
    found = {name: ends[name] for name in names if name in ends and ends[name].what in (EntryKind.EXPIRED, EntryKind.TAKEN_BACK)}
    return {name: end for name, end in found.items() if not unlawful(seen, times, first[name], end)}


class Gone(Struct, frozen=True):
    """The requests that went for good: by deletions that staff signed, for their age or by their visitors, and those of which it is only said.

    Only the first is proof, and each has it (`Deed`): whoever owns the disk can write the entries of days, and of what goes by itself.
    """

    signed: Mapping[str, bytes] = MappingProxyType({})
    by_themselves: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()

    def doubted(self) -> Gone:
        """The same, where nothing of it is proof."""
        return Gone({}, self.by_themselves, self.said | self.signed.keys())


def gone(database: Connection, ours: Mapping[str, bytes]) -> Gone:
    """What went for good, by this journal. `ours` has what checks the signatures of each key that is trusted. May raise sqlite3.Error."""
    seen = Seen(database, ours)
    first = {line.about: line.seq for line in reversed(seen.entries) if line.what in CAME}
    lines = [line for line in seen.entries if line.what in GONE and first.get(line.about, line.seq) < line.seq]
    signed = {line.about: proof for line in lines if (proof := deed(seen, line))}
    alone = {line.about for line in lines if line.what in (EntryKind.TAKEN_BACK, EntryKind.EXPIRED)}
    every, alive = {line.about for line in lines}, ids_here(seen)
    told = {name: proof for name, proof in signed.items() if name not in alive}
    return Gone(told, frozenset(alone - signed.keys() - alive), frozenset(every - alone - signed.keys() - alive))
