"""The home screen: a card for each topic, in as many columns as the screen has room for, all within reach."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.measures import Area, Measures
from kiosk.layout.notice import NoticeCard, notice_card
from kiosk.layout.page import Box
from kiosk.layout.typeset import SetText, Style, Typesetter

_NOTICE_BESIDE = 0.33
"""The least part of the width that a notice beside the heading takes."""
_TITLE_SHARES = (1.0, 0.94, 0.88, 0.82)
"""How large the letters of the heading may be."""
WORDS_BESIDE = 0.56
"""The words' part of a card's width; they have all of it, and no picture, where they would else be taller than the card."""


class CardText(Struct, frozen=True):
    """What a card says, before it is set; its tint, its picture, and what a touch on it asks for."""

    title: str
    note: str
    tint: str = ""
    file: str = ""
    action: str = ""
    mark: bool = False
    """Whether the picture is the clinic's mark, which stands free."""


class CardBox(Struct, frozen=True):
    """A card on its page: its box, and its texts set to fit beside its picture."""

    box: Box
    title: SetText
    note: SetText
    picture: Box
    tint: str
    file: str
    action: str
    mark: bool


class HomePage(Struct, frozen=True):
    """`notice` stands with the heading, on every page, as far from its top as it says."""

    heading: SetText
    heading_top: float
    cards: tuple[CardBox, ...]
    notice: NoticeCard | None = None


def home_pages(  # noqa: PLR0917  what stands on a page, and where
    heading: str, cards: list[CardText], measures: Measures, area: Area, typesetter: Typesetter, notice: str = ""
) -> list[HomePage]:
    """The cards in order, on as few pages as they need."""
    unit = measures.unit
    title = _title(heading, measures, area, typesetter) if heading else SetText()
    told = _noticed(notice, title, measures, area, typesetter)
    headed = max(title.height, told.bottom if told else 0.0)
    top = headed + measures.gap * 1.3 if heading else 0.0
    lowered = max(0.0, area.touchable_from - top)
    room = area.height - top - lowered
    columns = _columns(len(cards), measures, area)
    gap = measures.sizes.space
    width = (area.width - gap * (columns - 1)) / columns
    for pictured in (True, False):
        words = width * WORDS_BESIDE - measures.sizes.pad if pictured else width - 2 * measures.sizes.pad
        texts = [set_card(card, words, measures, typesetter) for card in cards]
        least = max((title.height + note.height + unit * 16 for title, note in texts), default=unit * 30)
        if least <= room:
            break
    rows_fit = max(1, int((room + gap) / (max(least, unit * 26) + gap)))
    rows_need = -(-len(cards) // columns)
    pages = max(1, -(-rows_need // rows_fit))
    rows = max(1, -(-rows_need // pages))
    height = min((room + gap) / rows - gap, width * 0.72 if columns > 1 else width * 0.5)
    height = max(height, min(least, room))
    used = rows * (height + gap) - gap
    first_top = area.height - used if area.tall else top + lowered + max(0.0, (room - used) * 0.42)
    heading_top = max(0.0, first_top - top) if area.tall else 0.0
    per_page = rows * columns
    placed = [
        HomePage(
            title,
            heading_top,
            tuple(
                placed_card(cards[first + at], box, texts[first + at], pictured=pictured)
                for at, box in enumerate(_grid(min(per_page, len(cards) - first), columns, Box(0, first_top, area.width, height), gap))
            ),
            told,
        )
        for first in range(0, len(cards), per_page)
    ]
    return placed or [HomePage(title, heading_top, (), told)]


def _title(heading: str, measures: Measures, area: Area, typesetter: Typesetter) -> SetText:
    """Upright on one line, if letters a little smaller do that: what it spares is the picture's."""
    sizes = (measures.title * share for share in (_TITLE_SHARES if area.tall else _TITLE_SHARES[:1]))
    ways = [typesetter(heading, Style(round(px), 700, 1.2, even=True), area.width) for px in sizes]
    return min(ways, key=lambda way: len(way.lines) > 1)


def _noticed(notice: str, title: SetText, measures: Measures, area: Area, typesetter: Typesetter) -> NoticeCard | None:
    """The notice beside the heading where there is room for it, else under it."""
    beside = area.width - title.width - 2 * measures.gap
    if len(title.lines) == 1 and beside >= area.width * _NOTICE_BESIDE:
        card = notice_card([notice] if notice else [], measures, beside, typesetter)
        return replace(card, left=area.width - card.width, top=0.0) if card else None
    card = notice_card([notice] if notice else [], measures, area.width, typesetter)
    return replace(card, top=title.height + measures.gap) if card else None


def _grid(count: int, columns: int, row: Box, gap: float) -> list[Box]:
    """Boxes row by row; the last row's share its whole width, so that no hole is left. `row` is the first row."""
    boxes = []
    for at in range(count):
        line = at // columns
        here = min(columns, count - line * columns)
        width = (row.width - gap * (here - 1)) / here
        boxes.append(Box(at % columns * (width + gap), row.top + line * (row.height + gap), width, row.height))
    return boxes


def _columns(count: int, measures: Measures, area: Area) -> int:
    """As many as look well for so many cards, if the screen is wide enough for their titles."""
    most = max(1, int(area.width / (measures.body * 9.5)))
    few = {0: 1, 1: 1, 2: 1 if area.tall else 2, 4: 2}
    return min(most, few.get(count, 2 if area.tall else 3))


def set_card(card: CardText, width: float, measures: Measures, typesetter: Typesetter) -> tuple[SetText, SetText]:
    """Its title and its note, set."""
    return (
        typesetter(card.title, Style(measures.body, 700, 1.2, even=True), width),
        typesetter(card.note, Style(measures.small, 400, 1.3), width),
    )


def placed_card(card: CardText, box: Box, texts: tuple[SetText, SetText], *, pictured: bool) -> CardBox:
    """The card with its texts in this box."""
    inset = box.height * 0.04
    width = min(box.width * (1 - WORDS_BESIDE) - 2 * inset, box.height * 1.25) if pictured else 0.0
    height = width * 0.75
    picture = Box(box.width - width - inset, box.height - height, width, height)
    return CardBox(box, texts[0], texts[1], picture, card.tint, card.file, card.action, card.mark)
