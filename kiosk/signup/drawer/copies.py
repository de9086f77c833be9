"""The copies on this machine, drawers that were set aside or made way for a backup: since when they lie here, and which sign-ups are in them.

Sign-ups that somebody deletes go from them, too.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, json

from kiosk.files.bounded_sqlite import begin_log, bounded, connected, journal_of
from kiosk.files.private import DRAWER, erase, write_own
from kiosk.files.regular import is_regular, names_in, read_regular
from kiosk.signup.drawer import taken_over
from kiosk.signup.drawer.database import NAME, move_home
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import ForeignError, Found, came_in, days_in, days_of, days_packed, found_in, gone_in, opened
from kiosk.signup.drawer.leftovers import Copy, kept_copies
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.drawer.schema import drop_statistics, strange
from kiosk.signup.journal import notes
from kiosk.signup.journal.ages import day_of
from kiosk.signup.journal.anchor import Anchor, is_in, read_anchor
from kiosk.signup.journal.deletions import Gone, gone
from kiosk.signup.journal.journal import GONE
from kiosk.signup.journal.status import LOST, UNREADABLE

FILE = "copies.json"
"""In the data folder: each copy, and the anchor of the drawer when the kiosk first saw it."""
MOST_BYTES = 1_000_000
"""Of some 80 for each copy."""
MOST_READ, MOST_SECONDS = 2 << 30, 60.0
"""Bytes of all copies together that are looked into at once, and how long: somebody may have put there as many as they liked."""
MOST_SECONDS_TO_FORGET = 10.0
"""A visitor who takes a request back waits for it."""


def first_seen(data: Path, drawer: Drawer) -> dict[str, int]:
    """The entry of the journal that was the newest one when the kiosk first saw each copy; one that is new here is noted now.

    So is one of which an earlier drawer, or another state of this one, told: then nothing says how many days it has seen since.
    Empty while nothing is in the journal. What cannot be noted on the disk is noted the next time. May raise KeepError, OSError.
    """
    if (now := drawer.anchor()) is None:
        return {}
    noted = _noted(data)
    here = _seen_of(data, drawer, noted, now)
    fresh = {_written(name): seen for name, seen in here.items()}
    if fresh != noted:
        with suppress(OSError):
            write_own(data / FILE, json.encode({name: str(seen) for name, seen in fresh.items()}))
    return {name: seen.entry for name, seen in here.items()}


def _seen_at(data: Path, drawer: Drawer) -> dict[str, Anchor]:
    """How far the drawer had come when the kiosk first saw each copy; as far as it is now for one that is new, or of which another one told."""
    now = drawer.anchor()
    return _seen_of(data, drawer, _noted(data), now) if now else {}


def _seen_of(data: Path, drawer: Drawer, noted: Mapping[str, Anchor], now: Anchor) -> dict[str, Anchor]:
    """As `_seen_at`, by what was noted and how far the drawer is now."""
    held = {name: seen for name, seen in noted.items() if drawer.holds(seen)}
    return {each.name: held.get(_written(each.name), now) for each in kept_copies(data) if not each.temporary}


def seen_since(data: Path, drawer: Drawer, place: str) -> int:
    """The entry that was the newest one when the kiosk first saw the copy in which a drawer lies at this place. May raise KeepError, OSError."""
    seen = _seen_at(data, drawer).get(_copy_of(place))
    return seen.entry if seen else 0


def _copy_of(place: str) -> str:
    """The name of the copy in which a drawer lies at this place below the data folder."""
    return place if place.startswith(f"{DRAWER}/") else Path(place).parts[0]


def _noted(data: Path) -> dict[str, Anchor]:
    """What can be understood of the file; anything may be in it."""
    try:
        written = json.decode(read_regular(data / FILE, MOST_BYTES, own=True), type=dict[str, str])
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: seen for name, word in written.items() if (seen := read_anchor(word))}


def _written(name: str) -> str:
    """The name of a file as a text, also where it is none."""
    return name.encode(errors="backslashreplace").decode()


def unrecovered(data: Path, drawer: Drawer) -> dict[str, int]:
    """For each drawer among the kept copies, how many sign-ups can be read in it that `signups recover` would bring back.

    The keys are the places of the drawers below the data folder, such as `drawer/drawer-set-aside-X.sqlite` and
    `before-restore-X/drawer/drawer.sqlite`, in their order, of a file with several names one of them. A drawer without any is there with 0; one in
    which nothing can be read, or which is too much beside the others, with UNREADABLE; one that has some of which none can be read with LOST.
    Counted are those with a seal and a day that are neither in `drawer` now nor gone for good (`taken_over.went`), nor so by what can be read of the
    journal of the copy. One that lies in two copies counts in each. Where there is no live drawer, nothing is in it.
    Whether a key opens them does not matter. Backups (.zip) are not looked into. Nothing is changed.
    May raise KeepError (the live drawer cannot be read), OSError (the data folder cannot).
    """
    here = _here(data, drawer)
    found = {place: _left_in(data / place, place, here).count if there_is_time else UNREADABLE for place, there_is_time in in_turn(data)}
    return dict(sorted(found.items()))


class WithoutKeys(Struct, frozen=True):
    """What nobody could read any more if some keys were gone: how many requests in the drawer (`here`), and in each that lies `aside`.

    `unread` are the places in which nothing, or not all, can be read: nobody knows what is in them.
    """

    here: int = 0
    aside: Mapping[str, int] = MappingProxyType({})
    unread: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many requests these are, as far as anybody can tell."""
        return self.here + sum(self.aside.values())


