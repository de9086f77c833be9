"""What is kept of the last good content goes a day after nothing names it any more: somebody may be reading in an older state of it."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

LINGERS_SECONDS = 24 * 3600.0
"""No visit is as long, however often staff save meanwhile."""


def clear(folder: Path, needed: Collection[str], until_now: Collection[str], pattern: str = "*") -> None:
    """Deletes all files but the needed ones, and those that were needed `until_now` or within the last day.

    One name after the other: somebody may have made millions.
    """
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for each in entries:
            if each.name in needed or not fnmatchcase(each.name, pattern):
                continue
            with suppress(OSError):
                if each.name in until_now:
                    os.utime(each)
                elif abs(time.time() - each.stat().st_mtime) > LINGERS_SECONDS:
                    Path(each).unlink()
