"""Requests as whoever signed in sees them: the one that is meant, what is in it, and the words to tell it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kiosk.files.regular import read_regular
from kiosk.signup.drawer.entries import Entry, Shown
from kiosk.signup.drawer.foreign import Found, read
from kiosk.signup.journal.anchors import remembered
from kiosk.signup.keys import public_keys
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.requests.in_words import Saying
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.words import Telling, line, told_apart
from kiosk.terminal import as_it_is

_NOT_BEGUN = "0 requests: the kiosk has not been started here yet, so none can have come."
_OTHERS = "A kiosk elsewhere keeps its requests in a drawer of its own: read those in a terminal of that kiosk."
_MOST_NAMED = 6
"""Requests that are named in one sentence."""


def has_not_begun(desk: AtTheDesk) -> bool:
    """Whether nothing was ever kept here: there are keys, but neither a drawer nor anybody who has seen one."""
    if desk.is_copy or desk.drawer.folder.exists() or not public_keys.recipients(desk.keys):
        return False
    return remembered(desk.data, desk.drawer.folder) is None


def looked_into(desk: AtTheDesk) -> str:
    """Where there is nothing: which drawer that is, for nobody is to believe that no visitor asked."""
    return f"This is the drawer in {desk.drawer.folder}. {_OTHERS}"


def nothing_here(desk: AtTheDesk) -> str:
    """Why nothing can be done with a request where there is none."""
    return f"There is no request here. {looked_into(desk)} Nothing was changed."


def not_begun(desk: AtTheDesk) -> str:
    """What is told of a machine whose kiosk was never started."""
    return f"{_NOT_BEGUN} {looked_into(desk)}"


def the_one(desk: AtTheDesk, beginning: str) -> Entry:
    """The request whose number begins so, in small letters or capitals. Raises ExpectedError where there is none, or more than one."""
    every = desk.drawer.entries()
    found = [entry for entry in every if beginning and entry.id.startswith(beginning.lower())]
    if not every:
        raise ExpectedError(nothing_here(desk))
    if not found:
        shown = "`python3 main.py signups list --name YOU` shows the number of each, at the beginning of its line"
        raise ExpectedError(f"No request has a number that begins with {beginning!r}: {shown}. Nothing was changed.")
    if len(found) > 1:
        apart = told_apart([entry.id for entry in found])
        numbers = ", ".join(f"{apart[entry.id]} of {entry.day}" for entry in found[:_MOST_NAMED])
        more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        said = f"The numbers of {len(found)} requests begin with {beginning!r}: {numbers}{more}"
        raise ExpectedError(f"{said}. Type more of the number. Nothing was changed.")
    return found[0]


def as_signed(desk: AtTheDesk, named: Entry, privates: Opened) -> tuple[Entry, Shown]:
    """The same request as far as those tell whom these keys trust, and what is in it."""
    ((entry, shown),) = shown_ones(desk, [each for each in desk.drawer.entries(privates) if each.id == named.id] or [named], privates)
    return entry, shown


def shown_ones(desk: AtTheDesk, entries: Sequence[Entry], privates: Opened) -> list[tuple[Entry, Shown]]:
    """Each with what is in it, as far as these keys open it."""
    return list(zip(entries, desk.drawer.show([entry.id for entry in entries], privates), strict=True))


def telling_of(desk: AtTheDesk, privates: Opened, today: date) -> Telling:
    """What it takes to tell what is in this drawer."""
    numbers = told_apart([entry.id for entry in desk.drawer.entries()])
    return Telling(saying_of(desk), desk.drawer.notes(privates), today, numbers, desk.drawer.wording)


def saying_of(desk: AtTheDesk) -> Saying:
    """The words of the form in the first language of the clinic; those of each visitor where it cannot be read."""
    from kiosk.content.reading.folder import CLINIC, SIGNUP, read_clinic, read_signup
    from kiosk.yaml.reading import MOST_BYTES

    try:
        clinic, form = (read_regular(desk.content / name, MOST_BYTES, desk.content) for name in (CLINIC, SIGNUP))
    except OSError:
        return Saying()
    known = read_clinic(clinic).value
    return Saying(read_signup(form, languages=known.languages).value, known.languages[0]) if known else Saying()


def found_lines(desk: AtTheDesk, found: Sequence[Found], privates: Opened, today: date) -> list[str]:
    """What lies in a drawer that cannot be asked, the oldest first."""
    telling, in_order = Telling(saying_of(desk), {}, today), sorted(found, key=lambda each: each.day)
    shown = [(Entry(each.id, date.fromisoformat(each.day)), Shown(read(each, privates), b"", changed=False)) for each in in_order]
    return as_it_is("\n".join(line(entry, each, telling) for entry, each in shown))
