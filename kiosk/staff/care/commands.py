"""The command lines of what keeps a kiosk going in a lobby: what may stand on them, and what each calls."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kiosk.project import PROJECT
from kiosk.staff import output_places
from kiosk.staff.command_line import Adder, one_of, path, pixels
from kiosk.staff.errors import ExpectedError
from kiosk.unattended.exit_codes import LEFT

if TYPE_CHECKING:
    from kiosk.staff.install.install import Wanted

SESSIONS = ("cage", "desktop")


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds the commands."""
    supervise = add("supervise", "Shows the kiosk, and restarts it whenever it ends or hangs.", parents=[shared])
    supervise.add_argument("--window", type=pixels, metavar="WxH", help="in a window of this size instead")
    supervise.set_defaults(command=_supervise)
    says = "Puts requests (sealed), settings and content into one file, for a replacement machine."
    backup = add("backup", says, example="backup kiosk.zip", parents=[shared])
    says = "into the folder `backup_folder` of the settings, once a day, where the last 14 are kept: as the kiosk does by itself"
    backup.add_argument("--nightly", action="store_true", help=says)
    backup.add_argument("--with-key", action="store_true", help="the key too, behind its passphrases")
    backup.set_defaults(command=_backup)
    restore = add("restore", "Puts a backup in place; what was here is kept aside.", example="restore kiosk.zip", parents=[shared])
    restore.set_defaults(command=_restore)
    written, read = "also over a file that is there already", "although this machine has requests or a key of its own"
    backup.add_argument("file", nargs="?", type=path, metavar="FILE", help="the backup that is written")
    restore.add_argument("file", type=path, metavar="FILE", help="the backup")
    for each, text in ((backup, written), (restore, read)):
        each.add_argument("--replace", action="store_true", help=text)
    says = "Goes over to another version of the kiosk, which is tried before it is trusted; or back to the last one."
    update = add("update", says, example="update kiosk-2.zip", parents=[shared])
    update.add_argument("source", nargs="?", type=path, metavar="ZIP-OR-FOLDER", help="the other version")
    update.add_argument("--with-content", action="store_true", help="take what visitors see from the new version, too")
    update.add_argument("--again", action="store_true", help="take the version that is here already once more, to repair it")
    update.add_argument("--back", action="store_true", help="go back to the version that was here before")
    update.set_defaults(command=_update)
    says = "For those who make versions: packs what git has committed of this version, and signs it."
    release = add("release", says, example="release kiosk-2.zip --key release.key", parents=[shared])
    release.add_argument("archive", type=path, metavar="ZIP", help="the file that is written; its signature lies beside it")
    release.add_argument("--key", type=path, required=True, metavar="FILE", help="the private key to sign with")
    release.add_argument("--new-key", action="store_true", help="make the key where there is none, without asking")
    release.add_argument("--replace", action="store_true", help="also over a version that is there already")
    release.set_defaults(command=_release)
    says = "Fetches all packages into a folder, for a machine without a network."
    wheels = add("wheels", says, example="wheels packages", parents=[shared])
    wheels.add_argument("folder", type=path, metavar="FOLDER", help="to be put beside main.py there, as `.wheels`")
    wheels.add_argument("--test", action="store_true", help="those of the tests, too")
    wheels.set_defaults(command=_wheels)
    install = add("install", "Makes this machine (Debian, Ubuntu) a kiosk that starts and heals itself.", parents=[shared])
    install.add_argument("--accept-drafts", action="store_true", help="although no clinician has signed off the texts")
    uninstall = add("uninstall", "Undoes what `install` did; the account and its data stay.", parents=[shared])
    screen = "cage: the kiosk alone on the screen (default); desktop: over the desktop of an account"
    for each, run in ((install, _install), (uninstall, _uninstall)):
        each.add_argument("--dry-run", action="store_true", help="show every file and command, and do nothing")
        each.add_argument("--session", type=one_of(*SESSIONS), default="cage", metavar="KIND", help=screen)
        each.add_argument("--user", default="", metavar="NAME", help="the account that the kiosk has (default: kiosk; with a desktop: your own)")
        each.set_defaults(command=run)


