"""A drawer from elsewhere: a copy from a desk, one that was set aside. It is read and never changed, and refused for what it is."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.files.archives import NO_ARCHIVE, archive, read_member
from kiosk.files.bounded_sqlite import LARGEST, LARGEST_IN_MEMORY, Bounded, bounded, connected, in_memory, is_too_much
from kiosk.files.private import DRAWER
from kiosk.files.regular import is_regular, open_regular, read_regular, why
from kiosk.signup.drawer.beside import merged, says
from kiosk.signup.drawer.schema import COLUMNS, strange
from kiosk.signup.journal import journal, notes
from kiosk.signup.journal.ages import day_of
from kiosk.signup.journal.fingerprints import digest, is_name_of_words, marked, of_day, shown
from kiosk.signup.journal.holders import Holders
from kiosk.signup.journal.journal import CAME, GONE, EntryKind
from kiosk.signup.journal.notes import Kept, Written
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.signed import author
from kiosk.signup.journal.status import Mark, Status
from kiosk.signup.journal.what_came import is_changed
from kiosk.signup.keys.seal import SealError, seal, unseal
from kiosk.signup.record import Record, unpacked

if TYPE_CHECKING:
    from kiosk.signup.journal.journal import Privates

NAME_IT = "Name the file drawer.sqlite of the copy."
FAR_TOO_MUCH = (
    "{file} holds far more than any kiosk can have kept, so nothing was read from it: somebody made it to do harm, or had taken over the kiosk that"
    " it comes from. Keep the file for whoever looks into that, and take another copy."
)
Came = Callable[[str, bytes], bool]
"""Whether a request, by its id, ever had seals of this fingerprint."""
_SQLITE = b"SQLite format 3\0"
_NOTHING = bytes(16)
"""No seal ends so: where one does, the rest of it was cut off."""
_MOST_LOG = 64 << 20
"""Bytes of what SQLite keeps beside a drawer: more it never was."""
_MOST_PROBED = 100_000
"""Rows that are asked for one by one, where those before and behind them are damaged."""


class ForeignError(Exception):
    """It is no drawer, or none that can be read. Its text is a plain sentence for staff."""


class Found(Struct, frozen=True):
    """A sign-up as it lies in a drawer: its id, the day it came, and its seals by their keys."""

    id: str
    day: str
    seals: tuple[tuple[str, bytes], ...]


def signed_marks(path: Path, ours: Mapping[str, bytes], holders: Holders, came: Came) -> tuple[dict[Mark, bytes], int]:
    """The marks of a copied drawer that those made who can read, with their signatures, and how many others there are. Raises ForeignError.

    `ours` checks who can read, `holders` who of them it was, and `came` whether these seals came as this request: as our own journal says, since
    a copy may say anything.
    """
    with opened(path) as database:
        rows = _rows(database, "SELECT id, status, who, at FROM marks")
        try:
            seen = Seen(database, ours)
            lines = [line for line in seen.entries if line.what in (EntryKind.MARKED, EntryKind.MERGED) and seen.is_staffs(line)]
            known_here = [line for line in lines if not shown(line) or came(line.about.partition(" ")[0], shown(line))]
            good = {marked(line): seen.alone(marked(line)) for line in known_here}
        except (sqlite3.OperationalError, TypeError, ValueError) as error:  # an older kiosk signed nothing
            if is_too_much(error):
                raise
            good = {}
    marks = [Mark(*map(str, row)) for row in rows]
    known = [mark for mark in marks if mark.fingerprint in good and mark.status in set(Status) and day_of(mark.at) is not None]
    taken = {mark: good[mark.fingerprint] for mark in known if holders.takes(mark.who, mark.fingerprint, good[mark.fingerprint], mark.at)}
    return taken, len(marks) - len(taken)


def signed_notes(path: Path, ours: Mapping[str, bytes], holders: Holders) -> tuple[list[Written], int]:
    """The notes of such a drawer that those wrote who can read, with their signatures, and how many others there are. Raises ForeignError.

    One that was sealed anew since it was written bears nobody's signature any more. `ours` and `holders` as for `signed_marks`.
    """
    with opened(path) as database:
        try:
            held = notes.kept_in(database)
            seen = Seen(database, ours) if held else None
            found = [each for kept in held.values() if seen and (each := _written(seen, kept)) and _is_good_note(each, ours, holders)]
        except (sqlite3.DatabaseError, TypeError, ValueError, AttributeError) as error:
            if is_too_much(error):
                raise
            return [], 0
    return found, len(held) - len(found)


def _written(seen: Seen, kept: Kept) -> Written | None:
    """The note with the signature of whoever wrote it; None where it is not as staff signed it."""
    who, lines = author(seen, kept), seen.notes.get(kept.note, [])
    if not who or not all(map(seen.is_staffs, lines)):
        return None
    return Written(kept, who, lines[0].at, seen.alone(notes.fingerprint(kept.id, kept.note, lines[-1].digest)))


def _is_good_note(each: Written, ours: Mapping[str, bytes], holders: Holders) -> bool:
    told = notes.fingerprint(each.kept.id, each.kept.note, digest(each.kept.seals))
    return all(key in ours for _, key, _ in each.kept.seals) and holders.takes(each.who, told, each.signature, each.at)


def found_in(path: Path) -> list[Found]:
    """The sign-ups of a drawer, of a damaged one those that can be read. Raises ForeignError where nothing can.

    Where it is not to be read any more on which day one came, the journal may tell.
    """
    with opened(path) as database:
        days = {str(about): str(at) for at, about in _told(database, CAME, "at, about")}
        days |= {str(row[0]): str(row[1]) for row in _readable(database, "records", "id, day") if day_of(str(row[1]))}
        seals: dict[str, list[tuple[str, bytes]]] = {}
        for name, key, sealed in _readable(database, "seals", "id, key, sealed"):
            if isinstance(name, str) and isinstance(sealed, bytes) and not sealed.endswith(_NOTHING):
                seals.setdefault(name, []).append((str(key), sealed))
    return [Found(name, day.isoformat(), tuple(each)) for name, each in seals.items() if (day := day_of(days.get(name, "")))]


class JournalSays(Struct, frozen=True):
    """What the journal of such a drawer says of the sign-ups in it: which are not what came, and which went for good.

    It is `whole` where it has no gap and its codes are right: else somebody may have written into it what it says.
    """

    changed: frozenset[str]
    gone: frozenset[str]
    whole: bool


def told_of(path: Path, found: Iterable[Found], ours: Mapping[str, bytes], privates: Privates) -> JournalSays:
    """What its own journal says of those that were `found` there, as far as it can be read. Raises ForeignError.

    `ours` checks who can read, and `privates` go over the codes.
    """
    held, gone = {each.id: (each.day, digest(sorted((each.id, *seal) for seal in each.seals))) for each in found}, frozenset(gone_in(path))
    with opened(path) as database:
        try:
            seen = Seen(database, ours, opened=privates)
            changed = {name for name, (_, seals) in held.items() if is_changed(seen, name, seals)}
            lost = seen.stretch(seen.anew) if seen.anew else 0
            return JournalSays(frozenset(changed), gone, not seen.odd and not journal.faults(database, privates, lost))
        except (sqlite3.DatabaseError, TypeError, ValueError, AttributeError, OverflowError):
            last = {str(about): seals for about, seals in _told(database, CAME, "about, digest")}
    changed = {name for name, (day, seals) in held.items() if name in last and last[name] not in (seals, of_day(day, seals))}
    return JournalSays(frozenset(changed), gone, whole=False)


def read(found: Found, privates: Privates) -> Record | None:
    """What a sign-up of such a drawer holds; None where these keys do not open it."""
    for key, sealed in found.seals:
        if key in privates:
            with suppress(SealError, ValueError, TypeError, AttributeError):
                return unpacked(unseal(sealed, privates[key], found.id))
    return None


def words_for(path: Path, found: Iterable[Found], privates: Privates) -> dict[str, str]:
    """The words of the consents in these sign-ups, as far as these keys open them, by their fingerprints. Raises ForeignError."""
    named = {consent.wording for each in found if (record := read(each, privates)) for consent in record.consents}
    with opened(path) as database:
        held = {str(name): str(text) for name, text in _readable(database, "wordings", "fingerprint, text")}
    return {name: held[name] for name in named & held.keys() if is_name_of_words(name, held[name])}


def sealed_anew(found: Found, privates: Privates, publics: Mapping[str, bytes]) -> Found:
    """The same sign-up closed for these keys instead; as it is where these private ones do not open it."""
    for key, sealed in found.seals:
        if key in privates:
            with suppress(SealError):
                plain = unseal(sealed, privates[key], found.id)
                return replace(found, seals=tuple((name, seal(plain, public, found.id)) for name, public in sorted(publics.items())))
    return found


def days_of(found: Iterable[Found]) -> dict[str, date]:
    """On which day each of them came; of one that nobody can tell of, that it has not."""
    return {each.id: day_of(each.day) or date.max for each in found}


def days_in(path: Path, *, ever: bool = False) -> dict[str, date]:
    """The sign-ups of a drawer (`ever`: that ever came into it), without their seals, and on which day each came. Raises ForeignError."""
    with opened(path) as database:
        return _days_in(database, ever=ever)


def _days_in(database: sqlite3.Connection, *, ever: bool = False) -> dict[str, date]:
    told = {str(about): str(at) for at, about in _told(database, CAME, "at, about")}
    told |= {str(name): str(day) for name, day in _readable(database, "records", "id, day")}
    there = {str(row[0]) for row in _readable(database, "seals", "id")} | (told.keys() if ever else set())
    return {name: day_of(told.get(name, "")) or date.max for name in there}


def days_packed(backup: Path) -> dict[str, date]:
    """The sign-ups of all drawers in a backup, and on which day each came. Raises ForeignError where it cannot be read."""
    found, most = dict[str, date](), LARGEST_IN_MEMORY
    try:
        with open_regular(backup) as raw, archive(raw) as packed:
            for name in packed.namelist():
                if name.startswith(f"{DRAWER}/") and name.endswith(".sqlite"):
                    whole = read_member(packed, name, most)
                    most -= len(whole)
                    with closing(in_memory(merged(whole, b"", LARGEST_IN_MEMORY))) as database:
                        found |= _days_in(database)
    except (*NO_ARCHIVE, OSError, sqlite3.Error, MemoryError) as error:
        raise ForeignError(f"{backup.name} cannot be read as a backup.") from error
    return found


def came_in(path: Path) -> set[str]:
    """The sign-ups that the drawer says it was given, whether or not their seals can be read. Raises ForeignError."""
    with opened(path) as database:
        told = {str(about) for (about,) in _told(database, CAME, "about")}
        return told | {str(row[0]) for row in _readable(database, "records", "id")}


def gone_in(path: Path) -> set[str]:
    """The sign-ups of which the journal of this drawer says, as far as it can be read, that they went for good. Raises ForeignError."""
    with opened(path) as database:
        return {str(about) for (about,) in _told(database, GONE, "about")}


def _told(database: sqlite3.Connection, kinds: Iterable[EntryKind], columns: str) -> list[tuple[object, ...]]:
    """What can be read of the entries of these kinds, however long the journal is."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return _readable(database, "journal", columns, f"what IN ({listed})")


