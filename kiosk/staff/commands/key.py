"""`key`: who may read the requests."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.staff.command_line import Adder, Parser, number, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.command_parts import BRING_BACK_FIRST, DESCRIPTOR, KEY_FILE, WHOSE, Said, cannot, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.staff.requests.about_keys.order import Order


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    key = add("key", "Says who may read the requests.", example="key add Bob --name Ana")
    _add_parts(key.adder("what to do", "WHAT"), shared)


def _add_parts(add: Adder, shared: argparse.ArgumentParser) -> None:
    def part(
        name: str, says: str, run: Callable[[Order, argparse.Namespace], Said], example: str = "", *, named: bool = False, away: bool = True
    ) -> Parser:
        """`named`: it needs a passphrase; `away`: also of a key that is kept elsewhere, which it does not change."""
        made = add(name, says, parents=[shared], example=example or name)
        made.set_defaults(name="", key=None, takes_key=named and away, passphrase_fd=None, yes=False)
        if named:
            _add_name(made, required=True)
        if named and away:
            made.add_argument("--key", type=path, metavar="FILE", help=KEY_FILE)
        elif named:
            made.lacks["--key"] = f"It changes who opens the key itself, so that must be here. {BRING_BACK_FIRST}"
        made.set_defaults(command=lambda options: _with_keys(options, run))
        return made

    part("list", "Lists the keys that requests are sealed for, and who has a passphrase.", _list)
    says = "Makes the first key, behind your passphrase; it takes the place of the try-out key."
    part("protect", says, _protect, "protect --name Ana", named=True)
    says = "Lets somebody else read requests too, by a passphrase of their own."
    add_ = part("add", says, _add, "add Bob --name Ana", named=True, away=False)
    add_.add_argument("new", metavar="NEW", help="the name of the other person")
    remove = part("remove", "Takes somebody's passphrase away.", _remove, "remove Bob --name Ana", named=True, away=False)
    remove.add_argument("person", metavar="PERSON", help="whose passphrase it is")
    says = "Seals new requests for a new key; older ones still open with the old one."
    rotate = part("rotate", says, _rotate, "rotate --name Ana", named=True)
    rotate.add_argument("--label", default="clinic", metavar="WORD", help="what the key is called (default: clinic)")
    rotate.add_argument("--keep", action="append", default=[], metavar="ID", help="seal new requests for this other key, too")
    rotate.add_argument("--retire-others", action="store_true", help="seal new requests for no other key but the new one and those of --keep")
    rotate.add_argument("--begin-anew", action="store_true", help="even though all passphrases are lost: nobody confirms the new key")
    confirm = part("confirm", "Says that a key in the list is one of yours.", _confirm, "confirm 3fa9c2d19b7e04c2 --name Ana", named=True)
    drop = part("drop", "Takes a key that nobody knows out of the list.", _drop, "drop 3fa9c2d19b7e04c2 --name Ana", named=True)
    for each in (confirm, drop):
        each.add_argument("id", metavar="ID", help="its whole name, as `key list` shows it")
    says = "Writes the private keys into a file, and deletes them here: the kiosk can then only write."
    away = part("move-away", says, _move_away, "move-away STICK/kiosk.key")
    away.add_argument("file", type=path, metavar="FILE", help="the file to write")
    back = part("bring-back", "Puts private keys that were moved away back.", _bring_back, "bring-back STICK/kiosk.key")
    back.add_argument("file", type=path, metavar="FILE", help="the file that `key move-away` wrote")
    _add_name(back, required=False)
    public = part("public", "Writes the public key into a file, for another kiosk.", _public, "public clinic.pub")
    public.add_argument("file", type=path, metavar="FILE", help="the file to write")
    public.add_argument("--replace", action="store_true", help="replace a file that is already there")
    says = "Seals new requests for one more public key, such as that of a backup in a safe."
    recipient = part("recipient", says, _recipient, "recipient safe.pub safe --name Ana", named=True)
    recipient.add_argument("file", type=path, metavar="FILE", help="the public key, as `key public` wrote it")
    recipient.add_argument("label", metavar="WORD", help="what the key is called")
    for each in (add_, remove, rotate, confirm, drop, recipient):
        each.add_argument("--yes", action="store_true", help="do not ask")


def _add_name(part: Parser, *, required: bool) -> None:
    part.add_argument("--name", required=required, default="", metavar="NAME", help=WHOSE)
    part.add_argument("--passphrase-fd", type=number, metavar="N", help=DESCRIPTOR)


def _list(order: Order, _: argparse.Namespace) -> list[str]:
    from kiosk.staff.requests.about_keys.key_list import listed

    return listed(order)


def _protect(order: Order, _: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.protection import protect

    return protect(order)


def _add(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.people import add

    return add(order, options.new)


def _remove(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.people import remove

    return remove(order, options.person)


def _rotate(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.rotation import rotate

    return rotate(order, options.label, options.keep, retire_others=options.retire_others, begin_anew=options.begin_anew)


def _confirm(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.recipients import confirm

    return confirm(order, options.id)


def _drop(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.recipients import drop

    return drop(order, options.id)


def _move_away(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.away import move_away

    return move_away(order, options.file)


def _bring_back(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.away import bring_back

    return bring_back(order, options.file)


def _public(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.recipients import public

    return public(order, options.file, replace=options.replace)


def _recipient(order: Order, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.about_keys.recipients import recipient

    return recipient(order, options.file, options.label)


def _with_keys(options: argparse.Namespace, run: Callable[[Order, argparse.Namespace], Said]) -> int:
    from kiosk.staff.drawers import finish_change
    from kiosk.staff.requests.about_keys.order import Order
    from kiosk.staff.requests.faults import FAULTS, told

    if options.named and not options.data.is_dir():
        make = "Make it first if it is to be the data folder of a kiosk; or name another with --data."
        raise ExpectedError(f"There is no folder {options.data}. {make}")
    try:
        order = Order(options.data, options.name, options.key, options.takes_key, options.passphrase_fd, options.yes)
        finish_change(options.data)
        say(run(order, options))
    except FAULTS as error:
        raise told(error) from error
    except OSError as error:
        raise cannot(error, options.data) from error
    return 0
