"""What is taken over from another drawer: marks, notes, requests, and the deletions that a restore repeats."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import astuple

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import Found, days_of
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.drawer.seals import fingerprint_of, is_there, seals_of
from kiosk.signup.journal import deletions, journal, notes
from kiosk.signup.journal.deletions import Went
from kiosk.signup.journal.fingerprints import digest, of_day
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.notes import Written
from kiosk.signup.journal.proofs import would_prove
from kiosk.signup.journal.status import Mark
from kiosk.signup.journal.what_came import is_changed, is_what_came
from kiosk.signup.keys.private_keys import NOTHING
from kiosk.signup.keys.signatures import Signer

if TYPE_CHECKING:
    from kiosk.signup.journal.journal import Privates

NO_WORDS: Mapping[str, str] = MappingProxyType({})
"""No consent was given in what is brought back, or its words are known."""


def knows(drawer: Drawer, name: str, seals: bytes, privates: Privates) -> bool:
    """Whether the journal tells that this sign-up had seals of this fingerprint, now or earlier."""
    with drawer.file.reading() as database:
        return is_what_came(drawer.file.seen(database, privates), name, seals)


def _take_notes(drawer: Drawer, database: sqlite3.Connection, written: Iterable[Written], who: str, signer: Signer | None) -> int:
    """Takes over notes from another drawer, with the signature of each; tells how many were new. Counts are those on sign-ups that are here."""
    taken = 0
    known = drawer.file.seen(database, NOTHING).notes
    for each in written:
        kept, told = each.kept, digest(each.kept.seals)
        if kept.note not in known and is_there(database, kept.id):
            notes.add(database, [kept])
            drawer.file.note(database, (drawer.file.at(), who, EntryKind.NOTE_TAKEN, f"{kept.id} {kept.note} {each.who}"), signer, told)
            journal.keep_alone(database, notes.fingerprint(kept.id, kept.note, told), each.signature)
            taken += 1
    return taken


def merge(drawer: Drawer, marks: Mapping[Mark, bytes], written: Iterable[Written], who: str, signer: Signer | None) -> tuple[int, int]:
    """Takes over how far staff came on a copy of this drawer, and their notes, with the signature of each; tells how many marks and notes were new.

    Counts are only marks of sign-ups that are here as they came, newer than what is here, and not of a day that has not come. All or nothing.
    """
    taken = 0
    with drawer.file.writing() as database:
        drawer.refuse_given_up(database, signer)
        seen = drawer.file.seen(database, NOTHING)
        for mark, signature in sorted(marks.items(), key=lambda one: one[0].at):
            seals = fingerprint_of(seals_of(database, mark.id))
            last = database.execute("SELECT max(at) FROM marks WHERE id = ?", (mark.id,)).fetchone()[0] or ""
            if is_there(database, mark.id) and last < mark.at <= drawer.file.at() and not is_changed(seen, mark.id, seals):
                line = (drawer.file.at(), who, EntryKind.MERGED, mark.about)
                drawer.file.note(database, line, signer, mark.fingerprint + seals)
                journal.keep_alone(database, mark.fingerprint, signature)
                database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", astuple(mark))
                taken += 1
        return taken, _take_notes(drawer, database, written, who, signer)


def recover(
    drawer: Drawer, found: Sequence[Found], who: str, signer: Signer | None, words: Mapping[str, str] = NO_WORDS, *,
    written: Iterable[Written] = (), since: int = 0, changed: bool = False,
) -> tuple[int, int]:  # fmt: skip
    """Brings back sign-ups of a drawer that was set aside, unless they are here, or went for good (`went`), with the notes `written` on those that
    are here then; tells how many of each. All or nothing: a second run looks for sign-ups that are missing, and for no notes.

    Each keeps the day on which it came, and today at the latest. `words` are those of the consents in them, by their fingerprints.
    Raises KeepError (CHANGED) where one is not what came here, unless also the `changed` ones are meant.
    """
    back = 0
    with drawer.file.writing() as database:
        drawer.refuse_given_up(database, signer)
        seen = drawer.file.seen(database, NOTHING)
        past = deletions.went(seen, days_of(found), drawer.file.now().date(), since).past
        for each in found:
            if each.id in past or is_there(database, each.id):
                continue
            seals = sorted((each.id, key, sealed) for key, sealed in each.seals)
            if not changed and seen.came(each.id) and is_changed(seen, each.id, digest(seals)):
                raise KeepError(Why.CHANGED)
            day = min(each.day, drawer.file.now().date().isoformat())
            seq = drawer.file.note(database, (drawer.file.at(), who, EntryKind.RECOVERED, each.id), signer, of_day(day, digest(seals)))
            database.execute("REPLACE INTO records VALUES (?, ?, ?)", (each.id, day, seq))
            database.executemany("INSERT INTO seals VALUES (?, ?, ?)", seals)
            back += 1
        for fingerprint, text in words.items():
            drawer.keep_words(database, fingerprint, text)
        return back, _take_notes(drawer, database, written, who, signer)


def differing(drawer: Drawer, found: Iterable[Found], privates: Privates) -> frozenset[str]:
    """Those of these sign-ups of another drawer that came here, too, but with other seals."""
    with drawer.file.at_once() as database:
        seen = drawer.file.seen(database, privates)
        seals = {each.id: digest(sorted((each.id, *seal) for seal in each.seals)) for each in found}
        return frozenset(name for name, told in seals.items() if seen.came(name) and is_changed(seen, name, told))


def went(drawer: Drawer, aside: Mapping[str, date], since: int) -> Went:
    """What became of sign-ups that lie aside, where they came on these days, since the entry `since` at the latest (`deletions.went`).

    Those that had been changed and were deleted all the same did not go: what came may lie aside.
    """
    with drawer.file.at_once() as database:
        return deletions.went(drawer.file.seen(database, NOTHING), aside, drawer.file.now().date(), since)


def proved(drawer: Drawer, proofs: Mapping[str, bytes], ours: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of these deletions, each with its proof, that a restore may repeat in this drawer (`proofs.proves`)."""
    with drawer.file.at_once() as database:
        seen, used = drawer.file.look(database, ours), drawer.file.publics().keys()
        return {name: proof for name, proof in proofs.items() if would_prove(seen, proof, name, used)}


def forget(drawer: Drawer, proofs: Mapping[str, bytes]) -> int:
    """Deletes those that staff deleted in the drawer in whose place this one is restored, with the proof of each, and tells how many."""
    with drawer.file.writing() as database:
        return sum(drawer.take_out(database, name, (drawer.file.at(), "", EntryKind.RESTORED, name), digest=proof) for name, proof in proofs.items())
