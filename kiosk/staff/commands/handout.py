"""`handout`: all the content on paper."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.files.foreign_folders import alone
from kiosk.files.regular import why
from kiosk.staff import output_places
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.shown_content import library_of
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    handout = add("handout", "Writes all the content as a large-print PDF for each language.", example="handout papers", parents=[shared])
    handout.add_argument("folder", type=path, metavar="FOLDER", help="the folder for the PDF files")
    handout.add_argument("--topic", default="", metavar="TOPIC", help="only this topic, by the name after `topic:` in its file, or `questions`")
    handout.add_argument("--replace", action="store_true", help="even into a folder that already has files in it")
    handout.set_defaults(command=_handout, as_editor=True)


def _handout(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    from kiosk.staff.content.handout import write

    output_places.for_files(options.folder, replace=options.replace)
    try:
        with alone(options.folder), TemporaryDirectory() as aside:  # what the kiosk showed last stays what it was
            library = library_of(argparse.Namespace(content=options.content, data=Path(aside)))
            now = datetime.now()  # noqa: DTZ005  schedules are in the clinic's own time
            for path in write(library.at(now), options.folder, now.date(), options.topic):
                print(path)
    except OSError as error:
        raise ExpectedError(f"The handout cannot be written into {options.folder}: {why(error)}.") from error
    return 0
