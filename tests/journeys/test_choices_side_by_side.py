"""All choices side by side: a table on a few pages, and with large letters a card for each question, which tells the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from journeys.test_questions import said
from visitor import Visitor

from kiosk.content.model.deck import Slide
from kiosk.content.store.library import Library
from kiosk.layout.kinds.cards import Cards
from kiosk.layout.kinds.table import Table
from kiosk.layout.markup import as_shown
from kiosk.visit.comfort import Comfort, TextSize
from kiosk.visit.moves import ChoseComfort
from kiosk.visit.states import Reading

TOPIC, SLIDE = "limits", "side-by-side"


def table(library: Library) -> Slide:
    topic = library.topic(TOPIC)
    assert topic
    return next(slide for slide in topic.slides if slide.id == SLIDE)


def page(here: Visitor) -> Any:
    assert here.kiosk.deck.shown.pages
    return here.kiosk.deck.shown.pages.current


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_question_is_answered_for_every_choice_at_every_size(
    visitor: Callable[..., Visitor], library: Library, glass: Any, language: str
) -> None:
    here = visitor(glass)
    here.taps(said(library, "start", language))
    here.kiosk.visit.go(Reading(TOPIC, SLIDE))
    for size in TextSize:
        here.kiosk.visit.move(ChoseComfort(Comfort(size)))
        here.rest()
        seen = [*told_on_pages(here)] or [*told_by_cards(here, library, language)]
        assert seen == [
            (asks.in_(language), [as_shown(point.title.in_(language)) for point in points]) for asks, points in table(library).rows()
        ], size


def told_on_pages(here: Visitor) -> list[tuple[str, list[str]]]:
    """What is asked, and the names of what is answered, of the pages of the table; none where there are cards."""
    found: dict[str, list[str]] = {}
    for number in range(here.kiosk.deck.page_count(TOPIC, SLIDE)):
        here.kiosk.visit.go(Reading(TOPIC, SLIDE, number))
        body = page(here).body
        if isinstance(body, Table):
            found.setdefault(body.caption.plain, []).extend(side.title.plain for side in body.sides)
    return [*found.items()]


def told_by_cards(here: Visitor, library: Library, language: str) -> list[tuple[str, list[str]]]:
    """The same by touching each card, and turning the pages of what it opens."""
    found: list[tuple[str, list[str]]] = []
    most = here.kiosk.deck.page_count(TOPIC, SLIDE)
    assert most <= 4
    for number in range(most):
        here.kiosk.visit.go(Reading(TOPIC, SLIDE, number))
        here.rest()
        body = page(here).body
        for card in body.cards if isinstance(body, Cards) else ():
            here.taps(card.title.plain)
            names = [part.title.plain for part in here.kiosk.deck.shown.panel.parts]
            for _ in range(here.kiosk.deck.shown.panel.pages - 1):
                here.taps(said(library, "next", language))
                names += [part.title.plain for part in here.kiosk.deck.shown.panel.parts]
            found.append((here.kiosk.deck.shown.panel.heading.plain, [*dict.fromkeys(filter(None, names))]))
            here.taps(said(library, "close", language))
    return found
