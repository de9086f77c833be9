"""Cards to touch: each opens, and tells more."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kiosk.content.model.deck import Slide, Text
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.measures import Measures
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part
from kiosk.layout.slide_parts import NARROWEST_COLUMN_EM, Composing, unbroken
from kiosk.layout.typeset import SetText, Style
from kiosk.visit.actions import opens
from kiosk.visit.states import PanelKind


class Card(Struct, frozen=True):
    box: Box
    title: SetText
    icon: str
    action: str


class Cards(Body, frozen=True):
    """`parts` stand under the cards."""

    cards: tuple[Card, ...]
    parts: tuple[Part, ...] = ()


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    return as_cards(composing, [(point.title, point.icon) for point in slide.points], composing.ask_us(slide, frame.text.width), frame)


def as_cards(composing: Composing, named: Sequence[tuple[Text, str]], asked: list[Part], frame: Frame) -> list[Page]:
    """A card for each name and icon, on as many pages as they need; `asked` stands under the last. Letters get smaller where they must."""
    unit, gap, room = composing.measures.unit, composing.measures.sizes.space, frame.text
    height_left = room.height - sum(part.height + composing.measures.gap for part in asked)
    sizes = (composing.measures, *composing.measures.smaller())
    ways = [(columns, (room.width - gap * (columns - 1)) / columns, measures) for measures in sizes for columns in (2, 1)]
    fitting = (way for way in ways if _fits(composing, named, *way, room=height_left))
    columns, width, measures = next(fitting, ways[1])
    titles = _titles(composing, named, width, measures)
    least = _least(titles, unit, height_left)
    rows = max(1, int((height_left + gap) / (least + gap)))
    per_page = rows * columns
    even = -(-len(titles) // -(-len(titles) // per_page))
    even += -even % columns
    height = max(least, min(least * 1.35, (height_left + gap) / -(-even // columns) - gap))
    cards = [
        Card(
            Box(room.left + number % even % columns * (width + gap), room.top + number % even // columns * (height + gap), width, height),
            title,
            icon,
            opens(PanelKind.CARD, str(number)),
        )
        for number, ((_, icon), title) in enumerate(zip(named, titles, strict=True))
    ]
    pages = [Page(frame, Cards(tuple(cards[first : first + even]))) for first in range(0, len(cards), even)]
    last = tuple(cards[(len(pages) - 1) * even :])
    return [*pages[:-1], Page(frame, Cards(last, composing.under(asked, max(card.box.bottom for card in last), room.top)))]


def _fits(composing: Composing, named: Sequence[tuple[Text, str]], columns: int, width: float, measures: Measures, *, room: float) -> bool:
    """Whether each card has room on a page, and no word of its title is broken; beside another a card has a least width, too."""
    titles = _titles(composing, named, width, measures)
    whole = (unbroken(composing.says(name), title) for (name, _), title in zip(named, titles, strict=True))
    wide = columns == 1 or width >= measures.body * NARROWEST_COLUMN_EM
    return wide and _least(titles, composing.measures.unit, room) <= room and all(whole)


def _least(titles: Sequence[SetText], unit: float, room: float) -> float:
    """How tall each of these cards has to be."""
    return max(min(unit * 24, room), max(title.height for title in titles) + unit * 10)


def _titles(composing: Composing, named: Sequence[tuple[Text, str]], width: float, measures: Measures) -> list[SetText]:
    """Set plain: a card is one target, and a word to touch inside it would be another."""
    style = Style(measures.body, weight=600, leading=1.25)
    sizes = measures.sizes
    room = width - sizes.disc_left - sizes.disc - sizes.disc_right - sizes.arrow - sizes.arrow_right
    return [composing.typesetter(composing.says(name), style, room) for name, _ in named]


CARDS = Kind(_lay)
