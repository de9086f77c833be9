"""Where Back and Next lead from what stands uppermost, and where a voice goes on by itself."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.layout.page import Body, Frame, Page
from kiosk.layout.typeset import NOTHING
from kiosk.screens.comfort import ComfortShown
from kiosk.screens.home import HomeShown
from kiosk.screens.pages import ListShown, ReaderShown
from kiosk.screens.panels import PanelShown
from kiosk.screens.turns import DeckShown, Turns, turns
from kiosk.visit.states import Basket, Comparing, Home, Lookup, Panel, PanelKind, Reading, SigningUp, Visit


def page(address: str = "", number: int = 0, pages: int = 1) -> Page:
    return Page(Frame(address, number=number, pages=pages), Body())


def shown(number: int = 1, pages: int = 3, **others: Any) -> DeckShown:
    """A page in the middle of everything."""
    return DeckShown(
        home=HomeShown(NOTHING, 0.0, (), None, number, pages, "go:home/0", "go:home/2"),
        pages=ReaderShown(page("before"), page("here", number, pages), page("after"), 0, 1),
        lookup=ListShown(page(), "go:lookup//0", "go:lookup/words/2"),
        panel=PanelShown(NOTHING, (), NOTHING, number, pages, 0.0, 0.0, 0.0, "", "", taken=False, more="", sources="", links=0.0),
        help=page("", number, pages),
        comfort=ComfortShown(0.0, 0.0, 0.0, 0.0, NOTHING, NOTHING, 0.0, (), number, pages, ""),
        **others,
    )


READING = Visit(place=Reading("infusion", "room"))
WORD = replace(READING, panel=Panel(PanelKind.WORD, "dose", 1))


@pytest.mark.parametrize(
    ("visit", "leads"),
    [
        (Visit(place=Home()), Turns("go:home/0", "go:home/2", "more_topics", several=True)),
        (Visit(place=Lookup("words")), Turns("go:lookup//0", "go:lookup/words/2", lists=True)),
        (Visit(place=Basket()), Turns("go:lookup//0", "go:lookup/words/2", lists=True)),
        (Visit(place=Comparing("limits", "table", "a", "b")), Turns("go:lookup//0", "go:lookup/words/2")),
        (READING, Turns("before", "after", reads_on=True)),
        (WORD, Turns("open:word/dose/0", "open:word/dose/2", several=True, reads_on=True)),
        (replace(WORD, help_page=1), Turns("help:0", "help:2", several=True, reads_on=True)),
        (replace(WORD, help_page=0, breathing=True), Turns()),
        (replace(WORD, help_page=1, comfort_page=1), Turns("comfort:0", "comfort:2", several=True)),
        (replace(WORD, asked=1.0), Turns()),
        (Visit(place=SigningUp("name")), Turns()),
    ],
)
def test_pages_turn_where_they_are_seen(visit: Visit, leads: Turns) -> None:
    assert turns(visit, shown()) == leads


def test_a_voice_leaves_time_to_touch_what_applies_and_the_list_is_at_hand() -> None:
    there = shown()
    there.pages = ReaderShown(page("before"), page("here", 1, 3), page("after"), 0, 1, answered=True)
    assert turns(READING, there) == Turns("before", "after", lists=True)


def test_two_of_what_stands_side_by_side_can_be_chosen_from_each_of_its_pages() -> None:
    there = shown()
    there.pages = ReaderShown(page("before"), page("here", 1, 3), page("after"), 0, 1, compares="go:comparing/t/s/a//0")
    assert turns(READING, there) == Turns("before", "after", reads_on=True, compares="go:comparing/t/s/a//0")


def test_a_sheet_of_one_page_turns_nowhere() -> None:
    assert turns(WORD, shown(0, 1)) == Turns()


def test_from_the_first_page_of_all_one_gets_back_to_the_topics_and_from_the_last_no_further() -> None:
    alone = DeckShown(pages=ReaderShown(None, page("here"), None, 0, 1))
    assert turns(READING, alone) == Turns("go:home/0")


def test_a_voice_does_not_go_on_from_one_slide_to_the_next() -> None:
    assert turns(READING, shown(2, 3)) == Turns("before", "after")


def test_what_has_no_room_beside_988_is_called_more_ways() -> None:
    assert turns(replace(READING, help_page=0), shown(0, 2)) == Turns("", "help:1", "more_ways", several=True, reads_on=True)