def _readable(database: sqlite3.Connection, table: str, columns: str, where: str = "1") -> list[tuple[object, ...]]:
    """The rows from both ends up to what is damaged, and those between that can be read one by one. Of far too many, the first and the last."""
    rows: dict[int, tuple[object, ...]] = {}
    query, ends = f"SELECT rowid, {columns} FROM {table} NOT INDEXED WHERE {where}", []  # noqa: S608  written here
    for order in ("ASC", "DESC"):
        at = None
        try:
            for row in bounded(database.execute(f"{query} ORDER BY rowid {order}")):
                at, rows[row[0]] = row[0], row[1:]
        except sqlite3.Error as error:
            if is_too_much(error) and not isinstance(error, sqlite3.DataError):  # that is one row alone
                raise
            ends.append(at)
        else:
            return list(rows.values())
    first, last = (ends[0] or 0) + 1, ends[1] or _MOST_PROBED
    numbers = range(first, min(last, first + _MOST_PROBED))
    rows |= {row[0]: row[1:] for row in bounded(_one_by_one(database, f"{query} AND rowid = ?", numbers))}
    return list(rows.values())


def _one_by_one(database: sqlite3.Connection, query: str, numbers: Iterable[int]) -> Iterator[Any]:
    for number in numbers:
        with suppress(sqlite3.Error):
            yield from database.execute(query, (number,)).fetchall()


