"""`uninstall`: this machine is an ordinary one again."""

from __future__ import annotations

import argparse

from kiosk.staff.command_line import Adder
from kiosk.staff.commands.install import add_shared, wanted


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    made = add("uninstall", "Undoes what `install` did; the account and its data stay.", parents=[shared])
    made.add_argument("--yes", action="store_true", help="do not ask, even while the kiosk runs")
    add_shared(made)
    made.set_defaults(command=_uninstall)


def _uninstall(options: argparse.Namespace) -> int:
    from kiosk.staff.install.install import uninstall

    uninstall(wanted(options), dry_run=options.dry_run)
    return 0
