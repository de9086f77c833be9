"""The command lines of `signups` and `key`: what may stand on them, and what each calls."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.files.regular import NotReadError, why
from kiosk.staff.command_line import Adder, Parser, number, one_of, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests import keys

if TYPE_CHECKING:
    from kiosk.staff.requests.requests import Desk

Said = str | list[str]
"""What a command tells: a line, or several."""


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds both commands with their subcommands."""
    signups = add("signups", "Lists, exports, marks and deletes the requests for a consultation.", example="signups list --name Ana")
    key = add("key", "Says who may read the requests.", example="key add Bob --name Ana")
    _add_signups(signups.adder("what to do", "WHAT"), shared)
    _add_key(key.adder("what to do", "WHAT"), shared)


def _add_signups(add: Adder, shared: argparse.ArgumentParser) -> None:
    who = argparse.ArgumentParser(add_help=False, parents=[shared])
    who.add_argument("--name", default="", metavar="NAME", help=_WHOSE)
    who.add_argument("--drawer", type=path, metavar="FOLDER", help="a copied drawer (default: that of this machine)")
    who.add_argument("--key", type=path, metavar="FILE", help=_KEY_FILE)
    who.add_argument("--passphrase-fd", type=number, metavar="N", help=_DESCRIPTOR)

    def part(name: str, says: str, run: Callable[[Desk, argparse.Namespace], Said], example: str = "") -> Parser:
        made = add(name, says, parents=[who], example=example or f"{name} --name Ana")
        made.set_defaults(command=lambda options: _with_desk(options, run))
        return made

    part("waiting", "Says how many requests there are; it needs no passphrase.", lambda desk, _: desk.waiting(_today()), "waiting")
    says = "Lists all requests: whom to call first stands first."
    listed = part("list", says, lambda desk, options: desk.listed(options.search, _today(), options.caller), "list --search nunez --name Ana")
    listed.add_argument("--search", default="", metavar="WORD", help="only those with this in their name, phone number or address")
    listed.add_argument("--for", default="", dest="caller", metavar="NAME", help="only those that this person will call (`signups assign`)")
    says = "Shows all that one request says, and what was done with it."
    part("show", says, lambda desk, options: desk.show(options.id, _today()), "show 3fa9c2d1 --name Ana").add_argument("id", metavar="ID", help=_ID)
    says = "Writes all requests into a file, for a spreadsheet (.csv) or for programs (.json)."
    export = part("export", says, _export, "export requests.csv --name Ana")
    export.add_argument("file", type=path, metavar="FILE", help="the file that is written, ending in .csv or .json")
    says = "Writes one request as a PDF, to be printed."
    printed = part("print", says, lambda desk, options: desk.paper(options.id, options.file, _today(), replace=options.replace), _PRINT_SO)
    printed.add_argument("id", metavar="ID", help=_ID)
    printed.add_argument("file", type=path, metavar="FILE", help="the file that is written, ending in .pdf")
    for each in (export, printed):
        each.add_argument("--replace", action="store_true", help="also over a file that is there already")
    mark = part("mark", "Notes how far you have come with a request.", _mark, "mark 3fa9c2d1 called --name Ana")
    mark.add_argument("id", metavar="ID", help=_ID)
    mark.add_argument("status", type=one_of(*_STATUSES), metavar="STATUS", help=f"how far you are: {', '.join(_STATUSES)}")
    says = "Adds a short note to a request, sealed like it, for whoever calls next."
    note = part("note", says, lambda desk, options: desk.note(options.id, options.text), 'note 3fa9c2d1 "Works until five" --name Ana')
    note.add_argument("id", metavar="ID", help=_ID)
    note.add_argument("text", metavar="TEXT", help="what you want to say, in quotes")
    assign = part("assign", "Notes who will call.", _assign, "assign 3fa9c2d1 Bob --name Ana")
    assign.add_argument("id", metavar="ID", help=_ID)
    assign.add_argument("person", nargs="?", default="", metavar="PERSON", help="who will call")
    assign.add_argument("--nobody", action="store_true", help="nobody in particular any more")
    delete = part("delete", "Deletes requests for good, after showing them.", _delete, "delete 3fa9c2d1 --name Ana")
    delete.add_argument("id", nargs="*", metavar="ID", help=_ID)
    delete.add_argument("--done", action="store_true", help="all requests that are marked as done")
    delete.add_argument("--changed", action="store_true", help="also those that somebody changed, though what came is not what you see")
    says = "Takes over the marks and notes that were made on a copy of this drawer."
    merge = part("merge", says, lambda desk, options: desk.merge(options.file), "merge COPY/drawer.sqlite --name Ana")
    merge.add_argument("file", type=path, metavar="FILE", help="the file drawer.sqlite of the copy")
    says = "Brings back the requests in a drawer that was set aside."
    recover = part("recover", says, lambda desk, options: desk.recover(options.aside, yes=options.yes))
    recover.add_argument("aside", nargs="?", default="", metavar="DRAWER", help="which one, where there are more (default: tell what there is)")
    for each in (delete, recover):
        each.add_argument("--yes", action="store_true", help="do not ask")
    says = "Looks whether anybody changed the requests behind the kiosk's back."
    verify = part("verify", says, lambda desk, options: desk.verify(options.seen).split("\n"))
    verify.add_argument("--seen", action="append", default=[], metavar="ANCHOR-OR-BACKUP", help="an earlier state that must be in it")


