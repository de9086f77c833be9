"""`publish`: changed content made ready for the kiosks, in one signed file."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.staff import output_places
from kiosk.staff.clock import now
from kiosk.staff.command_line import Adder, number, path
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import on_one_line


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
    from kiosk.staff.publications.publish import Order, publish
    from kiosk.staff.publications.publishing_key import KEY

    to = options.to or Path.cwd()
    if not to.is_dir():
        output_places.for_a_file(to, data=options.data, replace=options.replace)
    order = Order(
        options.content, options.data, options.key or options.data / KEY, to, options.note, options.number, options.from_kept,
        options.passphrase_fd, options.replace, options.yes,
    )  # fmt: skip
    print(*publish(order, now()), sep="\n")
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
