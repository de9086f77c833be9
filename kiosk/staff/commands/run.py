"""`run`, also without a command: the kiosk, full screen."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.files.private import private_folder
from kiosk.files.regular import is_regular, why
from kiosk.processes import dump_nothing
from kiosk.staff.clock import now, today
from kiosk.staff.command_line import Adder, pixels
from kiosk.staff.errors import ExpectedError
from kiosk.staff.machine_settings import settings_of
from kiosk.staff.shown_content import tell_errors
from kiosk.staff.with_qt import needs_qt
from kiosk.unattended.boot import this_boot
from kiosk.unattended.log import Aloud, Lines, Logbook

if TYPE_CHECKING:
    from kiosk import running
    from kiosk.content.store.content_reader import ContentReader
    from kiosk.content.store.library import Library
    from kiosk.content.store.snapshot import Fingerprint
    from kiosk.problems import Problem
    from kiosk.settings.settings import Settings
    from kiosk.signup.desk import Desk
    from kiosk.signup.drawer.drawer import Drawer

INSTALLED = "KIOSK_INSTALLED"
"""In the environment of a kiosk that `install` made."""


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    run = add("run", "Shows the kiosk, full screen.", parents=[shared])
    run.add_argument("--window", type=pixels, metavar="WxH", help="in a window of this size instead, standing for the whole screen")
    run.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    if is_regular(options.data):
        nothing = "so nothing is kept and no form is offered. End the kiosk, and name a folder with --data, or leave it out."
        print(f"{options.data} is a file, and the kiosk keeps its data in a folder, {nothing}", file=sys.stderr)
    needs_qt(screen=True)
    from kiosk.app import NoScreenError, WindowSpec
    from kiosk.content.store.content_reader import ContentReader
    from kiosk.content.store.fallback import resting
    from kiosk.running import run
    from kiosk.unattended import incidents

    _keep_log(options.data)
    dump_nothing()
    settings = settings_of(options.data)

    def desk() -> Desk:
        return _desk(options.data, settings)

    def note(what: incidents.Incident) -> None:
        incidents.note(options.data, what, now())

    try:
        with incidents.marked(options.data, this_boot(), now) as mark:
            rests = mark.early and _set_aside(options.data) is not False  # whatever was kept, or lies in a publication, may have ended it
            reader = ContentReader(options.content, options.data, today)
            library, shown = (resting(), ()) if rests else reader.at_start()
            tell_errors(reader.errors)
            if not (library.heads or rests):
                because = "cannot be shown; the screen rests until it can. See `python3 main.py check`."
                print(f"The content in {options.content} {because}", file=sys.stderr)
            source = content_source(options, reader, shown, was_aside=rests)
            return run(library, settings, source, WindowSpec(pixels=options.window), desk, note=note, mark=mark)
    except NoScreenError as error:
        raise ExpectedError(str(error)) from error
    except incidents.OccupiedError as error:
        raise ExpectedError(
            f"Another kiosk runs with the data in {options.data} already: end that one first, or give this one a folder of its own with --data."
        ) from error


def _desk(data: Path, settings: Settings) -> Desk:
    """Where sign-ups go; at the very first start a key is made to try it out with. Without a key it takes none, until there is one."""
    from kiosk.files.private import DRAWER, KEYS, linked
    from kiosk.signup.desk import Desk
    from kiosk.signup.desk_notifier import address_of, caller, note
    from kiosk.signup.drawer.drawer import Drawer
    from kiosk.signup.drawer.try_out import sweep
    from kiosk.signup.keys import public_keys, try_out_key
    from kiosk.staff.requests.key_sentences import TRY_OUT, UNFINISHED

    drawer = Drawer(data / DRAWER, data / KEYS)
    told = caller(address_of(settings), os.environ.get("KIOSK_MAIL_PASSWORD", ""), time.monotonic, partial(note, data))
    desk = Desk(drawer, data / KEYS, today, settings.phone_region, told)
    try:
        if _is_first_start(data, drawer):
            try_out_key.make_try_out(data / KEYS, today())
        sweep(drawer, data / KEYS)
        if try_out_key.bare_files(data / KEYS):
            print(TRY_OUT if try_out_key.is_try_out(data / KEYS) else UNFINISHED, file=sys.stderr)
    except (public_keys.KeyFileError, OSError) as error:
        print(f"Visitors cannot ask for a consultation here: {error}", file=sys.stderr)
    else:
        desk.sweep()
        if not desk.takes:
            wrong = linked(data / DRAWER) or "There is no key."
            print(f"Visitors cannot ask for a consultation here. {wrong} `python3 main.py doctor` says what to do.", file=sys.stderr)
    return desk


def _is_first_start(data: Path, drawer: Drawer) -> bool:
    """Whether nothing was ever kept here: only then a key is made that has no passphrase. Keys that are gone are nothing to put another for."""
    from kiosk.files.private import KEYS

    return INSTALLED not in os.environ and not drawer.there and not any((data / KEYS).glob("*"))


def content_source(options: argparse.Namespace, reader: ContentReader, shown: Fingerprint, *, was_aside: bool) -> running.ContentSource:
    """Reads the content again while the kiosk runs; what is wrong with it goes to the log, for staff, never to the screen."""
    from kiosk import running
    from kiosk.content.store.current import last_kept, prints_of
    from kiosk.content.store.publications import shown_folder
    from kiosk.devices.voice import NARRATION

    folder = partial(shown_folder, options.content, options.data)

    def read() -> Library | None:
        library = reader.read()
        for problem in reader.errors:
            logging.getLogger("content").error("%s", problem)
        return library

    def problems() -> list[Problem]:
        from kiosk.staff.console import harmless

        return list(harmless(reader.errors))

    where = ("--content", str(options.content.absolute()), "--data", str(options.data.absolute()))
    doctor = ("-m", "kiosk.staff", "doctor", "--json", *where)
    backup = ("-m", "kiosk.staff", "backup", "--replace", *where)
    nightly = ("-m", "kiosk.staff", "backup", "--nightly", *where)
    state = (reader.first.files, reader.first.says, *(["aside"] if was_aside else ()))
    again = ("-m", "kiosk.staff.publications.reread", str(options.content.absolute()), str(options.data.absolute()), *state)
    take = ("-m", "kiosk.staff", "take", "--json", *where)
    refuse = partial(_refuse, options.data)
    prints, kept = (lambda: prints_of(folder(), options.data)), (lambda: last_kept(folder(), options.data))
    return running.ContentSource(
        folder, prints, read, problems, doctor, backup, nightly, again, kept, refuse, shown, take, options.data / NARRATION
    )


def _refuse(data: Path) -> bool:
    """What could not be proved shows no longer; the pages for staff say why. Whether it could be put out of the way."""
    from kiosk.unattended import incidents

    is_gone = _set_aside(data) is not None
    incidents.note(data, incidents.Incident.CHANGED, now())
    return is_gone


def _set_aside(data: Path) -> bool | None:
    """Whether there was a publication, which shows no longer; None where what is there cannot be put out of the way."""
    from kiosk.content.store.current import set_aside

    try:
        return set_aside(data)
    except OSError:
        logging.getLogger("content").exception("what could not be proved cannot be set aside")
        return None


def _keep_log(data: Path) -> None:
    """Warnings and errors go to `kiosk.log` in the data folder, and to the terminal; if Qt itself dies, its last calls go to the terminal."""
    faulthandler.enable()
    handlers: list[logging.Handler] = [Aloud()]
    try:
        private_folder(data)
        handlers.append(Logbook(data / "kiosk.log"))
    except OSError as error:
        print(f"The log cannot be kept in {data}: {why(error)}", file=sys.stderr)
    for each in handlers:
        each.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=handlers)
