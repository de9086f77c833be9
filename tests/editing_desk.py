"""A receptionist at the desk where content is changed, for tests of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from conftest import PROJECT, TODAY
from publishing_desk import NOW
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from visitor import Seen, Visitor, finger

from kiosk.content.edits.outline import Spot
from kiosk.project import icons
from kiosk.settings.settings import Settings
from kiosk.staff.content.desk_visitors import Here
from kiosk.staff.content.edit import Editor
from kiosk.staff.publications.at_a_desk import Publishing
from kiosk.staff.publications.signers import Signers

INFUSION = "topics/40-infusion.yaml"


def walked(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in item.childItems():
        yield from walked(child)


class Desk:
    """A receptionist at the desk."""

    def __init__(self, folder: Path) -> None:
        self.content = Path(shutil.copytree(PROJECT / "content", folder / "content"))
        self.before = {path: path.read_bytes() for path in self.content.rglob("*.yaml")}

        def today() -> date:
            return TODAY

        self.data = folder / "data"
        self.here = Here.NONE
        publishing = partial(Publishing, self.content, self.data, lambda: NOW)
        self.editor = Editor(
            self.content, self.data, today, icons(), Settings(),
            publishing=publishing, signers=Signers(self.data), sticks=lambda: [folder / "STICK"], here=lambda: self.here, now=lambda: NOW,
        )  # fmt: skip
        self.editor.view._resting.setInterval(3_600_000)  # a slow machine is no pause of whoever types
        self.hands = Visitor(self.editor.kiosk, lambda _: None, finger())
        self.until(lambda: bool(self.chosen))

    @property
    def chosen(self) -> dict[str, Any]:
        return self.editor.view.told("chosen")

    @property
    def state(self) -> dict[str, Any]:
        return self.editor.view.told("state")

    def until(self, so: Any) -> None:
        end = time.monotonic() + 20
        while not so():
            assert time.monotonic() < end
            QCoreApplication.processEvents()

    def judged(self) -> None:
        self.until(lambda: not self.editor._aside.busy)

    def opens(self, file: str, *way: str | int) -> Desk:
        self.editor._choose(Spot(file, way), go=True)
        self.hands.rest()
        return self

    def taps(self, name: str) -> Desk:
        """Once it is in sight: what was told is scrolled to."""
        self.until(lambda: self.hands.button(name).box.bottom() <= self.editor.kiosk.window.height())
        self.hands.taps(name)
        return self

    def does(self, deed: str, value: str = "") -> Desk:
        self.editor.view.ask(deed, value)
        self.hands.rest()
        return self

    def item(self, words: str) -> QQuickItem:
        """The lines on the kiosk's picture that have these words."""

        def walk(item: QQuickItem) -> Iterator[QQuickItem]:
            yield item
            for child in item.childItems():
                if child.isVisible():
                    yield from walk(child)

        lines = (each for each in walk(self.editor.kiosk.window.contentItem()) if words in str(each.property("plain") or ""))
        return next(each for each in lines if not each.property("box"))

    def touches(self, words: str) -> Desk:
        """Where they are drawn, once they are in sight: rows are put in their places only with the next picture, and pages come in from the side."""
        self.editor.kiosk.window.grabWindow()
        self.until(lambda: _is_in_sight(self.item(words)))
        item = self.item(words)
        place = item.mapToScene(item.boundingRect().center())
        QTest.mouseClick(self.editor.kiosk.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.toPoint())
        self.hands.rest()
        return self

    def field(self, name: str) -> Seen:
        return next(seen for seen in self.hands.tree() if name in {seen.name, seen.description} and seen.item.property("cursorPosition") is not None)

    def types(self, name: str, words: str) -> Desk:
        """Words typed at the end of a field."""
        self.field(name).item.forceActiveFocus()
        window = self.editor.kiosk.window
        QTest.keyClick(window, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        for letter in words:
            QTest.keyClick(window, letter)
        self.hands.rest()
        return self

    def leaves(self) -> Desk:
        self.editor.view.leave()
        self.hands.rest()
        return self

    def text(self, file: str = INFUSION) -> str:
        return (self.content / file).read_text(encoding="utf-8")

    def lines(self, file: str = INFUSION) -> list[tuple[str, str]]:
        """The lines of a file that are others than before."""
        was, now = self.before[self.content / file].decode().splitlines(), self.text(file).splitlines()
        return [pair for pair in zip(was, now, strict=True) if pair[0] != pair[1]]

    def undoes_all(self) -> Desk:
        while self.editor.session.can_undo:
            self.editor.view.ask("undo", "")
        self.leaves()
        return self


def _is_in_sight(item: QQuickItem) -> bool:
    """Whether its middle is within all that cuts off what is around it."""
    middle, around = item.boundingRect().center(), item.parentItem()
    while around is not None:
        if around.clip() and not around.boundingRect().contains(item.mapToItem(around, middle)):
            return False
        around = around.parentItem()
    return True
