"""The command lines of `signups` and `key`: what may stand on them, and what each calls."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.files import NotReadError, why
from kiosk.staff import key_commands
from kiosk.staff.expected import ExpectedError
from kiosk.staff.terminal import UnsaidError

if TYPE_CHECKING:
    from kiosk.staff.signups import Desk

Commands = Any
"""What argparse hands out for subcommands; its own name for it is private."""


def add_to(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds both commands with their subcommands."""
    _add_signups(commands.add_parser("signups", help="the requests for a consultation: list, export, mark, delete"), shared)
    _add_key(commands.add_parser("key", help="who may read them"), shared)


def _add_signups(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    who = argparse.ArgumentParser(add_help=False, parents=[shared])
    who.add_argument("--name", default="", metavar="NAME", help="whose passphrase it is")
    who.add_argument("--drawer", type=Path, metavar="FOLDER", help="a copied drawer (default: that of this machine)")
    who.add_argument("--key", type=Path, metavar="FILE", help="the file of a key that is kept away from the kiosk")
    who.add_argument("--passphrase-fd", type=int, metavar="N", help="read the passphrase from this file descriptor")
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def part(name: str, text: str, run: Callable[[Desk, argparse.Namespace], str]) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = parts.add_parser(name, parents=[who], help=text)
        made.set_defaults(command=lambda options: _with_desk(options, run))
        return made

    part("waiting", "how many there are; needs no passphrase", lambda desk, _: desk.waiting(_today()))
    part("list", "all of them, newest first", lambda desk, _: desk.listed())
    export = part("export", "into a file for a spreadsheet (.csv) or for programs (.json)", _export)
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--replace", action="store_true", help="over a file that is there already")
    mark = part("mark", "how far you have come with one", lambda desk, options: desk.mark(options.id, options.status.replace("-", " ")))
    mark.add_argument("id", metavar="ID", help="the beginning of its name in the list")
    mark.add_argument("status", choices=("new", "called", "not-reached", "done"))
    delete = part("delete", "for good", lambda desk, options: desk.delete(options.id, done=options.done, yes=options.yes))
    delete.add_argument("id", nargs="*", metavar="ID", help="the beginning of its name in the list")
    delete.add_argument("--done", action="store_true", help="all that are marked as done")
    merge = part("merge", "take over the marks of a copy of this drawer", lambda desk, options: desk.merge(options.file))
    merge.add_argument("file", type=Path, metavar="FILE")
    recover = part("recover", "bring back what is in a drawer that was set aside", lambda desk, options: desk.recover(options.aside, yes=options.yes))
    recover.add_argument("aside", nargs="?", default="", metavar="NAME", help="which one (default: tell what there is)")
    for each in (delete, recover):
        each.add_argument("--yes", action="store_true", help="without asking")
    verify = part("verify", "whether anybody changed them behind the kiosk's back", lambda desk, options: desk.verify(options.seen))
    verify.add_argument("--seen", action="append", default=[], metavar="ANCHOR-OR-BACKUP", help="an earlier state that must be in it")


def _export(desk: Desk, options: argparse.Namespace) -> str:
    return desk.export(options.file, replace=options.replace)


def _with_desk(options: argparse.Namespace, run: Callable[[Desk, argparse.Namespace], str]) -> int:
    from kiosk.staff.signups import FAULTS, Desk, told

    try:
        desk = Desk(options.data, options.name, drawer=options.drawer, key_file=options.key, secrets=options.passphrase_fd)
        print(run(desk, options))
    except FAULTS as error:
        raise told(error) from error
    except (BrokenPipeError, UnsaidError):
        raise
    except OSError as error:
        raise _cannot(error, options.data) from error
    return 0


def _cannot(error: OSError, data: Path) -> ExpectedError:
    """A failure of the disk in a sentence, with what helps."""
    what = os.fsdecode(error.filename) if error.filename else f"What is in {data}"
    cure = error.instead if isinstance(error, NotReadError) else "See whose it is, and whether the disk is full, then say the same again."
    return ExpectedError(f"{what} cannot be read or written: {why(error)}. {cure}")


def _add_key(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def part(
        name: str, text: str, run: Callable[[argparse.Namespace], str], *, named: bool = False, away: bool = True
    ) -> argparse.ArgumentParser:
        """`named`: it needs a passphrase; `away`: also of a key that is kept elsewhere, which it does not change."""
        made: argparse.ArgumentParser = parts.add_parser(name, parents=[shared], help=text)
        made.set_defaults(key=None)
        if named:
            made.add_argument("--name", required=True, metavar="NAME", help="whose passphrase it is")
        if named and away:
            made.add_argument("--key", type=Path, metavar="FILE", help="the file of a key that is kept away from the kiosk")
        if named:
            made.add_argument("--passphrase-fd", type=int, metavar="N", help="read passphrases from this file descriptor, a line each")
        made.set_defaults(command=lambda options: _with_keys(options, run))
        return made

    part("list", "the keys that sign-ups are closed for, and who has a passphrase", key_commands.listed)
    part("protect", "make the first key, behind your passphrase; it takes the place of the try-out key", key_commands.protect, named=True)
    add = part("add", "let somebody else read too, by a passphrase of their own", key_commands.add, named=True, away=False)
    add.add_argument("new", metavar="NEW", help="the name of the other person")
    remove = part("remove", "take somebody's passphrase away", key_commands.remove, named=True, away=False)
    remove.add_argument("person", metavar="PERSON")
    rotate = part("rotate", "close new sign-ups for a new key; old ones still open with the old one", key_commands.rotate, named=True)
    rotate.add_argument("--label", default="clinic", metavar="WORD", help="what the key is called")
    rotate.add_argument("--keep", action="append", default=[], metavar="ID", help="new sign-ups stay closed for this other key, too")
    rotate.add_argument("--retire-others", action="store_true", help="new sign-ups are closed for no other key but the new one and --keep")
    rotate.add_argument("--begin-anew", action="store_true", help="although all passphrases are lost: nobody confirms the new key")
    confirm = part("confirm", "say that a key in the list is one of yours", key_commands.confirm, named=True)
    drop = part("drop", "take a key that nobody knows out of the list", key_commands.drop, named=True)
    for each in (confirm, drop):
        each.add_argument("id", metavar="ID", help="the beginning of its name in `key list`")
    away = part("move-away", "write the private keys into a file, and delete them here: the kiosk can then only write", key_commands.move_away)
    away.add_argument("file", type=Path, metavar="FILE")
    back = part("bring-back", "put private keys that were moved away back", key_commands.bring_back)
    back.add_argument("file", type=Path, metavar="FILE")
    public = part("public", "write the public key into a file, for another kiosk", key_commands.public)
    public.add_argument("file", type=Path, metavar="FILE")
    public.add_argument("--replace", action="store_true", help="over a file that is there already")
    recipient = part("recipient", "close new sign-ups for this public key too, such as a backup in a safe", key_commands.recipient, named=True)
    recipient.add_argument("file", type=Path, metavar="FILE")
    recipient.add_argument("label", metavar="WORD", help="what the key is called")
    for each in (add, remove, rotate, drop):
        each.add_argument("--yes", action="store_true", help="without asking")


def _with_keys(options: argparse.Namespace, run: Callable[[argparse.Namespace], str]) -> int:
    from kiosk.staff.signups import FAULTS, told

    try:
        print(run(options))
    except FAULTS as error:
        raise told(error) from error
    except (BrokenPipeError, UnsaidError):
        raise
    except OSError as error:
        raise _cannot(error, options.data) from error
    return 0


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()
