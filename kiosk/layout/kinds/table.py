"""Choices side by side: a page, or two with large letters, says one thing of all of them, in one order and in letters of one size.

It begins at the top of the screen, also where all else begins within reach, since there is nothing to touch on it but hard words.

Names stand in front of what is said where there is room for both, else above it. Where that would take too many pages, or no page holds what is said
of a choice, each row is a card: who reads large letters chooses what to look at, and the next slide is near.
"""

from __future__ import annotations

from itertools import accumulate, chain

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Point, Slide, Text
from kiosk.layout.kinds.cards import as_cards
from kiosk.layout.kinds.compare import Side
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.kinds.points import Points
from kiosk.layout.lists import raised
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part, flow
from kiosk.layout.slide_parts import Composing
from kiosk.layout.typeset import NOTHING, SetText, Style, unmarked

_NARROWEST_BESIDE_EM = 17.0
"""What is said needs as much beside the names; below it a sentence breaks into more than three lines."""
_WIDEST_NAMES = 0.36
"""Of the width: longer names are broken."""
_AIR, _MOST_AIR = 1.0, 8.0
"""Above and below each choice, in units; more than the least only where its page has room for it."""
LEADING, _DISC = 1.25, 1.3
"""Of the letters: seven choices of three lines each stand on one upright page, and seven of one line across."""

MOST_PAGES_OF_A_ROW = 2
"""In the middle: as many as `check` allows a part of any slide."""
QUESTION = "message-circle-question-mark"


class Table(Body, frozen=True):
    """One thing, the `caption`, said of choices: each a side, without a ground of its own."""

    caption: SetText
    sides: tuple[Side, ...]


class _Columns(Struct, frozen=True):
    """Where names begin, and what is said of them: under the name where both are one. `disc` is the size of the icons' ground."""

    disc: float
    named: float
    told: float
    width: float


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    rows = slide.rows()
    asked = composing.ask_us(slide, frame.text.width)
    high = raised(frame, composing.height, composing.measures)
    laid = [_row(composing, title, points, high, frame.text.top) for title, points in rows]
    pages = list(chain.from_iterable(laid))
    if not all(laid) or len(pages) > MOST_PAGES_OF_A_ROW * len(rows):
        return as_cards(composing, [(title, QUESTION) for title, _ in rows], asked, frame)
    return [*pages, *(Page(frame, Points(tuple(each))) for each in flow(asked, frame.text.height, composing.measures.gap) if each)]


def _row(composing: Composing, title: Text, points: tuple[Point, ...], frame: Frame, reach: float) -> list[Page]:
    """Nothing where no page holds what is said of a choice. Above `reach` stands nothing to touch."""
    room, measures = frame.text, composing.measures
    above = caption(composing, title, room.width)
    taken = above.height + measures.gap if title else 0.0
    below = replace(frame, text=Box(room.left, room.top + taken, room.width, room.height - taken))
    sides = _sides(composing, points, room.width)
    if max(side.box.height for side in sides) > below.text.height:
        return []
    places, left = flow([Part(NOTHING, least=side.box.height) for side in sides], below.text.height, 0.0), iter(sides)
    pages = ([next(left) for _ in page] for page in places)
    return [Page(below, Table(above, _placed(_aired(page, below.text.height, measures.unit), below.text, reach))) for page in pages]


def caption(composing: Composing, title: Text, width: float) -> SetText:
    """What a row asks, over what it says of its choices."""
    return composing.typesetter(composing.says(title), Style(round(composing.measures.body * 1.12), 600, 1.25), width) if title else NOTHING


def _aired(sides: list[Side], room: float, unit: float) -> list[Side]:
    """The choices of a page with as much more air above and below each as it has room for, a pixel kept for rounding."""
    spare = room - 1 - sum(side.box.height for side in sides)
    more = max(0.0, min(unit * (_MOST_AIR - _AIR), spare / len(sides) / 2))
    return [
        replace(side, box=replace(side.box, height=side.box.height + 2 * more), title_top=side.title_top + more, body_top=side.body_top + more)
        for side in sides
    ]


def _placed(sides: list[Side], room: Box, reach: float) -> tuple[Side, ...]:
    """The choices under one another, with nothing to touch above `reach`."""
    tops = accumulate((side.box.height for side in sides[:-1]), initial=room.top)
    return tuple(_touched_below(replace(side, box=replace(side.box, left=room.left, top=top)), reach) for side, top in zip(sides, tops, strict=True))


def _touched_below(here: Side, reach: float) -> Side:
    if here.box.top >= reach:
        return here
    return replace(here, title=unmarked(here.title), parts=tuple(replace(part, text=unmarked(part.text)) for part in here.parts))


def _sides(composing: Composing, points: tuple[Point, ...], width: float) -> list[Side]:
    """The choices of a row, each as high as it must be."""
    body, unit = composing.measures.body, composing.measures.unit
    disc = float(round(body * _DISC)) if any(point.icon for point in points) else 0.0
    inset = disc + composing.measures.sizes.space if disc else 0.0
    style = Style(body, weight=700, leading=min(LEADING, composing.measures.leading))
    names = [composing.text(point.title, style, width * _WIDEST_NAMES, set()) for point in points]
    beside = inset + max(name.width for name in names) + unit * 6
    if width - beside < body * _NARROWEST_BESIDE_EM:
        names, beside = [composing.text(point.title, style, width - inset, set()) for point in points], inset
    columns, seen = _Columns(disc, inset, beside, width), set[str]()
    return [_side(composing, point, name, columns, seen) for point, name in zip(points, names, strict=True)]


def _side(composing: Composing, point: Point, name: SetText, columns: _Columns, seen: set[str]) -> Side:
    measures = composing.measures
    style = Style(measures.body, leading=min(LEADING, measures.leading))
    text = composing.part(replace(point, title=Text()), columns.width - columns.told, seen, style, icon="")
    pad = measures.unit * _AIR
    top = pad + max(0.0, (columns.disc - style.px * style.leading) / 2)
    body_top = top if columns.told > columns.named else top + name.height
    height = max(pad + columns.disc, top + name.height, body_top + text.height) + pad
    part = replace(text, inset=columns.told, sentences=())
    box = Box(width=columns.width, height=height)
    return Side(box, name, point.icon, columns.disc, title_left=columns.named, title_top=top, body_top=body_top, parts=(part,))


TABLE = Kind(_lay, wide=(), tall=())
