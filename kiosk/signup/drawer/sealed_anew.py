"""All that lies in a drawer is closed for other keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.files.bounded_sqlite import (
    bounded,
)  # fmt: skip
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.seals import fingerprint_of, seals_of
from kiosk.signup.journal import journal, notes
from kiosk.signup.journal.fingerprints import digest, of_day
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.signed import author
from kiosk.signup.journal.what_came import is_changed
from kiosk.signup.keys.seal import SealError, seal, unseal
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.keys.trust import signers, signers_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from kiosk.signup.journal.journal import Privates


def seal_anew(drawer: Drawer, privates: Privates, publics: Mapping[str, bytes], who: str, signer: Signer) -> int:
    """Closes for `publics` alone what `privates` open, and lets their holders go over the journal; tells how many sign-ups that were.

    A seal that does not open, whoever put it there, stays as it is (`soundness.unreadable`).
    From here on staff sign what they do, since those who have the other key could have signed anything before.
    """
    count = 0
    with drawer.file.writing() as database:
        for public in publics.values():
            journal.seal_anew(database, privates, public)
        ours = {**signers(drawer.file.keys, privates), **signers_of(drawer.file.keys, signer)}
        seen, rows = drawer.file.look(database, ours), list(bounded(database.execute("SELECT id, key, sealed FROM seals")))
        changed = {name for name in {row[0] for row in rows} if is_changed(seen, name, fingerprint_of(seals_of(database, name)))}
        brought = {line.about for line in seen.entries if line.what == EntryKind.RECOVERED}
        days = {str(name): str(day) for name, day in bounded(database.execute("SELECT id, day FROM records"))}
        for name, key, sealed in rows:
            if key in privates and (plain := _opened_seal(sealed, privates[key], name)):
                fresh = [(name, other, seal(plain, public, name)) for other, public in sorted(publics.items())]
                database.execute("DELETE FROM seals WHERE id = ? AND key = ?", (name, key))
                database.executemany("REPLACE INTO seals VALUES (?, ?, ?)", fresh)
                if name not in changed:  # nobody vouches for what somebody put in its place
                    whole = fingerprint_of(seals_of(database, name))
                    told = of_day(days[name], whole) if name in brought and name in days else whole
                    drawer.file.note(database, (drawer.file.at(), who, EntryKind.SEALED_ANEW, name), signer, told)
                count += 1
        _seal_notes_anew(drawer, database, seen, privates, publics, by=(who, signer))
        drawer.file.note(database, (drawer.file.at(), who, EntryKind.SIGNED_FROM_HERE, ""), signer)
    return count


def _seal_notes_anew(
    drawer: Drawer, database: sqlite3.Connection, seen: Seen, privates: Privates, publics: Mapping[str, bytes], *, by: tuple[str, Signer]
) -> None:
    """What staff wrote on them; of what somebody put in its place nothing is left."""
    for kept in notes.kept_in(database).values():
        plain = notes.opened(kept, privates)
        if plain and author(seen, kept) is not None:
            fresh = notes.sealed_for(kept.note, kept.id, plain, publics)
            notes.add(database, [fresh])
            drawer.file.note(database, (drawer.file.at(), by[0], EntryKind.NOTE_SEALED, f"{kept.id} {kept.note}"), by[1], digest(fresh.seals))


def _opened_seal(sealed: bytes, private: EllipticCurvePrivateKey, name: str) -> bytes:
    """What a seal of the drawer holds; nothing where it does not open."""
    with suppress(SealError):
        return unseal(sealed, private, name) if isinstance(name, str) else b""
    return b""