def without_keys(data: Path, drawer: Drawer, gone: Collection[str], left: Collection[str]) -> WithoutKeys:
    """What would be lost with the keys `gone`: requests that are sealed for one of them, and for none that is `left`, and that no list shows
    as far as they lie aside. May raise KeepError, OSError, as `unrecovered`.
    """
    all_here = _here(data, drawer)
    aside, unread = dict[str, int](), list[str]()
    for place, there_is_time in in_turn(data):
        seen = _left_in(data / place, place, all_here) if there_is_time else _Left(unread=UNREADABLE)
        aside |= {place: count} if (count := sum(_needs({key for key, _ in each.seals}, gone, left) for each in seen.found)) else {}
        unread += [place] if seen.unread else []
    here = sum(_needs(those, gone, left) for those in drawer.sealed_for().values()) if drawer.there else 0
    return WithoutKeys(here, aside, tuple(unread))


def _needs(those: Collection[str], gone: Collection[str], left: Collection[str]) -> bool:
    return any(key in gone for key in those) and not any(key in left for key in those)


def in_turn(data: Path) -> Iterator[tuple[str, bool]]:
    """The places of the drawers among the kept copies, the smallest first, and of each whether there is time to read it beside all before it.

    Of a file with several names one of them. May raise OSError.
    """
    ends, left, seen = time.monotonic() + MOST_SECONDS, MOST_READ, set[object]()
    for size, place in sorted((_size(data / place), place) for place in kept_drawers(data)):
        if (file := _which(data / place)) in seen:
            continue
        seen |= {file} if file else set()
        left -= size
        yield place, left >= 0 and time.monotonic() < ends


def _size(drawer: Path) -> int:
    with suppress(OSError):
        return drawer.stat().st_size
    return 0


def _which(drawer: Path) -> tuple[object, ...] | None:
    """Which file it is, whatever it is called, and which one SQLite keeps beside it by this name; None where nobody can tell."""
    try:
        beside = drawer.with_name(f"{drawer.name}-wal")
        return tuple((seen.st_dev, seen.st_ino) for seen in (drawer.stat(), *([beside.stat()] if beside.exists() else [])))
    except OSError:
        return None


def kept_drawers(data: Path) -> list[str]:
    """The places of all drawers among the kept copies, below the data folder. May raise OSError.

    Of a copy that cannot be looked into the place is told where a restore put one: nothing can be read there.
    """
    kept = [data / each.name for each in kept_copies(data) if not each.temporary]
    return [path.relative_to(data).as_posix() for each in kept for path in _drawers_or_where(each)]


def _drawers_or_where(path: Path) -> list[Path]:
    try:
        return list(_drawers(path))
    except OSError:
        return [path / DRAWER / NAME]


class _Here(Struct, frozen=True):
    """The sign-ups that are in the drawer, those of which its journal says that they went, and since when it knows of each copy."""

    drawer: Drawer
    alive: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    since: Mapping[str, int] = MappingProxyType({})

    def past(self, place: str, found: Iterable[Found]) -> frozenset[str]:
        """Those of these that went for good by what counts of that, and lie in a drawer at this place."""
        days = {name: day for name, day in days_of(found).items() if name in self.said}
        return taken_over.went(self.drawer, days, self.since.get(_copy_of(place), 0)).past if days else frozenset()


def _here(data: Path, drawer: Drawer) -> _Here:
    try:
        alive, said = frozenset(each.id for each in drawer.entries()), frozenset(line.about for line in drawer.trail() if line.what in GONE)
        return _Here(drawer, alive, said, {name: seen.entry for name, seen in _seen_at(data, drawer).items()})
    except KeepError as error:
        if error.why is not Why.MISSING:
            raise
        return _Here(drawer)


class _Left(Struct, frozen=True):
    """What of a drawer that lies aside no list shows: requests that can be read, and whether others, or all, cannot be (LOST, UNREADABLE)."""

    found: Sequence[Found] = ()
    unread: int = 0

    @property
    def count(self) -> int:
        return len(self.found) or self.unread


def _left_in(drawer: Path, place: str, here: _Here) -> _Left:
    try:
        if not drawer.stat().st_size:
            return _Left()
        past = here.alive | gone_in(drawer)
        every = [each for each in found_in(drawer) if each.id not in past]
        went = here.past(place, every)
        found = [each for each in every if each.id not in went]
        return _Left(found, LOST if came_in(drawer) - past - here.said - {each.id for each in found} else 0)
    except (ForeignError, OSError):
        return _Left(unread=UNREADABLE)


