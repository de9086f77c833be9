"""What happened to the drawer. Who comes by the machine later cannot change, cut or put in earlier entries without staff finding it out.

Each entry carries a code made with a key that is replaced by its own fingerprint afterwards; the first key of each stretch is kept only
sealed for staff, so that they alone can go over it all again. What staff did is signed besides (`signatures`), since whoever runs as the
kiosk can go on writing entries: once as somebody who can read, and once as the holder whose name it bears, since those who can read are
not one person. Each stretch begins with a proof that it follows the one before: only who has the key of that very entry can write it. What
this cannot show is in SECURITY.md: an earlier state of the whole, and what was never written.
No entry holds anything about a visitor.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, json
from msgspec.structs import astuple

from kiosk.signup.keys.seal import SealError, key_id, seal, unseal
from kiosk.signup.keys.signatures import Signer

if TYPE_CHECKING:
    from sqlite3 import Connection

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    Privates = Mapping[str, EllipticCurvePrivateKey]

SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, at TEXT, who TEXT, what TEXT, about TEXT, digest BLOB, mac BLOB);
CREATE TABLE IF NOT EXISTS stretches (begins INTEGER, key TEXT, sealed BLOB);
CREATE TABLE IF NOT EXISTS ratchet (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER, key BLOB, mac BLOB, keys TEXT);
CREATE TABLE IF NOT EXISTS signatures (digest BLOB PRIMARY KEY, key TEXT, signature BLOB);
"""
SIGNED_VERSION = 2
"""The `user_version` of a drawer in which what staff do is signed."""
_SEEN = "seen"
"""Begins what an entry about a restore says of whoever was told of it; an older kiosk wrote nothing more."""
_MOST_TOLD = 20
_CUT = "The journal was cut or rewritten after entry {seq}."
_MOST_GAP = 10_000
"""Missing entries that are looked for one by one; no number in the file makes this take for ever."""


class EntryKind(StrEnum):
    """What an entry is about."""

    BEGUN = "begun"
    KEPT = "kept"
    TAKEN_BACK = "taken back"
    DELETED = "deleted"
    EXPIRED = "expired"
    MARKED = "marked"
    OPENED = "opened"
    EXPORTED = "exported"
    SIGNED_IN = "signed in"
    REFUSED = "refused"
    SIGNED_OUT = "signed out"
    LEFT = "left the kiosk"
    CHANGED_KEYS = "changed keys"
    DAY = "another day"
    SIGNED_FROM_HERE = "signed from here on"
    MERGED = "mark taken over"
    RECOVERED = "brought back"
    SEALED_ANEW = "sealed anew"
    WENT_BACK = "found older than before"
    RESTORED = "restored from a backup"
    SIGNS_FROM_HERE = "signs from here on"
    SIGNS_NO_MORE = "signs no more"
    WORDED = "words of a consent"
    BEGUN_ANEW = "keys begun anew"
    NOTED = "noted"
    NOTE_TAKEN = "note taken over"
    NOTE_SEALED = "note sealed anew"
    REINDEXED = "indexes made anew"
    CLOCK = "clock set"


BY_STAFF = (
    EntryKind.MARKED, EntryKind.MERGED, EntryKind.DELETED, EntryKind.RECOVERED, EntryKind.SEALED_ANEW, EntryKind.CHANGED_KEYS,
    EntryKind.SIGNS_FROM_HERE, EntryKind.SIGNS_NO_MORE,
    EntryKind.BEGUN_ANEW, EntryKind.NOTED, EntryKind.NOTE_TAKEN, EntryKind.NOTE_SEALED,
)  # fmt: skip
"""What only somebody who can read requests may do: an entry of this kind without a signature is not theirs."""
IN_A_NAME = (*BY_STAFF, EntryKind.SIGNED_IN, EntryKind.OPENED, EntryKind.EXPORTED, EntryKind.LEFT)
"""What is done by the person whose name it bears, and signed by them alone. A wrong passphrase and the end of a session are told by the kiosk."""
NOTES = (EntryKind.NOTED, EntryKind.NOTE_TAKEN, EntryKind.NOTE_SEALED)
"""What tells the fingerprint of the seals of a note; the last one holds."""
CAME = (EntryKind.KEPT, EntryKind.RECOVERED, EntryKind.SEALED_ANEW)
"""What tells the fingerprint of a record's seals; the last one holds."""
GONE = (EntryKind.TAKEN_BACK, EntryKind.DELETED, EntryKind.EXPIRED, EntryKind.RESTORED)
"""What makes it lawful that a record is not there any more."""


