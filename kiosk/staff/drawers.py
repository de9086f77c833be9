"""The drawer that a command works on, and the keys that belong to it."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from kiosk.files.private import DRAWER, KEYS
from kiosk.files.regular import is_regular
from kiosk.signup.drawer import changing
from kiosk.signup.drawer.database import NAME as DRAWER_FILE
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import changes, public_keys
from kiosk.staff.errors import ExpectedError


def drawer_in(data: Path, drawer: Path | None = None) -> Drawer:
    """The drawer of this machine, or a copied one, to be used where it is there. Raises ExpectedError for a link."""
    if drawer and (drawer / DRAWER_FILE).is_symlink():
        lies = Path(os.path.realpath(drawer / DRAWER_FILE)).parent
        link = f"{drawer / DRAWER_FILE} is a link to another place, and SQLite must not open one"
        raise ExpectedError(f"{link}. Name the folder that it leads to: {lies}.")
    return Drawer(drawer or data / DRAWER, keys_of(data, drawer), begins=False)


def keys_of(data: Path, drawer: Path | None) -> Path:
    """The keys of this machine; for a copied drawer those that were copied with it, if they were."""
    copied = drawer.parent / KEYS if drawer else data / KEYS
    return copied if is_regular(copied / public_keys.RECIPIENTS) else data / KEYS


def finish_change(data: Path) -> None:
    """A change of passphrases that was cut short comes to its end. May raise OSError."""
    if changes.is_changing(data / KEYS):
        with closing(drawer_in(data)) as drawer:
            changing.finish_change(drawer, data / KEYS)
