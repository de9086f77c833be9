"""`listen`: what the voice says of every screen."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.files.foreign_folders import alone
from kiosk.files.regular import why
from kiosk.staff import output_places
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.machine_settings import settings_of
from kiosk.staff.shown_content import library_of
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    does = "Writes what the voice says of every screen, as sounds and on a page to read along."
    listen = add("listen", does, example="listen sounds --topic start --language en", parents=[shared])
    listen.add_argument("folder", type=path, metavar="FOLDER", help="the folder for the sounds and the page")
    listen.add_argument("--language", default="", metavar="CODE", help="only this language, such as en")
    named = "only this topic, by the name after `topic:` in its file, one slide of it as TOPIC/SLIDE, or `questions`"
    listen.add_argument("--topic", default="", metavar="TOPIC", help=named)
    listen.add_argument("--replace", action="store_true", help="even into a folder that already has files in it")
    listen.set_defaults(command=_listen, as_editor=True)


def _listen(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    if find_spec("miniaudio") is None:
        raise ExpectedError("There is no voice on this machine: `python3 main.py doctor` says why.")
    from kiosk.staff.content.listen import Wanted, write

    output_places.for_files(options.folder, replace=options.replace)
    settings = settings_of(options.data)
    try:
        with alone(options.folder), TemporaryDirectory() as aside:  # what the kiosk showed last stays what it was
            library = library_of(argparse.Namespace(content=options.content, data=Path(aside)))
            print(write(library, settings, Wanted(options.folder, options.language, options.topic)))
    except OSError as error:
        raise ExpectedError(f"The sounds cannot be written into {options.folder}: {why(error)}.") from error
    return 0
