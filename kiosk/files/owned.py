"""Who could put something else in the place of a file: what root starts, or what an installed kiosk starts, must be nobody's but root's."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

ROOT = 0


def others_own(file: Path, allowed: Collection[int] = (ROOT,)) -> str:
    """The first place on the way to a file, links followed, that another account than these could change; empty where there is none.

    May raise OSError.
    """
    return next((str(place) for place in _way(file) if is_of_others(place, allowed) and not _is_common(place, allowed)), "")


def is_of_others(path: Path, allowed: Collection[int] = (ROOT,)) -> bool:
    """Whether another account than these could change this file, or what lies in this folder. May raise OSError."""
    seen = path.lstat()
    writable = seen.st_mode & stat.S_IWOTH or (seen.st_mode & stat.S_IWGRP and seen.st_gid not in allowed)
    return seen.st_uid not in allowed or bool(writable and not stat.S_ISLNK(seen.st_mode))


def _is_common(path: Path, allowed: Collection[int]) -> bool:
    """Whether it is a folder such as /tmp, in which each can change only what is theirs; whose own it is can change all."""
    seen = path.lstat()
    return stat.S_ISDIR(seen.st_mode) and bool(seen.st_mode & stat.S_ISVTX) and seen.st_uid in allowed


def _way(file: Path) -> Iterator[Path]:
    """Every place by which it is reached: as it is written, and where that leads to."""
    for path in dict.fromkeys((file.absolute(), Path(os.path.realpath(file, strict=True)))):
        yield from reversed(path.parents)
        yield path
