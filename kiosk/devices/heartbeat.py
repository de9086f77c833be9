"""Tells whoever watches over the kiosk that it lives: systemd, or `main.py supervise`. QML does not see it.

A beat is one round through all that can die: the thread that hears the touches asks for a frame, the renderer paints it, and that
thread hears of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, MutableMapping
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer
from PySide6.QtQuick import QQuickWindow

from kiosk.health import WATCHED

BEAT_SECONDS = 5.0
"""No oftener than this where nobody asks for more: a still screen is to sleep."""
Tell = Callable[[str], None]


class Heartbeat(QObject):
    """Beats from the first frame on, until it is ended."""

    def __init__(self, window: QQuickWindow, tell: Tell, seconds: float = BEAT_SECONDS) -> None:
        super().__init__()
        self._window, self._tell = window, tell
        self._asked, self._ready = False, False
        window.frameSwapped.connect(self._painted)  # an own thread may paint; its word comes through the event loop of this one
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._ask)
        self._timer.start(round(seconds * 1000))
        self._ask()

    def end(self) -> None:
        """From now on silence is wanted."""
        self._timer.stop()
        self._window.frameSwapped.disconnect(self._painted)
        self._tell("STOPPING=1")

    def _ask(self) -> None:
        self._asked = True
        self._window.update()

    def _painted(self) -> None:
        if not self._ready:
            self._ready = True
            self._tell("READY=1")
        if self._asked:
            self._asked = False
            self._tell("WATCHDOG=1")


def heartbeat(window: QQuickWindow, variables: MutableMapping[str, str]) -> Heartbeat | None:
    """A heart for this window where the environment names somebody who listens (see sd_notify(3)); else none.

    The name is taken away, since it is not for the voices that the kiosk starts; that somebody listens is left for the self-test.
    """
    # WATCHDOG_PID is left aside: it names the compositor, where that started the kiosk.
    address = variables.pop("NOTIFY_SOCKET", "")
    if address:
        variables[WATCHED] = "yes"
    return Heartbeat(window, teller(address), beat_seconds(variables.get("WATCHDOG_USEC", ""))) if address else None


def beat_seconds(watchdog_usec: str) -> float:
    """How often to beat: at least twice in the time after which silence means death."""
    return min(BEAT_SECONDS, int(watchdog_usec) / 2e6) if watchdog_usec.isdecimal() and int(watchdog_usec) else BEAT_SECONDS


def teller(address: str) -> Tell:
    """Sends words to a datagram socket: a path, or a name without one behind an `@`. Never waits, whoever sleeps at the other end."""
    import socket

    place = "\0" + address[1:] if address.startswith("@") else address

    def tell(words: str) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
            line.sendto(os.fsencode(words), place)

    return tell
