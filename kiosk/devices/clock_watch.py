"""Says when somebody sets the clock of this machine, or gives it another time zone. QML does not see it.

Timers of Qt count seconds that pass, whatever the clock on the wall does meanwhile. Where the system tells nothing of it (macOS), whoever
depends on the time looks at it by itself, often enough.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QSocketNotifier, Signal

LOOK_SECONDS = 50.0
"""Whoever depends on the time looks at it at least so often."""
ZONE = Path("/etc/localtime")
_REALTIME, _NONBLOCK_CLOEXEC, _ABSOLUTE_CANCEL_ON_SET, _NEVER = 0, 0o2004000, 0b11, 2**62


def local_now() -> datetime:
    """The time here, by the zone that this machine has now: without `tzset` a process keeps the one it began with."""
    time.tzset()
    return datetime.now()  # noqa: DTZ005  opening hours and schedules are in the clinic's own time


def step_timer() -> int | None:
    """A descriptor that can be read once the clock is set, or the machine was asleep; None where there is no such thing (timerfd_create(2))."""
    if sys.platform != "linux":
        return None
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    timer = libc.timerfd_create(_REALTIME, _NONBLOCK_CLOEXEC)
    if timer < 0 or libc.timerfd_settime(timer, _ABSOLUTE_CANCEL_ON_SET, (ctypes.c_int64 * 4)(0, 0, _NEVER, 0), None):
        return None
    return int(timer)


class ClockWatch(QObject):
    """`changed` is told when the clock was set or the zone is another; `zone` is the file that says which, `timer` as `step_timer` makes it."""

    changed = Signal()

    def __init__(self, zone: Path = ZONE, timer: Callable[[], int | None] = step_timer) -> None:
        super().__init__()
        self._zone, self._seen = zone, _looks(zone)
        self._folder = QFileSystemWatcher([str(zone.parent)], self)  # the file itself is a link, and replaced
        self._folder.directoryChanged.connect(self._look)
        self._timer = timer()
        if self._timer is not None:
            self._notifier = QSocketNotifier(self._timer, QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._step)

    def close(self) -> None:
        """From now on nothing is told."""
        self._folder.deleteLater()
        if self._timer is not None:
            self._notifier.setEnabled(False)
            os.close(self._timer)
            self._timer = None

    def _step(self) -> None:
        if self._timer is not None:
            with suppress(OSError):  # ECANCELED: that is how it tells
                os.read(self._timer, 8)
            self.changed.emit()

    def _look(self) -> None:
        if (looks := _looks(self._zone)) != self._seen:
            self._seen = looks
            self.changed.emit()


def _looks(path: Path) -> tuple[int, int] | None:
    """What tells one state of a file, or of a link, from another."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
