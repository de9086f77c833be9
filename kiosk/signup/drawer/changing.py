"""Somebody was given another passphrase, and the command was cut short: the journal says whether that counts."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kiosk.signup.drawer.drawer import Drawer, KeepError
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.keys import keys


def finish_change(drawer: Drawer, folder: Path) -> None:
    """The new passphrase opens all keys that the old one opened, or none of them. While the journal cannot be read, nothing is done.

    May raise OSError.
    """
    if keys.is_changing(folder):
        with suppress(KeepError):
            told = {line.digest for line in drawer.trail() if line.what == EntryKind.SIGNS_FROM_HERE} if drawer.there else None
            keys.finish_change(folder, lambda public: told is None or public in told)
