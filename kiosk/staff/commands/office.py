"""`office`: many lobbies: makes an office over a PostgreSQL, and says which kiosks may send to it, and where staff read."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.staff.command_line import Adder, one_of, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.office_seat import connected_as
from kiosk.terminal import in_one_piece

if TYPE_CHECKING:
    from psycopg import Connection

    from kiosk.office.codes import Code
    from kiosk.office.kiosks import Known
    from kiosk.office.known_office import Office

_DEEDS = ("add", "remove", "list")
_ADD = "`python3 main.py office add 'Lobby north'` shows a code for a kiosk."
_QUIET = 4
"""Modules of white around a code (ISO/IEC 18004, 9.1)."""


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = (
        "Makes an office for many kiosks over a PostgreSQL, or brings it to this version. `add PLACE` shows a code that pairs the kiosk there,"
        " `remove PLACE` ends it at once, `list` shows all. Where no office is known, it shows what an administrator must run."
    )
    office = add("office", says, example='office add "Lobby north"', parents=[shared])
    says = "add, remove or list; without it the office itself is made"
    office.add_argument("deed", nargs="?", type=one_of(*_DEEDS), metavar="WHAT", help=says)
    office.add_argument("place", nargs="?", metavar="PLACE", help="where the kiosk stands")
    office.add_argument("--at", metavar="ADDRESS", help="the PostgreSQL, such as postgresql://kiosk_office@db.example.org/kiosks; it is kept")
    office.add_argument("--authority", type=path, metavar="FILE", help="the certificate of whoever signed the server's, if no public one did")
    office.add_argument("--try", dest="tries", action="store_true", help="start a PostgreSQL on this machine, for trying out, until Ctrl+C")
    office.add_argument("--desk", action="store_true", help="with add: not a kiosk, but a machine at which staff read with their key")
    office.add_argument("--again", action="store_true", help="with add: a new code for a place that is there; what it had before ends")
    office.add_argument("--requests", action="store_true", help="with remove: delete what was ever sent from there, too")
    office.add_argument("--yes", action="store_true", help="with remove --requests: you are sure")
    office.set_defaults(command=_office)


def _office(options: argparse.Namespace) -> int:
    from kiosk.office.address import OfficeError

    if (options.deed in ("add", "remove")) is not bool(options.place):
        raise ExpectedError("Name the place behind `add` or `remove`, and nothing behind `list`, as in `python3 main.py office add 'Lobby north'`.")
    if options.tries and (options.deed or options.at):
        raise ExpectedError("`--try` makes an office of its own: leave out --at, and add kiosks to it in another terminal.")
    try:
        return _try(options.data) if options.tries else _made(options) if options.deed is None else _done(options)
    except OfficeError as error:
        raise ExpectedError(str(error)) from error


def _try(data: Path) -> int:
    from kiosk.office import engine, kiosks
    from kiosk.office.known_office import Office, note
    from kiosk.office.preparation import ACCOUNT

    with engine.running(data) as running:
        office = Office(running.prepared(), ACCOUNT, running.password)
        with connected_as(office) as connection:
            kiosks.make(connection)
        note(data, office)
        print(f"An office for trying out runs at {office.address}, on this machine alone, until you press Ctrl+C. In another terminal:")
        print(_ADD, flush=True)
        running.child.wait()
    raise ExpectedError("The PostgreSQL for trying out has ended by itself. Start it again.")


def _made(options: argparse.Namespace) -> int:
    from kiosk.office import kiosks, preparation
    from kiosk.office.known_office import note, noted

    office = _named(options) or noted(options.data)
    if office is None:
        print(*preparation.steps(), sep="\n")
        raise ExpectedError(f"No office is known here yet. {preparation.AGAIN}")
    with connected_as(office) as connection:
        if lack := kiosks.lacks(connection):
            print(*preparation.steps(office.account, office.address.database), sep="\n")
            raise ExpectedError(f"{lack} What an administrator must run stands above.")
        made = kiosks.make(connection)
    note(options.data, office)
    there = "is there" if made.before == made.now else "was made" if not made.before else f"was brought from version {made.before} on"
    print(f"The office at {office.address} {there} (version {made.now} of its tables).")
    print(_ADD)
    return 0


def _named(options: argparse.Namespace) -> Office | None:
    """The office on this line; None where none is. Raises OfficeError."""
    from kiosk.office.address import account_at
    from kiosk.office.known_office import Office

    if not options.at:
        return None
    account, address = account_at(options.at, str(options.authority.absolute()) if options.authority else "")
    return Office(address, account)


def _done(options: argparse.Namespace) -> int:
    from kiosk.office import kiosks, preparation
    from kiosk.office.known_office import noted

    office = _named(options) or noted(options.data)
    if office is None:
        raise ExpectedError(f"No office is known here yet: `python3 main.py office` shows how one is made. {preparation.AGAIN}")
    with connected_as(office) as connection:
        kiosks.refuse_older(connection)
        if options.deed == "add":
            _show(kiosks.add(connection, office.address, options.place, again=options.again, desk=options.desk), options.place, desk=options.desk)
        elif options.deed == "remove":
            _remove(connection, options)
        else:
            _list(kiosks.known(connection))
    return 0


def _remove(connection: Connection, options: argparse.Namespace) -> None:
    from kiosk.office import kiosks
    from kiosk.staff.confirmation import agree
    from kiosk.staff.console import counted

    if options.requests:
        agree(f"This deletes all requests in the office that were ever sent from {options.place}. Its own drawer keeps its own.", already=options.yes)
    if not options.requests or any(each.place == options.place and each.removed is None for each in kiosks.known(connection)):
        kiosks.remove(connection, options.place)
    gone = f"{counted(kiosks.forget(connection, options.place), 'request')} of it went." if options.requests else "What it sent stays here, sealed."
    print(in_one_piece(f"{options.place} can neither send nor fetch any more. {gone}"))


def _show(code: Code, place: str, *, desk: bool) -> None:
    import segno

    from kiosk.office.codes import MINUTES

    how = f"At that desk: `python3 main.py fleet --pair {code}`" if desk else f"At that kiosk: `python3 main.py carrier --pair {code}`"
    print(in_one_piece(f"The code for {place} is good once, for {MINUTES} minutes. {how}"))
    rows = [list(row) for row in segno.make_qr(str(code)).matrix_iter(border=_QUIET)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        print("".join(_HALVES[not up, not low] for up, low in zip(upper, lower, strict=True)))


_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
"""Two modules in one letter, by which of them is light: a terminal is dark, and a reader of codes wants light around it."""


def _list(all_of_them: list[Known]) -> None:
    if not all_of_them:
        print(f"No kiosk was added yet. {_ADD}")
    for each in all_of_them:
        how = f"removed on {each.removed}" if each.removed else f"paired on {each.paired}" if each.paired else "waits to be paired"
        ends = f", its code is good until {each.code_ends:%H:%M}" if each.code_ends and not each.removed else ""
        what = " (a desk)" if each.desk else ""
        print(in_one_piece(f"{each.place}{what}: added on {each.added}, {how}{ends}."))
