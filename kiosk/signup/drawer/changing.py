"""Somebody was given another passphrase, or lost theirs, and the command was cut short: the journal says whether that counts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kiosk.signup.drawer.drawer import Drawer, KeepError
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.keys import keys, names
from kiosk.signup.keys.keys import Change


def finish_change(drawer: Drawer, folder: Path) -> None:
    """The new passphrase opens all keys that the old one opened, or none of them; who is taken out is out of all, or of none.

    While the journal cannot be read, nothing is done. May raise OSError.
    """
    if keys.is_changing(folder):
        with suppress(KeepError):
            said = [line for line in drawer.trail() if line.what in _ABOUT_SIGNING] if drawer.there else None
            keys.finish_change(folder, lambda change: said is None or _is_told(change, said))


_ABOUT_SIGNING = (EntryKind.SIGNS_FROM_HERE, EntryKind.SIGNS_NO_MORE)


def _is_told(change: Change, said: Sequence[Line]) -> bool:
    if change.ends:
        return next((line.what == EntryKind.SIGNS_NO_MORE for line in reversed(said) if names.same(line.about, change.ends)), False)
    return any(line.digest == change.signs for line in said if line.what == EntryKind.SIGNS_FROM_HERE)