def _rows(database: sqlite3.Connection, query: str) -> list[Any]:
    """All of them; none where an older kiosk made no such table."""
    try:
        return list(bounded(database.execute(query)))
    except sqlite3.Error as error:
        if is_too_much(error):
            raise
        if isinstance(error, sqlite3.OperationalError):
            return []
        raise ForeignError(f"The copy is damaged ({error}). Copy the whole folder of the drawer again.") from error


@contextmanager
def opened(path: Path) -> Iterator[Bounded]:
    """The drawer in this file, or in this folder, to be read. Raises ForeignError."""
    file = path / "drawer.sqlite" if path.is_dir() else path
    _look_at(file)
    try:
        with closing(_loaded(file)) as database:
            _refuse_others(database, file)
            yield database
    except OSError as error:
        raise ForeignError(f"{file} cannot be read: {why(error)}.") from error
    except (sqlite3.Error, MemoryError) as error:
        if is_too_much(error):
            raise ForeignError(FAR_TOO_MUCH.format(file=file.name)) from error
        raise ForeignError(f"{file.name} is damaged where it says what is in it ({error}), so nothing can be read from it.") from error


def _loaded(file: Path) -> Bounded:
    """The file itself where it is whole, or a copy in memory, which leaves nothing behind. Raises OSError and sqlite3.Error."""
    log = file.with_name(f"{file.name}-wal")
    written = read_regular(log, _MOST_LOG) if is_regular(log) else b""
    if not written and not _is_cut(file):
        return connected(file, "mode=ro&immutable=1")
    return in_memory(merged(read_regular(file, LARGEST_IN_MEMORY), written, LARGEST_IN_MEMORY))


