"""`backup`: all that makes a replacement machine the same kiosk, in one file."""

from __future__ import annotations

import argparse

from kiosk.staff.clock import now
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Puts requests (sealed), settings and content into one file, for a replacement machine."
    backup = add("backup", says, example="backup ~/kiosk.zip", parents=[shared])
    backup.add_argument("file", nargs="?", type=path, metavar="FILE", help="the backup file to write")
    says = "once a day, into the folder that `backup_folder` in the settings names, where the last 14 are kept: what the kiosk does by itself"
    backup.add_argument("--nightly", action="store_true", help=says)
    backup.add_argument("--with-key", action="store_true", help="the key too, behind its passphrases")
    backup.add_argument("--replace", action="store_true", help="replace a file that is already there")
    backup.set_defaults(command=_backup, with_root=True)


def _backup(options: argparse.Namespace) -> int:
    from kiosk.staff.care.backup import KioskFolders, backup, note_key_copied
    from kiosk.staff.publications.standing import proved_folder

    place = KioskFolders(proved_folder(options.content, options.data), options.data)
    if options.nightly is (options.file is not None) or (options.nightly and options.with_key):
        in_it = " For the key in the nightly backup, write `backup_with_key: yes` into settings.yaml." if options.with_key else ""
        raise ExpectedError(f"Give a name for the backup file, or use --nightly on its own for the folder that the settings name.{in_it}")
    if options.nightly:
        from kiosk.staff.care.nightly import nightly

        print(nightly(place, now()))
        return 0
    made = backup(place, options.file, now(), with_key=options.with_key, replace=options.replace)
    print(made.told)
    if options.with_key:
        note_key_copied(options.data, made.keys)
    return 0
