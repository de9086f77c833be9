"""No place on any screen draws a picture larger than it was tried."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, TODAY
from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickItem

from kiosk.app import Kiosk, WindowSpec
from kiosk.bridge import picture_process
from kiosk.content.model.form import THANKS
from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.settings.settings import Settings
from kiosk.staff.content.all_screens import settle
from kiosk.visit.comfort import Comfort, TextSize
from kiosk.visit.moves import ChoseComfort
from kiosk.visit.states import SigningUp

UI = PROJECT / "kiosk" / "ui"
SIDE = picture_process.LARGEST.width()
LARGE = {"upright": ((2160, 3840), (680.0, 1210.0)), "larger than any": ((7680, 4320), (1210.0, 680.0))}


def test_only_one_component_draws_pictures_of_the_content_and_it_knows_how_large_they_were_tried() -> None:
    drawing = {path.name for path in UI.rglob("*.qml") if re.search(r"\b(Image|BorderImage|AnimatedImage)\s*\{", path.read_text())}
    sizing = {path.name for path in UI.rglob("*.qml") if re.search(r"\b(sourceSize|fillMode|sourceClipRect):", path.read_text())}
    at_the_desk = {"Crop.qml", "SignOffPart.qml"}  # what a child of the desk has drawn
    assert drawing == {"Picture.qml", "Icon.qml", "Code.qml"} | at_the_desk
    assert sizing <= {"Picture.qml", "Icon.qml"} | at_the_desk
    assert f"readonly property int most: {SIDE}\n" in (UI / "controls" / "Picture.qml").read_text()


@pytest.fixture(scope="module", params=["0 0 40 10", "0 0 10 40"])
def long_pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The content that ships, with the longest drawings there may be."""
    folder = tmp_path_factory.mktemp("long")
    content = Path(shutil.copytree(PROJECT / "content", folder / "content"))
    for path in (content / "pictures").glob("*.svg"):
        path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{request.param}"><circle r="9"/></svg>', encoding="utf-8")
    library, problems = open_library(content, folder / "data", TODAY)
    assert library
    assert [problem for problem in problems if problem.file.startswith("pictures")] == []
    return library


@pytest.mark.parametrize("glass", list(LARGE))
def test_every_place_keeps_to_what_was_tried(qapp: object, long_pictures: Library, glass: str) -> None:
    kiosk = Kiosk(long_pictures, Settings(), WindowSpec(*LARGE[glass]), still=True, now=None)
    try:
        seen = [size for _ in _places(kiosk, long_pictures) for size in _drawn(kiosk)]
    finally:
        kiosk.close()
    assert len(seen) > 10
    assert max(min(size) for size in seen) <= SIDE
    assert max(max(size) for size in seen) <= SIDE * picture_process.MOST_STRETCH


@pytest.mark.parametrize(("size", "shows"), [(TextSize.NORMAL, True), (TextSize.LARGEST, False)])
def test_the_thanks_show_a_picture_where_it_takes_no_further_page(qapp: object, tmp_path: Path, size: TextSize, shows: bool) -> None:
    library, problems = open_library(PROJECT / "content", tmp_path, TODAY)
    assert library, problems
    kiosk = Kiosk(library, Settings(), WindowSpec((1080, 1920), (268.0, 476.0)), still=True, now=None)
    try:
        kiosk.visit.act("wake:en")
        kiosk.visit.move(ChoseComfort(Comfort(size)))
        kiosk.visit.go(SigningUp(THANKS))
        settle()
        seen = [str(item.property("source")) for item in _inside(kiosk.window.contentItem()) if item.isVisible()]
        assert any("/thanks-" in source for source in seen) == shows
    finally:
        kiosk.close()


def _places(kiosk: Kiosk, library: Library) -> Iterator[None]:
    """The waiting screen, the topics, a slide of each kind, the thanks after the form, and help."""
    yield
    kiosk.visit.act("wake:en")
    yield
    topics = [topic for head in library.heads if (topic := library.topic(head.id))]
    kinds = {slide.kind: f"reading/{topic.id}/{slide.id}/0" for topic in topics for slide in topic.slides if slide.picture}
    for place in kinds.values():
        kiosk.visit.act(f"go:{place}")
        yield
    kiosk.visit.go(SigningUp(THANKS))
    yield
    kiosk.visit.act("help:0")
    yield


def _drawn(kiosk: Kiosk) -> Iterator[tuple[float, float]]:
    """The sizes in pixels of all pictures of the content that are loaded."""
    settle()
    for item in _inside(kiosk.window.contentItem()):
        source = item.property("source")
        if isinstance(source, QUrl) and source.isLocalFile() and item.implicitWidth():
            yield item.implicitWidth(), item.implicitHeight()


def _inside(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        yield child
        yield from _inside(child)
