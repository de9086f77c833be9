"""What a bug leaves behind for an engineer: a file in the data folder. It holds code, never what a visitor typed."""

from __future__ import annotations

import os
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kiosk.files.private import FILE_MODE, erase, private_folder, put_aside
from kiosk.terminal import plainly

MOST = 10
"""A kiosk that dies at every start must not fill the disk."""
_SECONDS = 1.0


def write_crash(data: Path, error: BaseException, about: str = "") -> Path | None:
    """Writes down how the error came about, and tells where; None if it cannot be written. `about` tells apart what happens in one second."""
    path = data / f"crash-{datetime.now(tz=UTC):%Y%m%d-%H%M%S}{f'-{about}' if about else ''}.log"
    try:
        private_folder(data)
        if os.path.lexists(path):
            put_aside(path)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE), "w", encoding="utf-8") as file:
            file.write(plainly("".join(traceback.format_exception(error))))
    except OSError:
        return None
    _clear(data, path)
    return path


def _clear(data: Path, fresh: Path) -> None:
    """The oldest go but the fresh one, whatever has their names, each by itself."""
    until = time.monotonic() + _SECONDS
    for old in sorted({*data.glob("crash-*.log")} - {fresh})[: 1 - MOST]:
        if time.monotonic() > until:
            return
        with suppress(OSError):
            erase(old, over=False, until=until)