class Line(Struct, frozen=True, gc=False):
    """One entry: its number, when (UTC; of sign-ups only the day), who, what, about which record or how many, and what it seals."""

    seq: int
    at: str
    who: str
    what: str
    about: str
    digest: bytes
    mac: bytes


def write(database: Connection, line: EntryText, digest: bytes, publics: Iterable[bytes], signer: Signer | None = None) -> int:
    """Adds (at, who, what, about) inside the caller's transaction, and tells its number. `publics` are the keys of the staff now.

    With a `signer` the words are signed. `digest` is the fingerprint of what the entry is about; empty where it is its own words. Of the entry
    that somebody signs from here on it is what checks their signatures.
    """
    _begin_if_needed(database, line[0], sorted(publics))
    return _add(database, line, digest, signer)


def go_on(database: Connection, line: EntryText) -> bool:
    """Adds an entry to the stretch that is being written, for whatever keys that is, before all else; False where there is none yet."""
    there = database.execute("SELECT 1 FROM ratchet").fetchone() is not None
    if there:
        _add(database, line, b"")
    return there


def write_over_all(database: Connection, line: EntryText, publics: Iterable[bytes], signer: Signer | None) -> int:
    """As `write`, with the fingerprint of all entries before this one in it: so whoever signs it vouches that they stay as they are."""
    _begin_if_needed(database, line[0], sorted(publics))
    return _add(database, line, over(lines(database)), signer)


def over(entries: Iterable[Line]) -> bytes:
    """The fingerprint of these entries, with all that they say and their codes."""
    whole = hashlib.sha256()
    for line in entries:
        whole.update(json.encode(astuple(line)) + b"\n")
    return whole.digest()


EntryText = tuple[str, str, EntryKind, str]
"""When (UTC; of sign-ups only the day), who, what, about which record or how many."""


def is_seen(line: Line) -> bool:
    """Whether somebody says with this entry that they have seen what was told of restored requests."""
    return line.what == EntryKind.RESTORED and line.about.startswith(_SEEN)


def fingerprint(at: str, who: str, what: str, about: str) -> bytes:
    """Of the words of an entry."""
    return hashlib.sha256(json.encode((at, who, what, about))).digest()


def position(line: Line, before: bytes) -> bytes:
    """What a signature is for: an entry with all that it says, at its place behind the entry with the code `before`.

    So no signature fits an entry of another time, another drawer or another kiosk, and nothing before a signed entry can be written anew.
    """
    return hashlib.sha256(json.encode((line.seq, before, line.at, line.who, line.what, line.about, line.digest))).digest()


def sign_alone(database: Connection, message: bytes, signer: Signer | None) -> None:
    """Adds the signature that only this holder can make, inside the caller's transaction."""
    if signer and signer.own:
        keep_alone(database, message, signer.sign_alone(message))


def keep_alone(database: Connection, message: bytes, signature: bytes) -> None:
    """Adds the signature of a holder for this message, inside the caller's transaction."""
    database.execute("REPLACE INTO signatures VALUES (?, ?, ?)", (alone(message), "", signature))


def alone(message: bytes) -> bytes:
    """Where the signature of one holder for this message lies, beside that of all who can read."""
    return hashlib.sha256(b"one holder" + message).digest()


def _begin_if_needed(database: Connection, at: str, publics: list[bytes]) -> None:
    """A new stretch where there is none, where the staff's keys are others than before, or where an older kiosk began it without a proof."""
    names = ",".join(map(key_id, publics))
    row = database.execute("SELECT seq, mac, keys, key FROM ratchet").fetchone()
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if not row or row[2] != names or not _is_proved(database):
        first, begins, before = os.urandom(32), (row[0] if row else 0) + 1, row[1] if row else b""
        proof = _follows(row[3] if row else b"", before, begins, names, first)
        database.executemany("INSERT INTO stretches VALUES (?, ?, ?)", [(begins, *_sealed_start(first, begins, public)) for public in publics])
        database.execute("REPLACE INTO ratchet VALUES (1, ?, ?, ?, ?)", (begins - 1, first, before, names))
        _add(database, (at, "", EntryKind.BEGUN, names), proof)
    if version < SIGNED_VERSION:
        database.execute(f"PRAGMA user_version = {SIGNED_VERSION}")
        _add(database, (at, "", EntryKind.SIGNED_FROM_HERE, ""), b"")


