"""Cards stand in the room of their page, whatever their titles and however low the page. No Qt."""

from __future__ import annotations

import pytest
from layout.plain_letters import pages_of
from layout.test_kinds import EXAMPLES, said
from msgspec.structs import replace

from kiosk.content.model.deck import Point
from kiosk.layout.kinds.cards import Cards
from kiosk.layout.measures import Area


@pytest.mark.parametrize("words", [1, 4, 8, 11])
def test_no_card_is_taller_than_its_page(words: int) -> None:
    area = Area(700.0, 700.0, 350.0)
    points = tuple(Point(said("text"), said("word " * words), icon="info") for _ in range(3))
    pages = pages_of(replace(EXAMPLES["cards"], points=points, sources=()), area, "largest")
    cards = [card for page in pages if isinstance(page.body, Cards) for card in page.body.cards]
    assert len(cards) == 3
    assert all(card.box.bottom <= area.height and card.title.height < card.box.height for card in cards)
