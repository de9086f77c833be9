"""`backup --nightly`: one backup a day in the folder that the settings name, and no more than the last fourteen there."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from kiosk.files.private import KEYS, erase, write_private
from kiosk.files.regular import names_in
from kiosk.settings.settings import read_settings
from kiosk.signup.journal.ages import day_of
from kiosk.signup.keys import keys
from kiosk.staff.care.backup import KioskFolders, backup
from kiosk.staff.errors import ExpectedError
from kiosk.staff.rights import as_owner

KEPT = 14
"""Backups in the folder; what staff have deleted is in the oldest for so many days."""
FAILED = "backup-failed"
"""Lies in the data folder, empty, when the last one could not be written: a text there could be anybody's who has taken the account over."""
_NAME = re.compile(r"kiosk-(\d{4}-\d\d-\d\d)\.zip", re.ASCII)


def nightly(place: KioskFolders, now: datetime) -> str:
    """Writes the backup of today, if there is none yet, with the rights of whoever owns the data. Raises ExpectedError, and OSError."""
    return as_owner(place.data, lambda _: _as_owner(place, now))


def _as_owner(place: KioskFolders, now: datetime) -> str:
    try:
        told = _written(place, now)
    except ExpectedError:
        with suppress(OSError):
            write_private(place.data / FAILED, b"")
        raise
    with suppress(OSError):
        (place.data / FAILED).unlink(missing_ok=True)
    return told


def _written(place: KioskFolders, now: datetime) -> str:
    own = read_settings(place.data)[0]
    if not (named := own.backup_folder):
        raise ExpectedError("No folder is named for it. Write a line such as `backup_folder: /srv/kiosk` into settings.yaml in the data folder.")
    folder = Path(named)
    if not folder.is_dir():
        away = "If it is on another disk or on the network, is that connected?"
        raise ExpectedError(f"There is no folder {folder}, so the nightly backup cannot be written. {away}")
    file = folder / f"kiosk-{now:%Y-%m-%d}.zip"
    with_key = own.backup_with_key == "yes" and _can_take_key(place.data / KEYS)
    told = f"Today's backup is already in {file}." if file.exists() else backup(place, file, now, with_key=with_key)
    for old in [path for day, path in lying_in(folder) if day <= now.date()][:-KEPT]:
        erase(old)
    return told


def _can_take_key(folder: Path) -> bool:
    """Whether there is a key here, and each has a passphrase: what `doctor` says of the others is no reason to have no backup."""
    return not keys.is_away(folder) and not keys.bare_files(folder)


def lying_in(folder: Path) -> list[tuple[date, Path]]:
    """The nightly backups in a folder with their days, the oldest first. May raise OSError."""
    found = ((day_of(match[1]), folder / name) for name in names_in(folder) if (match := _NAME.fullmatch(name)))
    return sorted((day, path) for day, path in found if day)
