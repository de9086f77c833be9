"""The proof that staff deleted a request, which holds in an earlier state of the drawer, too, so that a restore can repeat it."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import DecodeError, Struct, json

from kiosk.signup.journal import journal
from kiosk.signup.journal.fingerprints import KNOWINGLY
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.what_came import is_for_what_came, is_what_came


class Deed(Struct, frozen=True, array_like=True):
    """A deletion that staff signed: all of its entry but which request that was, the code before it, and the signature (`journal.position`).

    `own` is that of the person who did it alone; empty where they had none, or an older kiosk wrote it.
    """

    seq: int
    before: bytes
    at: str
    who: str
    digest: bytes
    key: str
    signature: bytes
    own: bytes = b""


def deed(seen: Seen, line: Line) -> bytes:
    """The proof that staff deleted what this entry tells of, to be kept in another state of the drawer (`Deed`); empty where there is none."""
    if line.what == EntryKind.RESTORED:
        return line.digest if is_repeated(seen, line) else b""
    if line.what != EntryKind.DELETED or not seen.is_staffs(line) or line.digest.startswith(KNOWINGLY):
        return b""
    if not is_for_what_came(seen, line, line.about) or not seen.holders.vouches(line):
        return b""
    signed, before = seen.position(line), seen.trail.code_before(line)
    key, signature = seen.signature(signed)
    return json.encode(Deed(line.seq, before, line.at, line.who, line.digest, key, signature, seen.alone(signed)))


def is_repeated(seen: Seen, line: Line) -> bool:
    """Whether this entry of a restore repeats a deletion that staff signed in a later state of this drawer: its digest is the proof."""
    return proves(seen, line.digest, line.about, seen.trail.state(line.seq), seen.used(line))


def would_prove(seen: Seen, proof: bytes, name: str, used: Collection[str]) -> bool:
    """Whether an entry of a restore that came now could repeat this deletion; requests are sealed for the keys `used`."""
    last = seen.entries[-1].seq if seen.entries else 0
    return proves(seen, proof, name, seen.trail.state(last), used)


def proves(seen: Seen, proof: bytes, name: str, seq: int, used: Collection[str]) -> bool:
    """Whether this (`Deed`) is a deletion of what came as this request, that staff signed when the drawer had come further than entry `seq`.

    They signed it with a key that requests were sealed for then, as far as this journal knows: at that entry, or after the restore (`used`).
    """
    try:
        told = json.decode(proof, type=Deed)
    except (DecodeError, RecursionError):
        return False
    signed = journal.position(Line(told.seq, told.at, told.who, EntryKind.DELETED, name, told.digest, b""), told.before)
    lawful = told.seq > seq and bool(told.digest) and (told.key in used or told.key in seen.used_at(seq))
    return (
        lawful and is_what_came(seen, name, told.digest, seq) and seen.is_signed(told.key, signed, told.signature)
        and seen.holders.signed_later(told.who, seq, signed, told.own)
    )  # fmt: skip
