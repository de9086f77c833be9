"""Notes of staff on a sign-up, sealed like the sign-up itself and signed by whoever wrote them. Who will call is a note, too.

Their table comes with the first of them and goes with the last: a version that knows no notes takes a drawer with that table for a strange one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct, json

from kiosk.files.bounded_sqlite import bounded
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.keys import names
from kiosk.signup.keys.seal import SealError, seal, unseal
from kiosk.signup.record import TooLongError

if TYPE_CHECKING:
    from sqlite3 import Connection

    from kiosk.signup.journal.journal import Privates

SCHEMA = "CREATE TABLE IF NOT EXISTS notes (note TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (note, key));"
NOTE_BYTES = 1536
"""Of the text and its time, whatever their length."""
LONGEST = 300
"""Letters of a note."""
LONGEST_CALLER = 60
"""Letters of the name of whoever will call."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class Note(Struct, frozen=True):
    """What somebody wrote on a sign-up, and when (UTC). `calls` is who will call from then on, empty for nobody; None where it is not about that."""

    at: str
    who: str
    text: str
    calls: str | None = None


class Kept(Struct, frozen=True):
    """A note as it lies in a drawer: its name, the sign-up that it is on, and its seals (note, key, sealed) in the order of their keys."""

    note: str
    id: str
    seals: tuple[tuple[str, str, bytes], ...]


class Written(Struct, frozen=True):
    """A note from another drawer: who wrote it and when, and their signature for its fingerprint."""

    kept: Kept
    who: str
    at: str
    signature: bytes


class _Plain(Struct, frozen=True, omit_defaults=True):
    """Versions that know nothing of `calls` read the text alone."""

    at: str
    text: str
    calls: str | None = None


def closed(note: str, name: str, said: Note, publics: Mapping[str, bytes]) -> Kept:
    """The note `note` on the sign-up `name`, sealed for these keys; who wrote it stands in the journal. Raises TooLongError."""
    text, body = said.text, json.encode(_Plain(said.at, said.text, said.calls))
    if len(text) > LONGEST or len(body) > NOTE_BYTES:
        raise TooLongError(f"{len(text)} letters")
    return sealed_for(note, name, body.ljust(NOTE_BYTES), publics)


def sealed_for(note: str, name: str, plain: bytes, publics: Mapping[str, bytes]) -> Kept:
    """The bytes of a note, sealed for these keys."""
    return Kept(note, name, tuple((note, key, seal(plain, public, _bound(note, name))) for key, public in sorted(publics.items())))


def opened(kept: Kept, privates: Privates) -> bytes:
    """The bytes of a note; none where these keys do not open it."""
    for _, key, sealed in kept.seals:
        if key in privates:
            with suppress(SealError, TypeError, AttributeError):
                return unseal(sealed, privates[key], _bound(kept.note, kept.id))
    return b""


def read(kept: Kept, who: str, privates: Privates, latest: str) -> Note | None:
    """What `who` wrote, `latest` at the latest; None where these keys do not open it.

    On who will call it says nothing where that is not a name: a program of one's own may seal anything.
    """
    try:
        plain = json.decode(opened(kept, privates), type=_Plain)
    except (ValueError, RecursionError):
        return None
    at = min(plain.at, latest) if _TIME.fullmatch(plain.at) else latest
    return Note(at, who, plain.text, plain.calls if _names(plain.calls) else None)


def _names(calls: str | None) -> bool:
    """Whether it is the name of somebody, or nobody's, as names are kept."""
    return calls is not None and calls == names.kept(calls) and not objection(calls)


def latest(lines: Sequence[Line]) -> list[str]:
    """When each note was written at the latest, by the entries that tell of them, in the order of the journal.

    One that was here already when another was written here is older than that, whatever the clock said to either.
    """
    bounds = accumulate(reversed(lines), lambda soonest, line: min(soonest, line.at) if line.what == EntryKind.NOTED else soonest, initial="~")
    return [min(line.at, soonest) for line, soonest in zip(lines, reversed(list(bounds)[:-1]), strict=True)]


def objection(person: str) -> str:
    """Why this cannot be the name of whoever will call, as the rest of a sentence that begins with the name; empty if it can, or is nobody's."""
    if len(person) > LONGEST_CALLER:
        return f"has {len(person)} letters, and may have {LONGEST_CALLER}. Write a shorter one."
    wrong = names.strange(person) if person else ""
    return f"{wrong}. Write the name of whoever will call." if wrong else ""


def about_caller(person: str) -> str:
    """What a note on who will call says to versions that know nothing of that; an empty name: nobody in particular."""
    return f"{person} will call." if person else "Nobody in particular will call any more."


def caller(written: Iterable[Note]) -> str:
    """Who will call, by these notes on one sign-up, the oldest first; empty where nobody in particular will."""
    return next((note.calls for note in reversed(list(written)) if note.calls is not None), "")


def _bound(note: str, name: str) -> str:
    return f"note {note} on {name}"


def fingerprint(name: str, note: str, seals: bytes) -> bytes:
    """What is signed of a note by whoever wrote it; `seals` is the fingerprint of its seals."""
    return hashlib.sha256(json.encode(("note", name, note, seals))).digest()


def about(line: Line) -> tuple[str, str, str]:
    """Of an entry about a note: the sign-up, the note, and who wrote it (empty where it was sealed anew)."""
    name, _, rest = line.about.partition(" ")
    note, _, author = rest.partition(" ")
    return name, note, line.who if line.what == EntryKind.NOTED else author


def kept_in(database: Connection) -> dict[str, Kept]:
    """Every note of a drawer by its name. May raise sqlite3.Error."""
    if not has(database):
        return {}
    rows = bounded(database.execute("SELECT note, id, key, sealed FROM notes ORDER BY note, key"))
    return {note: _of_rows(note, tuple(each)) for note, each in groupby(rows, key=itemgetter(0))}


def _of_rows(note: str, rows: tuple[tuple[str, str, str, bytes], ...]) -> Kept:
    """The note of these rows; on no sign-up where they disagree on which it is."""
    names = {name for _, name, *_ in rows}
    return Kept(note, names.pop() if len(names) == 1 else "", tuple((note, key, sealed) for _, _, key, sealed in rows))


def add(database: Connection, kept: Iterable[Kept]) -> None:
    """Puts notes in, in the place of those of the same names, inside the caller's transaction."""
    database.execute(SCHEMA)
    for each in kept:
        database.execute("DELETE FROM notes WHERE note = ?", (each.note,))
        database.executemany("INSERT INTO notes VALUES (?, ?, ?, ?)", ((each.note, each.id, key, sealed) for _, key, sealed in each.seals))


def delete(database: Connection, names: Iterable[str]) -> None:
    """Takes the notes on these sign-ups out, inside the caller's transaction."""
    if has(database):
        database.executemany("DELETE FROM notes WHERE id = ?", ((name,) for name in names))
        if database.execute("SELECT 1 FROM notes LIMIT 1").fetchone() is None:
            database.execute("DROP TABLE notes")


def has(database: Connection) -> bool:
    """Whether there is a note in this drawer."""
    return database.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'notes'").fetchone() is not None
