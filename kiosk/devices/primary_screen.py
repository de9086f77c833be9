"""The screen that the kiosk is on, which may become another at any time: a television switched on late, a cable, a mode.

QML does not see it.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen


class PrimaryScreen(QObject):
    """`changed` is told when its pixels, its place or its true size may be others, or another screen is the first one now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        application = cast("QGuiApplication", QGuiApplication.instance())
        application.screenAdded.connect(self._hear)
        for signal in (application.screenAdded, application.screenRemoved, application.primaryScreenChanged):
            signal.connect(self.changed)
        for screen in application.screens():
            self._hear(screen)

    @Slot(QScreen)
    def _hear(self, screen: QScreen) -> None:
        # No screen is kept: Qt deletes one that goes.
        for signal in (screen.geometryChanged, screen.physicalSizeChanged, screen.physicalDotsPerInchChanged):
            signal.connect(self.changed)
