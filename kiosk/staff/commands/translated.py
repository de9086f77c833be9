"""`translated`: a translator's sign-off."""

from __future__ import annotations

import argparse

from kiosk.staff.command_line import Adder
from kiosk.staff.shown_content import content_folder


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    translated = add("translated", "Notes that all translations fit the texts that they are next to now.", parents=[shared])
    translated.set_defaults(command=_translated, as_editor=True)


def _translated(options: argparse.Namespace) -> int:
    from kiosk.staff.content.review import translated

    return translated(content_folder(options))
