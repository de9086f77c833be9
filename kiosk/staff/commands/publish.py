"""`publish`: changed content made ready for the kiosks, in one signed file."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kiosk.staff import output_places
from kiosk.staff.clock import now
from kiosk.staff.command_line import Adder, number, path
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import on_one_line

if TYPE_CHECKING:
    from kiosk.staff.publications.publish import Order


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Checks the content, and puts it into one signed file that kiosks take: a publication."
    publish = add("publish", says, example="publish --key ~/publishing.key --to STICK", parents=[shared])
    publish.add_argument("--to", type=path, metavar="FILE-OR-FOLDER", help="where the file is to go (default: the folder in hand)")
    publish.add_argument("--key", type=path, metavar="FILE", help="the key to sign with (default: publishing.key in the data folder)")
    publish.add_argument("--note", default="", metavar="WORDS", help="what staff at the kiosk are to read about it")
    publish.add_argument("--number", type=number, default=0, metavar="N", help="its number (default: the next one)")
    again = "make an earlier one, by its number, once more under a new number: the way back"
    publish.add_argument("--from-kept", type=number, default=0, metavar="N", help=again)
    publish.add_argument("--list", action="store_true", help="only list those that were made here")
    publish.add_argument("--new-key", action="store_true", help="only make the key, behind a new passphrase, and show its public part")
    publish.add_argument("--name", default="", metavar="NAME", help="with --new-key: whose key it is")
    publish.add_argument("--public", action="store_true", help="only show the public part of the key")
    publish.add_argument("--passphrase-fd", type=number, metavar="N", help="read the passphrase from this file descriptor")
    publish.add_argument("--replace", action="store_true", help="replace a file that is already there")
    publish.add_argument("--office", action="store_true", help="put it into the office, for all its kiosks, instead of a folder")
    publish.add_argument("--yes", action="store_true", help="publish without asking although there are warnings")
    publish.set_defaults(command=_publish)


def _publish(options: argparse.Namespace) -> int:
    if options.new_key or options.public:
        print(*_about_key(options), sep="\n")
        return 0
    if options.list:
        from kiosk.staff.publications.publish import listed

        print(*(map(on_one_line, listed(options.data) or ["None was made here yet."])), sep="\n")
        return 0
    from kiosk.staff.publications.publish import publish

    if options.office:
        return _to_the_office(options)
    to = options.to or Path.cwd()
    if not to.is_dir():
        output_places.for_a_file(to, data=options.data, replace=options.replace)
    print(*publish(_order(options, to), now()), sep="\n")
    return 0


def _order(options: argparse.Namespace, to: Path) -> Order:
    from kiosk.staff.publications.publish import Order
    from kiosk.staff.publications.publishing_key import KEY

    return Order(
        options.content, options.data, options.key or options.data / KEY, to, options.note, options.number, options.from_kept,
        options.passphrase_fd, options.replace, options.yes,
    )  # fmt: skip


_TAKEN = "the office. Each of its kiosks that trusts you takes it within some minutes."


def _to_the_office(options: argparse.Namespace) -> int:
    """It is made first, and kept here, so that it can be put there once more (`--from-kept`) where that fails. Raises ExpectedError."""
    from msgspec.structs import replace

    from kiosk.files.minisign import ENDING
    from kiosk.files.minisign import MOST_BYTES as MOST_SIGNATURE
    from kiosk.files.regular import open_regular, read_regular
    from kiosk.office.publications import put
    from kiosk.staff.office_seat import seat
    from kiosk.staff.publications.publish import publish
    from kiosk.staff.publications.take import name_of, numbered_in

    if options.to:
        raise ExpectedError("Name a place with --to, or the office with --office, and not both.")
    with seat(options.data) as connection, TemporaryDirectory() as aside:
        made = publish(replace(_order(options, Path(aside)), where=_TAKEN), now())
        (number,) = numbered_in(Path(aside))
        file = Path(aside, name_of(number))
        with open_regular(file) as whole:
            put(connection, number, whole, read_regular(file.with_name(f"{file.name}{ENDING}"), MOST_SIGNATURE))
    print(*made, sep="\n")
    return 0


def _about_key(options: argparse.Namespace) -> list[str]:
    """The public part, and what to do with it. Raises ExpectedError."""
    from kiosk.staff.publications.publishing_key import KEY, how_to_trust, make, read

    file = options.key or options.data / KEY
    if options.public:
        key = read(file)
    else:
        if not options.name:
            raise ExpectedError("Say whose key it is: `python3 main.py publish --new-key --name YOU`.")
        if file != options.data / KEY:
            output_places.for_a_file(file, data=options.data)
        key = make(file, options.name, options.passphrase_fd)
    return [
        f"{key.name} {key.public}",
        f"A kiosk takes what this key signs once whoever looks after it has run there:  {how_to_trust(key)}",
        f"By hand a publication is verified with:  minisign -Vm FILE -P {key.public}",
    ]
