"""What a kiosk keeps of its office: where it is, its own role and password there, and how far its beats have come."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import DecodeError, Struct, json
from msgspec.structs import replace

from kiosk.files.private import private_folder, write_own
from kiosk.files.regular import NotReadError, is_missing, is_regular, read_regular
from kiosk.office.address import Address, OfficeError, connected, in_words
from kiosk.office.codes import Code, group_of

if TYPE_CHECKING:
    from psycopg import Connection

FOLDER, OF_DESK = "carrier", "office-desk"
"""In the data folder: all that the carrier writes; and what a desk of the staff keeps, which is paired in the same way."""
_OTHER_KIND = "A kiosk is paired by the command `carrier`, a desk of the staff by `fleet`: this code is for the other one of them."
_NO_CODE = (
    "The office does not take this code: it was mistyped, used before, or is older than ten minutes. Have it show another (`office add PLACE"
    " --again`, at the office), and pair with that."
)
_FILE, _AUTHORITY = "office.json", "authority.pem"
_MOST_BYTES, _MOST_AUTHORITY = 4096, 1 << 20


class Pairing(Struct, frozen=True):
    """The office and who we are there. `number` and `token` are of the last beat that the office took, `coming` is what the next one leaves behind:
    it is on the disk before it is sent, so that a beat whose answer was lost is known again.
    """

    address: Address
    role: str
    password: str
    number: int = 0
    token: bytes | None = None
    coming: bytes | None = None


def place(data: Path, folder: str = FOLDER) -> Path:
    """The file that is there as soon as a kiosk, or a desk, has an office."""
    return data / folder / _FILE


def paired(data: Path, folder: str = FOLDER) -> Pairing | None:
    """The office of this kiosk, or of this desk; None where it has none. Raises OfficeError."""
    file = place(data, folder)
    try:
        return json.decode(read_regular(file, _MOST_BYTES, own=True), type=Pairing)
    except NotReadError as error:
        if is_missing(error):
            return None
        raise OfficeError(f"{file} cannot be read: {error.wrong} {error.instead}") from error
    except (DecodeError, RecursionError) as error:
        raise OfficeError(f"{file} is damaged: have the office show another code (`office add PLACE --again`), and pair with that.") from error


def is_paired(data: Path) -> bool:
    """Whether this kiosk has an office, whatever is written of it."""
    return is_regular(place(data))


def write(data: Path, pairing: Pairing, folder: str = FOLDER) -> None:
    """Raises OfficeError where the disk does not take it."""
    try:
        private_folder(data / folder)
        write_own(place(data, folder), json.encode(pairing))
    except OSError as error:
        raise OfficeError(f"What this kiosk keeps of its office cannot be written to the disk ({error.strerror or type(error).__name__}).") from error


def pair(data: Path, code: Code, authority: Path | None = None, folder: str = FOLDER) -> Pairing:
    """Takes the place that the code is for. The password of its own is on the disk before the office knows it: a kiosk that is killed in between gets
    in with either. Raises OfficeError; OSError where the file of the authority cannot be read.
    """
    kept = ""
    if authority:
        raw = read_regular(authority, _MOST_AUTHORITY)
        private_folder(data / folder)
        write_own(data / folder / _AUTHORITY, raw)
        kept = str((data / folder / _AUTHORITY).absolute())
    address = replace(code.address, authority=kept)
    made = Pairing(address, code.role, secrets.token_urlsafe(24))
    with suppress(OfficeError):  # what is damaged makes way
        before = paired(data, folder)
        if before and before.role == code.role and not before.number and _lets_in(before):
            return before  # the last try came as far as the office, and no further
    with _let_in(address, code) as connection, in_words(address):
        group = group_of(address.database, desk=folder == OF_DESK)
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')", (group,)).fetchone() is None:
            raise OfficeError(_OTHER_KIND)
        verifier = connection.pgconn.encrypt_password(made.password.encode(), made.role.encode(), b"scram-sha-256").decode()
        write(data, made, folder)
        connection.execute("SELECT office.pair(%s)", (verifier,))
    return made


def _let_in(address: Address, code: Code) -> Connection:
    """Raises OfficeError."""
    try:
        return connected(address, code.role, code.secret)
    except OfficeError as error:
        raise OfficeError(_NO_CODE, refused=True) if error.refused else error from error


def _lets_in(pairing: Pairing) -> bool:
    try:
        connected(pairing.address, pairing.role, pairing.password).close()
    except OfficeError:
        return False
    return True
