"""`edit`: the desk where staff change what the kiosk says, by touching it."""

from __future__ import annotations

import argparse

from kiosk.project import icons
from kiosk.settings.settings import read_settings
from kiosk.staff.clock import today
from kiosk.staff.command_line import Adder
from kiosk.staff.shown_content import content_folder, tell_errors
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    edit = add("edit", "Changes what the kiosk says: touch a sentence on its screen, and type.", parents=[shared])
    edit.set_defaults(command=_edit, as_editor=True)


def _edit(options: argparse.Namespace) -> int:
    needs_qt(screen=True)
    from kiosk.staff.content.edit import edit

    settings, problems = read_settings(options.data)
    tell_errors(problems)
    return edit(content_folder(options), options.data, today, icons(), settings)
