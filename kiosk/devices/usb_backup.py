"""A backup on a stick, asked for by staff at the screen. QML does not see it.

The kiosk may read no stick: it writes the backup into its own folder and asks, by a file, a service of the machine to carry it over.
`install` writes that service; it loads the drivers for as long as that takes.
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

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from kiosk import processes
from kiosk.files.regular import read_regular
from kiosk.project import PROJECT
from kiosk.screens.setup import MADE, READY, WANTED
from kiosk.signup.drawer.leftovers import clear_temporary, erase

FOLDER = "KIOSK_STICK"
"""Names that folder in the environment, where there is such a service."""
ASKS, SAYS = "stick", "stick-said"
"""Files in the folder that both see: the wish, and what came of it in one word."""
ANSWERS = ("saved", "none", "early", "failed")
PATIENCE_SECONDS = 310
"""A little longer than the service has: a minute until there is a stick, and the time of a slow one."""
_log = logging.getLogger(__name__)


class Stick(QObject):
    """`folder` is the one that both see, `backup` what Python is called with to write the backup into `file`. `stands` tells how far it is.

    What a kiosk that was killed left of the backup is erased at once.
    """

    changed = Signal()

    def __init__(self, folder: Path, file: Path, backup: Sequence[str]) -> None:
        super().__init__()
        self._folder, self._file, self._backup = folder, file, [*backup, str(file)]
        self.stands = READY
        self._left = 0
        self._process: QProcess | None = None
        self._looking = QTimer(self)
        self._looking.setInterval(1000)
        self._looking.timeout.connect(self.look)
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
            (self._folder / SAYS).unlink(missing_ok=True)
            if code == 0:
                (self._folder / ASKS).touch()
        except OSError as error:
            _log.error("no stick can be asked for: %s", error.strerror)
            code = 1
        if code:
            self._end()
            self._stand("failed")
            return
        self._left = PATIENCE_SECONDS
        self._looking.start()
        self._stand(WANTED)

    def look(self) -> None:
        """Whether there is an answer; nobody waits for one longer than the service itself does."""
        self._left -= 1
        try:
            answer = read_regular(self._folder / SAYS, 1000).decode().strip()
        except (OSError, ValueError):
            answer = ""
        if answer in ANSWERS or self._left <= 0:
            self._end()
            self._stand(answer if answer in ANSWERS else "failed")

    def leave(self) -> None:
        """Staff are gone, and with them the wish."""
        self._end()
        self.stands = READY

    def _end(self) -> None:
        self._looking.stop()
        if (process := self._process) is not None:
            self._process = None
            process.kill()
            process.waitForFinished(1000)
        with suppress(OSError):
            (self._folder / ASKS).unlink(missing_ok=True)
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
            erase(path.parent, path.name)
        except OSError as error:
            _log.error("the backup for a stick could not be erased: %s", error.strerror)
