"""Outside of the clinic's hours the screen is dark while nobody is there; a touch or a key wakes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.bridge.visit_view import VisitView
from kiosk.devices.clock_watch import LOOK_SECONDS
from kiosk.settings.opening_hours import Hours, changes_at, is_asleep, is_open

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
LIGHT_SECONDS = 60.0
"""How long a dark screen stays awake for somebody who has not begun yet, or has just ended."""
REST_LOOK_SECONDS = 600.0
"""Without any hours only the start anew by night depends on the time, and that has time."""
SPOT_SECONDS, SPOTS = 600.0, 12
"""How long the words on a dark screen stay, and their places, so that they burn into none."""
RESTED_SECONDS = 20 * 3600.0
"""A kiosk that has run for longer starts anew in the hours in which nobody is expected (standards R11)."""


@QmlElement
@QmlUncreatable("made by kiosk.app")
class OpeningView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """`now` gives the clinic's time (None: it is always open), `clock` monotonic seconds.

    `tired` is told when the kiosk has run for a day and nobody is expected; whoever can start it anew does.
    """

    changed = Signal()
    tired = Signal()

    def __init__(self, hours: Hours, visit: VisitView, now: Callable[[], datetime] | None, clock: Callable[[], float]) -> None:
        super().__init__()
        self._hours, self._visit, self._now, self._clock = hours, visit, now, clock
        self._born = clock()
        self._light_until = clock() + LIGHT_SECONDS
        self._idle, self._dark, self._spot = True, False, 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        visit.moved.connect(self._visited)
        self._wind()

    @Slot()
    def wake(self) -> None:
        """Somebody is there: light, for a while."""
        self._light_until = self._clock() + LIGHT_SECONDS
        self._settle()

    @Slot()
    def _visited(self) -> None:
        idle = self._visit.visit.idle
        if idle != self._idle:
            self._idle = idle
            self.wake()

    @Slot()
    def look(self) -> None:
        """Looks at both clocks, and becomes dark or light."""
        self._settle()
        if self._now and self._idle and self._clock() - self._born >= RESTED_SECONDS and is_asleep(self._hours, self._now()):
            self.tired.emit()

    def _settle(self) -> None:
        closed = self._now is not None and not is_open(self._hours, self._now())
        before = self._dark, self._spot
        self._dark = closed and self._idle and self._clock() >= self._light_until
        self._spot = int((self._clock() - self._born) // SPOT_SECONDS) % SPOTS
        self._wind()
        if (self._dark, self._spot) != before:
            self.changed.emit()

    def _wind(self) -> None:
        if self._now is None:
            return
        now = self._now()
        moment = changes_at(self._hours, now)
        if moment is None:
            self._timer.start(round(REST_LOOK_SECONDS * 1000))
            return
        light = self._light_until - self._clock()
        waits = [(moment - now).total_seconds(), LOOK_SECONDS, *([light] if light > 0 else [])]
        self._timer.start(round(max(1.0, min(waits)) * 1000))

    _is_dark, _at_spot = attrgetter("_dark"), attrgetter("_spot")

    dark = Property(bool, _is_dark, notify=changed)
    spot = Property(int, _at_spot, notify=changed)
