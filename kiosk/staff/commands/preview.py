"""`preview`: the kiosk in a window beside the list of problems."""

from __future__ import annotations

import argparse

from kiosk.project import icons
from kiosk.staff.clock import today
from kiosk.staff.command_line import Adder
from kiosk.staff.machine_settings import settings_of
from kiosk.staff.shown_content import content_folder
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    preview = add("preview", "Shows the kiosk beside the list of problems; every save shows at once.", parents=[shared])
    preview.set_defaults(command=_preview, as_editor=True)


def _preview(options: argparse.Namespace) -> int:
    needs_qt(screen=True)
    from kiosk.staff.content.preview import preview

    settings = settings_of(options.data)
    return preview(content_folder(options), options.data, today, icons(), settings)
