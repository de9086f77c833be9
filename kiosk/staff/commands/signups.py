"""`signups`: the requests for a consultation, listed, shown, marked, exported, deleted."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.staff.clock import today
from kiosk.staff.command_line import Adder, Parser, number, one_of, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.command_parts import DESCRIPTOR, KEY_FILE, WHOSE, Said, cannot, say
from kiosk.terminal import BELL

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.staff.requests.at_the_desk import AtTheDesk

WATCH_SECONDS = 5.0
_STATUSES = ("new", "called", "not-reached", "done")
_ID = "the beginning of its name in `signups list`"


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    signups = add("signups", "Lists, exports, marks and deletes the requests for a consultation.", example="signups list --name Ana")
    _add_parts(signups.adder("what to do", "WHAT"), shared)


def _add_parts(add: Adder, shared: argparse.ArgumentParser) -> None:
    who = argparse.ArgumentParser(add_help=False, parents=[shared])
    who.add_argument("--name", default="", metavar="NAME", help=WHOSE)
    who.add_argument("--drawer", type=path, metavar="FOLDER", help="a copied drawer (default: that of this machine)")
    who.add_argument("--key", type=path, metavar="FILE", help=KEY_FILE)
    who.add_argument("--passphrase-fd", type=number, metavar="N", help=DESCRIPTOR)

    def part(name: str, says: str, run: Callable[[AtTheDesk, argparse.Namespace], Said], example: str = "") -> Parser:
        made = add(name, says, parents=[who], example=example or f"{name} --name Ana")
        made.set_defaults(command=lambda options: _with_desk(options, run))
        return made

    waiting = part("waiting", "Says how many requests there are; it needs no passphrase.", _waiting, "waiting")
    waiting.add_argument("--watch", action="store_true", help="stay here, and ring the terminal's bell for each new request, until Ctrl+C")
    says = "Lists all requests, with whom to call first at the top."
    listed = part("list", says, _list, "list --search nunez --name Ana")
    listed.add_argument("--search", default="", metavar="WORD", help="only those with this in their name, phone number or address")
    listed.add_argument("--for", default="", dest="caller", metavar="NAME", help="only those that this person will call (`signups assign`)")
    says = "Shows all that one request says, and what was done with it."
    _over_all(listed, _with_id(part("show", says, _show, "show 3fa9c2d1 --name Ana")))
    says = "Writes all requests into a file, for a spreadsheet (.csv) or for programs (.json)."
    export = part("export", says, _export, "export requests.csv --name Ana")
    export.add_argument("file", type=path, metavar="FILE", help="the file to write, ending in .csv or .json")
    says = "Writes one request as a PDF, to be printed."
    printed = part("print", says, _print, "print 3fa9c2d1 request.pdf --name Ana")
    printed.add_argument("id", metavar="ID", help=_ID)
    printed.add_argument("file", type=path, metavar="FILE", help="the file to write, ending in .pdf")
    for each in (export, printed):
        each.add_argument("--replace", action="store_true", help="replace a file that is already there")
    mark = part("mark", "Notes how far you have come with a request.", _mark, "mark 3fa9c2d1 called --name Ana")
    mark.add_argument("id", metavar="ID", help=_ID)
    mark.add_argument("status", type=one_of(*_STATUSES), metavar="STATUS", help=f"how far you are: {', '.join(_STATUSES)}")
    says = "Adds a short note to a request, sealed like it, for whoever calls next."
    note = part("note", says, _note, 'note 3fa9c2d1 "Works until five" --name Ana')
    note.add_argument("id", metavar="ID", help=_ID)
    note.add_argument("text", metavar="TEXT", help="what you want to say, in quotes")
    assign = part("assign", "Notes who will call.", _assign, "assign 3fa9c2d1 Bob --name Ana")
    assign.add_argument("id", metavar="ID", help=_ID)
    assign.add_argument("person", nargs="?", default="", metavar="PERSON", help="who will call")
    assign.add_argument("--nobody", action="store_true", help="no longer anybody in particular")
    delete = part("delete", "Deletes requests for good, after showing them.", _delete, "delete 3fa9c2d1 --name Ana")
    delete.add_argument("id", nargs="*", metavar="ID", help=_ID)
    delete.add_argument("--done", action="store_true", help="all requests that are marked as done")
    delete.add_argument("--changed", action="store_true", help="also requests that were tampered with, even though what you see is not what was sent")
    says = "Takes over the marks and notes that were made on a copy of this drawer."
    merge = part("merge", says, _merge, "merge COPY/drawer.sqlite --name Ana")
    merge.add_argument("file", type=path, metavar="FILE", help="the file drawer.sqlite of the copy")
    says = "Brings back the requests in a drawer that was set aside."
    recover = part("recover", says, _recover)
    recover.add_argument("aside", nargs="?", default="", metavar="DRAWER", help="which one, if there are several (default: list what there is)")
    recover.add_argument("--changed", action="store_true", help="also those that, according to the journal of that drawer, are not what came in")
    for each in (delete, recover):
        each.add_argument("--yes", action="store_true", help="do not ask")
    says = "Looks whether anybody changed the requests behind the kiosk's back."
    part("verify", says, _verify).add_argument(
        "--seen", action="append", default=[], metavar="ANCHOR-OR-BACKUP", help="an earlier state that must be in it"
    )


def _with_id(part: Parser) -> Parser:
    part.add_argument("id", metavar="ID", help=_ID)
    return part


def _over_all(*parts: Parser) -> None:
    for each in parts:
        each.add_argument("--office", action="store_true", help="those of all kiosks, as they lie in the office that this machine knows")


def _waiting(desk: AtTheDesk, options: argparse.Namespace) -> list[str]:
    from kiosk.staff.requests.listing import arrivals, waiting

    if options.watch:
        # A shell that starts a program in the background has it ignore Ctrl+C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print(*waiting(desk, today()), sep="\n", flush=True)
        with suppress(KeyboardInterrupt):
            for line in arrivals(desk, lambda: time.sleep(WATCH_SECONDS), BELL if sys.stdout.isatty() else ""):
                print(line, flush=True)
                if getattr(sys.stdout, "lost", None):
                    break
        return []
    return waiting(desk, today())


def _list(desk: AtTheDesk, options: argparse.Namespace) -> list[str]:
    from kiosk.staff.requests.listing import listed

    if options.office:
        if options.caller:
            raise ExpectedError("Who will call is known at each kiosk alone: leave out --for, or --office.")
        from kiosk.staff.office_seat import seat
        from kiosk.staff.requests import everywhere

        with seat(options.data) as connection:
            return everywhere.listed(desk, connection, options.search, today())
    return listed(desk, options.search, today(), options.caller)


def _show(desk: AtTheDesk, options: argparse.Namespace) -> list[str]:
    from kiosk.staff.requests.showing import show

    if options.office:
        from kiosk.staff.office_seat import seat
        from kiosk.staff.requests import everywhere

        with seat(options.data) as connection:
            return everywhere.shown(desk, connection, options.id, today())
    return show(desk, options.id, today())


def _export(desk: AtTheDesk, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.export import export

    return export(desk, options.file, replace=options.replace)


def _print(desk: AtTheDesk, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.printing import print_one

    return print_one(desk, options.id, options.file, today(), replace=options.replace)


def _mark(desk: AtTheDesk, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.marks import mark

    return mark(desk, options.id, options.status.replace("-", " "))


def _note(desk: AtTheDesk, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.marks import note

    return note(desk, options.id, options.text)


def _assign(desk: AtTheDesk, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.marks import assign

    if bool(options.person.strip()) is options.nobody:
        raise ExpectedError("Say who will call: `python3 main.py signups assign ID PERSON --name YOU`, or add --nobody instead of a name.")
    return assign(desk, options.id, options.person)


def _delete(desk: AtTheDesk, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.deletion import delete

    return delete(desk, options.id, today(), done=options.done, yes=options.yes, changed=options.changed)


def _merge(desk: AtTheDesk, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.copies import merge

    return merge(desk, options.file)


def _recover(desk: AtTheDesk, options: argparse.Namespace) -> str:
    from kiosk.staff.requests.copies import recover

    return recover(desk, options.aside, today(), yes=options.yes, changed=options.changed)


def _verify(desk: AtTheDesk, options: argparse.Namespace) -> list[str]:
    from kiosk.staff.requests.verify import verify

    return verify(desk, options.seen)


def _with_desk(options: argparse.Namespace, run: Callable[[AtTheDesk, argparse.Namespace], Said]) -> int:
    from kiosk.staff.requests.at_the_desk import at_the_desk
    from kiosk.staff.requests.faults import FAULTS, told

    try:
        desk = at_the_desk(options.data, options.name, options.content, drawer=options.drawer, key_file=options.key, secrets=options.passphrase_fd)
        say(_said(desk, options, run))
    except FAULTS as error:
        raise told(error) from error
    except OSError as error:
        raise cannot(error, options.data) from error
    return 0


def _said(desk: AtTheDesk, options: argparse.Namespace, run: Callable[[AtTheDesk, argparse.Namespace], Said]) -> Said:
    """What the command tells. Raises ExpectedError where it needs a drawer, and none was ever begun."""
    from kiosk.signup.drawer.refusals import KeepError, Why
    from kiosk.staff.requests.looking import has_not_begun, not_begun

    try:
        return run(desk, options)
    except KeepError as error:
        if error.why is Why.MISSING and has_not_begun(desk):
            raise ExpectedError(not_begun(desk)) from error
        raise
