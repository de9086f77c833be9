"""What the journal is told about keys, and what staff wrote down there before."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from typing import TYPE_CHECKING

from kiosk.signup.drawer import introductions, key_use
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.seen import CLOSED_FOR
from kiosk.signup.keys import trust
from kiosk.staff.confirmation import agree
from kiosk.staff.drawers import drawer_in
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.about_keys.order import Order
from kiosk.terminal import on_one_line

if TYPE_CHECKING:
    from kiosk.signup.keys.private_keys import Privates

_AS_IT_IS = "If you go on, the list counts as it is here now, with what you change."
_ANOTHER_LIST = (
    "Requests are sealed for keys other than those that staff wrote down, so it is not certain which of them is yours, and nothing was written."
    " `python3 main.py signups verify --name YOU` says which. `python3 main.py key rotate --name YOU` makes a fresh key, and asks about the others."
)


def note(order: Order, opened: Privates, about: str, what: EntryKind | None = None, change: bytes = b"") -> None:
    """Changed keys, where nothing else is said; with the fingerprint of the change that counts by it (`changes.Change`)."""
    with closing(drawer_in(order.data)) as drawer:
        if drawer.there:
            drawer.audit(what or EntryKind.CHANGED_KEYS, order.name, about, trust.signer_of(order.keys, opened), change)


def announce(order: Order, opened: Privates, new: str, public: bytes) -> None:
    """What somebody else is to sign with alone from here on."""
    with closing(drawer_in(order.data)) as drawer:
        if drawer.there:
            introductions.announce(drawer, new, public, order.name, trust.signer_of(order.keys, opened))


def note_keys(order: Order, opened: Privates, meant: Collection[str], change: bytes = b"") -> None:
    """Which keys requests are meant to be sealed for now: whoever puts another list in its place is found out by it. `change` as for `note`."""
    with closing(drawer_in(order.data)) as drawer:
        if drawer.there:
            key_use.note_keys(drawer, order.name, trust.signer_of(order.keys, opened), sorted(meant), change)


def share(order: Order, opened: Privates, public: bytes) -> None:
    """Whoever holds the other key can go over the journal from its beginning on."""
    with closing(drawer_in(order.data)) as drawer:
        if opened and drawer.there:
            key_use.share(drawer, opened, public)


def ever_used(order: Order, opened: Privates) -> set[str]:
    """The keys that requests were ever sealed for, as far as staff wrote that down."""
    with closing(drawer_in(order.data)) as drawer:
        return key_use.ever_used(drawer, opened) if drawer.there else set()


def told_by_the_journal(order: Order) -> set[str]:
    """The keys that the journal says requests were sealed for, whoever signed that: a key that only the list has, somebody may have put there."""
    with closing(drawer_in(order.data)) as drawer:
        return set[str]().union(*_closed_for(drawer))


def agree_to_the_list(order: Order, opened: Privates, *either: Collection[str]) -> None:
    """Where staff last wrote down `either` none of what requests are sealed for now, nor what they are to be sealed for, that is agreed to first."""
    with closing(drawer_in(order.data)) as drawer:
        told = [key_use.about_keys(drawer, opened, each) for each in either if each] if drawer.there else []
    if told and all(told):
        agree(" ".join([*map(on_one_line, told[0]), _AS_IT_IS]), already=order.yes)


def refuse_another_list(order: Order, used: Collection[str]) -> None:
    """Raises ExpectedError where the journal says last, whoever signed that, that requests are sealed for others than those `used`."""
    with closing(drawer_in(order.data)) as drawer:
        said = _closed_for(drawer)
        wrong = key_use.about_keys(drawer, {}, used) if said else ()
    if wrong or (said and said[-1] != {*used}):
        raise ExpectedError(_ANOTHER_LIST)


def _closed_for(drawer: Drawer) -> list[set[str]]:
    """The keys that the journal says requests were sealed for, each time that this was noted."""
    told = (line.about for line in drawer.trail() if line.about.startswith(CLOSED_FOR)) if drawer.there else ()
    return [set(each.removeprefix(CLOSED_FOR).split(",")) for each in told]
