"""Files that nobody but the kiosk's own user may read, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o700, 0o600
OWN = ("keys", "drawer")
"""The names of the folders that are the kiosk's alone."""


def private_folder(folder: Path) -> Path:
    """Makes the folder, and those it lies in, closed to others. May raise OSError.

    A folder that is there already stays as it is, for it may be anybody's. Only `keys` and `drawer` are closed even then, if they are ours.
    """
    _make(folder)
    found = folder.stat()
    if folder.name in OWN and found.st_uid == os.geteuid() and found.st_mode & 0o777 != FOLDER_MODE:
        folder.chmod(FOLDER_MODE)
    return folder


def _make(folder: Path) -> None:
    for each in reversed((folder, *folder.parents)):
        if not each.exists():
            each.mkdir(FOLDER_MODE, exist_ok=True)


def write_private(path: Path, data: bytes) -> None:
    """Puts the bytes in place whole or not at all, even if the power goes in the middle. May raise OSError."""
    with ready(path, data):
        pass


@contextmanager
def ready(path: Path, data: bytes) -> Iterator[None]:
    """The bytes lie on the disk beside their place, closed to others. They take it when the block ends well, and are gone if not.

    Folders that are not there are made closed; those that are there stay as they are. May raise OSError.
    """
    _make(path.parent)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
