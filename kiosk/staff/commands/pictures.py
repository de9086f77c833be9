"""`pictures`: every screen as a PNG."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kiosk.files.foreign_folders import alone
from kiosk.files.regular import why
from kiosk.staff import output_places
from kiosk.staff.clock import today
from kiosk.staff.command_line import Adder, inches, one_of, path, pixels
from kiosk.staff.errors import ExpectedError
from kiosk.staff.machine_settings import settings_of
from kiosk.staff.shown_content import content_folder, library_of
from kiosk.staff.with_qt import needs_qt

if TYPE_CHECKING:

    from kiosk.settings.settings import Settings
    from kiosk.staff.content.all_screens import Wanted

_TEXTS = ("normal", "large", "larger", "largest")
_THEMES = ("paper", "night", "black", "white")


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    pictures = add("pictures", "Draws every screen into a folder, as PNG files.", example="pictures screens --language en", parents=[shared])
    pictures.add_argument("folder", type=path, metavar="FOLDER", help="the folder for the pictures")
    pictures.add_argument("--size", type=pixels, default=(1920, 1080), metavar="WxH", help="the size of the screen in pixels (default: 1920x1080)")
    pictures.add_argument("--inches", type=inches, default=0.0, metavar="N", help="the diagonal of the screen (default: 21.5)")
    pictures.add_argument("--language", default="", metavar="CODE", help="only this language, such as en")
    pictures.add_argument("--text", type=one_of(*_TEXTS), default="normal", metavar="SIZE", help=f"the size of the text: {', '.join(_TEXTS)}")
    pictures.add_argument("--theme", type=one_of(*_THEMES), default="paper", metavar="COLORS", help=f"the colors: {', '.join(_THEMES)}")
    pictures.add_argument("--changed", action="store_true", help="only what differs from what the kiosk showed last, before and after")
    named = "only this topic, by the name after `topic:` in its file, one slide of it as TOPIC/SLIDE, or `questions`"
    pictures.add_argument("--topic", default="", metavar="TOPIC", help=named)
    pictures.add_argument("--replace", action="store_true", help="even into a folder that already has files in it")
    pictures.set_defaults(command=_pictures, as_editor=True)


def _pictures(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    from kiosk.staff.content.all_screens import Wanted

    output_places.for_files(options.folder, replace=options.replace)
    settings = settings_of(options.data)
    wanted = Wanted(options.folder, options.size, options.inches, options.language, options.text, options.theme, options.topic)
    try:
        with alone(options.folder):
            told = _drawn(options, settings, wanted)
    except OSError as error:
        raise ExpectedError(f"The pictures cannot be written into {options.folder}: {why(error)}.") from error
    print(told)
    return 0


def _drawn(options: argparse.Namespace, settings: Settings, wanted: Wanted) -> str:
    from kiosk.staff.content import pictures

    if options.changed:
        return pictures.changed(content_folder(options), options.data, today(), settings, wanted)
    return pictures.every(library_of(options), settings, wanted)
