"""Cards: the picture of each begins where the room for its words ends. No Qt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.layout.home import CardText, home_pages
from kiosk.layout.measures import Area, Measures, Screen
from kiosk.layout.typeset import Line, SetText, Style


@given(st.integers(1, 9), st.sampled_from([(1824, 760), (984, 1500), (984, 620), (1200, 400)]), st.sampled_from(["normal", "large", "largest"]))
def test_no_picture_lies_under_words(cards: int, room: tuple[int, int], size: str) -> None:
    def set_text(text: str, style: Style, width: float, words: tuple[tuple[int, int, str], ...] = ()) -> SetText:
        """Every line fills all the room that there is."""
        return SetText((Line(text, text, width),) * 2, style.px * style.leading, style.px)

    measures = Measures(Screen(1920, 1080, 4.03), size)
    texts = [CardText("A title", "A note", action=str(number)) for number in range(cards)]
    pages = home_pages("Topics", texts, measures, Area(*map(float, room)), set_text)
    placed = [card for page in pages for card in page.cards]
    assert [card.action for card in placed] == [str(number) for number in range(cards)]
    pictured = [card for card in placed if card.picture.width]
    margin = measures.unit * 7
    assert all(margin + line.width <= card.picture.left for card in pictured for text in (card.title, card.note) for line in text.lines)
    assert all(card.picture.left + card.picture.width <= card.box.width for card in pictured)
