"""What takes long runs beside the window of a desk, which stays awake."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)
Run = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[], None]], None]
"""Runs what takes long in a thread, and hands what came of it on in the thread of the window; or tells there that it failed."""
Tell = Callable[[dict[str, Any]], None]
"""Takes what a window is to show."""
FAILED = "This did not work because of a mistake in this program. Try it again; if it fails again, tell whoever looks after the kiosk."


class Aside(QObject):
    """Runs what takes long in a thread, one at a time; `done` comes in the thread of the window."""

    done = Signal(object)
    running = 0

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        self._again: tuple[Callable[[], Any], Callable[[Any], None], Callable[[], None]] | None = None
        self._thread: threading.Thread | None = None
        self.done.connect(self._finish)

    def run(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[], None]) -> None:
        """Runs the work, or as the next thing what was handed in last; where a mistake in the program ends it, `failed` is called."""
        if self.busy:
            self._again = work, then, failed
            return
        self.busy = True
        Aside.running += 1
        gc.disable()  # Qt's objects must not die in another thread than their own

        def worked() -> None:
            try:
                result = work()
            except Exception:  # noqa: BLE001  whatever it is, the window goes on
                _log.exception("what a window asked for failed")
                self.done.emit(failed)
            else:
                self.done.emit(lambda: then(result))

        self._thread = threading.Thread(target=worked, name="judging content", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Waits until nothing is at work any more, for a stick with half a publication helps nobody; what came of it is told to nobody."""
        self._again = None
        if self._thread:
            self._thread.join()
        if self.busy:
            self._rest()

    def _rest(self) -> None:
        Aside.running -= 1
        if not Aside.running:
            gc.enable()
        self.busy = False

    def _finish(self, told: Callable[[], None]) -> None:
        if not self.busy:
            return  # what it was done for has ended
        self._rest()
        again, self._again = self._again, None
        try:
            told()
        finally:
            if again:
                self.run(*again)
