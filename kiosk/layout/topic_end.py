"""The end of a topic: what to keep in mind, the next topic as a large card, and two smaller ways on."""

from __future__ import annotations

from msgspec import Struct

from kiosk.layout.home import WORDS_BESIDE, CardBox, CardText, placed_card, set_card
from kiosk.layout.measures import Area, Measures
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.slide_parts import unbroken
from kiosk.layout.typeset import NOTHING, SetText, Style, Typesetter

_HIGHEST_PICTURE, _LEAST_PICTURE = 0.86, 0.45
"""How tall a picture is that goes to the edges of the screen, in parts of its width."""
_UNDER_A_PICTURE = 8.0
"""Units from such a picture to the words."""
_SCALES = (1.0, 0.85, 0.7, 0.6)
"""How large the letters of what to keep in mind are, in parts of the visitor's size: the largest that fit."""
_LARGE, _SMALL = 44.0, 26.0
"""The least heights of the first card and of the others, units."""
_LARGEST = 70.0
_AROUND = 16.0
"""Units above, between and below the words of a card."""


class End(Body, frozen=True):
    """`keep` stands in its box, `cards` lead on."""

    keep: SetText
    keep_box: Box
    cards: tuple[CardBox, ...]


class EndText(Struct, frozen=True):
    """What the end of a topic says, before it is set: what to `keep` in mind may be empty, of the cards the first is the large one."""

    kicker: str
    heading: str
    keep: str
    cards: tuple[CardText, ...]
    file: str = ""
    says: str = ""


class _Made(Struct, frozen=True):
    """All of it set, and how tall each part is; whether the first card has its picture, and whether no word of a title is broken."""

    title: SetText
    keep: SetText
    texts: tuple[tuple[SetText, SetText], ...]
    pad: float
    large: float
    small: float
    gap: float
    above: float
    pictured: bool
    whole: bool

    @property
    def height(self) -> float:
        keep = self.keep.height + self.pad + self.gap if self.keep.lines else 0.0
        return self.above + self.title.height + self.gap + keep + self.large + (self.small + self.gap if len(self.texts) > 1 else 0.0)


def topic_end(said: EndText, measures: Measures, area: Area, typesetter: Typesetter) -> Page:
    """The page. Upright its picture reaches to three edges of the screen where there is room for it, and the cards stand low, within reach."""
    made = _fitting(said, measures, area, typesetter)
    spare = area.height - made.height
    width, head = area.width + 2 * measures.margin, measures.sizes.top
    high = min(_HIGHEST_PICTURE * width, spare + head - _UNDER_A_PICTURE * measures.unit)
    pictured = area.tall and bool(said.file) and high >= _LEAST_PICTURE * width
    large = made.large if area.tall else max(made.large, min(_LARGEST * measures.unit, made.large + spare))
    top = made.above + (max(0.0, spare) if area.tall else 0.0)
    keep_top = top + made.title.height + made.gap
    keep = Box(0.0, keep_top, area.width, made.keep.height + made.pad) if made.keep.lines else Box(0.0, keep_top)
    first = keep.bottom + (made.gap if made.keep.lines else 0.0)
    return Page(
        Frame(
            kicker=said.kicker,
            heading=made.title,
            heading_top=top,
            picture=Box(-measures.margin, -head, width, high) if pictured else Box(),
            file=said.file if pictured else "",
            bleeds=pictured,
            says=said.says,
            text=Box(0.0, keep_top, area.width, area.height - keep_top),
        ),
        End(made.keep, keep, _cards(said, made, Box(0.0, first, area.width, large))),
    )


def _fitting(said: EndText, measures: Measures, area: Area, typesetter: Typesetter) -> _Made:
    """With all cards and the largest letters that fit; else with the first card alone, which then may go without its picture."""
    for cards, share in ((said.cards, WORDS_BESIDE), (said.cards[:1], WORDS_BESIDE), (said.cards[:1], 1.0)):
        for scale in _SCALES:
            made = _made(said, cards, scale, measures, area.width, typesetter, share)
            if made.height <= area.height and made.whole:
                return made
    return _made(said, said.cards[:1], 0.0, measures, area.width, typesetter, 1.0)


def _made(  # noqa: PLR0917  what is said, how, and where
    said: EndText, cards: tuple[CardText, ...], scale: float, measures: Measures, width: float, typesetter: Typesetter, share: float
) -> _Made:
    """All of it set: the words of the first card have this share of its width."""
    unit, sizes = measures.unit, measures.sizes
    beside = (width - sizes.space * (len(cards) - 2)) / max(1, len(cards) - 1) - 2 * sizes.pad
    words = [width * share - sizes.pad * (2 if share == 1.0 else 1) if number == 0 else beside for number in range(len(cards))]
    texts = tuple(set_card(card, room, measures, typesetter) for card, room in zip(cards, words, strict=True))
    heights = [title.height + note.height + _AROUND * unit for title, note in texts]
    keep = Style(max(measures.small, round(measures.body * scale)), 500, min(measures.leading, 1.4))
    return _Made(
        title=typesetter(said.heading, Style(measures.title, 700, 1.2, even=True), width),
        keep=typesetter(said.keep, keep, width - sizes.pad) if said.keep and scale else NOTHING,
        texts=texts,
        pad=sizes.space,
        large=max(heights[0], _LARGE * unit),
        small=max([*heights[1:], _SMALL * unit]),
        gap=sizes.space,
        above=measures.above_heading,
        pictured=share < 1.0,
        whole=all(unbroken(card.title, title) for card, (title, _) in zip(cards, texts, strict=True)),
    )


def _cards(said: EndText, made: _Made, large: Box) -> tuple[CardBox, ...]:
    """The first as wide as the page, the others side by side under it."""
    others = len(made.texts) - 1
    width = (large.width - made.gap * (others - 1)) / max(1, others)
    boxes = [large, *(Box(number * (width + made.gap), large.bottom + made.gap, width, made.small) for number in range(others))]
    shown = zip(said.cards, boxes, made.texts, strict=False)
    return tuple(placed_card(card, box, texts, pictured=number == 0 and made.pictured) for number, (card, box, texts) in enumerate(shown))
