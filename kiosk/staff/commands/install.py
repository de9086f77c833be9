"""`install`: this machine becomes a kiosk."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kiosk.staff.command_line import Adder, Parser, one_of

if TYPE_CHECKING:

    from kiosk.staff.install.install import Wanted

SESSIONS = ("cage", "desktop")


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    made = add("install", "Makes this machine (Debian, Ubuntu) a kiosk that starts and heals itself.", parents=[shared])
    made.add_argument("--accept-drafts", action="store_true", help="even if no clinician has signed off the texts")
    made.add_argument("--yes", action="store_true", help="let the kiosk out of its walls as its settings say, without asking")
    add_shared(made)
    made.set_defaults(command=_install)


def add_shared(command: Parser) -> None:
    """What `install` and `uninstall` both understand."""
    screen = "cage: the kiosk alone on the screen (default); desktop: over the desktop of an account"
    command.add_argument("--dry-run", action="store_true", help="show every file and command, and do nothing; exit code 1 where it would refuse")
    command.add_argument("--session", type=one_of(*SESSIONS), default="cage", metavar="KIND", help=screen)
    command.add_argument("--user", default="", metavar="NAME", help="the account that the kiosk has (default: kiosk; with a desktop: your own)")
    command.set_defaults(with_root=True)


def _install(options: argparse.Namespace) -> int:
    from kiosk.staff.install.install import install

    return install(wanted(options), dry_run=options.dry_run)


def wanted(options: argparse.Namespace) -> Wanted:
    """What the line asks for."""
    from kiosk.staff.install.install import Wanted

    given = options.named.absolute() if options.named else None
    return Wanted(options.content, given, options.session, options.user, getattr(options, "accept_drafts", False), getattr(options, "yes", False))
