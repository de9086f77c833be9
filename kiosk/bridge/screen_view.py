"""The glass as QML sees it: sizes in pixels, and where a hand can reach."""

from __future__ import annotations

import math
from operator import attrgetter
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.layout.measures import Measures, Screen
from kiosk.screens.for_qml import plain
from kiosk.visit.comfort import Comfort

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
SMALLEST_PIXELS = 200
"""What is smaller is no screen but a window that a desktop makes for a moment, while it turns or loses a screen."""


@QmlElement
@QmlUncreatable("made by kiosk.app")
class ScreenView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """Sizes for the window in hand. `inches` is what somebody has measured of the glass, 0 where it is asked itself."""

    changed = Signal()

    def __init__(self, physical_mm: tuple[float, float], lower_edge_mm: float, inches: float = 0.0) -> None:
        super().__init__()
        self._physical, self.inches = physical_mm, inches
        self._lower_edge = lower_edge_mm
        self.measures = Measures(Screen(1920, 1080, 1920 / physical_mm[0], lower_edge_mm))

    @property
    def physical_mm(self) -> tuple[float, float]:
        """Width and height of the glass."""
        return self._physical

    def fit(self, physical_mm: tuple[float, float], lower_edge_mm: float) -> None:
        """Somebody has measured the glass, or where it hangs."""
        self.inches, self._lower_edge = math.hypot(*physical_mm) / 25.4, lower_edge_mm
        self.tells(physical_mm)

    def tells(self, physical_mm: tuple[float, float]) -> None:
        """The glass has another true size than it told before."""
        self._physical = physical_mm
        self.resized(self.measures.screen.width, self.measures.screen.height)

    def show(self, comfort: Comfort) -> None:
        """Takes on the visitor's text size, and where the controls shall be."""
        self._store(Measures(replace(self.measures.screen, lowered=comfort.lowered), comfort.text_size.value))

    @Slot(float, float)
    def resized(self, width: float, height: float) -> None:
        """The window has another size, in pixels."""
        if min(width, height) >= SMALLEST_PIXELS:
            long_mm, short_mm = max(self._physical), min(self._physical)
            per_mm = max(width, height) / long_mm if width != height else width / short_mm
            screen = Screen(width, height, per_mm, self._lower_edge, self.measures.screen.lowered)
            self._store(Measures(screen, self.measures.text_size))

    def _store(self, measures: Measures) -> None:
        if measures != self.measures:
            self.measures = measures
            self.changed.emit()

    def _sizes(self) -> dict[str, Any]:
        return plain(self.measures.sizes) or {}

    _unit, _body, _small, _label, _gap, _margin = (attrgetter(f"measures.{name}") for name in ("unit", "body", "small", "label", "gap", "margin"))
    _upright, _reach_top, _reach_bottom = (attrgetter(f"measures.screen.{name}") for name in ("upright", "reach_top", "reach_bottom"))

    sizes = Property(dict, _sizes, notify=changed)
    unit = Property(float, _unit, notify=changed)
    body = Property(float, _body, notify=changed)
    small = Property(float, _small, notify=changed)
    label = Property(float, _label, notify=changed)
    gap = Property(float, _gap, notify=changed)
    margin = Property(float, _margin, notify=changed)
    upright = Property(bool, _upright, notify=changed)
    reachTop = Property(float, _reach_top, notify=changed)
    reachBottom = Property(float, _reach_bottom, notify=changed)
