"""The self-test of this machine, in a process of its own (`doctor --json`): the screen does not wait for it, whatever it meets."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.devices.child_process import ChildProcess
from kiosk.health import from_json

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
