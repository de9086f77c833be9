"""Who may read requests: a second person, and somebody who left."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from shlex import quote

from kiosk.signup.journal.holders import fingerprint
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.keys import admission, holders, names, public_keys, trust
from kiosk.staff.confirmation import agree
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.about_keys.noting import announce, note
from kiosk.staff.requests.about_keys.order import Order, changing, new_passphrase, opened_by, refuse_name, what_stays
from kiosk.terminal import on_one_line

_ALONE = (
    "For the key {keys} {person} alone has a passphrase here, and keeps it: what is sealed for that key alone nobody else could read. If that key was"
    " made elsewhere and should not be here at all, somebody put it there: find out who has access to this machine."
)


def add(order: Order, new: str) -> str:
    """A second person."""
    refuse_name(new, holders.holders(order.keys))
    opened = opened_by(order)
    used, held = {each.id for each in trust.in_use(order.keys)}, holders.holders_of_each(order.keys)
    if any(names.same(new, each) for key in used & opened.keys() for each in held.get(key, ())):
        if not names.same(new, order.name):
            raise ExpectedError(f"{new} has a passphrase here already, and nobody else can change it. Nothing was changed.")
        agree("You have a passphrase here already. A new one takes its place.", already=order.yes)
    passphrase = new_passphrase(order, new, holders.holders(order.keys))
    had = any(names.same(new, each) for those in held.values() for each in those)
    with changing(order, opened):
        to = admission.admits(order.keys, opened, new)
        note(order, opened, f"a passphrase for {new}")
        theirs = admission.admit(order.keys, opened, new, passphrase, before=lambda public: announce(order, opened, new, public))
    earlier = _earlier_passphrase(order, new, to)
    if names.same(new, order.name):
        ended = earlier or "The old one no longer opens anything here."
        return f"Your passphrase is changed. {ended} From now on you sign with {fingerprint(theirs)}.{what_stays(order)}"
    ended = f" {earlier or 'Their old passphrase no longer opens anything here.'}" if had else ""
    return f"{new} can read requests now ({counted(len(to), 'key')}), and signs with {fingerprint(theirs)}.{ended}{what_stays(order)}"


def _earlier_passphrase(order: Order, new: str, changed: Collection[str]) -> str:
    """Which keys a passphrase that this person had before opens still, in a sentence with what helps; empty where that is none."""
    here = {key: those for key, those in holders.holders_of_each(order.keys).items() if key not in changed}
    left = {key: those for key, those in here.items() if any(names.same(new, each) for each in those)}
    if not left:
        return ""
    named = " and ".join(f"{each.fingerprint} ({on_one_line(each.label)})" for each in public_keys.recipients(order.keys) if each.id in left)
    told = f"For the key {named}, which the passphrase that was given does not open, an earlier passphrase of {new} stays."
    others = sorted({each for those in left.values() for each in those if not names.same(new, each)})
    cure = f"`python3 main.py key remove {quote(new)} --name COLLEAGUE` and `python3 main.py key add {quote(new)} --name COLLEAGUE`"
    return f"{told} To end that, let {others[0]} run {cure}." if others else told


def remove(order: Order, person: str) -> str:
    """Somebody who left."""
    opened = opened_by(order)
    admission.without(order.keys, person, opened)
    alone = " and ".join(holders.alone_with(order.keys, person))
    but = f", but for what is sealed for the key {alone}" if alone else ""
    agree(f"This takes the passphrase of {person} away: {person} can then no longer read requests here{but}.", already=order.yes)
    with changing(order, opened):
        admission.without(order.keys, person, opened)
        note(order, opened, f"no passphrase for {person} any more")
        admission.remove_holder(order.keys, person, opened, before=partial(note, order, opened, person, EntryKind.SIGNS_NO_MORE))
    left = "YOU" if not names.same(person, order.name) else quote(holders.holders(order.keys)[0])
    again = f"If others may know it, run `python3 main.py key rotate --name {left}` as well."
    ended = "for any key that somebody else can open, too" if alone else "here"
    stays = f" {_ALONE.format(keys=alone, person=person)}" if alone else ""
    return f"{person} no longer has a passphrase {ended}.{stays} {again}{what_stays(order)}"
