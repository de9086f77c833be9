"""Two choices of a table: every question whole with both answers, beside each other or one under the other; where that is much, a card each."""

from __future__ import annotations

from itertools import pairwise

import pytest
from layout.test_kinds import EXAMPLES, TALL, WIDE, pages_of, said
from msgspec.structs import replace

from kiosk.content.model.deck import Column, Point, Slide
from kiosk.layout.kinds.cards import Cards
from kiosk.layout.kinds.pair import Answer, Asked, Pair
from kiosk.layout.measures import Area
from kiosk.layout.page import Page
from kiosk.visit.actions import opens
from kiosk.visit.states import PanelKind

ONE, OTHER = "choice 1", "choice 3"


def table(choices: int, words: int = 6, rows: int = 7) -> Slide:
    points = tuple(Point(said("word " * words), said(f"choice {number}"), icon="info", name=f"choice {number}") for number in range(choices))
    columns = tuple(Column(said(f"question {row}?"), points) for row in range(1, rows + 1))
    return replace(EXAMPLES["table"], intro=said("question 0?"), points=points, columns=columns)


def pair(words: int = 6, rows: int = 7) -> Slide:
    return replace(table(7, words, rows).narrowed((ONE, OTHER)), kind="pair")


def asked(pages: tuple[Page, ...]) -> list[tuple[Asked, ...]]:
    return [page.body.groups for page in pages if isinstance(page.body, Pair)]


def answers(pages: tuple[Page, ...]) -> list[Answer]:
    return [side for page in asked(pages) for group in page for side in group.sides]


@pytest.mark.parametrize("choices", range(2, 11))
def test_of_however_many_choices_two_are_left_in_the_order_in_which_they_were_named(choices: int) -> None:
    last = f"choice {choices - 1}"
    two = table(choices).narrowed((last, "choice 0"))
    assert [[point.name for point in points] for _, points in two.rows()] == [[last, "choice 0"]] * 8
    assert two.points[0].text.in_("en").startswith(f"**{last}:** word")


def test_a_name_that_ends_a_sentence_keeps_its_sign() -> None:
    assert Point(said("You wait."), said("What now?")).run_in().text.in_("en") == "**What now?** You wait."


def test_its_sources_are_those_of_the_two() -> None:
    points = tuple(Point(said("it is"), said(name), name=name, sources=(f"of-{name}",)) for name in ("a", "b", "c"))
    slide = replace(EXAMPLES["table"], points=points, columns=(Column(said("why?"), points),))
    assert slide.narrowed(("c", "a")).all_sources() == ("of-c", "of-a")


@pytest.mark.parametrize("size", ["normal", "large", "larger"])
@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
def test_every_question_is_whole_on_one_page_with_both_answers(area: Area, size: str) -> None:
    pages = pages_of(pair(12), area, size)
    every = [group for page in asked(pages) for group in page]
    assert [group.heading.plain for group in every] == [f"question {number}?" for number in range(8)]
    for group in every:
        assert [part.text.plain.strip("*").partition(":")[0] for side in group.sides for part in side.parts] == [ONE, OTHER]


def test_answers_stand_beside_each_other_across_and_under_each_other_upright() -> None:
    for group in asked(pages_of(pair(), WIDE, "normal"))[0]:
        one, other = (side.box for side in group.sides)
        assert one.top == other.top
        assert one.width == other.width
        assert one.left + one.width < other.left
    for group in asked(pages_of(pair(), Area(500.0, 1500.0), "normal"))[0]:
        one, other = (side.box for side in group.sides)
        assert one.left == other.left
        assert one.bottom < other.top


def test_both_answers_are_in_the_same_letters() -> None:
    for area in (WIDE, TALL):
        for size in ("normal", "large", "larger"):
            assert len({(part.text.px, part.text.weight) for side in answers(pages_of(pair(20), area, size)) for part in side.parts}) == 1


@pytest.mark.parametrize("words", [3, 12, 24])
def test_questions_do_not_lie_over_one_another_and_a_line_parts_them(words: int) -> None:
    for area in (WIDE, TALL):
        for page in asked(pages_of(pair(words), area, "normal")):
            assert page[0].line == 0.0
            assert page[-1].box.bottom <= area.height
            for above, below in pairwise(page):
                assert above.box.bottom < below.box.top - below.line < below.box.top


def test_a_comparison_takes_fewer_pages_than_the_table_that_it_is_made_of() -> None:
    for area in (WIDE, TALL):
        assert len(pages_of(pair(12), area, "normal")) < len(pages_of(table(7, 12), area, "normal"))


def test_a_question_that_is_higher_than_a_page_stands_above_each_of_its_answers() -> None:
    pages = asked(pages_of(pair(24, rows=1), Area(1000.0, 550.0), "normal"))
    assert [(group.heading.plain, len(group.sides)) for page in pages for group in page] == [
        *[("question 0?", 1)] * 2, *[("question 1?", 1)] * 2,
    ]  # fmt: skip


@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
def test_where_that_would_be_many_pages_each_question_is_a_card(area: Area) -> None:
    pages = pages_of(pair(80), area, "largest")
    cards = [card for page in pages if isinstance(page.body, Cards) for card in page.body.cards]
    assert [card.title.plain for card in cards] == [f"question {number}?" for number in range(8)]
    assert [card.action for card in cards] == [opens(PanelKind.CARD, str(number)) for number in range(8)]


def test_above_what_a_seated_hand_reaches_no_word_can_be_touched() -> None:
    low = Area(1000.0, 1500.0, touchable_from=400.0)
    for page in asked(pages_of(pair(), low, "normal")):
        for side in (side for group in page for side in group.sides if side.box.top < low.touchable_from):
            assert not any(line.spots for part in side.parts for line in part.text.lines)
