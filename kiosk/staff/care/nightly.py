"""`backup --nightly`: one backup a day in the folder that the settings name, and no more than fourteen of this machine there: the last ones.

Which is older goes by when they were written, which the notes tell by their order; the day in a name is whatever the clock said then. While the clock
is not trusted (`ages`), half of them are the first that were written: a clock that somebody sets to and fro pushes none of those out.

Others may write into that folder, such as another kiosk or whoever has the share. So a backup counts only if it is what this machine has noted when
it wrote it, and only those are deleted. Where the notes are gone, the backups of before stay: nobody could tell them from forged ones.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, json

from kiosk.files.private import KEYS, erase, write_own
from kiosk.files.regular import NotReadError, open_regular, read_regular, reason
from kiosk.files.temporary import is_left
from kiosk.signup.drawer import expiry
from kiosk.signup.drawer.leftovers import clear_ours
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.ages import day_of
from kiosk.signup.keys import moved_away, try_out_key
from kiosk.staff.care.backup import KioskFolders, TakenError, backup, sha256_of
from kiosk.staff.drawers import drawer_in
from kiosk.staff.errors import ExpectedError
from kiosk.staff.machine_settings import settings_with
from kiosk.staff.rights import as_owner

KEPT = 14
"""Backups in the folder; what staff have deleted is in the oldest for so many days."""
FAILED = "backup-failed"
"""Lies in the data folder, empty, when the last one could not be written: a text there could be anybody's who has taken the account over."""
NOTES = "nightly.json"
"""In the data folder: the backups that this machine wrote and has not deleted since, as `Note`s, in the order in which they were written."""
_MOST_GONE, _MOST_NOTED = 200, 100_000
"""Notes of files that are not there: they come back with their disk."""
_NAME = re.compile(r"kiosk-(\d{4}-\d\d-\d\d)(?:-(?:[2-9]|[0-9a-f]{8}))?\.zip", re.ASCII)
_HALF = re.compile(rf"\.{_NAME.pattern}(?:\.[0-9a-f]{{8}})?\.\d+", re.ASCII)
_NO_FOLDER = "No folder is named for it. Write a line such as `backup_folder: /srv/kiosk` into settings.yaml in the data folder."
_HERE_SECONDS, _LONGEST_SECONDS = 3600, 86_400
"""How old the unfinished backup of a process that is not here may be (in a shared folder it may be another machine's), and any at all."""


class Note(Struct, frozen=True):
    """The name of a backup that was written, how many bytes it has, and their SHA-256."""

    name: Annotated[str, Meta(pattern=rf"^{_NAME.pattern}$")]
    size: int
    sha256: str

    @property
    def day(self) -> date:
        """The day in its name, as the clock had it."""
        return day_of(self.name[6:16]) or date.min


def nightly(place: KioskFolders, now: datetime) -> str:
    """Writes the backup of today, if there is none yet, with the rights of whoever owns the data. Raises ExpectedError, and OSError."""
    return as_owner(place.data, lambda _: _as_owner(place, now))


def _as_owner(place: KioskFolders, now: datetime) -> str:
    try:
        told = _written(place, now)
    except (ExpectedError, OSError) as error:
        with suppress(OSError):
            write_own(place.data / FAILED, b"")
        if isinstance(error, ExpectedError):
            raise
        raise ExpectedError(f"The nightly backup cannot be written: {reason(error)}.") from error
    with suppress(OSError):
        erase(place.data / FAILED)
    return told


def _written(place: KioskFolders, now: datetime) -> str:
    own = settings_with(place.data, ("backup_folder",), _NO_FOLDER)
    folder = Path(own.backup_folder)
    if not folder.is_dir():
        away = "If it is on another disk or on the network, is that connected?"
        raise ExpectedError(f"There is no folder {folder}, so the nightly backup cannot be written. {away}")
    clear_ours(folder, lambda name, changed: _is_left(name, now.timestamp() - changed))
    notes = noted(place.data)
    if notes and notes[-1].day == now.date() and is_whole(folder, notes[-1]):
        told = f"Today's backup is already in {folder / notes[-1].name}."
    else:
        note, told = _made(place, folder, now, with_key=own.backup_with_key == "yes" and _can_take_key(place.data / KEYS))
        notes = [*(each for each in notes if each.name != note.name), note]
        _keep(place.data, notes)
    there = [each for each in notes if os.path.lexists(folder / each.name)]
    surplus = _surplus(there, trusted=_is_clock_trusted(place.data, now))
    for old in surplus:
        erase(folder / old.name)
    gone = [each for each in notes if each not in there]
    forgotten = [*surplus, *gone[:-_MOST_GONE]]
    if forgotten:
        _keep(place.data, [each for each in notes if each not in forgotten])
    return told


def _surplus(there: list[Note], *, trusted: bool) -> list[Note]:
    """What is too much of these, in the order in which they were written: the first; those in the middle while the clock is not trusted."""
    oldest = 0 if trusted else KEPT // 2
    return there[oldest : max(oldest, len(there) - (KEPT - oldest))]


def _keep(data: Path, notes: list[Note]) -> None:
    write_own(data / NOTES, json.encode(notes))


def _is_clock_trusted(data: Path, now: datetime) -> bool:
    """Whether the clock has gone on steadily, as far as the drawer can tell."""
    with closing(drawer_in(data)) as drawer, suppress(KeepError):
        return expiry.lived(drawer, now.date()).trusted
    return True


def _is_left(name: str, age: float) -> bool:
    """Whether one that was killed left it: whoever wrote it is gone, by its number, or for so long that another one may have that number."""
    return _HALF.fullmatch(name) is not None and (age > _LONGEST_SECONDS or (age > _HERE_SECONDS and is_left(name)))


def _can_take_key(folder: Path) -> bool:
    """Whether there is a key here, and each has a passphrase: what `doctor` says of the others is no reason to have no backup."""
    return not moved_away.is_away(folder) and not try_out_key.bare_files(folder)


def _made(place: KioskFolders, folder: Path, now: datetime, *, with_key: bool) -> tuple[Note, str]:
    """Writes the backup of today, and tells what it is, and what is told of it.

    If something has its first name, or gets it meanwhile, it is under one that nobody could foresee. Raises ExpectedError.
    """

    def under(name: str) -> tuple[Note, str]:
        made = backup(place, folder / name, now, with_key=with_key)
        return Note(name, made.size, made.sha256), made.told

    try:
        return under(f"kiosk-{now.date()}.zip")
    except TakenError:
        return under(f"kiosk-{now.date()}-{secrets.token_hex(4)}.zip")


def noted(data: Path) -> list[Note]:
    """The backups that this machine wrote, in the order in which it did; none on one that has no notes yet."""
    with suppress(NotReadError, ValueError, RecursionError):
        return json.decode(read_regular(data / NOTES, _MOST_NOTED, own=True), type=list[Note])
    return []


def is_whole(folder: Path, note: Note) -> bool:
    """Whether the backup lies there itself, and not behind a link, as it was written."""
    with suppress(OSError), open_regular(folder / note.name, own=True) as raw:
        return os.fstat(raw.fileno()).st_size == note.size and sha256_of(raw) == note.sha256
    return False
