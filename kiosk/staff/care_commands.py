"""The command lines of what keeps a kiosk going in a lobby: what may stand on them, and what each calls."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.ending import LEFT
from kiosk.settings import DATA, data_folder
from kiosk.staff import places
from kiosk.staff.expected import ExpectedError
from kiosk.staff.machine import PROJECT

if TYPE_CHECKING:
    from kiosk.staff.install import Wanted

SESSIONS = ("cage", "desktop")

Commands = Any
"""What argparse hands out for subcommands; its own name for it is private."""


def add_to(commands: Commands, shared: argparse.ArgumentParser, pixels: Callable[[str], tuple[int, int]]) -> None:
    """Adds the commands; `pixels` reads a size such as 1280x720."""
    supervise = commands.add_parser("supervise", parents=[shared], help="the kiosk, started anew whenever it ends or stands still")
    supervise.add_argument("--window", type=pixels, metavar="WxH", help="in a window of this size instead")
    supervise.set_defaults(command=_supervise)
    backup = commands.add_parser("backup", parents=[shared], help="requests (sealed), settings and content in one file, for a replacement machine")
    backup.add_argument("--with-key", action="store_true", help="the key too, behind its passphrases")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", parents=[shared], help="puts a backup in place; what was here is kept aside")
    restore.set_defaults(command=_restore)
    for each, text in ((backup, "over a file that is there already"), (restore, "although this machine has requests or a key of its own")):
        each.add_argument("file", type=Path, metavar="FILE")
        each.add_argument("--replace", action="store_true", help=text)
    update = commands.add_parser("update", parents=[shared], help="another version, tried before it is trusted; --back: the last one again")
    update.add_argument("source", nargs="?", type=Path, metavar="ZIP-OR-FOLDER")
    update.add_argument("--with-content", action="store_true", help="what visitors see comes from the new version, too")
    update.add_argument("--back", action="store_true", help="the version that was here before")
    update.set_defaults(command=_update)
    release = commands.add_parser("release", parents=[shared], help="for those who make versions: packs this one and signs it")
    release.add_argument("archive", type=Path, metavar="ZIP")
    release.add_argument("--key", type=Path, required=True, metavar="FILE", help="the private key")
    release.add_argument("--new-key", action="store_true", help="makes the key where there is none, without asking")
    release.add_argument("--replace", action="store_true", help="over a version that is there already")
    release.set_defaults(command=_release)
    wheels = commands.add_parser("wheels", parents=[shared], help="all packages in a folder, for a machine without a network")
    wheels.add_argument("folder", type=Path, metavar="FOLDER")
    wheels.add_argument("--test", action="store_true", help="those of the tests, too")
    wheels.set_defaults(command=_wheels)
    install = commands.add_parser("install", parents=[shared], help="makes this machine (Debian, Ubuntu) a kiosk that starts and heals itself")
    install.add_argument("--accept-drafts", action="store_true", help="although no clinician has signed off the texts")
    uninstall = commands.add_parser("uninstall", parents=[shared], help="undoes what `install` did; the data stay")
    for each, run in ((install, _install), (uninstall, _uninstall)):
        each.add_argument("--dry-run", action="store_true", help="only show every file and command")
        each.add_argument("--session", default="cage", choices=SESSIONS, help="the kiosk alone on the screen (default), or over the running desktop")
        each.add_argument("--user", default="", metavar="NAME", help="whose account the kiosk has (default: kiosk; with a desktop: your own)")
        each.set_defaults(command=run)


def _supervise(options: argparse.Namespace) -> int:
    from kiosk.staff.supervising import Patience, supervise

    if not hasattr(os, "pidfd_open"):
        raise ExpectedError("`supervise` needs Linux. Start the kiosk with `python3 main.py run`.")
    window = ("--window", "{}x{}".format(*options.window)) if options.window else ()
    command = [sys.executable, str(PROJECT / "main.py"), "run", *window, *_folders(options)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = supervise(command, os.environ, Patience(), lambda event, _: print(event, file=sys.stderr, flush=True))
    return 0 if code == LEFT else code


def _backup(options: argparse.Namespace) -> int:
    from kiosk.staff.backup import Place, backup

    place = Place(options.content, options.data)
    print(backup(place, options.file, _now(), with_key=options.with_key, replace=options.replace))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from kiosk.staff.backup import Place
    from kiosk.staff.restoring import restore

    print(restore(Place(options.content, options.data), options.file, _now(), replace=options.replace))
    return 0


def _update(options: argparse.Namespace) -> int:
    from kiosk.staff.backup import Place
    from kiosk.staff.update import Machine, go_back, restarting, update

    if os.environ.get("KIOSK_VENV"):
        raise ExpectedError("KIOSK_VENV names packages that both versions would share. Unset it: each version keeps its own beside main.py.")
    if options.back is (options.source is not None):
        raise ExpectedError("Name the new version, a ZIP file or a folder; or add --back for the one before.")
    machine = Machine(PROJECT, Place(options.content.absolute(), options.data.absolute()), restarting())
    print(go_back(machine) if options.back else update(machine, options.source.absolute(), _now(), with_content=options.with_content))
    return 0


def _release(options: argparse.Namespace) -> int:
    from kiosk.staff.release import make

    places.for_a_file(options.archive, data=options.data, replace=options.replace)
    if not options.key.exists():
        places.for_a_file(options.key, data=options.data)
    print(make(PROJECT, options.archive, options.key, new_key=options.new_key, replace=options.replace))
    return 0


def _wheels(options: argparse.Namespace) -> int:
    from kiosk.staff.wheels import fetch

    places.for_files(options.folder, replace=True)
    print(fetch(options.folder, test=options.test))
    return 0


def kept(options: argparse.Namespace) -> Path:
    """The data folder; for an administrator who names none, that of the installed kiosk."""
    from kiosk.staff.installing import HOME

    installed = HOME / DATA
    given: Path = options.data
    return installed if given == data_folder() and os.geteuid() == 0 and installed.is_dir() else given


def _now() -> datetime:
    return datetime.now(tz=UTC).astimezone()


def _install(options: argparse.Namespace) -> int:
    from kiosk.staff.install import install

    install(_wanted(options), dry_run=options.dry_run)
    return 0


def _uninstall(options: argparse.Namespace) -> int:
    from kiosk.staff.install import uninstall

    uninstall(_wanted(options), dry_run=options.dry_run)
    return 0


def _wanted(options: argparse.Namespace) -> Wanted:
    from kiosk.staff.install import Wanted

    given = None if options.data == data_folder() else options.data.absolute()
    return Wanted(options.content, given, options.session, options.user, getattr(options, "accept_drafts", False))


WITH_ROOT = (_backup, _restore, _update, _install, _uninstall)
"""What an administrator does with rights of their own, and with those of whoever owns the data where it comes to them."""


def _folders(options: argparse.Namespace) -> tuple[str, ...]:
    return ("--content", str(options.content.absolute()), "--data", str(options.data.absolute()))
