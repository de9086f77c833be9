"""Soon after the start all content is read once more, in a process of its own: what was kept of it may have been put there by somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.devices.child_process import ChildProcess

SECOND_LOOK_MS = 3000
"""After the first picture, when what else a start brings is done."""


class SecondLook(QObject):
    """`other` comes some seconds after `begin` if something else was kept than the content says, and is now kept as it says."""

    other = Signal()

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__()
        self._child = ChildProcess(arguments, self)
        self._child.said.connect(self._hear)

    @Slot()
    def begin(self) -> None:
        self._child.begin()

    def close(self) -> None:
        """Nobody wants the answer any more."""
        self._child.close()

    def _hear(self, said: bytes) -> None:
        if said == b"other\n":
            self.other.emit()