def _look_at(file: Path) -> None:
    """Raises ForeignError for what is no drawer, without opening what is no file."""
    try:
        seen = file.stat()
        if not stat.S_ISREG(seen.st_mode):
            raise ForeignError(f"{file} is not a file. Name the file drawer.sqlite of the copy, or the folder it is in.")
        with open_regular(file) as raw:
            begins = raw.read(len(_SQLITE))
    except FileNotFoundError as error:
        raise ForeignError(f"There is no file {file}. {NAME_IT}") from error
    except OSError as error:
        raise ForeignError(f"{file} cannot be read: {why(error)}.") from error
    if seen.st_size > LARGEST:
        raise ForeignError(FAR_TOO_MUCH.format(file=file.name))
    if not begins:
        raise ForeignError(f"{file} is empty. {NAME_IT}")
    if begins != _SQLITE:
        raise ForeignError(f"{file} is not the drawer of a kiosk, but another kind of file. {NAME_IT}")


def _is_cut(file: Path) -> bool:
    """Whether it is shorter than it says. Raises OSError."""
    with open_regular(file) as raw:
        return says(raw.read(32)) > os.fstat(raw.fileno()).st_size


def _refuse_others(database: Bounded, file: Path) -> None:
    """Raises ForeignError for what is no drawer, and sqlite3.Error."""
    tables = {row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not COLUMNS.keys() <= tables:
        raise ForeignError(f"{file.name} is the database of another program. {NAME_IT}")
    if odd := strange(database):
        raise ForeignError(f"{file.name} is not the drawer of a kiosk: there is {odd} in it. {NAME_IT}")