def gone_since(drawer: Path, seen: Anchor | None, ours: Mapping[str, bytes], today: date) -> Gone:
    """What went for good by the journal of this drawer, as far as those tell whose signatures `ours` checks. Raises ForeignError.

    It proves nothing where it is not that of which `seen` tells, at that moment or later, or tells of a day that has not come.
    """
    with opened(drawer) as database:
        try:
            told = gone(database, ours)
            days = [day_of(at) for (at,) in bounded(database.execute("SELECT DISTINCT substr(at, 1, 10) FROM journal"))]
            goes_on = seen is not None and is_in(database, seen)
        except (TypeError, ValueError, OverflowError, AttributeError) as error:
            raise ForeignError(f"There is something in {drawer.name} that no kiosk writes.") from error
    ahead = any(day > today + timedelta(1) for day in days if day)  # times are of UTC, days of this place
    return told if goes_on and not ahead else told.doubted()


def forget(data: Path, names: Sequence[str]) -> list[Copy]:
    """Deletes these sign-ups in every copy in the data folder; tells in which that failed: damaged ones, or too many. Old backups go whole."""
    return _forget(data, lambda _copy, _drawer: names)


def forget_gone(data: Path, drawer: Drawer) -> list[Copy]:
    """Deletes in every copy what went for good by the journal of `drawer` (`taken_over.went`): whoever was at it may have been killed in between.

    Tells in which something of it may still be, as `forget`; a backup that has nothing of it stays. What is whole is not written into.
    May raise KeepError, OSError.
    """
    if not kept_copies(data):
        return []
    here = _here(data, drawer)

    def went(copy: Copy, file: Path) -> list[str]:
        days = {name: day for name, day in _days_in(file).items() if name in here.said}
        return sorted(taken_over.went(drawer, days, here.since.get(copy.name, 0)).for_good) if days else []

    return _forget(data, went) if here.said else []


def _forget(data: Path, names_in: Callable[[Copy, Path], Sequence[str]]) -> list[Copy]:
    left: list[Copy] = []
    ends, done = time.monotonic() + MOST_SECONDS_TO_FORGET, set[object]()
    for each in kept_copies(data):
        path = data / each.name
        if path.suffix == ".zip" or each.temporary:
            with suppress(ForeignError, OSError):
                if each.temporary or names_in(each, path):
                    erase(path)
            continue
        try:
            for drawer in _drawers(path):
                if (file := _which(drawer)) in done:
                    continue
                if time.monotonic() > ends:
                    raise TimeoutError
                if names := names_in(each, drawer):
                    _forget_in(drawer, names)
                done |= {file} if file else set()
        except (ForeignError, sqlite3.Error, MemoryError, OSError):
            left.append(each)
    return left


def _days_in(copy: Path) -> dict[str, date]:
    """The sign-ups of a drawer or a backup, and on which day each came. Where SQLite keeps something beside a drawer, all that ever came into it:
    that may hold what was deleted, or the drawer itself still does. Raises ForeignError, OSError.
    """
    if copy.suffix == ".zip":
        return days_packed(copy)
    beside = copy.with_name(f"{copy.name}-wal")
    return days_in(copy, ever=beside.exists() and beside.stat().st_size > 0)


def _drawers(path: Path) -> Iterator[Path]:
    """The drawer that this is, or those that a restore put into it. May raise OSError."""
    if path.is_symlink():
        return
    if path.is_dir():
        for folder in (path, path / DRAWER):
            yield from (folder / name for name in _names_of_drawers(folder))
    elif path.suffix == ".sqlite":
        yield path


def _names_of_drawers(folder: Path) -> list[str]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    found = (name for name in names_in(folder) if name.startswith("drawer") and name.endswith(".sqlite"))
    return [name for name in found if is_regular(folder / name) and not (folder / name).is_symlink()]


def _forget_in(drawer: Path, names: Sequence[str]) -> None:
    """What SQLite keeps beside it meanwhile is written over as well. Raises sqlite3.Error, OSError."""
    erase(journal_of(drawer))  # of a command that was killed long ago, or of somebody who wants SQLite to carry it out
    with closing(connected(drawer, "mode=rw")) as database:
        if odd := strange(database):  # a trigger could keep what is deleted
            raise sqlite3.DatabaseError(f"there is {odd} in it")
        begin_log(database)
        drop_statistics(database)
        for pragma in ("secure_delete=ON", "temp_store=MEMORY", "synchronous=FULL"):
            database.execute(f"PRAGMA {pragma}")
        marks = ",".join("?" * len(names))
        database.execute("BEGIN IMMEDIATE")
        for table in ("seals", "marks"):
            database.execute(f"DELETE FROM {table} WHERE id IN ({marks})", names)  # noqa: S608  only question marks are put in
        notes.delete(database, names)
        database.execute("COMMIT")
        move_home(database, drawer)
