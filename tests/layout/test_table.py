"""Choices side by side: the same names in one order on every page, the question above them, nothing lost with large letters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from layout.test_kinds import EXAMPLES, TALL, WIDE, pages_of, said
from msgspec.structs import replace

from kiosk.content.model.deck import Column, Point, Slide
from kiosk.layout.kinds.cards import Cards
from kiosk.layout.kinds.table import Table
from kiosk.layout.measures import Area, Measures, Screen
from kiosk.layout.page import Page
from kiosk.visit.actions import opens
from kiosk.visit.states import PanelKind

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


@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
def test_a_question_on_two_pages_stands_above_each(area: Area) -> None:
    made = bodies(pages_of(table(words=20), area, "normal"))
    names = [(body.caption.plain, side.title.plain) for body in made for side in body.sides]
    assert names == [(f"question {row}", name) for row in range(3) for name in NAMES]
    assert len(made) > 3


@pytest.mark.parametrize("size", ["larger", "largest"])
@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
def test_where_that_would_be_many_pages_each_question_is_a_card(area: Area, size: str) -> None:
    pages = pages_of(table(words=24), area, size)
    cards = [card for page in pages if isinstance(page.body, Cards) for card in page.body.cards]
    assert [card.title.plain for card in cards] == ["question 0", "question 1", "question 2"]
    assert [card.action for card in cards] == [opens(PanelKind.CARD, str(number)) for number in range(3)]
    assert len(pages) <= 3


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


def test_where_no_page_holds_what_is_said_of_a_choice_each_question_is_a_card() -> None:
    pages = pages_of(table(words=120, rows=1), Area(500.0, 330.0), "large")
    assert [card.title.plain for page in pages if isinstance(page.body, Cards) for card in page.body.cards] == ["question 0", "question 1"]


def test_choices_take_the_room_that_an_upright_page_has() -> None:
    """Three units above and below each where there is so much, and never more than the page has."""
    airy, full = (bodies(pages_of(table(words=words), TALL, "normal"))[0] for words in (3, 24))
    unit = Measures(Screen(1920, 1080, 4.03), "normal").unit
    assert all(side.box.height - side.bottom > 3 * unit for side in airy.sides)
    assert len(airy.sides) == 7
    assert airy.sides[-1].box.bottom <= TALL.height
    assert full.sides[-1].box.bottom <= TALL.height


@pytest.mark.parametrize(("area", "words"), [(WIDE, 20), (TALL, 32)], ids=["wide", "tall"])
def test_a_question_on_two_pages_uses_the_height_of_both(area: Area, words: int) -> None:
    """Each is full, or its choices have as much air as there may be."""
    unit = Measures(Screen(1920, 1080, 4.03), "normal").unit
    pages = pages_of(table(words=words, rows=1), area, "normal")
    made = [(body, page.frame.text.bottom) for body, page in zip(bodies(pages), pages, strict=True)]
    assert [len(body.sides) for body, _ in made] == [4, 3] * 2
    for body, end in made:
        assert end - body.sides[-1].box.bottom < 2 or min(side.box.height - side.bottom for side in body.sides) > 7.9 * unit
        assert all(above.box.bottom == pytest.approx(below.box.top) for above, below in pairwise(body.sides))
