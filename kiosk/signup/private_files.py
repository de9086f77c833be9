"""Files that nobody but the kiosk's own user may read, written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o700, 0o600
KEYS, DRAWER = "keys", "drawer"
"""The folders in the data folder that are the kiosk's alone."""
_PIECE = 1 << 20


def private_folder(folder: Path) -> Path:
    """Makes the folder, with its parents, and closes it to others. May raise OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    folder.chmod(FOLDER_MODE)
    return folder


def write_private(path: Path, data: bytes) -> None:
    """Puts the bytes in place whole or not at all, even if the power goes in the middle. May raise OSError."""
    private_folder(path.parent)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    settle(path.parent)


def settle(folder: Path) -> None:
    """The names in this folder are on the disk. May raise OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def erase(path: Path) -> None:
    """Writes zeros over a file and deletes it; of a link only the link goes. May raise OSError.

    A file system that writes in place then holds nothing of it. Flash disks and file systems that copy on write keep what was there until
    they need the room: there only an encrypted disk helps.
    """
    with suppress(FileNotFoundError):
        if path.is_file() and not path.is_symlink():
            with path.open("r+b") as file:
                _zero(file.fileno(), os.fstat(file.fileno()).st_size)
        path.unlink()
        settle(path.parent)


def _zero(handle: int, size: int) -> None:
    for at in range(0, size, _PIECE):
        os.pwrite(handle, bytes(min(_PIECE, size - at)), at)
    os.fsync(handle)


def zero(path: Path) -> None:
    """Writes zeros over a file and leaves it as long as it is. May raise OSError."""
    with path.open("r+b") as file:
        _zero(file.fileno(), os.fstat(file.fileno()).st_size)
