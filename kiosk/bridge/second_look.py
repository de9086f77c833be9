"""Soon after the start all content is read once more, in a process of its own: what was kept of it may have been put there by somebody else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from kiosk import children

PROJECT = Path(__file__).resolve().parent.parent.parent
SECOND_LOOK_MS = 3000
"""After the first picture, when what else a start brings is done."""


class SecondLook(QObject):
    """`other` comes some seconds after `begin` if something else was kept than the content says, and is now kept as it says."""

    other = Signal()

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__()
        self._arguments = list(arguments)
        self._process: QProcess | None = None

    @Slot()
    def begin(self) -> None:
        self._process = process = QProcess(self)
        process.setWorkingDirectory(str(PROJECT))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        program, *arguments = children.bound([sys.executable, *self._arguments])
        process.start(program, arguments)

    def close(self) -> None:
        """Nobody wants the answer any more."""
        if (process := self._process) is not None:
            self._process = None
            process.kill()
            process.waitForFinished(1000)

    def _ended(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = process.readAllStandardOutput().data()
        process.deleteLater()
        if said == b"other\n":
            self.other.emit()
