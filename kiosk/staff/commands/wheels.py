"""`wheels`: all packages in a folder, for a machine without a network."""

from __future__ import annotations

import argparse

from kiosk.staff import output_places
from kiosk.staff.command_line import Adder, path


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Fetches all packages into a folder, for a machine without a network."
    wheels = add("wheels", says, example="wheels ~/wheels", parents=[shared])
    wheels.add_argument("folder", type=path, metavar="FOLDER", help="to be put beside main.py there, as `.wheels`")
    wheels.add_argument("--test", action="store_true", help="those for the tests, too")
    wheels.set_defaults(command=_wheels)


def _wheels(options: argparse.Namespace) -> int:
    from kiosk.staff.care.wheels import fetch

    output_places.for_files(options.folder, replace=True)
    print(fetch(options.folder, test=options.test))
    return 0
