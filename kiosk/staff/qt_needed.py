"""What a command needs that draws: Qt, before anything of it is imported."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.staff.errors import ExpectedError


def needs_qt(*, screen: bool) -> None:
    """Has all of Qt that the kiosk draws with; raises ExpectedError with what to install where it cannot start here."""
    from kiosk.devices.qt_libraries import qt_trouble

    if not screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with _ctrl_c_waits():
        if trouble := qt_trouble():
            raise ExpectedError(trouble)
        from kiosk import app  # noqa: F401


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Qt's modules do not bear an exception while they are made: the program would end with a dump."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
