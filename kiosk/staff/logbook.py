"""The log of the running kiosk, which never grows beyond two files however long it runs."""

from __future__ import annotations

import logging
from pathlib import Path

MOST_BYTES = 1_000_000


class Logbook(logging.FileHandler):
    """When the file is full, it takes the place of the last one."""

    # Python's own RotatingFileHandler would make every start 5 ms longer by what it imports.

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self._path, self._most_bytes = path, most_bytes

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream and self.stream.tell() > self._most_bytes:
            self.close()
            self._path.replace(self._path.with_name(f"{self._path.name}.1"))
