"""`fleet`: how all kiosks of the office are."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kiosk.staff import output_places
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.office_seat import seat
from kiosk.terminal import as_it_is, in_one_piece


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Tells how all kiosks of the office are, what is grave first. Ends with 1 if one is red, otherwise with 0."
    fleet = add("fleet", says, parents=[shared])
    fleet.add_argument("--json", action="store_true", help="write it for other programs")
    fleet.add_argument("--prometheus", type=path, metavar="FILE", help="write it into this file, as the textfile collector of Prometheus reads it")
    fleet.add_argument("--pair", metavar="CODE", help="first make this machine a desk, by the code that `office add NAME --desk` showed")
    says = "with --pair: the certificate of whoever signed the server's, if no public one did"
    fleet.add_argument("--authority", type=path, metavar="FILE", help=says)
    fleet.set_defaults(command=_fleet)


def _fleet(options: argparse.Namespace) -> int:
    from kiosk.health import Level
    from kiosk.office.fleet import as_plain, fleet, lines, metrics

    if options.pair:
        _pair(options)
    if options.prometheus:
        output_places.for_a_file(options.prometheus, data=options.data, replace=True)
    with seat(options.data) as connection:
        stands, now = fleet(connection)
    if options.prometheus:
        _write(options.prometheus, metrics(stands))
    elif options.json:
        print(*as_it_is(json.dumps(as_plain(stands), indent=2)), sep="\n")
    elif stands:
        print(*map(in_one_piece, lines(stands)), f"As of {now.astimezone():%Y-%m-%d %H:%M}, by the clock of the office.", sep="\n")
    else:
        print("The office knows no kiosk yet: `python3 main.py office add 'Lobby north'` shows a code for a kiosk.")
    return int(any(each.level is Level.RED for each in stands))


def _pair(options: argparse.Namespace) -> None:
    from kiosk.files.regular import NotReadError, why
    from kiosk.office.address import OfficeError
    from kiosk.office.codes import read_code
    from kiosk.office.pairing import OF_DESK, pair

    try:
        made = pair(options.data, read_code(options.pair), options.authority, OF_DESK)
    except OfficeError as error:
        raise ExpectedError(str(error)) from error
    except NotReadError as error:
        raise ExpectedError(f"{options.authority} cannot be read: {why(error)}. {error.instead}") from error
    print(f"This machine is a desk of the office at {made.address}.")


def _write(file: Path, text: str) -> None:
    """Whole, in the place of what is there: the collector may read at any moment."""
    from kiosk.files.foreign_folders import put
    from kiosk.files.regular import reason

    try:
        put(file.parent, file.name, text.encode())
    except OSError as error:
        raise ExpectedError(f"{file} cannot be written: {reason(error)}.") from error
