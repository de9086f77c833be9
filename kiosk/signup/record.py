"""One finished sign-up, and its bytes: always the same number of them, so that nobody learns anything from their length."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, json
from msgspec.structs import replace

from kiosk.unseen import without_piles

PACKED_BYTES = 4096
"""A name, a number, an address, the choices and the fingerprints of the consents take some 900 bytes; names may be long."""


class TooLongError(ValueError):
    """The answers do not fit into a record."""


class Answer(Struct, frozen=True):
    """One answer: `question` is its name in the form, `kind` its kind there, `says` what the visitor saw, `value` what is worked with.

    A phone number says "(706) 555-0123" and has the value "+17065550123" (E.164); of choices the value is their names, with commas.
    """

    question: str
    kind: str
    says: str
    value: str


class Consent(Struct, frozen=True):
    """What the visitor agreed to: the name of the box that was ticked, and the fingerprint of its wording (kept in the drawer)."""

    option: str
    wording: str


class Record(Struct, frozen=True):
    """A request for a consultation. `language` is the one it was asked in; time is kept to the day (standards P6)."""

    day: date
    language: str
    answers: tuple[Answer, ...]
    consents: tuple[Consent, ...]

    def value(self, kind: str) -> str:
        """The value of the first answer of this kind; empty if there is none."""
        return next((answer.value for answer in self.answers if answer.kind == kind), "")


    def on_the_glass(self) -> Record:
        """The same, with no more accents on a letter than may: an older kiosk, or another program, may have kept some that reach over others."""
        return replace(self, answers=tuple(replace(each, says=without_piles(each.says), value=without_piles(each.value)) for each in self.answers))


def packed(record: Record) -> bytes:
    """The record as exactly PACKED_BYTES bytes. Raises TooLongError if it does not fit, ValueError if it could not be read back."""
    body = json.encode(record)
    if len(body) > PACKED_BYTES:
        raise TooLongError(f"{len(body)} bytes")
    padded = body.ljust(PACKED_BYTES, b" ")
    if unpacked(padded) != record:
        raise ValueError("what was packed does not read back")
    return padded


def unpacked(raw: bytes) -> Record:
    """The record of these bytes. Raises ValueError for bytes that are none."""
    try:
        return json.decode(raw, type=Record)
    except RecursionError as error:
        raise ValueError("these bytes are no record") from error
