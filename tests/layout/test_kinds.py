"""Every kind of slide is known everywhere; whatever it says stands on its pages, whole, in the room that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from kiosk.content.model.deck import Column, Dots, Point, Slide, Text
from kiosk.content.model.slide_kinds import SLIDE_KINDS
from kiosk.content.reading.format import KINDS as WRITTEN
from kiosk.layout.composition import Composer
from kiosk.layout.hard_words import WordFinder
from kiosk.layout.kinds import KINDS
from kiosk.layout.measures import Area, Measures, Screen
from kiosk.layout.page import Box, Page
from kiosk.layout.typeset import Line, SetText, Style

UI = Path(__file__).resolve().parents[2] / "kiosk" / "ui"
WIDE, TALL = Area(1824.0, 760.0), Area(984.0, 1500.0, 400.0)


def set_text(text: str, style: Style, width: float, words: tuple[tuple[int, int, str], ...] = ()) -> SetText:
    """Letters of half their height, as many words in a line as go in."""
    lines: list[str] = []
    for word in text.split():
        if lines and (len(lines[-1]) + 1 + len(word)) * style.px / 2 <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return SetText(tuple(Line(line, line, len(line) * style.px / 2) for line in lines), style.px * style.leading, style.px, style.weight)


def said(words: str) -> Text:
    return Text((("en", words),))


POINTS = tuple(Point(said(f"this is point {number} with a few words"), said(f"title {number}"), said(f"day {number}"), "info") for number in range(4))
COLUMNS = tuple(Column(said(f"side {number}"), tuple(Point(said(f"so it is {number} {line}")) for line in range(3))) for number in range(2))


def slide(kind: str) -> Slide:
    own: dict[str, Any] = {"columns": COLUMNS} if kind == "compare" else {"points": POINTS}
    own |= {"dots": Dots(3, 10, said("three in ten"))} if kind == "dots" else {}
    return Slide("one", kind, said("A headline"), ask_us=said("ask us how long"), sources=("clinic",), **own)


def pages_of(kind: str, area: Area, size: str, file: str) -> tuple[Page, ...]:
    composer = Composer(Measures(Screen(1920, 1080, 4.03), size), area, set_text, "en", WordFinder((), "en"))
    return composer.pages(slide(kind), lambda number: f"page {number}", "kicker", file)


def inside(value: Any) -> Iterator[Any]:
    """All structs of a page."""
    if isinstance(value, tuple):
        for each in value:
            yield from inside(each)
    elif isinstance(value, Struct):
        yield value
        for name in value.__struct_fields__:
            yield from inside(getattr(value, name))


def test_every_kind_can_be_written_laid_out_and_drawn() -> None:
    table = (UI.parents[1] / "content" / "README.md").read_text(encoding="utf-8").partition("### Kinds of slide")[2].partition("###")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)[1:] == list(WRITTEN)
    assert list(WRITTEN) == list(SLIDE_KINDS) == [kind for kind in KINDS if kind != "help"]
    listed = re.findall(r"^(\w+) 1\.0 pages/", (UI / "qmldir").read_text(), re.MULTILINE)
    for kind in KINDS:
        assert {f"{type(page.body).__name__}Page" for page in pages_of(kind, WIDE, "normal", "x.svg")} <= {*listed}


@pytest.mark.parametrize("file", ["", "x.svg"])
@pytest.mark.parametrize("size", ["normal", "largest"])
@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_nothing_that_a_slide_says_is_lost(kind: str, area: Area, size: str, file: str) -> None:
    pages = pages_of(kind, area, size, file)
    whole = " ".join(text.plain for text in inside(pages) if isinstance(text, SetText))
    told = slide(kind)
    points = (*told.points, *(point for column in told.columns for point in column.points))
    expected = [told.title, told.ask_us, *(column.title for column in told.columns), *(point.title for point in points)]
    expected += [] if SLIDE_KINDS.get(kind) and SLIDE_KINDS[kind].opens else [point.text for point in points]
    expected += [told.dots.says] if told.dots else []
    assert [text.in_("en") for text in expected if text and text.in_("en") not in whole] == []


@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_everything_stands_in_the_room_of_its_page(kind: str, area: Area) -> None:
    for number, page in enumerate(pages_of(kind, area, "large", "x.svg")):
        assert (page.frame.address, page.frame.number) == (f"page {number}", number)
        for box in (each for each in inside(page) if isinstance(each, Box)):
            assert box.left >= 0
            assert box.left + box.width <= area.width + 1
            assert box.bottom <= area.height + 1


def test_a_timeline_leads_to_each_of_its_stops() -> None:
    pages = pages_of("steps", WIDE, "largest", "")
    stops = [node.action for node in pages[0].body.nodes]  # type: ignore[attr-defined]
    assert [page.frame.address for page in pages if page.frame.address in stops] == stops
    assert [page.body.stop for page in pages] == sorted(page.body.stop for page in pages)  # type: ignore[attr-defined]


def test_a_picture_goes_where_large_letters_need_its_room() -> None:
    assert all(page.frame.file == "x.svg" for page in pages_of("points", WIDE, "normal", "x.svg"))
    pictured, bare = (len(pages_of("points", Area(600.0, 500.0), "largest", file)) for file in ("x.svg", ""))
    assert pictured <= bare
