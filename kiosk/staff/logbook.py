"""The log of the running kiosk, which never grows beyond two files however long it runs, and breaks nothing where it cannot be written."""

from __future__ import annotations

import logging
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from kiosk.files import open_ours
from kiosk.staff.terminal import plainly

MOST_BYTES = 1_000_000


class Logbook(logging.FileHandler):
    """When the file is full, it takes the place of the last one."""

    # Python's own RotatingFileHandler would make every start 5 ms longer by what it imports.

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self._path, self._most_bytes = path, most_bytes

    def _open(self) -> TextIOWrapper:
        return cast("TextIOWrapper", open_ours(self._path))

    def format(self, record: logging.LogRecord) -> str:
        return plainly(super().format(record))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
            self._turn()
        except OSError:
            self.handleError(record)

    def _turn(self) -> None:
        if self.stream and self.stream.tell() > self._most_bytes:
            self.close()
            self._path.replace(self._path.with_name(f"{self._path.name}.1"))

    def handleError(self, record: logging.LogRecord) -> None:
        """A disk that takes nothing must not end a visit on top of it; the terminal has the line too."""
        if not isinstance(sys.exception(), OSError):
            super().handleError(record)
