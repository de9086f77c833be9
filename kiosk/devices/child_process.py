"""A process of its own that tells something when it has ended, as the kiosk asks itself by a command: the screen does not wait for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, Signal

from kiosk import processes
from kiosk.project import PROJECT


class ChildProcess(QObject):
    """`said` brings the bytes that it wrote, when it has ended or could not begin. `arguments` are what Python is called with."""

    said = Signal(object)

    def __init__(self, arguments: Sequence[str], owner: QObject) -> None:
        super().__init__(owner)
        self._arguments = list(arguments)
        self._process: QProcess | None = None

    def begin(self) -> None:
        """Starts it, unless it runs already: its answer comes to whoever asked meanwhile."""
        if self._process is not None:
            return
        self._process = process = QProcess(self)
        process.setWorkingDirectory(str(PROJECT))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._ended)
        program, *arguments = processes.bound([sys.executable, *self._arguments])
        process.start(program, arguments)

    def end(self) -> None:
        """Kills it; `said` brings what it wrote until then."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Nobody wants the answer any more."""
        if (process := self._process) is not None:
            self._process = None
            process.kill()
            process.waitForFinished(1000)

    def _ended(self) -> None:
        process, self._process = self._process, None
        if process is not None:  # a process that crashes tells it twice
            told = process.readAllStandardOutput().data()
            process.deleteLater()
            self.said.emit(told)
