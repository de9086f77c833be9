"""Groups of people on a page: on one scale, together where that can be, and never at the cost of a word."""

from __future__ import annotations

import pytest
from layout.test_kinds import EXAMPLES, TALL, WIDE, pages_of, said, slide
from msgspec.structs import replace

from kiosk.content.model.deck import Group
from kiosk.layout.kinds.people import People
from kiosk.layout.measures import Area
from kiosk.layout.page import Page


def groups(*filled: int, words: str = "felt dizzy") -> tuple[Group, ...]:
    return tuple(Group(said(f"{count} of 100 {words}"), said(f"With drug {count}"), filled=count, of=100) for count in filled)


def shown(area: Area, size: str, *own: Group) -> list[Page]:
    return list(pages_of(replace(EXAMPLES["people"], groups=own), area, size))


def bodies(pages: list[Page]) -> list[People]:
    return [page.body for page in pages if isinstance(page.body, People)]


@pytest.mark.parametrize("own", [groups(57, 12), groups(64, 28, 9)], ids=["two", "three"])
@pytest.mark.parametrize("size", ["normal", "large", "larger", "largest"])
@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
def test_every_group_has_its_people_on_one_scale(area: Area, size: str, own: tuple[Group, ...]) -> None:
    made = bodies(shown(area, size, *own))
    crowds = [crowd for body in made for crowd in body.groups]
    assert [(crowd.filled, crowd.of) for crowd in crowds] == [(each.filled, each.of) for each in own]
    assert {crowd.number.plain for crowd in crowds} == ({str(each.filled) for each in own} if size != "largest" else {""})
    assert len({body.people for body in made}) == 1
    assert len({crowd.box.width for crowd in crowds}) == 1


@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
def test_groups_stand_beside_one_another_with_the_points_under_them(area: Area) -> None:
    (page,) = shown(area, "normal", *groups(57, 12))
    (body,) = bodies([page])
    first, second = (crowd.box for crowd in body.groups)
    assert (first.top, first.height) == (second.top, second.height)
    assert first.left + first.width < second.left
    assert body.parts[0].top + page.frame.text.top > first.bottom


def test_words_stand_beside_the_people_where_that_lets_them_be_larger() -> None:
    across, upright = (bodies(shown(area, "normal", *groups(57, 12)))[0] for area in (WIDE, TALL))
    assert across.words.left > across.people.left + across.people.width
    assert upright.words.top > upright.people.bottom


def test_with_larger_letters_groups_stand_under_one_another() -> None:
    (body, *_) = bodies(shown(TALL, "larger", *groups(57, 12)))
    first, second = (crowd.box for crowd in body.groups)
    assert first.bottom < second.top


def test_groups_are_parted_only_where_one_page_cannot_hold_them() -> None:
    counts = [[len(body.groups) for body in bodies(shown(WIDE, size, *groups(57, 12)))] for size in ("normal", "large", "larger", "largest")]
    assert counts[0] == [2]
    assert counts == sorted(counts, key=len)


def test_where_no_people_fit_their_words_stand_as_points() -> None:
    long = groups(57, 12, words="people " * 60)
    pages = shown(Area(700.0, 500.0), "largest", *long)
    assert not bodies(pages)
    assert {type(page.body).__name__ for page in pages} == {"Points"}


def test_people_stand_ten_in_a_row_and_the_last_row_may_be_shorter() -> None:
    own = tuple(replace(group, filled=12, of=17) for group in groups(12, 12))
    (body,) = bodies(shown(WIDE, "normal", *own))
    assert body.people.height * 5 == body.people.width


def test_a_picture_has_no_room_beside_the_people() -> None:
    assert {page.frame.file for page in pages_of(slide("people"), WIDE, "normal", "x.svg")} == {""}


def test_what_only_the_clinic_can_say_stands_with_the_points() -> None:
    (page,) = pages_of(replace(slide("people"), points=()), WIDE, "normal")
    assert [part.makes for part in bodies([page])[0].parts] == ["ask"]
