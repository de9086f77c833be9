"""What a bug leaves behind for an engineer: a file in the data folder. It holds code, never what a visitor typed."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

from kiosk.files.private import FILE_MODE, private_folder
from kiosk.terminal import plainly

MOST = 10
"""A kiosk that dies at every start must not fill the disk."""


def write_crash(data: Path, error: BaseException, about: str = "") -> Path | None:
    """Writes down how the error came about, and tells where; None if it cannot be written. `about` tells apart what happens in one second."""
    path = data / f"crash-{datetime.now(tz=UTC):%Y%m%d-%H%M%S}{f'-{about}' if about else ''}.log"
    try:
        private_folder(data)
        path.unlink(missing_ok=True)  # of a link that somebody put there only the link goes
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE), "w", encoding="utf-8") as file:
            file.write(plainly("".join(traceback.format_exception(error))))
        for old in sorted(data.glob("crash-*.log"))[:-MOST]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path
