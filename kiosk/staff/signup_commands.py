"""The command lines of `signups` and `key`: what may stand on them, and what each calls."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.staff.expected import ExpectedError
from kiosk.staff.terminal import on_one_line

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
    delete = part("delete", "for good", lambda desk, options: desk.delete(options.id, done=options.done))
    delete.add_argument("id", nargs="*", metavar="ID", help="the beginning of its name in the list")
    delete.add_argument("--done", action="store_true", help="all that are marked as done")
    merge = part("merge", "take over the marks of a copy of this drawer", lambda desk, options: desk.merge(options.file))
    merge.add_argument("file", type=Path, metavar="FILE")
    part("verify", "whether anybody changed them behind the kiosk's back", lambda desk, _: desk.verify())


def _export(desk: Desk, options: argparse.Namespace) -> str:
    return desk.export(options.file, replace=options.replace)


def _with_desk(options: argparse.Namespace, run: Callable[[Desk, argparse.Namespace], str]) -> int:
    from kiosk.staff.signups import FAULTS, Desk, told

    try:
        desk = Desk(options.data, options.name, drawer=options.drawer, key_file=options.key, secrets=options.passphrase_fd)
        print(run(desk, options))
    except FAULTS as error:
        raise told(error) from error
    return 0


def _add_key(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def part(name: str, text: str, run: Callable[[argparse.Namespace], str], *, named: bool = False) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = parts.add_parser(name, parents=[shared], help=text)
        if named:
            made.add_argument("--name", required=True, metavar="NAME", help="whose passphrase it is")
            made.add_argument("--passphrase-fd", type=int, metavar="N", help="read passphrases from this file descriptor, a line each")
        made.set_defaults(command=lambda options: _with_keys(options, run))
        return made

    part("list", "the keys that sign-ups are closed for, and who has a passphrase", _list)
    part("protect", "put the try-out key behind your passphrase", _protect, named=True)
    add = part("add", "let somebody else read too, by a passphrase of their own", _add, named=True)
    add.add_argument("new", metavar="NEW", help="the name of the other person")
    remove = part("remove", "take somebody's passphrase away", _remove)
    remove.add_argument("person", metavar="NAME")
    rotate = part("rotate", "close new sign-ups for a new key; old ones still open with the old one", _rotate, named=True)
    rotate.add_argument("--label", default="clinic", metavar="WORD", help="what the key is called")
    away = part("move-away", "write the private keys into a file, and delete them here: the kiosk can then only write", _move_away)
    away.add_argument("file", type=Path, metavar="FILE")
    back = part("bring-back", "put private keys that were moved away back", _bring_back)
    back.add_argument("file", type=Path, metavar="FILE")
    public = part("public", "write the public key into a file, for another kiosk", _public)
    public.add_argument("file", type=Path, metavar="FILE")
    recipient = part("recipient", "close new sign-ups for this public key too, such as a backup in a safe", _recipient)
    recipient.add_argument("file", type=Path, metavar="FILE")
    recipient.add_argument("label", metavar="WORD", help="what the key is called")


def _with_keys(options: argparse.Namespace, run: Callable[[argparse.Namespace], str]) -> int:
    from kiosk.staff.signups import FAULTS, told

    try:
        print(run(options))
    except FAULTS as error:
        raise told(error) from error
    except OSError as error:
        raise ExpectedError(f"{error.filename} cannot be written or read: {error.strerror}.") from error
    return 0


def _list(options: argparse.Namespace) -> str:
    from kiosk.signup import keys
    from kiosk.staff.signups import TRY_OUT

    folder = _keys(options)
    recipients = keys.recipients(folder)
    lines = [f"{each.id}  since {each.since}{f' until {each.until}' if each.until else ''}  {on_one_line(each.label)}" for each in recipients]
    if keys.is_try_out(folder):
        lines.append(TRY_OUT)
    elif keys.is_away(folder):
        lines.append("The private keys are kept away from this machine: it can only write.")
    else:
        lines.append(f"These people have a passphrase: {', '.join(map(on_one_line, keys.holders(folder))) or 'nobody'}")
    return "\n".join(lines)


def _protect(options: argparse.Namespace) -> str:
    from kiosk.signup import keys

    keys.protect(_keys(options), options.name, _new_passphrase(options, options.name))
    return f"Sign-ups now open only with the passphrase of {options.name}. If it is lost, nobody can read them: add a second person (`key add`)."


def _add(options: argparse.Namespace) -> str:
    from kiosk.signup import keys
    from kiosk.staff.signups import ask_passphrase

    own = ask_passphrase(f"Passphrase of {options.name}: ", options.passphrase_fd)
    count = keys.add_holder(_keys(options), options.name, own, options.new, _new_passphrase(options, options.new))
    return f"{options.new} can read sign-ups now ({count} of the keys)."


def _remove(options: argparse.Namespace) -> str:
    from kiosk.signup import keys

    keys.remove_holder(_keys(options), options.person)
    return f"{options.person} has no passphrase here any more. If the old one may be known to others, run `key rotate` as well."


def _rotate(options: argparse.Namespace) -> str:
    from kiosk.signup import keys

    folder, today = _keys(options), _today()
    before = keys.in_use(folder)
    name = keys.new_key(folder, options.label, options.name, _new_passphrase(options, options.name), today)
    for each in before:
        if each.label != "backup" and each.id != name:
            keys.retire(folder, each.id, today)
    return f"New sign-ups are closed for the key {name}. So far only {options.name} can open it: add the others with `key add`."


def _move_away(options: argparse.Namespace) -> str:
    from kiosk.signup import keys

    keys.move_away(_keys(options), options.file)
    return f"The private keys are in {options.file} and no longer here. Keep two copies apart; without them nobody can read the sign-ups."


def _bring_back(options: argparse.Namespace) -> str:
    from kiosk.signup import keys

    return f"{keys.bring_back(_keys(options), options.file)} private keys are here again."


def _public(options: argparse.Namespace) -> str:
    from kiosk.signup import keys

    found = keys.in_use(_keys(options))
    if not found:
        raise ExpectedError("There is no key here yet.")
    newest = max(found, key=lambda each: each.since)
    options.file.write_bytes(newest.public)
    return f"The public key {newest.id} is in {options.file}."


def _recipient(options: argparse.Namespace) -> str:
    from kiosk.signup import keys

    name = keys.add_recipient(_keys(options), options.file.read_bytes(), options.label, _today())
    return f"New sign-ups are closed for the key {name} too."


def _keys(options: argparse.Namespace) -> Path:
    from kiosk.staff.signups import KEYS

    folder: Path = options.data / KEYS
    return folder


def _new_passphrase(options: argparse.Namespace, whose: str) -> str:
    from kiosk.staff.signups import ask_passphrase

    first = ask_passphrase(f"New passphrase of {whose}: ", options.passphrase_fd)
    if options.passphrase_fd is None and ask_passphrase("Once more: ", None) != first:
        raise ExpectedError("The two are not the same. Nothing was changed.")
    return first


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()
