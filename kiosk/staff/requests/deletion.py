"""Requests that go for good."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

from kiosk.signup.drawer import leftovers
from kiosk.signup.drawer.copies import forget
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.status import Status
from kiosk.signup.journal.what_came import BEHIND
from kiosk.staff.confirmation import agree
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk, refuse_a_copy
from kiosk.staff.requests.looking import nothing_here, shown_ones, telling_of, the_one
from kiosk.staff.requests.sign_in import holder
from kiosk.staff.requests.words import DOUBTED_ONES, line
from kiosk.terminal import as_it_is


def delete(desk: AtTheDesk, beginnings: Sequence[str], today: date, *, done: bool, yes: bool, changed: bool = False) -> str:
    """Deletes requests for good, after showing them and asking: named ones, or all that are done; those that were changed only if `changed`."""
    refuse_a_copy(desk, "delete")
    _refuse_unclear(beginnings, done=done)
    named = {entry.id: entry for entry in (the_one(desk, each) for each in beginnings)}
    if not desk.drawer.entries():
        raise ExpectedError(nothing_here(desk))
    if not named and all(entry.status is not Status.DONE and not entry.doubted for entry in desk.drawer.entries()):
        raise ExpectedError("No request is marked as done, so nothing was deleted.")
    privates, signer = holder(desk)
    found = desk.drawer.entries(privates)
    entries = [entry for entry in found if entry.id in named or (done and entry.status is Status.DONE)]
    if done and (doubted := [entry.id[:8] for entry in found if entry.doubted]):
        print(DOUBTED_ONES.format(names=", ".join(doubted)), file=sys.stderr)
    if not entries:
        raise ExpectedError("No request is marked as done by somebody who can read it, so nothing was deleted.")
    desk.drawer.audit(EntryKind.OPENED, desk.who, f"{len(entries)} shown to be deleted", signer)
    shown = shown_ones(desk, entries, privates)
    telling = telling_of(desk, privates, today)
    print(*as_it_is("\n".join(line(entry, each, telling) for entry, each in shown)), sep="\n")
    odd = [entry.id for entry, each in shown if each.changed]
    if odd and not changed:
        raise ExpectedError(
            f"Nothing was deleted, since this is not what came in: {', '.join(name[:8] for name in odd)}. Somebody changed it {BEHIND}, and a"
            " backup may still have what came in. Find out who can reach this machine; to delete what is here now anyway, add --changed."
        )
    count, them = counted(len(entries), "request"), "it" if len(entries) == 1 else "them"
    agree(f"This deletes {count} from this machine for good. Backups elsewhere may still hold {them}.", str(len(entries)), already=yes)
    gone = [entry.id for entry in entries]
    deleted = desk.drawer.delete(gone, desk.who, signer, {entry.id: each.seals for entry, each in shown}, knowingly=changed)
    as_came = [name for name in gone if name not in odd]  # of the others what came may lie aside
    left = _forgotten_aside(desk, as_came)
    numbers = ", ".join(name[:8] for name in gone)
    aside = ", also from what was kept aside here" if as_came else ""
    kept = [f"Of what had been changed nothing was deleted that lies aside: {', '.join(name[:8] for name in odd)}."] if odd else []
    return " ".join([f"{counted(deleted, 'request')} deleted{aside}: {numbers}.", *kept, *left])


def _refuse_unclear(beginnings: Sequence[str], *, done: bool) -> None:
    """Raises ExpectedError where it is not said which, or said twice."""
    if not beginnings and not done:
        named_as = "name requests as `python3 main.py signups list --name YOU` shows them"
        raise ExpectedError(f"Say which: {named_as}, or add --done for all that are marked as done.")
    if beginnings and done:
        raise ExpectedError("Either name requests, or say --done for all that are marked as done: together it is not clear what you mean.")


def _forgotten_aside(desk: AtTheDesk, names: Sequence[str]) -> list[str]:
    """These go from what lies aside, too. Tells where they may still be, a sentence each."""
    damaged = forget(desk.data, names) if names and desk.data.is_dir() else ()
    goes = f"it is erased after {leftovers.DAYS_KEPT} days"
    return [f"{each.name} is damaged, or one of far too many, so they may still be in it; {goes}." for each in damaged]
