"""How far staff have come with a request, what they note about it, and who will call."""

from __future__ import annotations

from unicodedata import normalize

from kiosk.signup.drawer.entries import Entry
from kiosk.signup.journal.notes import LONGEST, about_caller, objection
from kiosk.signup.journal.status import Status
from kiosk.signup.journal.what_came import BEHIND
from kiosk.signup.keys import holders, names
from kiosk.signup.record import TooLongError
from kiosk.staff.confirmation import NOTHING
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.looking import as_signed, the_one
from kiosk.staff.requests.sign_in import holder
from kiosk.staff.requests.words import FIND_OUT
from kiosk.terminal import on_one_line

_NOTE_SO = "`python3 main.py signups note ID 'Works until five' --name YOU`"


def mark(desk: AtTheDesk, beginning: str, status: str) -> str:
    """Notes how far staff have come with a request. Raises ExpectedError where it is not what came, or gone."""
    named = the_one(desk, beginning)
    privates, signer = holder(desk)
    entry, shown = as_signed(desk, named, privates)
    if shown.changed:
        raise ExpectedError(f"The request {entry.id[:8]} is not what came in: somebody changed it {BEHIND}. It was not marked. {FIND_OUT}")
    if not desk.drawer.mark(entry.id, Status(status), desk.who, signer, shown.seals):
        raise ExpectedError(f"The request {entry.id[:8]} was deleted in the meantime. Nothing was changed.")
    return f"The request {entry.id[:8]} of {entry.day} is marked as {status} now. (Before, it was marked as {entry.status}.)"


def note(desk: AtTheDesk, beginning: str, text: str) -> str:
    """Adds a note of staff to a request, sealed like it. Raises ExpectedError where it is empty or too long."""
    text = normalize("NFC", " ".join(text.encode(errors="replace").decode().split()))
    if not text:
        raise ExpectedError(f"The note is empty. Write it in quotes: {_NOTE_SO}.")
    entry = _write(desk, the_one(desk, beginning), text)
    return f"The note was added to the request {entry.id[:8]} of {entry.day}. Only those who can read requests see it; it goes with the request."


def assign(desk: AtTheDesk, beginning: str, person: str) -> str:
    """Notes who will call, sealed and signed like a note; an empty name: nobody in particular any more. Raises ExpectedError."""
    named, person = the_one(desk, beginning), names.kept(person)
    if wrong := objection(person):
        raise ExpectedError(f"The name {on_one_line(person)!r} {wrong} {NOTHING}")
    readers = holders.holders(desk.keys)
    person = next((each for each in readers if names.same(each, person)), person)
    entry = _write(desk, named, about_caller(person), calls=person)
    if not person:
        return f"Nobody in particular will call about the request {entry.id[:8]} of {entry.day} any more."
    reads = not readers or person in readers
    unread = "" if reads else f" {person} has no passphrase here, so somebody must read it out: {', '.join(readers)} can."
    return f"{person} will call about the request {entry.id[:8]} of {entry.day}: lists, the request and the pages for staff say so.{unread}"


def _write(desk: AtTheDesk, named: Entry, text: str, calls: str | None = None) -> Entry:
    """Puts a note on a request. Raises ExpectedError where that is not what came, where it is gone, and for a note that is too long."""
    privates, signer = holder(desk)
    entry, shown = as_signed(desk, named, privates)
    if shown.changed:
        raise ExpectedError(f"The request {entry.id[:8]} is not what came in: somebody changed it {BEHIND}. Nothing was written. {FIND_OUT}")
    try:
        if not desk.drawer.note(entry.id, text, desk.who, signer, shown.seals, calls=calls):
            raise ExpectedError(f"The request {entry.id[:8]} was deleted in the meantime. Nothing was written.")
    except TooLongError as error:
        raise ExpectedError(f"The note has {len(text)} letters, and may have {LONGEST}. Shorten it, or write two.") from error
    return entry
