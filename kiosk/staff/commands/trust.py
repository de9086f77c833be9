"""`trust`: whose publications this kiosk takes."""

from __future__ import annotations

import argparse
import sys

from kiosk.files.regular import reason
from kiosk.staff.command_line import Adder
from kiosk.staff.errors import ExpectedError


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Says whose publications this kiosk takes. Without a name it lists them."
    trust = add("trust", says, example="trust Ana RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3", parents=[shared])
    trust.add_argument("name", nargs="?", metavar="NAME", help="what they are called here")
    trust.add_argument("key", nargs="?", metavar="KEY", help="their public key, as `publish --public` shows it, or a file with it")
    trust.add_argument("--drop", metavar="NAME", help="take nothing more that they sign")
    trust.set_defaults(command=_trust, with_root=True)


def _trust(options: argparse.Namespace) -> int:
    from kiosk.staff.publications.publishers import drop, file_of, listed, trust

    if bool(options.name) is not bool(options.key) or (options.drop and options.name):
        raise ExpectedError("Give a name and a public key, or --drop and a name, or nothing to list who is trusted.")
    try:
        if options.drop:
            print(drop(options.drop, file_of(), _shows(options)))
        elif options.name:
            print(trust(options.name, options.key, file_of()))
        else:
            print(*listed(file_of()), sep="\n")
    except OSError as error:
        raise ExpectedError(f"Whom this machine trusts cannot be written down: {reason(error)}. Put `sudo` before the command.") from error
    return 0


def _shows(options: argparse.Namespace) -> bytes:
    """The digest of the publication that shows; empty where none does, or none can be proved. Raises NotToldError, OSError."""
    from kiosk.staff.publications.publishers import file_of
    from kiosk.staff.publications.standing import Kiosk, NotToldError, standing
    from kiosk.staff.rights import as_owner

    kiosk = Kiosk(options.content.absolute(), options.data.absolute(), file_of())
    try:
        return bytes.fromhex(as_owner(kiosk.data, lambda _: standing(kiosk).digest.hex()))
    except NotToldError:  # or it would go from the screen with whoever made it
        raise
    except ExpectedError as error:
        print(f"Nothing that shows counts any more, since it could not be proved: {error}", file=sys.stderr)
        return b""
