"""Soon after the start all content is read once more, in a process of its own: what was kept of it may have been put there by somebody else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.content.store.current import Look
from kiosk.devices.child_process import ChildProcess

_log = logging.getLogger(__name__)
SECOND_LOOK_MS = 3000
"""After the first picture, when what else a start brings is done."""
MOST_MS = 300_000
"""A look takes some ten seconds, and waits two minutes for a publication that is being taken; one that has not ended after so long is at something
that was made to last."""
_MOST_TRIED = 2


class SecondLook(QObject):
    """`told` comes some seconds after `begin`: how what showed until then stands to the content (`current.Look`), which is kept as it is by then.

    A look that says nothing is tried once more, unless it did not end; then what it could not prove is set aside by `refuse`, and that is `other`;
    where `refuse` says that this cannot be done, it is `stuck`.
    """

    told = Signal(str)

    def __init__(self, arguments: Sequence[str], refuse: Callable[[], bool], most_ms: int = MOST_MS) -> None:
        super().__init__()
        self._refuse, self._tried = refuse, 0
        self._child = ChildProcess(arguments, self)
        self._child.said.connect(self._hear)
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.setInterval(most_ms)
        self._deadline.timeout.connect(self._end)

    @Slot()
    def begin(self) -> None:
        self._tried += 1
        self._deadline.start()
        self._child.begin()

    def close(self) -> None:
        """Nobody wants the answer any more."""
        self._deadline.stop()
        self._child.close()

    def _end(self) -> None:
        self._tried = _MOST_TRIED
        self._child.end()

    def _hear(self, said: bytes) -> None:
        self._deadline.stop()
        try:
            look = Look(said.decode().removesuffix("\n"))
        except ValueError:
            _log.error("the proof of what shows came to no end")
            if self._tried < _MOST_TRIED:
                QTimer.singleShot(SECOND_LOOK_MS, self, self.begin)
                return
            look = Look.OTHER if self._refuse() else Look.STUCK
        self.told.emit(look)
