"""The kiosk stays: full screen, in front, on whatever screen there is, until staff end it."""

from __future__ import annotations

import logging
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputDevice, QWindow
from PySide6.QtQuick import QQuickWindow

SETTLE_MS = 300
"""A desktop that turns or loses a screen moves windows about for a moment; then it is our turn, within a second in all."""
_log = logging.getLogger(__name__)


class Staying(QObject):
    """Puts the window back whenever something took it away, and lets nobody close it. `let_go` ends that."""

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__()
        self._window: QQuickWindow | None = window
        self._returning = QTimer(self)
        self._returning.setSingleShot(True)
        self._returning.setInterval(SETTLE_MS)
        self._returning.timeout.connect(self.come_back)
        window.installEventFilter(self)
        for signal in (window.visibilityChanged, window.activeChanged, window.screenChanged, window.widthChanged, window.heightChanged):
            signal.connect(self._look)
        application = cast("QGuiApplication", QGuiApplication.instance())
        for signal in (application.screenAdded, application.screenRemoved, application.primaryScreenChanged):
            signal.connect(self._look)
        if any(device.type() is QInputDevice.DeviceType.TouchScreen for device in QInputDevice.devices()):
            window.setCursor(Qt.CursorShape.BlankCursor)
        window.showFullScreen()

    def let_go(self) -> None:
        """From now on the window may be closed."""
        self._returning.stop()
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  Qt's signature
        """Nobody closes the window."""
        if event.type() == QEvent.Type.Close:
            _log.warning("somebody tried to close the window")
            event.ignore()
            return True
        return False

    def _look(self) -> None:
        if self._window is not None and not _is_there(self._window):
            self._returning.start()

    def come_back(self) -> None:
        """Full screen, in front, on the screen there is now."""
        window, screen = self._window, QGuiApplication.primaryScreen()
        if window is None or screen is None or _is_there(window):
            return
        if window.screen() is not screen:
            window.setScreen(screen)
        if window.size() != screen.geometry().size():
            window.setGeometry(screen.geometry())
        window.showFullScreen()
        window.requestActivate()


def _is_there(window: QQuickWindow) -> bool:
    """Full screen, in front, and as large as the screen."""
    screen = QGuiApplication.primaryScreen()
    whole = screen is not None and window.size() == screen.geometry().size()
    return whole and window.visibility() is QWindow.Visibility.FullScreen and window.isActive()
