"""How many requests there are, and the list of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from kiosk.signup.drawer import expiry
from kiosk.signup.drawer.entries import Entry, Shown
from kiosk.signup.drawer.foreign import found_in
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import names
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.record import Record
from kiosk.signup.requests.in_words import is_about
from kiosk.signup.requests.worklist import in_turn
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.looking import found_lines, has_not_begun, looked_into, not_begun, shown_ones, telling_of
from kiosk.staff.requests.sign_in import holder, signed_in
from kiosk.staff.requests.words import line
from kiosk.terminal import BELL, as_it_is

_DAMAGED = (
    "This drawer is damaged, so the list above holds what can still be read, and it could not be noted that you looked. Keep what you need of it,"
    " change nothing here, and run `python3 main.py doctor`."
)


def waiting(desk: AtTheDesk, today: date) -> list[str]:
    """The counts alone, on the first line: for scripts, and for those who have no passphrase."""
    if has_not_begun(desk):
        return [not_begun(desk)]
    entries = desk.drawer.entries()
    stand = Counter(entry.status for entry in entries)
    soon = len(expiry.due(desk.drawer, today, ahead=7))
    counts = f"{counted(len(entries), 'request')}, {stand[Status.NEW]} new, {stand[Status.NOT_REACHED]} not reached"
    told = f"{counts}, {expiry.red(desk.drawer, today)} waiting for more than two weeks, {soon} will be deleted within a week"
    return [told] if entries else [told, looked_into(desk)]


def arrivals(desk: AtTheDesk, pause: Callable[[], object], bell: str = BELL) -> Iterator[str]:
    """A line, and a ring of the bell, whenever requests came in during a pause; who sent them it does not say. May raise KeepError."""
    seen: set[str] | None = None
    while True:
        entries = () if has_not_begun(desk) else desk.drawer.entries()
        here = {entry.id for entry in entries}
        if fresh := here - seen if seen is not None else ():
            waits = sum(entry.waits for entry in entries)
            wait = f"{counted(waits, 'request')} now {'waits' if waits == 1 else 'wait'} for a call"
            yield f"{bell}{counted(len(fresh), 'new request')} came in. {wait}."
        seen = here
        pause()


def listed(desk: AtTheDesk, sought: str, today: date, caller: str = "") -> list[str]:
    """Every request, in the order in which they are to be called; or those alone in which something is sought, and that this person will call."""
    if has_not_begun(desk):
        return [not_begun(desk)]
    privates = signed_in(desk)
    try:
        opened = _looked_at(desk, privates)
    except KeepError as error:
        if error.why is not Why.BROKEN:
            raise
        return _rescued(desk, privates, today)
    telling = telling_of(desk, privates, today)
    meant = {entry: each for entry, each in opened if not sought or _is_sought(each.record, sought)}
    shown = {entry: each for entry, each in meant.items() if not caller or names.same(telling.caller(entry), caller)}
    lines = [line(entry, shown[entry], telling) for entry in in_turn(shown)]
    count = f"{len(lines)} of {counted(len(opened), 'request')}" if sought or caller else counted(len(lines), "request")
    return [*(as_it_is("\n".join(lines)) if lines else []), count, *([] if opened else [looked_into(desk)])]


def _is_sought(record: Record | None, sought: str) -> bool:
    return record is not None and is_about(record, sought)


def _looked_at(desk: AtTheDesk, opened: Opened) -> list[tuple[Entry, Shown]]:
    """Every request, after the journal has noted that they are looked at."""
    privates, signer = holder(desk, opened)
    entries = desk.drawer.entries(privates)
    desk.drawer.audit(EntryKind.OPENED, desk.who, f"{len(entries)} listed", signer)
    return shown_ones(desk, entries, privates)


def _rescued(desk: AtTheDesk, privates: Opened, today: date) -> list[str]:
    """What can still be read of a damaged drawer, where nothing can be noted any more. Raises ExpectedError once that is told."""
    found = found_in(desk.drawer.folder)
    print(*found_lines(desk, found, privates, today), counted(len(found), "request"), sep="\n")
    raise ExpectedError(_DAMAGED)
