"""The code that pairs a kiosk: where the office is, which role is meant, and a password that is good for ten minutes. Made to be typed."""

from __future__ import annotations

import re
import secrets

from msgspec import Struct

from kiosk.office.address import Address, OfficeError, address_of

MINUTES = 10
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Neither 0 and O, nor 1, I, L and U: nobody has to guess which one was meant."""
_OF_ROLE, _OF_SECRET, _GROUP = 5, 15, 5
"""30^15 secrets are 73 bits: in ten minutes nobody tries them out."""
WRONG = "That is no code of an office: one looks like db.example.org:5432/kiosks/ABCDE-FGHJK-MNPQR-STVWX. `office add` shows it, at the office."


class Code(Struct, frozen=True):
    """What a code says: the office, the end of the role's name, and the password for its first minutes."""

    address: Address
    ending: str
    secret: str

    @property
    def role(self) -> str:
        return role_of(self.address.database, self.ending)

    def __str__(self) -> str:
        letters = self.ending + self.secret
        return f"{self.address}/{'-'.join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))}"


def role_of(database: str, ending: str) -> str:
    """What a kiosk is called in PostgreSQL. It does not say where it stands: every account of a PostgreSQL can list the names of all roles."""
    return f"{database}_kiosk_{ending.lower()}"


def group_of(database: str, *, desk: bool = False) -> str:
    """The role that all kiosks of this office are in, or all desks."""
    return f"{database}_{'desks' if desk else 'kiosks'}"


def fresh_ending() -> str:
    """For a kiosk that is new."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_OF_ROLE))


def code_for(address: Address, ending: str) -> Code:
    """A code with a secret that nobody has had."""
    return Code(Address(address.host, address.port, address.database), ending, "".join(secrets.choice(_LETTERS) for _ in range(_OF_SECRET)))


_AROUND = " \t\n`'\"."
"""What comes along where somebody copies a code out of its sentence."""


def read_code(text: str) -> Code:
    """The code as somebody typed it, in letters of any size, with or without its hyphens. Raises OfficeError."""
    where, _, letters = text.strip(_AROUND).rpartition("/")
    plain = re.sub(r"[\s-]", "", letters).upper()
    if not where or len(plain) != _OF_ROLE + _OF_SECRET or set(plain) - set(_LETTERS):
        raise OfficeError(WRONG)
    return Code(address_of(where), plain[:_OF_ROLE], plain[_OF_ROLE:])
