"""The log of the running kiosk, which never grows beyond two files however long it runs, and breaks nothing where it cannot be written."""

from __future__ import annotations

import logging
import sys
from io import TextIOWrapper
from pathlib import Path
from textwrap import indent
from types import TracebackType
from typing import cast

from kiosk.files.private import make_way, open_own
from kiosk.terminal import on_one_line, plainly

MOST_BYTES = 1_000_000
QT = "qt"
"""The logger of what Qt says."""
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.Formatter):
    """One line for what happened, and below it, indented, how an error came about: nothing in a name or in an error looks like a line of ours."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        return on_one_line(super().formatMessage(record))

    def formatException(self, ei: Raised) -> str:
        return indent(plainly(super().formatException(ei)), "    ", lambda _: True)


class Aloud(logging.Handler):
    """The same lines at the terminal that started the kiosk, but for what Qt says: that helps nobody there."""

    def __init__(self) -> None:
        super().__init__()
        self.addFilter(lambda record: record.name != QT)

    def emit(self, record: logging.LogRecord) -> None:
        print(*self.format(record).split("\n"), sep="\n", file=sys.stderr, flush=True)


class Logbook(logging.FileHandler):
    """When the file is full, it takes the place of the last one."""

    # Python's own RotatingFileHandler would make every start 5 ms longer by what it imports.

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self._path, self._most_bytes = path, most_bytes

    def _open(self) -> TextIOWrapper:
        return cast("TextIOWrapper", open_own(self._path))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
            self._turn()
        except OSError:
            self.handleError(record)

    def _turn(self) -> None:
        if self.stream and self.stream.tell() > self._most_bytes:
            last = self._path.with_name(f"{self._path.name}.1")
            try:
                if last.is_dir() and not last.is_symlink():
                    make_way(last)
                self._path.replace(last)
            except OSError:
                self.stream.truncate(0)  # what cannot be kept beside it goes
            self.close()

    def handleError(self, record: logging.LogRecord) -> None:
        """A disk that takes nothing must not end a visit on top of it; the terminal has the line too."""
        if not isinstance(sys.exception(), OSError):
            super().handleError(record)
