"""What is kept of the last good content goes a day after nothing names it any more: somebody may be reading in an older state of it."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

LINGERS_SECONDS = 24 * 3600.0
"""No visit is as long, however often staff save meanwhile."""


def clear(folder: Path, needed: Collection[str], until_now: Collection[str], pattern: str = "*") -> None:
    """Deletes all files but the needed ones, and those that were needed `until_now` or within the last day."""
    for path in folder.glob(pattern):
        if path.name in needed:
            continue
        with suppress(OSError):
            if path.name in until_now:
                os.utime(path)
            elif abs(time.time() - path.stat().st_mtime) > LINGERS_SECONDS:
                path.unlink()
