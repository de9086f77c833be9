"""`carrier`: takes sealed requests and signs of life to the office that this kiosk is paired with."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from kiosk.files.regular import NotReadError, beginning_of, why
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import as_it_is

if TYPE_CHECKING:
    from psycopg import Connection

    from kiosk.office.carrier import Signs

_OLDEST = timedelta(hours=3)
"""A self-test from before that says nothing of now: the kiosk makes one each hour."""
_MOST_TESTED = 1 << 17
_LONGEST = 400
"""Letters of the names of parts that are not well, as the office takes them."""


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = (
        "Takes sealed requests and signs of life to the office that this kiosk is paired with, until it is ended. With --pair it only takes a place"
        " there, by the code that `office add` showed."
    )
    carrier = add("carrier", says, example="carrier --pair db.example.org:5432/kiosks/ABCDE-FGHJK-MNPQR-STVWX", parents=[shared])
    carrier.add_argument("--pair", metavar="CODE", help="take the place that this code is for")
    says = "with --pair: the certificate of whoever signed the server's, if no public one did"
    carrier.add_argument("--authority", type=path, metavar="FILE", help=says)
    carrier.add_argument("--status", action="store_true", help="only say with which office it is paired, and when it was there last")
    carrier.set_defaults(command=_carrier)


def _carrier(options: argparse.Namespace) -> int:
    from kiosk.office.address import OfficeError

    if not options.data.is_dir():
        missing = f"There is no folder {options.data}: the kiosk makes it when it first runs."
        raise ExpectedError(f"{missing} If you mean another one, name it with --data.")
    try:
        return _pair(options) if options.pair else _status(options.data) if options.status else _run(options.data)
    except OfficeError as error:
        raise ExpectedError(str(error)) from error


def _pair(options: argparse.Namespace) -> int:
    from kiosk.office.codes import read_code
    from kiosk.office.ledger import Ledger
    from kiosk.office.pairing import pair

    code = read_code(options.pair)
    try:
        made = pair(options.data, code, options.authority)
    except NotReadError as error:
        raise ExpectedError(f"{options.authority} cannot be read: {why(error)}. {error.instead}") from error
    Ledger(options.data).forget()
    print(f"This kiosk is paired with the office at {made.address}.")
    print("`python3 main.py carrier` takes requests there; an installed kiosk does that by itself.")
    return 0


def _status(data: Path) -> int:
    from kiosk.office.carrier import UNPAIRED, unsent
    from kiosk.office.pairing import paired
    from kiosk.office.report import reported
    from kiosk.signup.drawer.refusals import KeepError
    from kiosk.staff.console import counted

    ours, report = paired(data), reported(data)
    if ours is None:
        raise ExpectedError(UNPAIRED)
    print(f"This kiosk is paired with the office at {ours.address}, as {ours.role}.")
    if report and report.at:
        print(f"It was there last at {report.at.astimezone():%Y-%m-%d %H:%M}.")
    try:
        waits = unsent(data)
    except KeepError:
        print("How many requests are not in the office yet cannot be told: the drawer cannot be read. `python3 main.py doctor` says why.")
    else:
        print(f"{counted(waits, 'request')} of this kiosk {'is' if waits == 1 else 'are'} not in the office yet.")
    if report is None:
        print("It was not there yet: `python3 main.py carrier` goes there.")
    elif report.hindered:
        print("What the carrier noted of what keeps requests from there:", *as_it_is(f"    {report.hindered}"), sep="\n")
    return int(bool(report and report.hindered))


def _run(data: Path) -> int:
    from kiosk.office.carrier import UNPAIRED, Carrier
    from kiosk.office.pairing import paired
    from kiosk.processes import dump_nothing

    ours = paired(data)
    if ours is None:
        raise ExpectedError(UNPAIRED)
    dump_nothing()
    logging.basicConfig(format="%(message)s", stream=sys.stderr, level=logging.WARNING)
    stop = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    print(f"Requests are taken to the office at {ours.address}. Ctrl+C ends it; nothing is lost by that.", flush=True)
    Carrier(data, lambda: _signs(data), news=lambda connection: _news(data, connection)).run(stop)
    return 0


def _news(data: Path, connection: Connection) -> bool:
    """Publications that somebody signed whom this kiosk trusts; whether there is more to come."""
    from kiosk.files.minisign import is_signed
    from kiosk.office.publications import fetch
    from kiosk.staff.publications.archive import MOST_PACKED
    from kiosk.staff.publications.publishers import file_of, trusted

    everybody = trusted(file_of())

    def is_trusted(digest: bytes, signature: bytes) -> bool:
        try:
            return any(is_signed(each.key, digest, signature) for each in everybody)
        except ValueError:  # it is no signature at all
            return False

    return bool(everybody) and fetch(connection, data, is_trusted, MOST_PACKED)


def _signs(data: Path) -> Signs:
    """How the machine is, by what lies in its data folder."""
    from kiosk.content.store.publications import newest_noted
    from kiosk.office.carrier import Signs
    from kiosk.project import SHIPPED
    from kiosk.staff.version import version_of

    level, parts = _tested(data)
    return Signs(version_of(SHIPPED)[:40], newest_noted(data), level, parts)


def _tested(data: Path) -> tuple[str, str]:
    """The gravest level of the last self-test that the kiosk made, and the parts that are not green, the gravest first; nothing where it is old."""
    from kiosk.health import KEPT, Level, from_json, worst

    try:
        changed = datetime.fromtimestamp((data / KEPT).lstat().st_mtime, UTC)
        found = from_json(beginning_of(data / KEPT, _MOST_TESTED))
    except (OSError, ValueError):
        return "", ""
    if abs(datetime.now(tz=UTC) - changed) > _OLDEST:
        return "", ""
    parts = [each.part for level in (Level.RED, Level.AMBER) for each in found if each.level is level]
    return worst(found).value, ", ".join(dict.fromkeys(parts))[:_LONGEST]
