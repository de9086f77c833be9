"""Requests as they lie in the office, for a desk of the staff: sealed, and noted before anybody looks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.office.address import OfficeError
from kiosk.signup.drawer.foreign import Found

if TYPE_CHECKING:
    from psycopg import Connection

MOST_BYTES, _AT_A_TIME = 300_000_000, 100
"""Of what is read, and rows that come together: of a kiosk of twenty requests a day, sealed for three people, there are 25 MB."""
_LYING = """
SELECT p.place, r.id, r.day, r.keys, r.seals FROM office.records r JOIN office.places p ON p.role = r.kiosk
WHERE NOT EXISTS (SELECT 1 FROM office.gone g JOIN office.places q ON q.role = g.kiosk WHERE g.id = r.id AND q.place = p.place)
ORDER BY r.day, r.id, r.digest
"""


_TOO_MUCH = (
    "More requests lie in the office than can be looked at, most of them from {place}. If that kiosk was stolen or taken over, have whoever looks"
    " after the office run `office remove PLACE --requests` for it."
)


class Carried(Struct, frozen=True):
    """A request, and the place that it came from; the seals of each time that it was sealed are together."""

    place: str
    found: Found


def lying(connection: Connection) -> list[Carried]:
    """What lies there and is not gone, the oldest first. Raises OfficeError where it is far too much, with the place that most of it is from."""
    together: dict[str, Carried] = {}
    taken = Counter[str]()
    with connection.transaction(), connection.cursor("lying") as rows:
        rows.itersize = _AT_A_TIME
        for place, name, day, keys, seals in rows.execute(_LYING):
            taken[place] += sum(map(len, seals))
            if taken.total() > MOST_BYTES:
                raise OfficeError(_TOO_MUCH.format(place=taken.most_common(1)[0][0]))
            before = together[name].found.seals if name in together else ()
            found = Found(name, day.isoformat(), (*before, *zip(keys, map(bytes, seals), strict=True)))
            together[name] = Carried(place, found)
    return list(together.values())


def note_look(connection: Connection, desk: str, who: str, about: str) -> None:
    """What is looked at stands in the office before anybody has seen it."""
    connection.execute("INSERT INTO office.looks (desk, who, about) VALUES (%s, %s, %s)", (desk, who[:200], about[:200]))
