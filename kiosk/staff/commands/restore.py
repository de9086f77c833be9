"""`restore`: a backup in the place of what is here."""

from __future__ import annotations

import argparse
import os
from shlex import quote

from kiosk.project import CONTENT
from kiosk.staff.clock import now
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError


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

    _refuse_half(options)
    print(restore(KioskFolders(options.content, options.data), options.file, now(), replace=options.replace, agreed=options.yes))
    return 0


def _refuse_half(options: argparse.Namespace) -> None:
    """Raises ExpectedError where the requests would go elsewhere and the content into the kiosk's own folder: somebody tries a backup out."""
    if options.content_named or options.named is None:
        return
    try:
        from kiosk.staff.installed_kiosk import folder_for, installed

        own, _ = folder_for("restore", "restore", installed())
        is_own = os.path.realpath(options.named) == os.path.realpath(own)
    except ExpectedError:  # the kiosk's own, where this account may not look
        is_own = False
    if not is_own:
        beside = quote(str(options.named.absolute().with_name("content")))
        raise ExpectedError(
            f"A backup holds the content as well, and {options.named} is not the data folder of this kiosk. Say where that content is to go, such as"
            f" `--content {beside}`; or name the content folder of this kiosk, if that is to change: `--content {quote(str(CONTENT))}`."
        )
