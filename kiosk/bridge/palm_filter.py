"""A palm, a sleeve, a gesture of three fingers: none of them is a touch."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QTouchEvent

MOST = 2
"""Fingers at once: a second hand may rest on the glass; more are no hand that wants something (standards T17, K3)."""


class Fingers(QObject):
    """An event filter for the window: once there are too many, nothing is pressed until all are lifted."""

    def __init__(self) -> None:
        super().__init__()
        self._too_many = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether the event ends here."""
        if not isinstance(event, QTouchEvent):
            return False
        if event.type() == QEvent.Type.TouchCancel:
            # Qt holds moves back until the next frame, and would deliver them after they were cancelled; an update of nothing flushes them.
            QCoreApplication.sendEvent(watched, QTouchEvent(QEvent.Type.TouchUpdate, event.pointingDevice()))
            return False
        if event.type() == QEvent.Type.TouchBegin:
            self._too_many = False
        if len(event.points()) > MOST and not self._too_many:
            QCoreApplication.sendEvent(watched, QTouchEvent(QEvent.Type.TouchCancel, event.pointingDevice()))
            self._too_many = True
        return self._too_many
