"""Choices side by side: the same names in one order on every page, the question above them, nothing lost with large letters."""

from __future__ import annotations

import pytest
from layout.test_kinds import EXAMPLES, TALL, WIDE, pages_of, said
from msgspec.structs import replace

from kiosk.content.model.deck import Column, Point, Slide
from kiosk.layout.kinds.points import Points
from kiosk.layout.kinds.table import Table
from kiosk.layout.measures import Area
from kiosk.layout.page import Page

NAMES = [f"choice {number}" for number in range(7)]


def table(words: int = 6, rows: int = 2) -> Slide:
    """Seven choices, each with a sentence of so many words in every row."""
    points = tuple(Point(said("word " * words), said(name), icon="info", name=name) for name in NAMES)
    columns = tuple(Column(said(f"question {row}"), points) for row in range(1, rows + 1))
    return replace(EXAMPLES["table"], intro=said("question 0"), points=points, columns=columns)


def bodies(pages: tuple[Page, ...]) -> list[Table]:
    return [page.body for page in pages if isinstance(page.body, Table)]


@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
def test_a_page_says_one_thing_of_all_choices(area: Area) -> None:
    made = bodies(pages_of(table(), area, "normal"))
    assert [body.caption.plain for body in made] == ["question 0", "question 1", "question 2"]
    assert [[side.title.plain for side in body.sides] for body in made] == [NAMES] * 3


@pytest.mark.parametrize("size", ["normal", "large", "larger"])
@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
def test_a_question_on_several_pages_stands_above_each(area: Area, size: str) -> None:
    made = bodies(pages_of(table(words=24), area, size))
    names = [(body.caption.plain, side.title.plain) for body in made for side in body.sides]
    assert names == [(f"question {row}", name) for row in range(3) for name in NAMES]
    assert len(made) > 3


def test_names_stand_in_front_where_there_is_room_else_above() -> None:
    across, upright = (bodies(pages_of(table(), area, "normal"))[0] for area in (WIDE, Area(500.0, 1500.0, 400.0)))
    assert len({side.parts[0].inset for side in across.sides}) == 1
    assert across.sides[0].parts[0].inset > across.sides[0].title_left + across.sides[0].title.width
    assert across.sides[0].body_top == across.sides[0].title_top
    assert upright.sides[0].parts[0].inset == upright.sides[0].title_left
    assert upright.sides[0].body_top > upright.sides[0].title_top


def test_choices_do_not_lie_over_one_another() -> None:
    for body in bodies(pages_of(table(words=20), TALL, "large")):
        for above, below in zip(body.sides, body.sides[1:], strict=False):
            assert above.box.bottom <= below.box.top
            assert above.bottom <= above.box.height


def test_what_no_page_holds_stands_as_points_under_its_question() -> None:
    pages = pages_of(table(words=120, rows=1), Area(500.0, 330.0), "large")
    assert all(isinstance(page.body, Points) for page in pages)
    assert {page.body.parts[0].title.plain for page in pages if isinstance(page.body, Points)} == {"question 0", "question 1"}
