"""Draws every screen of the kiosk into PNG files, for those who review it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk import app
from kiosk.settings import physical_mm
from kiosk.visit import moves
from kiosk.visit.comfort import Comfort, Palette, TextSize
from kiosk.visit.states import Home, Panel, PanelKind, Reading, address

if TYPE_CHECKING:
    from kiosk.settings import Settings
    from kiosk.slides.library import Library

_PATIENCE_SECONDS = 10.0
_CALM_ROUNDS = 4
"""Rounds of events without a picture on its way: one binding may start another one's loading."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw: where to, how many pixels standing for which diagonal (0: 21.5 inches), in which languages and looks."""

    folder: Path
    pixels: tuple[int, int]
    inches: float
    languages: tuple[str, ...]
    text: str = "normal"
    theme: str = "paper"


def draw(library: Library, settings: Settings, pictures: Path, wanted: Wanted) -> int:
    """Writes the pictures and says how many there are; their names sort in the order a visitor meets the screens."""
    os.environ["QT_QUICK_BACKEND"] = "software"
    app.application(["kiosk"])
    glass = app.Glass(wanted.pixels, physical_mm(wanted.pixels, (0, 0), wanted.inches))
    kiosk = app.Kiosk(library, settings, pictures, glass)
    kiosk.hold_still()
    try:
        count = 0
        for language in wanted.languages:
            for name, _ in walk(kiosk, library, language, Comfort(TextSize(wanted.text), Palette(wanted.theme))):
                settle(kiosk.window)
                count += 1
                kiosk.window.grabWindow().save(str(wanted.folder / f"{language}-{count:03d}-{name}.png"))
                print(f"\r{count} pictures", end="", flush=True)
        print()
        return count
    finally:
        kiosk.close()


def walk(kiosk: app.Kiosk, library: Library, language: str, comfort: Comfort) -> Iterator[tuple[str, str]]:
    """Every screen in turn, as (name, address): the kiosk shows it while the caller looks."""
    visit = kiosk.visit
    visit.finish()
    yield "attract", "attract"
    visit.wake(language)
    visit.move(moves.ChoseComfort(comfort))
    visit.askForHelp(0)
    yield from _pages("help", kiosk)
    visit.close()
    for number in range(kiosk.deck.home_count()):
        visit.goTo(address(Home(number)))
        yield f"home-{number + 1}", address(Home(number))
    visit.open("consultation", "", 0)
    yield from _pages("consultation", kiosk)
    for head in library.heads:
        yield from _topic(kiosk, library, head.id)
    for word in library.words:
        visit.move(moves.Opened(Panel(PanelKind.WORD, word.id)))
        yield from _pages(f"word-{word.id}", kiosk)
    visit.move(moves.Closed())
    kiosk.visit.ask_now()
    yield "still-there", "asking"


def _topic(kiosk: app.Kiosk, library: Library, topic: str) -> Iterator[tuple[str, str]]:
    body = library.topic(topic)
    if body is None:
        return
    for slide in body.slides:
        for page in range(kiosk.deck.page_count(topic, slide.id)):
            place = address(Reading(topic, slide.id, page))
            kiosk.visit.goTo(place)
            yield f"{topic}-{slide.id}-{page + 1}", place
        kiosk.visit.goTo(address(Reading(topic, slide.id)))
        if slide.kind == "cards":
            for number in range(len(slide.points)):
                kiosk.visit.open("card", str(number), 0)
                yield from _pages(f"{topic}-{slide.id}-card-{number + 1}", kiosk)
        if slide.all_sources():
            kiosk.visit.open("sources", "", 0)
            yield from _pages(f"{topic}-{slide.id}-sources", kiosk)
        kiosk.visit.close()
    end = address(Reading(topic, ""))
    kiosk.visit.goTo(end)
    yield f"{topic}-end", end


def _pages(name: str, kiosk: app.Kiosk) -> Iterator[tuple[str, str]]:
    """Every page of the sheet that is open."""
    visit, number = kiosk.visit.visit, 0
    while True:
        yield f"{name}-{number + 1}", name
        number += 1
        if number >= kiosk.deck.sheet_count():
            return
        if visit.help_page is not None:
            kiosk.visit.askForHelp(number)
        elif visit.panel:
            kiosk.visit.move(moves.Opened(Panel(visit.panel.kind, visit.panel.about, number)))


def settle(window: QQuickWindow) -> None:
    """Waits until every picture is loaded and drawn."""
    end = time.monotonic() + _PATIENCE_SECONDS
    calm = 0
    while calm < _CALM_ROUNDS and time.monotonic() < end:
        QCoreApplication.processEvents()
        calm = 0 if _loads(window.contentItem()) else calm + 1


def _loads(item: QQuickItem) -> bool:
    """Whether a picture in here is still being read (Picture.qml says so)."""
    return bool(item.property("loading")) or any(_loads(child) for child in item.childItems() if child.isVisible())
