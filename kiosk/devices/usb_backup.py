"""A backup on a stick, asked for by staff at the screen. QML does not see it.

The kiosk writes it into its own folder, and a service of the machine carries it over (`stick_service`).
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from kiosk import processes
from kiosk.devices.stick_service import BACKUP, StickService
from kiosk.files.private import erase
from kiosk.project import PROJECT
from kiosk.screens.setup import MADE, READY, WANTED
from kiosk.signup.drawer.leftovers import clear_temporary

_log = logging.getLogger(__name__)


class Stick(QObject):
    """`folder` is the one that the service sees too, `backup` what Python is called with to write into `file`. `stands` tells how far it is.

    What a kiosk that was killed left of the backup is erased at once.
    """

    changed = Signal()

    def __init__(self, folder: Path, file: Path, backup: Sequence[str]) -> None:
        super().__init__()
        self._file, self._backup = file, [*backup, str(file)]
        self.stands = READY
        self._process: QProcess | None = None
        self._service = StickService(folder, self)
        self._service.said.connect(self._hear)
        self._numbers = count()
        with suppress(OSError):
            clear_temporary(file)
        _erase([file])

    def begin(self) -> None:
        """Writes the backup, and then asks for a stick: whoever plugs one in before gets nothing."""
        if self.stands in (MADE, WANTED):
            return
        self._stand(MADE)
        self._process = process = QProcess(self)
        process.setWorkingDirectory(str(PROJECT))
        process.setStandardOutputFile(QProcess.nullDevice())
        process.finished.connect(self._written)
        process.errorOccurred.connect(lambda _: self._written(1))
        program, *arguments = processes.bound([sys.executable, *self._backup])
        process.start(program, arguments)

    def _written(self, code: int) -> None:
        process, self._process = self._process, None
        if process is None or self.stands != MADE:
            return
        process.deleteLater()
        try:
            if code == 0:
                self._service.ask(BACKUP)
        except OSError as error:
            _log.error("no stick can be asked for: %s", error.strerror)
            code = 1
        if code:
            self._end()
        self._stand("failed" if code else WANTED)

    def look(self) -> None:
        """Whether there is an answer."""
        self._service.look()

    def _hear(self, answer: str) -> None:
        self._end()
        self._stand(answer)

    def leave(self) -> None:
        """Staff are gone, and with them the wish."""
        self._end()
        self.stands = READY

    def _end(self) -> None:
        self._service.end()
        if (process := self._process) is not None:
            self._process = None
            process.kill()
            process.waitForFinished(1000)
        going = [gone for path in self._written_files() if (gone := self._set_aside(path))]
        if going:  # a large one takes a slow disk some seconds, and the screen goes on meanwhile
            threading.Thread(target=_erase, args=(going,), name="erasing the backup for a stick").start()

    def _written_files(self) -> list[Path]:
        """The backup, and what one that was ended in the middle left; not what is being erased already."""
        begun = self._file.parent.glob(f".{self._file.name}.*")
        return [self._file, *(path for path in begun if path.suffix != f".{os.getpid()}")]

    def _set_aside(self, path: Path) -> Path | None:
        """It makes room for the next backup, under a name that `leftovers` knows if the kiosk is killed; None where nothing is."""
        aside = path.with_name(f".{self._file.name}.{next(self._numbers)}.{os.getpid()}")
        try:
            return path.rename(aside)
        except OSError:
            return None

    def _stand(self, how: str) -> None:
        self.stands = how
        self.changed.emit()


def _erase(paths: Iterable[Path]) -> None:
    """Requests are not to outlive their time in a forgotten backup, nor in what a disk keeps of it."""
    for path in paths:
        try:
            erase(path)
        except OSError as error:
            _log.error("the backup for a stick could not be erased: %s", error.strerror)
