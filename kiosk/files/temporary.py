"""Names of temporary files, which tell whose process they belong to."""

from __future__ import annotations

import os
import re

TEMPORARY = re.compile(r"\.(?:restoring-|.+\.)(\d+)")
"""What a process names by its own number, and takes away at its end."""


def is_left(name: str) -> bool:
    """Whether it belongs to a process that is gone."""
    found = TEMPORARY.fullmatch(name)
    return found is not None and not _lives(int(found[1]))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
