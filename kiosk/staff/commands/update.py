"""`update`: another version of the kiosk, or the last one again."""

from __future__ import annotations

import argparse
import os

from kiosk.project import PROJECT
from kiosk.staff.clock import now
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Switches to another version of the kiosk, which is tried before it is trusted; or back to the last one."
    update = add("update", says, example="update ~/kiosk-2.zip", parents=[shared])
    update.add_argument("source", nargs="?", type=path, metavar="ZIP-OR-FOLDER", help="the other version")
    update.add_argument("--with-content", action="store_true", help="take what visitors see from the new version, too")
    update.add_argument("--again", action="store_true", help="take the version that is here already once more, to repair it")
    update.add_argument("--yes", action="store_true", help="do not ask, even if this machine takes versions from anybody")
    update.add_argument("--back", action="store_true", help="go back to the version that was here before")
    update.set_defaults(command=_update, with_root=True)


def _update(options: argparse.Namespace) -> int:
    from kiosk.staff.care.backup import KioskFolders
    from kiosk.staff.care.update import Machine, go_back, restarting, update
    from kiosk.staff.publications.standing import proved_folder

    if os.environ.get("KIOSK_VENV"):
        raise ExpectedError("KIOSK_VENV names packages that both versions would share. Unset it: each version keeps its own beside main.py.")
    if options.back is (options.source is not None):
        raise ExpectedError("Name the new version (a ZIP file or a folder), or add --back for the previous one.")
    shown = options.content if options.with_content else proved_folder(options.content, options.data)
    machine = Machine(PROJECT, KioskFolders(shown.absolute(), options.data.absolute()), restarting())
    if options.back:
        print(go_back(machine))
    else:
        source = options.source.absolute()
        print(update(machine, source, now(), with_content=options.with_content, again=options.again, agreed=options.yes))
    return 0
