"""`edit`: the desk where staff change what the kiosk says, by touching it."""

from __future__ import annotations

import argparse

from kiosk.project import icons
from kiosk.staff.clock import now, today
from kiosk.staff.command_line import Adder
from kiosk.staff.machine_settings import settings_of
from kiosk.staff.shown_content import content_folder
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    edit = add("edit", "Changes what the kiosk says: touch a sentence on its screen, and type.", parents=[shared])
    edit.set_defaults(command=_edit, as_editor=True)


def _edit(options: argparse.Namespace) -> int:
    needs_qt(screen=True)
    from kiosk.content.store.shown_here import is_shown
    from kiosk.staff.content.aside import Run, Tell
    from kiosk.staff.content.desk_visitors import Here
    from kiosk.staff.content.edit import edit
    from kiosk.staff.installed_kiosk import installed, is_content_of
    from kiosk.staff.publications.at_a_desk import Publishing
    from kiosk.staff.publications.signers import Signers
    from kiosk.staff.publications.sticks import mounted

    settings = settings_of(options.data)
    content = content_folder(options)
    is_this_machines = is_content_of(installed(), content)

    def here() -> Here:
        return Here.SHOWS if is_shown(content) else Here.RESTS if is_this_machines else Here.NONE

    def publishing(run: Run, tell: Tell) -> Publishing:
        return Publishing(content, options.data, now, run, tell)

    return edit(
        content, options.data, today, icons(), settings,
        publishing=publishing, signers=Signers(options.data), sticks=mounted, here=here, now=now,
    )  # fmt: skip
