"""The kiosk stays: full screen, in front, on whatever screen there is, until staff end it."""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QInputDevice, QPixmap, QWindow
from PySide6.QtQuick import QQuickWindow

from kiosk.devices.primary_screen import PrimaryScreen

SETTLE_MS, PATIENT_MS, EAGER = 300, 10_000, 5
"""A desktop that turns or loses a screen moves windows about for a moment; then it is our turn, within a second in all. One that does not
let us be is asked five times quickly, and then every ten seconds: nobody is helped by a quarrel that takes all the processor's time."""
_log = logging.getLogger(__name__)


class Staying(QObject):
    """Puts the window back whenever something took it away, and lets nobody close it. `let_go` ends that."""

    def __init__(self, window: QQuickWindow, screen: PrimaryScreen) -> None:
        super().__init__()
        self._window: QQuickWindow | None = window
        self._tries = 0
        self._measured = False
        self._returning = QTimer(self)
        self._returning.setSingleShot(True)
        self._returning.timeout.connect(self.come_back)
        window.installEventFilter(self)
        for signal in (window.visibilityChanged, window.activeChanged, window.screenChanged):
            signal.connect(self._look)
        for signal in (window.xChanged, window.yChanged, window.widthChanged, window.heightChanged):
            signal.connect(self._look)
        screen.changed.connect(self._begin_anew)
        if any(device.type() is QInputDevice.DeviceType.TouchScreen for device in QInputDevice.devices()):
            window.setCursor(_no_pointer())
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
        """Later: the window is asked nothing while Qt is busy changing it."""
        if self._window is not None and not self._returning.isActive():
            self._look_again()

    def _begin_anew(self) -> None:
        """Another screen is no quarrel: it is our turn within a second, however often the window was put back before."""
        if self._window is not None:
            self._tries, self._measured = 0, False
            self._look_again()

    def _look_again(self) -> None:
        self._returning.start(SETTLE_MS if self._tries < EAGER else PATIENT_MS)

    def come_back(self) -> None:
        """Full screen, in front, on the screen there is now."""
        window, screen = self._window, QGuiApplication.primaryScreen()
        if window is None or screen is None or self._is_there(window):
            self._tries = 0
            return
        self._tries += 1
        # Where there is no window manager, nobody else puts the window onto a screen that has changed.
        if not self._is_whole(window):
            self._measured = _is_wayland()
            window.setGeometry(screen.geometry())
            window.showFullScreen()
        window.requestActivate()
        self._look_again()

    def _is_there(self, window: QQuickWindow) -> bool:
        """Full screen and in front."""
        return self._is_whole(window) and window.isActive()

    def _is_whole(self, window: QQuickWindow) -> bool:
        """Full screen, where the screen is and as large.

        Wayland tells no program where its window is, and there the compositor alone decides how large it is, which may spread it over two
        screens: it is asked once, until the screens change.
        """
        screen = QGuiApplication.primaryScreen()
        if screen is None or window.visibility() is not QWindow.Visibility.FullScreen:
            return False
        whole = screen.geometry()
        if _is_wayland():
            return self._measured or window.size() == whole.size()
        return window.geometry() == whole


def _no_pointer() -> QCursor:
    """Nothing to see where a mouse would point. (PySide takes 14 ms for `Qt.CursorShape.BlankCursor`, see `keypad_view`.)"""
    nothing = QPixmap(1, 1)
    nothing.fill(QColor(0, 0, 0, 0))
    return QCursor(nothing)


def _is_wayland() -> bool:
    return QGuiApplication.platformName().startswith("wayland")
