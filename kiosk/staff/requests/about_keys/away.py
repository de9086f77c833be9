"""The private keys leave the kiosk, and come back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from shlex import quote

from kiosk.files.regular import is_regular
from kiosk.signup.drawer.copies import WithoutKeys, without_keys
from kiosk.signup.keys import moved_away, public_keys
from kiosk.signup.keys.public_keys import Recipient
from kiosk.staff import output_places
from kiosk.staff.clock import today
from kiosk.staff.confirmation import NOTHING
from kiosk.staff.console import counted
from kiosk.staff.drawers import drawer_in
from kiosk.staff.errors import ExpectedError
from kiosk.staff.known_files import Kind
from kiosk.staff.requests import passphrases
from kiosk.staff.requests.about_keys.order import Order, what_stays
from kiosk.staff.requests.given_files import refuse_another_kind
from kiosk.terminal import on_one_line

_LABEL = "brought back"


def move_away(order: Order, file: Path) -> str:
    """The private keys into a file."""
    if is_regular(file):
        raise ExpectedError(f"{file} is there already. Name another file.")
    output_places.for_a_file(file, data=order.data)
    moved_away.move_away(order.keys, file)
    kept = moved_away.ids_in(file)
    lacking = ", ".join(f"{each.fingerprint} ({on_one_line(each.label)})" for each in public_keys.recipients(order.keys) if each.id not in kept)
    others = f" Not in it: {lacking}, of which there was no private part here." if lacking else ""
    return (
        f"The private keys are in {file} and no longer here.{others} Keep two copies apart; without them nobody can read the requests."
        f"{what_stays(order)}"
    )


def bring_back(order: Order, file: Path) -> str:
    """The private keys here again; one that was dropped, and that something is sealed for, by the passphrase of somebody who can open it."""
    refuse_another_kind(file, Kind.KEY)
    dropped = _dropped(order, file)
    count = moved_away.bring_back(order.keys, file, dropped)
    again = "".join(f" The key {each.fingerprint} is in the list again; new requests are not sealed for it." for each in dropped)
    return f"{counted(count, 'private key')} {'is' if count == 1 else 'are'} here again.{again}"


def _dropped(order: Order, file: Path) -> list[Recipient]:
    """The keys in the file that are in the list no more although requests are sealed for them. Raises ExpectedError where nobody opens them."""
    gone = moved_away.unlisted_in(order.keys, file)
    with closing(drawer_in(order.data)) as drawer:
        lost = without_keys(order.data, drawer, gone, ()) if gone else WithoutKeys()
    if not lost.count:
        return []
    if not order.name:
        raise ExpectedError(
            f"In {file} there is a key that is not in the list here, and {counted(lost.count, 'request')} can be read with it. Say who has a"
            f" passphrase of it: `python3 main.py key bring-back {quote(str(file))} --name YOU`. {NOTHING}"
        )
    opened = moved_away.open_file(file, order.name, passphrases.ask(f"Passphrase of {order.name}: ", order.secrets))
    return moved_away.retired({name: private for name, private in opened.items() if name in gone}, _LABEL, today())
