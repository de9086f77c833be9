"""Who has a passphrase was changed, or the list of keys, and the command was cut short: the journal says whether that counts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.journal.seen import CLOSED_FOR
from kiosk.signup.keys import changes, names
from kiosk.signup.keys.changes import Change


def finish_change(drawer: Drawer, folder: Path) -> None:
    """The new passphrase opens all keys that the old one opened, or none of them; who is taken out is out of all, or of none;
    and the list is what the journal says of it.

    While the journal cannot be read, nothing is done. May raise OSError.
    """
    if changes.is_changing(folder):
        with suppress(KeepError):
            said = [line for line in drawer.trail() if line.what in _TOLD] if drawer.there else None
            changes.finish_change(folder, lambda change: said is None or _is_told(change, said))


_TOLD = (EntryKind.SIGNS_FROM_HERE, EntryKind.SIGNS_NO_MORE, EntryKind.CHANGED_KEYS)


def _is_told(change: Change, said: Sequence[Line]) -> bool:
    if change.word:
        return any(line.digest == change.fingerprint for line in said)
    newest = list(reversed(said))  # by an older kiosk
    if change.listed:
        lists = (line.about.removeprefix(CLOSED_FOR).split(",") for line in newest if line.about.startswith(CLOSED_FOR))
        return {*next(lists, ())} == {*change.closed_for}
    if change.ends:
        signing = (line for line in newest if line.what != EntryKind.CHANGED_KEYS)
        return next((line.what == EntryKind.SIGNS_NO_MORE for line in signing if names.same(line.about, change.ends)), False)
    return any(line.digest == change.signs for line in said if line.what == EntryKind.SIGNS_FROM_HERE)
