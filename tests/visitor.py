"""A visitor at the screen: finds things by what they are called, touches them with a real finger, sees what is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QInputDevice, QPointingDevice
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app import Kiosk
from kiosk.staff.content.all_screens import settle
from kiosk.visit.moves import DOUBLE_TOUCH_SECONDS
from kiosk.visit.states import PanelKind, Staff

PRESSABLE = (QAccessible.Role.Button, QAccessible.Role.Link, QAccessible.Role.PageTab, QAccessible.Role.RadioButton, QAccessible.Role.CheckBox)


@dataclass(frozen=True)
class Seen:
    """Something on the screen, as assistive technology sees it. The box is in pixels of the window."""

    name: str
    role: QAccessible.Role
    box: QRectF
    item: QQuickItem
    description: str


class Visitor:
    """Drives the whole kiosk in this process; time stands still unless `waits` moves it."""

    def __init__(self, kiosk: Kiosk, wind: Callable[[float], None], finger: QPointingDevice) -> None:
        self.kiosk = kiosk
        self._wind = wind
        self._finger = finger
        self.rest()

    # -- eyes -------------------------------------------------------------------------------------------------------------

    def tree(self) -> list[Seen]:
        """All that is visible, with a name or without, in reading order."""
        return list(_walk(QAccessible.queryAccessibleInterface(self.kiosk.window)))

    def everything(self) -> list[Seen]:
        """All that is visible and has a name, in reading order of the tree."""
        return [seen for seen in self.tree() if seen.name]

    def nameless(self) -> list[Seen]:
        """What can be pressed and does not say what for."""
        return [seen for seen in self.tree() if seen.role in PRESSABLE and not seen.name]

    def texts(self) -> str:
        """All words on the screen, those of the buttons included."""
        return "\n".join(seen.name for seen in self.everything())

    def sees(self, words: str) -> bool:
        return words in self.texts()

    def buttons(self) -> list[Seen]:
        return [seen for seen in self.everything() if seen.role in PRESSABLE]

    def button(self, name: str) -> Seen:
        """The one button of this name, or one whose name begins with it."""
        found = [seen for seen in self.buttons() if seen.name == name] or [
            seen for seen in self.buttons() if seen.name.startswith(name)
        ]
        assert len(found) == 1, f"{len(found)} buttons are called {name!r}; there are: {[seen.name for seen in self.buttons()]}"
        return found[0]

    def finds_exactly(self, name: str) -> bool:
        return any(seen.name == name for seen in self.buttons())

    def finds_button(self, name: str) -> bool:
        return any(seen.name.startswith(name) for seen in self.buttons())

    # -- hands ------------------------------------------------------------------------------------------------------------

    def taps(self, name: str) -> Visitor:
        """Touches what has this name, and before that reads it where a hurried finger would touch in vain."""
        visit = self.kiosk.visit.visit
        if isinstance(visit.place, Staff) or (visit.panel and visit.panel.kind is PanelKind.ERASE):
            self._wind(DOUBLE_TOUCH_SECONDS + 0.1)
        return self.taps_at(self.button(name).box.center())

    def taps_twice_at(self, place: QPointF) -> Visitor:
        """As a hurried finger does: the second touch comes before anything can have been read."""
        return self.taps_at(place).pauses(0.12).taps_at(place)

    def taps_at(self, place: QPointF) -> Visitor:
        point = place.toPoint()
        QTest.touchEvent(self.kiosk.window, self._finger).press(0, point).commit()
        QTest.touchEvent(self.kiosk.window, self._finger).release(0, point).commit()
        return self.rest()

    def presses_down(self, place: QPointF) -> Visitor:
        """A finger comes down and stays."""
        QTest.touchEvent(self.kiosk.window, self._finger).press(0, place.toPoint()).commit()
        return self.rest()

    def swipes(self, share: float, *, lifts: bool = True, top: float = 0.5) -> Visitor:
        """A finger moved across this share of the width; to the left where it is negative."""
        window = self.kiosk.window
        start = QPoint(round(window.width() * (0.5 - share / 2)), round(window.height() * top))
        QTest.touchEvent(window, self._finger).press(0, start).commit()
        last = start
        for part in range(1, 11):
            last = start + QPoint(round(window.width() * share * part / 10), 0)
            QTest.touchEvent(window, self._finger).move(0, last).commit()
            self.frame()
        if lifts:
            QTest.touchEvent(window, self._finger).release(0, last).commit()
            self.rest()
        return self

    def presses(self, key: Qt.Key) -> Visitor:
        QTest.keyClick(self.kiosk.window, key)
        return self.rest()

    def pauses(self, seconds: float) -> Visitor:
        """A hand rests between two touches."""
        self._wind(seconds)
        return self

    def waits(self, seconds: float) -> Visitor:
        """Time passes without a touch; the clock of the visit goes off as often as it is due."""
        self._wind(seconds)
        self.kiosk.visit.timePassed()
        return self.rest()

    def frame(self) -> None:
        """Lets the window draw once: it hands the moves of a finger over frame by frame."""
        window, drawn = self.kiosk.window, []
        connection = window.frameSwapped.connect(lambda: drawn.append(True))
        window.update()
        end = time.monotonic() + 5
        while not drawn and time.monotonic() < end:
            QCoreApplication.processEvents()
        window.frameSwapped.disconnect(connection)
        assert drawn, "the window draws nothing"

    def rest(self) -> Visitor:
        self.frame()
        settle()
        self.frame()
        return self


def _walk(node: QAccessibleInterface | None) -> Iterator[Seen]:
    if node is None or not node.isValid():
        return
    state = node.state()
    if state.invisible or state.disabled:
        return
    thing = node.object()
    if isinstance(thing, QQuickItem) and thing.isVisible():
        box = thing.mapRectToScene(thing.boundingRect())
        yield Seen(node.text(QAccessible.Text.Name), node.role(), box, thing, node.text(QAccessible.Text.Description))
    for number in range(node.childCount()):
        yield from _walk(node.child(number))


def walked(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in item.childItems():
        yield from walked(child)


def is_made_by(item: QQuickItem, name: str) -> bool:
    """Whether NAME.qml made this item, as QML itself says.

    Nobody may ask an item of QML for its `metaObject`: PySide keeps what it hands out, and takes whatever comes to lie there for it, be it the
    next window.
    """
    context = QQmlEngine.contextForObject(item)
    return context is not None and str(QQmlExpression(context, item, "toString()").evaluate()[0]).startswith(f"{name}_QMLTYPE_")


def finger() -> QPointingDevice:
    """A touch screen for the tests; Qt keeps it for the whole run."""
    return QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
