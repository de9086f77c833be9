"""The requests of all kiosks, as they lie in the office: who has a key of the staff reads them at a desk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kiosk.office.requests import Carried, lying, note_look
from kiosk.signup.drawer.entries import Entry, Shown
from kiosk.signup.drawer.foreign import read
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.requests.in_words import is_about
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.looking import saying_of
from kiosk.staff.requests.sign_in import signed_in
from kiosk.staff.requests.words import Telling, line, told_apart, whole
from kiosk.terminal import as_it_is, on_one_line

if TYPE_CHECKING:
    from psycopg import Connection

_NOT_MARKED = "How far staff came with each is known at its kiosk alone."


def listed(desk: AtTheDesk, connection: Connection, sought: str, today: date) -> list[str]:
    """Every request of every kiosk, the oldest first; or those alone in which something is sought."""
    privates = signed_in(desk)
    every = lying(connection)
    note_look(connection, connection.info.user, desk.who, f"{len(every)} listed")
    telling = _telling(desk, every, today)
    opened = [(each, _shown(each, privates)) for each in every]
    meant = [(each, shown) for each, shown in opened if not sought or (shown.record and is_about(shown.record, sought))]
    told = [f"{line(_entry(each), shown, telling)}\n{'':10}at {on_one_line(each.place)}" for each, shown in meant]
    closed = sum(shown.record is None for _, shown in opened)
    kept = [f"{counted(closed, 'request')} cannot be opened with this key."] if closed else []
    count = f"{len(meant)} of {counted(len(every), 'request')}" if sought else counted(len(every), "request")
    return [*(as_it_is("\n".join(told)) if told else []), count, *kept, *([_NOT_MARKED] if every else [])]


def shown(desk: AtTheDesk, connection: Connection, beginning: str, today: date) -> list[str]:
    """All that one of them says. Raises ExpectedError where none has a number that begins so, or more than one."""
    every = lying(connection)
    found = [each for each in every if beginning and each.found.id.startswith(beginning.lower())]
    if len(found) != 1:
        how_many = "More than one request in the office has" if found else "No request in the office has"
        which = "`python3 main.py signups list --office --name YOU` shows the number of each"
        raise ExpectedError(f"{how_many} a number that begins with {beginning!r}: {which}.")
    privates = signed_in(desk)
    note_look(connection, connection.info.user, desk.who, found[0].found.id)
    told = whole(_entry(found[0]), _shown(found[0], privates), _telling(desk, every, today))[:-2]  # what was done with it is at its kiosk
    return [*as_it_is("\n".join([*told, f"at {on_one_line(found[0].place)}"])), _NOT_MARKED]


def _telling(desk: AtTheDesk, every: list[Carried], today: date) -> Telling:
    return Telling(saying_of(desk), {}, today, told_apart([each.found.id for each in every]), known=False)


def _entry(each: Carried) -> Entry:
    return Entry(each.found.id, date.fromisoformat(each.found.day))


def _shown(each: Carried, privates: Opened) -> Shown:
    return Shown(read(each.found, privates), b"")
