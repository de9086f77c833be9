"""Where a command of staff stands in an office: at a desk that was paired, or as the account that looks after the office."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.staff.errors import ExpectedError

if TYPE_CHECKING:
    from psycopg import Connection

    from kiosk.office.known_office import Office

NO_SEAT = (
    "No office is known here. Pair this desk by `python3 main.py fleet --pair CODE`, with the code that `office add NAME --desk` shows at the office."
)


@contextmanager
def seat(data: Path) -> Iterator[Connection]:
    """A connection to the office that this machine knows. Raises ExpectedError."""
    from kiosk.office.address import OfficeError
    from kiosk.office.kiosks import refuse_older
    from kiosk.office.known_office import Office, noted
    from kiosk.office.pairing import OF_DESK, paired

    try:
        desk = paired(data, OF_DESK)
        office = Office(desk.address, desk.role, desk.password) if desk else noted(data)
        if office is None:
            raise ExpectedError(NO_SEAT)
        with connected_as(office) as connection:
            refuse_older(connection)
            yield connection
    except OfficeError as error:
        raise ExpectedError(str(error)) from error


@contextmanager
def connected_as(office: Office) -> Iterator[Connection]:
    """A connection as this account, whose password is asked for where nothing knows it. What goes wrong is told (OfficeError)."""
    from kiosk.office.address import OfficeError, connected, in_words

    try:
        connection = connected(office.address, office.account, office.password)
    except OfficeError as error:
        password = _asked(office) if error.refused and not office.password else ""
        if not password:
            raise
        connection = connected(office.address, office.account, password)
    with connection, in_words(office.address):
        yield connection


def _asked(office: Office) -> str:
    """The password, from whoever is at the terminal; empty where nobody is."""
    from getpass import getpass

    return getpass(f"Password of {office.account} at {office.address}: ") if sys.stdin is not None and sys.stdin.isatty() else ""
