"""`restore`: a backup in the place of what is here."""

from __future__ import annotations

import argparse

from kiosk.staff.clock import now
from kiosk.staff.command_line import Adder, path


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    restore = add("restore", "Puts a backup in place; what was here is kept aside.", example="restore ~/kiosk.zip", parents=[shared])
    restore.add_argument("file", type=path, metavar="FILE", help="the backup")
    restore.add_argument("--replace", action="store_true", help="even if this machine has requests or a key of its own")
    restore.add_argument("--yes", action="store_true", help="take its content and settings without asking what of them may change")
    restore.set_defaults(command=_restore, with_root=True)


def _restore(options: argparse.Namespace) -> int:
    from kiosk.staff.care.backup import KioskFolders
    from kiosk.staff.care.restore import restore

    print(restore(KioskFolders(options.content, options.data), options.file, now(), replace=options.replace, agreed=options.yes))
    return 0
