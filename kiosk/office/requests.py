"""Requests as they lie in the office, for a desk of the staff: sealed, and noted before anybody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.office.address import OfficeError
from kiosk.signup.drawer.foreign import Found

if TYPE_CHECKING:
    from psycopg import Connection

MOST = 20_000
"""That are read at once, some 80 MB."""
_LYING = """
SELECT p.place, r.id, r.day, r.keys, r.seals FROM office.records r JOIN office.places p ON p.role = r.kiosk
WHERE NOT EXISTS (SELECT 1 FROM office.gone g WHERE g.kiosk = r.kiosk AND g.id = r.id) ORDER BY r.day, r.id, r.digest LIMIT %s
"""


class Carried(Struct, frozen=True):
    """A request, and the place that it came from; the seals of each time that it was sealed are together."""

    place: str
    found: Found


def lying(connection: Connection) -> list[Carried]:
    """What lies there and is not gone, the oldest first. Raises OfficeError where it is far too much."""
    together: dict[str, Carried] = {}
    for number, (place, name, day, keys, seals) in enumerate(connection.execute(_LYING, (MOST + 1,))):
        if number == MOST:
            raise OfficeError(f"More than {MOST} requests lie in the office, which is more than staff can look at.")
        before = together[name].found.seals if name in together else ()
        found = Found(name, day.isoformat(), (*before, *zip(keys, map(bytes, seals), strict=True)))
        together[name] = Carried(place, found)
    return list(together.values())


def note_look(connection: Connection, desk: str, who: str, about: str) -> None:
    """What is looked at stands in the office before anybody has seen it."""
    connection.execute("INSERT INTO office.looks (desk, who, about) VALUES (%s, %s, %s)", (desk, who[:200], about[:200]))
