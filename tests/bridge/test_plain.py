"""What QML gets: no tuple, no dataclass, and above all no None."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QQmlEngine, QQmlExpression

from kiosk.bridge.plain import plain


@dataclass(frozen=True)
class Box:
    width: float
    inner: tuple[str, ...] = ()
    note: str | None = None


class Shown(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.value = plain({"box": Box(3.0, ("a",)), "nothing": None, "list": [None, {"x": None}]})

    def _value(self) -> dict[str, object]:
        return self.value

    value_now = Property(dict, _value, notify=changed)


def test_values_become_maps_and_lists() -> None:
    assert plain((Box(1.0, ("a", "b")), 2)) == [{"width": 1.0, "inner": ["a", "b"]}, 2]


def test_handing_a_map_to_qml_a_thousand_times_costs_no_reference_to_none(qapp: object) -> None:
    engine, shown = QQmlEngine(), Shown()
    engine.rootContext().setContextProperty("shown", shown)
    before = sys.getrefcount(None)
    for _ in range(1000):
        QQmlExpression(engine.rootContext(), None, "shown.value_now.box").evaluate()
    assert sys.getrefcount(None) > before - 100
