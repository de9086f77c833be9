"""All that one request says."""

from __future__ import annotations

from datetime import date

from kiosk.signup.journal.journal import EntryKind
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.looking import shown_ones, telling_of, the_one
from kiosk.staff.requests.sign_in import holder
from kiosk.staff.requests.words import whole
from kiosk.terminal import as_it_is


def show(desk: AtTheDesk, beginning: str, today: date) -> list[str]:
    """All that one request says, and what was done with it, the oldest first."""
    named = the_one(desk, beginning)
    privates, signer = holder(desk)
    entry = next((each for each in desk.drawer.entries(privates) if each.id == named.id), named)
    desk.drawer.audit(EntryKind.OPENED, desk.who, entry.id, signer)
    ((_, shown),) = shown_ones(desk, [entry], privates)
    return as_it_is("\n".join(whole(entry, shown, telling_of(desk, privates, today))))