def _supervise(options: argparse.Namespace) -> int:
    from kiosk.unattended.supervisor import Patience, supervise

    if not hasattr(os, "pidfd_open"):
        raise ExpectedError("`supervise` needs Linux. Start the kiosk with `python3 main.py run`.")
    window = ("--window", "{}x{}".format(*options.window)) if options.window else ()
    command = [sys.executable, str(PROJECT / "main.py"), "run", *window, *_folders(options)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = supervise(command, os.environ, Patience(), lambda event, _: print(event, file=sys.stderr, flush=True))
    return 0 if code == LEFT else code


def _backup(options: argparse.Namespace) -> int:
    from kiosk.staff.care.backup import Place, backup

    place = Place(options.content, options.data)
    if options.nightly is (options.file is not None) or (options.nightly and options.with_key):
        raise ExpectedError("Name the file that is written, or say --nightly alone for the folder that the settings name.")
    if options.nightly:
        from kiosk.staff.care.nightly import nightly

        print(nightly(place, _now()))
        return 0
    print(backup(place, options.file, _now(), with_key=options.with_key, replace=options.replace))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from kiosk.staff.care.backup import Place
    from kiosk.staff.care.restore import restore

    print(restore(Place(options.content, options.data), options.file, _now(), replace=options.replace))
    return 0


def _update(options: argparse.Namespace) -> int:
    from kiosk.staff.care.backup import Place
    from kiosk.staff.care.update import Machine, go_back, restarting, update

    if os.environ.get("KIOSK_VENV"):
        raise ExpectedError("KIOSK_VENV names packages that both versions would share. Unset it: each version keeps its own beside main.py.")
    if options.back is (options.source is not None):
        raise ExpectedError("Name the new version (a ZIP file or a folder), or add --back for the previous one.")
    machine = Machine(PROJECT, Place(options.content.absolute(), options.data.absolute()), restarting())
    if options.back:
        print(go_back(machine))
    else:
        print(update(machine, options.source.absolute(), _now(), with_content=options.with_content, again=options.again))
    return 0


def _release(options: argparse.Namespace) -> int:
    from kiosk.staff.care.release import make

    output_places.for_a_file(options.archive, data=options.data, replace=options.replace)
    if not options.key.exists():
        output_places.for_a_file(options.key, data=options.data)
    print(*make(PROJECT, options.archive, options.key, new_key=options.new_key, replace=options.replace), sep="\n")
    return 0


def _wheels(options: argparse.Namespace) -> int:
    from kiosk.staff.care.wheels import fetch

    output_places.for_files(options.folder, replace=True)
    print(fetch(options.folder, test=options.test))
    return 0


def _now() -> datetime:
    return datetime.now(tz=UTC).astimezone()


def _install(options: argparse.Namespace) -> int:
    from kiosk.staff.install.install import install

    install(_wanted(options), dry_run=options.dry_run)
    return 0


def _uninstall(options: argparse.Namespace) -> int:
    from kiosk.staff.install.install import uninstall

    uninstall(_wanted(options), dry_run=options.dry_run)
    return 0


def _wanted(options: argparse.Namespace) -> Wanted:
    from kiosk.staff.install.install import Wanted

    given = options.named.absolute() if options.named else None
    return Wanted(options.content, given, options.session, options.user, getattr(options, "accept_drafts", False))


WITH_ROOT = (_backup, _restore, _update, _install, _uninstall)
"""What an administrator does with rights of their own, and with those of whoever owns the data where it comes to them."""


def _folders(options: argparse.Namespace) -> tuple[str, ...]:
    return ("--content", str(options.content.absolute()), "--data", str(options.data.absolute()))
