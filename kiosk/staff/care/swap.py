"""Folders that change places, or their owner."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.files.rename import EXCHANGE, renamed


def exchange(one: Path, other: Path) -> bool:
    """Two folders change places in one step; False where the file system has no such step. May raise OSError."""
    return renamed(one, other, EXCHANGE)


def give(path: Path, owner: os.stat_result) -> None:
    """Gives a file, or a folder with all that is in it, to another account, where root does it in a place of its own.

    From the inside out and by descriptors: what the account has already got, it cannot use to lead the rest elsewhere. May raise OSError.
    """
    if os.geteuid() != 0:
        return
    for _, folders, files, inside in os.fwalk(path, topdown=False, follow_symlinks=False):
        for each in (*folders, *files):
            os.chown(each, owner.st_uid, owner.st_gid, dir_fd=inside, follow_symlinks=False)
    os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
