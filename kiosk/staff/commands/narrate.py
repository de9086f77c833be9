"""`narrate`: what a slow voice says, made before anybody listens."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.files.foreign_folders import alone
from kiosk.files.regular import why
from kiosk.staff.command_line import Adder
from kiosk.staff.errors import ExpectedError
from kiosk.staff.machine_settings import settings_of
from kiosk.staff.shown_content import content_folder, library_of
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    does = "Makes what a slow voice says before anybody listens, and lists what a person should record first."
    narrate = add("narrate", does, example="narrate --language es", parents=[shared])
    narrate.add_argument("--language", default="", metavar="CODE", help="only this language, such as en")
    narrate.add_argument("--again", action="store_true", help="also what was made before")
    narrate.set_defaults(command=_narrate)


def _narrate(options: argparse.Namespace) -> int:
    content_folder(options)
    needs_qt(screen=False)
    if find_spec("miniaudio") is None:
        raise ExpectedError("There is no voice on this machine: `python3 main.py doctor` says why.")
    from kiosk.content.store.publications import shown_folder
    from kiosk.devices.voice import NARRATION
    from kiosk.staff.content.narrate import make, tell_what_to_record

    if not options.data.is_dir():
        missing = f"There is no folder {options.data}: the kiosk makes it when it first runs."
        raise ExpectedError(f"{missing} If you mean another one, name it with --data.")
    settings = settings_of(options.data)
    with TemporaryDirectory() as aside:  # what the kiosk showed last stays what it was
        library = library_of(argparse.Namespace(content=shown_folder(options.content, options.data), data=Path(aside)))
        try:
            with alone(options.data / NARRATION):
                print(make(library, settings, options.data, options.language, again=options.again))
        except OSError as error:
            raise ExpectedError(f"What the voice says cannot be kept in {options.data}: {why(error)}.") from error
        print(*tell_what_to_record(library, options.language), sep="\n")
    return 0
