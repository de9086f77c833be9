"""Every kind of slide is known everywhere; whatever it says stands on its pages, whole, in the room that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from layout.plain_letters import TALL, WIDE, pages_of
from msgspec import Struct
from msgspec.structs import replace

from content import sample
from kiosk.content.model.deck import Point, Slide, Text
from kiosk.content.model.slide_kinds import PECULIAR, slide_kind
from kiosk.content.reading.folder import read_topic
from kiosk.content.reading.format import KINDS as WRITTEN
from kiosk.layout.kinds import KINDS
from kiosk.layout.kinds.cards import Cards
from kiosk.layout.kinds.weighing import Weighed
from kiosk.layout.markup import as_shown
from kiosk.layout.measures import Area
from kiosk.layout.page import Box
from kiosk.layout.typeset import SetText

UI = Path(__file__).resolve().parents[2] / "kiosk" / "ui"


def said(words: str) -> Text:
    return Text((("en", words),))


POINTS = tuple(Point(said(f"this is point {number} with a few words"), said(f"title {number}"), icon="info") for number in range(4))
READ = (read_topic(text.encode(), "x.yaml").value for text in (sample.INFUSION, sample.CHANGE))
SIDES = (Point(said("what is for it")), Point(said("what is against it")))
MADE = {
    "help": Slide("help", "help", said("Help"), points=POINTS),
    "matters": Slide("m", "matters", said("Yours"), columns=tuple(Weighed(said(f"it {n}"), SIDES, label=said("very"), weight=n) for n in range(3))),
}
"""Kinds that nobody writes; two choices of a table are one more."""
EXAMPLES = {slide.kind: slide for topic in READ if topic for slide in topic.slides} | MADE
MADE["pair"] = EXAMPLES["pair"] = replace(EXAMPLES["table"], kind="pair")
"""A slide of each kind, as the sample has it."""


def slide(kind: str) -> Slide:
    own = EXAMPLES[kind]
    return replace(own, points=own.points and POINTS, ask_us=said("ask us how long"), sources=("clinic",))


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
    assert list(WRITTEN) == [kind for kind in KINDS if kind not in MADE]
    assert PECULIAR.keys() <= WRITTEN.keys() == EXAMPLES.keys() - MADE.keys()
    for kind in KINDS:
        assert all((UI / "pages" / f"{type(page.body).__name__}Page.qml").is_file() for page in pages_of(slide(kind), WIDE, "normal", "x.svg"))


@pytest.mark.parametrize("file", ["", "x.svg"])
@pytest.mark.parametrize("size", ["normal", "largest"])
@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_nothing_that_a_slide_says_is_lost(kind: str, area: Area, size: str, file: str) -> None:
    pages = pages_of(slide(kind), area, size, file)
    whole = " ".join(text.plain for text in inside(pages) if isinstance(text, SetText))
    told = slide(kind)
    elsewhere = {point.at for point in told.points}  # said with the title of a step
    if any(isinstance(page.body, Cards) for page in pages):  # what a card tells when it is opened
        named = slide_kind(kind).tabular or kind == "pair"
        elsewhere |= {text for point in told.every_point() for text in (point.text, *([point.title] if named else []))}
    elsewhere |= {told.ask_us, *(point.text for point in told.every_point())} if slide_kind(kind).answered else set()  # with what was touched
    elsewhere |= {told.ask_us} if kind == "matters" else set()
    expected = [as_shown(text.in_("en")) for text in told.texts() if text not in elsewhere]
    assert [text for text in expected if text not in whole] == []


@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_everything_stands_in_the_room_of_its_page(kind: str, area: Area) -> None:
    for number, page in enumerate(pages_of(slide(kind), area, "large", "x.svg")):
        assert (page.frame.address, page.frame.number) == (f"page {number}", number)
        for box in (each for each in inside(page) if isinstance(each, Box)):
            assert box.left >= 0
            assert box.left + box.width <= area.width + 1
            assert box.bottom <= area.height + 1


@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
@pytest.mark.parametrize("kind", list(WRITTEN))
def test_only_a_kind_that_says_so_has_a_point_in_larger_letters(kind: str, area: Area) -> None:
    """Else nobody is warned of a benefit in larger letters than its limits (`checks/honesty`)."""
    told = {as_shown(point.text.in_("en")) for point in slide(kind).every_point()}
    pages = pages_of(slide(kind), area, "normal", "x.svg")
    sizes = {text.px for text in inside(pages) if isinstance(text, SetText) and text.plain in told}
    assert (len(sizes) > 1) is slide_kind(kind).large_first


def test_no_name_of_a_kind_is_compared_where_a_flag_could_be_forgotten() -> None:
    compared = re.compile(r"slide\.kind (?:==|!=|in|not in)|case \w*Slide\(kind=")
    assert [path.name for path in UI.parent.rglob("*.py") if compared.search(path.read_text(encoding="utf-8"))] == []


def test_a_timeline_leads_to_each_of_its_stops() -> None:
    pages = pages_of(slide("steps"), WIDE, "largest", "")
    stops = [node.action for node in pages[0].body.nodes]  # type: ignore[attr-defined]
    assert [page.frame.address for page in pages if page.frame.address in stops] == stops
    assert [page.body.stop for page in pages] == sorted(page.body.stop for page in pages)  # type: ignore[attr-defined]


@pytest.mark.parametrize("area", [Area(984.0, 520.0), Area(500.0, 560.0), Area(500.0, 330.0)], ids=["wide", "tall", "low"])
def test_columns_on_several_pages_have_their_headings_on_each(area: Area) -> None:
    own = EXAMPLES["compare"]
    columns = tuple(replace(column, points=POINTS) for column in own.columns)
    pages = pages_of(replace(own, columns=columns), area, "normal")
    assert len(pages) > 1
    headings = [{side.title.plain for side in getattr(page.body, "sides", ())} or {page.body.parts[0].title.plain} for page in pages]
    said_there = {column.title.in_("en") for column in own.columns}
    assert all(found <= said_there for found in headings)
    assert set.union(*headings) == said_there


def test_a_picture_goes_where_large_letters_need_its_room() -> None:
    assert all(page.frame.file == "x.svg" for page in pages_of(slide("points"), WIDE, "normal", "x.svg"))
    pictured, bare = (len(pages_of(slide("points"), Area(600.0, 500.0), "largest", file)) for file in ("x.svg", ""))
    assert pictured <= bare
