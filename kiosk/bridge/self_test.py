"""The self-test of this machine, in a process of its own (`doctor --json`): the screen does not wait for it, whatever it meets."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from kiosk import children
from kiosk.health import from_json

_log = logging.getLogger(__name__)
PROJECT = Path(__file__).resolve().parent.parent.parent


class SelfTest(QObject):
    """`told` brings a tuple of diagnoses some seconds after `begin`; an empty one where the test itself did not work."""

    told = Signal(object)

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__()
        self._arguments = list(arguments)
        self._process: QProcess | None = None

    @Slot()
    def begin(self) -> None:
        """Starts one, unless it runs already: its answer comes to whoever asked meanwhile."""
        if self._process is not None:
            return
        self._process = process = QProcess(self)
        process.setWorkingDirectory(str(PROJECT))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._ended)
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
        if process is None:  # a process that crashes tells it twice
            return
        try:
            diagnoses = from_json(bytes(process.readAllStandardOutput().data()))
        except ValueError:
            _log.error("the self-test of this machine gave no answer")
            diagnoses = ()
        process.deleteLater()
        self.told.emit(diagnoses)