def _is_proved(database: Connection) -> bool:
    """Whether the stretch that is being written began with a proof that it follows the one before."""
    row = database.execute("SELECT digest FROM journal WHERE seq = (SELECT max(begins) FROM stretches)").fetchone()
    return bool(row and row[0])


def _follows(key: bytes, before: bytes, begins: int, names: str, first: bytes) -> bytes:
    """The proof that a stretch with this `first` key follows the entry with the code `before`: by the key that would have made the next code.

    That key is nowhere any more afterwards. Of the first stretch of all it is empty.
    """
    parts = (before, str(begins).encode(), names.encode(), hashlib.sha256(first).digest())
    return hmac.new(key, b"next stretch" + b"".join(len(part).to_bytes(4, "big") + part for part in parts), hashlib.sha256).digest()


def _sealed_start(first: bytes, begins: int, public: bytes) -> tuple[str, bytes]:
    return key_id(public), seal(first, public, f"journal {begins}")


def seal_anew(database: Connection, privates: Privates, public: bytes) -> None:
    """Lets the holders of another key go over the stretches that these keys open, too."""
    known = {row[0] for row in database.execute("SELECT begins FROM stretches WHERE key = ?", (key_id(public),))}
    for (begins,) in database.execute("SELECT DISTINCT begins FROM stretches").fetchall():
        if begins not in known and (first := _first_key(database, begins, privates)):
            database.execute("INSERT INTO stretches VALUES (?, ?, ?)", (begins, *_sealed_start(first, begins, public)))


def _add(database: Connection, line: EntryText, digest: bytes, signer: Signer | None = None) -> int:
    at, who, what, about = line
    digest = digest or (fingerprint(*line) if signer else b"")
    seq, key, before = database.execute("SELECT seq + 1, key, mac FROM ratchet").fetchone()
    if signer:
        signed = position(Line(seq, at, who, what.value, about, digest, b""), before)
        database.execute("INSERT INTO signatures VALUES (?, ?, ?)", (signed, signer.key, signer.sign(signed)))
        sign_alone(database, signed, signer)
    mac = _mac(key, before, seq, (at, who, what.value, about), digest)
    database.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)", (seq, at, who, what.value, about, digest, mac))
    database.execute("UPDATE ratchet SET seq = ?, key = ?, mac = ?", (seq, _next(key), mac))
    return int(seq)


def rows(database: Connection, after: int | None = None) -> Iterator[tuple[int, str, str, str, str, bytes, bytes]]:
    """The whole journal, oldest first, or what stands behind the entry `after`: each as a `Line` has it, if a kiosk wrote it."""
    columns = "SELECT seq, at, who, what, about, digest, mac FROM journal"
    return database.execute(f"{columns} ORDER BY seq") if after is None else database.execute(f"{columns} WHERE seq > ? ORDER BY seq", (after,))


def lines(database: Connection, after: int | None = None) -> Iterator[Line]:
    """The entries of `rows`."""
    return (Line(*row) for row in rows(database, after))


def faults(database: Connection, privates: Privates, lost: int = 0) -> tuple[str, ...]:
    """Where the journal is not as it was written; empty if all is well.

    Without a key that opens its stretches this tells only whether entries and stretches hang together, not what was changed in them: that is
    no fault for those that begin before the entry with the number `lost`, since the keys for them are lost.
    """
    entries = list(lines(database))
    state = database.execute("SELECT seq, key FROM ratchet").fetchone()
    begins = sorted({row[0] for row in database.execute("SELECT begins FROM stretches")})
    if state is None or not begins:
        return ("The journal has lost its beginning.",) if entries else ()
    if state[0] - len(entries) > _MOST_GAP:
        return (f"Entries of the journal are missing: of {state[0]} only {len(entries)} are there.",)
    found = [*_wrong_numbers(entries, state[0]), *_wrong_beginnings(entries, begins)]
    if begins == _begun(entries):
        firsts = {seq: _first_key(database, seq, privates) for seq in begins}
        for seq, ends in zip(begins, [*begins[1:], None], strict=True):
            if (key := firsts[seq]) is not None:
                found += _stretch_faults(entries, (seq, ends), key, state, firsts.get(ends) if ends else None)
            elif privates and seq >= lost:
                found.append(f"Entries {seq} to {ends - 1 if ends else state[0]} of the journal cannot be checked with this key.")
    return tuple(found[:_MOST_TOLD])


