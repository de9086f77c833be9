"""Fingerprints of what the journal tells of: seals, days, marks, and the words of a consent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from kiosk.signup.journal import journal
from kiosk.signup.journal.journal import EntryKind, Line

SHORT_NAME = 16
"""Hex digits of the fingerprint of words, as an older kiosk wrote it."""
_WHOLE_NAME = 64
"""As it is written now."""
_FINGERPRINT_BYTES = 32
KNOWINGLY = b"changed "
"""Before the fingerprint of the seals in the entry of a deletion: whoever deleted the request was told that it is not what came."""


def digest(seals: Iterable[tuple[str, str, bytes]]) -> bytes:
    """The fingerprint of a record's seals (id, key, sealed), in the order of their keys."""
    whole = hashlib.sha256()
    for _, key, sealed in seals:
        whole.update(str(key).encode() + len(sealed).to_bytes(4, "big") + bytes(sealed))
    return whole.digest()


def of_day(day: str, seals: bytes) -> bytes:
    """The fingerprint of a record that was brought back: of the day on which it came, and of the fingerprint of its seals."""
    return hashlib.sha256(day.encode() + seals).digest()


def marked(line: Line) -> bytes:
    """The fingerprint of the mark of which an entry tells."""
    return line.digest[:_FINGERPRINT_BYTES] if line.what == EntryKind.MERGED else journal.fingerprint(line.at, line.who, line.what, line.about)


def shown(line: Line) -> bytes:
    """The fingerprint of the seals for which staff marked or deleted a request; empty where an older kiosk wrote the entry."""
    if line.what == EntryKind.MERGED:
        return line.digest[_FINGERPRINT_BYTES:]
    return b"" if line.digest == journal.fingerprint(line.at, line.who, line.what, line.about) else line.digest.removeprefix(KNOWINGLY)


def has_fingerprint(line: Line) -> bool:
    """Whether the entry by which keys were begun anew has a fingerprint of all before it; an older kiosk wrote none."""
    return line.digest != journal.fingerprint(line.at, line.who, line.what, line.about)


def wording(text: str) -> str:
    """The fingerprint of the words of a consent: SHA-256, in hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_name_of_words(fingerprint: str, text: str) -> bool:
    """Whether this is the fingerprint of these words: all of it, or as much as an older kiosk wrote."""
    return len(fingerprint) in (SHORT_NAME, _WHOLE_NAME) and wording(text).startswith(fingerprint)
