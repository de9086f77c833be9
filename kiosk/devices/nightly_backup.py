"""Once a day, while nobody is there, a backup into the folder that the settings name, in a process of its own. QML does not see it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.devices.child_process import ChildProcess

LOOK_MS = 600_000
"""Between two looks whether nobody is there: a visit is hardly ever longer."""
_log = logging.getLogger(__name__)


class Nightly(QObject):
    """`arguments` are what Python is called with to write it; `idle` tells whether nobody is there, `today` the day of this place.

    One that fails is tried again the next day: why it failed is told by the self-test of this machine.
    """

    def __init__(self, arguments: Sequence[str], idle: Callable[[], bool], today: Callable[[], date]) -> None:
        super().__init__()
        self._idle, self._today = idle, today
        self._tried: date | None = None
        self._child = ChildProcess(arguments, self)
        self._child.said.connect(self._hear)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Begins one, if nobody is there and none was begun today."""
        if self._idle() and self._tried != self._today():
            self._tried = self._today()
            self._child.begin()

    def close(self) -> None:
        """The kiosk ends."""
        self._timer.stop()
        self._child.close()

    def _hear(self, said: bytes) -> None:
        if not said:
            _log.error("the nightly backup could not be written; the self-test of this machine says why")