def unproved(entries: Iterable[Line]) -> list[Line]:
    """The entries with which a stretch begins without a proof that it follows the one before, although that has one.

    A kiosk of an earlier version writes none; whoever cut the journal off has none.
    """
    begun = [line for line in entries if line.what == EntryKind.BEGUN]
    return [line for before, line in pairwise(begun) if before.digest and not line.digest]


def _wrong_numbers(entries: list[Line], last: int) -> Iterator[str]:
    """The kiosk numbers its entries from 1 on, without a gap: only so each lies in a stretch that has its code."""
    numbers = {line.seq for line in entries}
    yield from (f"Entry {seq} of the journal is missing." for seq in range(1, last + 1) if seq not in numbers)
    yield from (f"Entry {seq} of the journal has a number that the kiosk did not give it." for seq in sorted(numbers) if not 1 <= seq <= last)


def _begun(entries: list[Line]) -> list[int]:
    return [line.seq for line in entries if line.what == EntryKind.BEGUN]


def _wrong_beginnings(entries: list[Line], begins: list[int]) -> Iterator[str]:
    """The first stretch begins with the first entry, and each with an entry that says so: anybody can seal a beginning for staff.

    Without a proof a kiosk of an earlier version began one only for other keys.
    """
    begun = set(_begun(entries))
    for before, line in pairwise(line for line in entries if line.what == EntryKind.BEGUN):
        if not line.digest and {*line.about.split(",")} == {*before.about.split(",")}:
            yield _CUT.format(seq=line.seq - 1)
    if 1 not in begun.intersection(begins):
        yield "The journal has lost its beginning."
    yield from (f"The codes of the journal were restarted at entry {seq}, where the kiosk did not." for seq in begins if seq not in begun)
    yield from (f"The codes of the journal from entry {seq} on have lost their beginning." for seq in sorted(begun - {1, *begins}))


def _first_key(database: Connection, begins: int, privates: Privates) -> bytes | None:
    for name, sealed in database.execute("SELECT key, sealed FROM stretches WHERE begins = ?", (begins,)):
        if name in privates:
            try:
                return unseal(sealed, privates[name], f"journal {begins}")
            except SealError:
                return b""
    return None


def _stretch_faults(
    entries: list[Line], span: tuple[int, int | None], key: bytes, state: tuple[int, bytes], following: bytes | None
) -> Iterator[str]:
    """Of the stretch that begins and ends so: its end is that of the journal, or `following` is the first key of the one after it, where it opens."""
    (begins, ends), by_number = span, {line.seq: line for line in entries}
    last = ends - 1 if ends else state[0]
    if begins == 1 and 1 in by_number and by_number[1].digest and not _is_proof(by_number[1], b"", b"", key):
        yield "Entry 1 of the journal is not as it was written."
    for seq in range(begins, last + 1):
        line, before = by_number.get(seq), by_number.get(seq - 1)
        if line and line.mac != _mac(key, before.mac if before else b"", seq, (line.at, line.who, line.what, line.about), line.digest):
            yield f"Entry {seq} of the journal is not as it was written."
        key = _next(key)
    if ends is None and not hmac.compare_digest(state[1], key):
        yield _CUT.format(seq=last)
    if ends is not None and following is not None and (line := by_number[ends]).digest:
        before = by_number.get(last)
        if not _is_proof(line, key, before.mac if before else b"", following):
            yield _CUT.format(seq=last)


def _is_proof(line: Line, key: bytes, before: bytes, first: bytes) -> bool:
    return hmac.compare_digest(line.digest, _follows(key, before, line.seq, line.about, first))


def _mac(key: bytes, before: bytes, seq: int, words: tuple[str, ...], digest: bytes) -> bytes:
    parts = [before, str(seq).encode(), *(word.encode() for word in words), digest]
    whole = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.new(key, whole, hashlib.sha256).digest()


def _next(key: bytes) -> bytes:
    return hashlib.sha256(b"next key of the journal" + key).digest()
