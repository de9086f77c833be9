"""The self-test of this machine, in a process of its own (`doctor --json`): the screen does not wait for it, whatever it meets."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.devices.child_process import ChildProcess
from kiosk.files.private import write_own
from kiosk.health import KEPT, Diagnosis, as_json, from_json

HOUR_MS, FIRST_MS = 3_600_000, 60_000
"""Between two self-tests that nobody asked for, and from the start to the first one."""

_log = logging.getLogger(__name__)


class SelfTest(QObject):
    """`told` brings a tuple of diagnoses some seconds after `begin`; an empty one where the test itself did not work."""

    told = Signal(object)

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__()
        self._child = ChildProcess(arguments, self)
        self._child.said.connect(self._hear)

    @Slot()
    def begin(self) -> None:
        """Starts one, unless it runs already."""
        self._child.begin()

    def close(self) -> None:
        """Nobody wants the answer any more."""
        self._child.close()

    def _hear(self, said: bytes) -> None:
        try:
            diagnoses = from_json(said)
        except ValueError:
            _log.error("the self-test of this machine gave no answer")
            diagnoses = ()
        self.told.emit(diagnoses)


class HourlySelfTest(QObject):
    """Each hour in which nobody is there (`idle`) one is made, and what it says is kept in the data folder, for the office (`kiosk.office`)."""

    def __init__(self, test: SelfTest, idle: Callable[[], bool], data: Path) -> None:
        super().__init__()
        self._test, self._idle, self._data = test, idle, data
        test.told.connect(self._keep)
        self._timer = QTimer(self)
        self._timer.setInterval(HOUR_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(FIRST_MS, self, self.look)

    @Slot()
    def look(self) -> None:
        """Begins one, if nobody is there."""
        if self._idle():
            self._test.begin()

    def close(self) -> None:
        """The kiosk ends."""
        self._timer.stop()

    @Slot(object)
    def _keep(self, found: tuple[Diagnosis, ...]) -> None:
        with suppress(OSError):
            if found:
                write_own(self._data / KEPT, as_json(found).encode())