_PRINT_SO = "print 3fa9c2d1 request.pdf --name Ana"
_STATUSES = ("new", "called", "not-reached", "done")
_WHOSE = "the name that your passphrase belongs to"
_KEY_FILE = "the file of a key that is kept away from the kiosk"
_DESCRIPTOR = "read passphrases from this file descriptor, a line each"
_ID = "the beginning of its name in `signups list`"


def _mark(desk: Desk, options: argparse.Namespace) -> str:
    return desk.mark(options.id, options.status.replace("-", " "))


def _assign(desk: Desk, options: argparse.Namespace) -> str:
    if bool(options.person.strip()) is options.nobody:
        raise ExpectedError("Say who will call: `python3 main.py signups assign ID PERSON --name YOU`, or add --nobody instead of a name.")
    return desk.assign(options.id, options.person)


def _delete(desk: Desk, options: argparse.Namespace) -> str:
    return desk.delete(options.id, _today(), done=options.done, yes=options.yes, changed=options.changed)


def _export(desk: Desk, options: argparse.Namespace) -> str:
    return desk.export(options.file, replace=options.replace)


def _with_desk(options: argparse.Namespace, run: Callable[[Desk, argparse.Namespace], Said]) -> int:
    from kiosk.staff.requests.requests import FAULTS, Desk, told

    try:
        desk = Desk(options.data, options.name, options.content, drawer=options.drawer, key_file=options.key, secrets=options.passphrase_fd)
        _say(run(desk, options))
    except FAULTS as error:
        raise told(error) from error
    except OSError as error:
        raise _cannot(error, options.data) from error
    return 0


def _say(said: Said) -> None:
    print(*([said] if isinstance(said, str) else said), sep="\n")


def _cannot(error: OSError, data: Path) -> ExpectedError:
    """A failure of the disk in a sentence, with what helps."""
    what = os.fsdecode(error.filename) if error.filename else f"What is in {data}"
    cure = error.instead if isinstance(error, NotReadError) else "See whose it is, and whether the disk is full, then run the same command again."
    return ExpectedError(f"{what} cannot be read or written: {why(error)}. {cure}")


