"""Which office this account looks after: written down once it was made, so that it need not be named each time."""

from __future__ import annotations

from pathlib import Path

from msgspec import DecodeError, Struct, json

from kiosk.files.private import write_own
from kiosk.files.regular import NotReadError, is_missing, read_regular
from kiosk.office.address import Address, OfficeError

FILE = "office.json"
_MOST_BYTES = 4096


class Office(Struct, frozen=True):
    """Its address and the account. `password` is kept of one for trying out; that of any other is asked for, or libpq finds it (~/.pgpass)."""

    address: Address
    account: str
    password: str = ""


def noted(data: Path) -> Office | None:
    """The office that was noted in this data folder; None where none was. Raises OfficeError."""
    try:
        return json.decode(read_regular(data / FILE, _MOST_BYTES, own=True), type=Office)
    except NotReadError as error:
        if is_missing(error):
            return None
        raise OfficeError(f"{data / FILE} cannot be read: {error.wrong} {error.instead}") from error
    except (DecodeError, RecursionError) as error:
        raise OfficeError(f"{data / FILE} is damaged: delete it, and name the office again by `python3 main.py office --at ADDRESS`.") from error


def note(data: Path, office: Office) -> None:
    """Writes it down. May raise OSError."""
    write_own(data / FILE, json.encode(office))