def _add_key(add: Adder, shared: argparse.ArgumentParser) -> None:
    def part(
        name: str, says: str, run: Callable[[argparse.Namespace], Said], example: str = "", *, named: bool = False, away: bool = True
    ) -> Parser:
        """`named`: it needs a passphrase; `away`: also of a key that is kept elsewhere, which it does not change."""
        made = add(name, says, parents=[shared], example=example or name)
        made.set_defaults(key=None, takes_key=named and away)
        if named:
            made.add_argument("--name", required=True, metavar="NAME", help=_WHOSE)
        if named and away:
            made.add_argument("--key", type=path, metavar="FILE", help=_KEY_FILE)
        if named:
            made.add_argument("--passphrase-fd", type=number, metavar="N", help=_DESCRIPTOR)
        made.set_defaults(command=lambda options: _with_keys(options, run))
        return made

    part("list", "Lists the keys that requests are closed for, and who has a passphrase.", lambda options: keys.listed(options).split("\n"))
    says = "Makes the first key, behind your passphrase; it takes the place of the try-out key."
    part("protect", says, keys.protect, "protect --name Ana", named=True)
    says = "Lets somebody else read requests too, by a passphrase of their own."
    add_ = part("add", says, keys.add, "add Bob --name Ana", named=True, away=False)
    add_.add_argument("new", metavar="NEW", help="the name of the other person")
    remove = part("remove", "Takes somebody's passphrase away.", keys.remove, "remove Bob --name Ana", named=True, away=False)
    remove.add_argument("person", metavar="PERSON", help="whose passphrase it is")
    says = "Closes new requests for a new key; older ones still open with the old one."
    rotate = part("rotate", says, keys.rotate, "rotate --name Ana", named=True)
    rotate.add_argument("--label", default="clinic", metavar="WORD", help="what the key is called (default: clinic)")
    rotate.add_argument("--keep", action="append", default=[], metavar="ID", help="close new requests for this other key, too")
    rotate.add_argument("--retire-others", action="store_true", help="close new requests for no other key but the new one and those of --keep")
    rotate.add_argument("--begin-anew", action="store_true", help="although all passphrases are lost: nobody confirms the new key")
    confirm = part("confirm", "Says that a key in the list is one of yours.", keys.confirm, "confirm 3fa9c2d1 --name Ana", named=True)
    drop = part("drop", "Takes a key that nobody knows out of the list.", keys.drop, "drop 3fa9c2d1 --name Ana", named=True)
    for each in (confirm, drop):
        each.add_argument("id", metavar="ID", help="the beginning of its name in `key list`")
    says = "Writes the private keys into a file, and deletes them here: the kiosk can then only write."
    away = part("move-away", says, keys.move_away, "move-away STICK/kiosk.key")
    away.add_argument("file", type=path, metavar="FILE", help="the file that is written")
    back = part("bring-back", "Puts private keys that were moved away back.", keys.bring_back, "bring-back STICK/kiosk.key")
    back.add_argument("file", type=path, metavar="FILE", help="the file that `key move-away` wrote")
    public = part("public", "Writes the public key into a file, for another kiosk.", keys.public, "public clinic.pub")
    public.add_argument("file", type=path, metavar="FILE", help="the file that is written")
    public.add_argument("--replace", action="store_true", help="also over a file that is there already")
    says = "Closes new requests for one more public key, such as that of a backup in a safe."
    recipient = part("recipient", says, keys.recipient, "recipient safe.pub safe --name Ana", named=True)
    recipient.add_argument("file", type=path, metavar="FILE", help="the public key, as `key public` wrote it")
    recipient.add_argument("label", metavar="WORD", help="what the key is called")
    for each in (add_, remove, rotate, confirm, drop, recipient):
        each.add_argument("--yes", action="store_true", help="do not ask")


def _with_keys(options: argparse.Namespace, run: Callable[[argparse.Namespace], Said]) -> int:
    from kiosk.staff.requests.requests import FAULTS, told

    try:
        _say(run(options))
    except FAULTS as error:
        raise told(error) from error
    except OSError as error:
        raise _cannot(error, options.data) from error
    return 0


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()
