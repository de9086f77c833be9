"""Columns of equal weight: beside one another, else under one another; where neither has room, one after the other as points."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Column, Slide
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.kinds.points import Points
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part, flow
from kiosk.layout.slide_parts import NARROWEST_COLUMN_EM, Composing, unbroken
from kiosk.layout.typeset import SetText, Style

_AIR = (1.5, 1.1, 0.7)
"""Distances of the points, in gaps: as much as the page has room for."""
_LESS_AIR = (1.0, 0.75, 0.5)
"""The same where they stand as points: less of it where that spares a page."""
_LARGEST = (1.0, 0.9, 0.82)
"""There the largest letters, too: still larger than those of the size before."""
_NARROWEST_HEADING_EM = 8.0
"""Below this a heading breaks every other word."""


class Side(Struct, frozen=True):
    """A column: a box with a heading, and what stands in it.

    `disc` is the size of the icon's ground; `title_left` and `title_top` where the heading stands, `body_top` where the parts begin,
    within the box.
    """

    box: Box
    title: SetText
    icon: str
    disc: float
    title_left: float
    title_top: float
    body_top: float
    parts: tuple[Part, ...] = ()

    @property
    def bottom(self) -> float:
        """Where what stands in it ends, from its upper edge."""
        return self.body_top + (self.parts[-1].top + self.parts[-1].height if self.parts else 0.0)


class Compare(Body, frozen=True):
    """`parts` stand under the columns."""

    sides: tuple[Side, ...]
    parts: tuple[Part, ...]


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    unit, room = composing.measures.unit, frame.text
    asked = composing.ask_us(slide, room.width)
    ask_room = sum(part.height + composing.measures.gap for part in asked)
    count, gap = len(slide.columns), unit * 6
    across = Box(0, room.top, (room.width - gap * (count - 1)) / count, room.height - ask_room)
    down = Box(0, room.top, room.width, (room.height - ask_room - gap * (count - 1)) / count)
    ways = ((across, (across.width + gap, 0.0)), (down, (0.0, down.height + gap)))
    for box, step, air in ((box, step, air) for box, step in ways for air in _AIR):
        if sides := _fitted(composing, slide.columns, box, step, air):
            height = max(side.bottom for side in sides) + composing.measures.sizes.pad
            tops = [box.top + number * (height + gap) if step[1] else side.box.top for number, side in enumerate(sides)]
            moved = tuple(replace(side, box=replace(side.box, height=height, top=top)) for side, top in zip(sides, tops, strict=True))
            return [Page(frame, Compare(moved, composing.under(asked, max(side.box.bottom for side in moved), room.top)))]
    return [Page(frame, Points(tuple(page))) for page in _one_after_the_other(composing, slide.columns, room, asked)]


def _one_after_the_other(composing: Composing, columns: tuple[Column, ...], room: Box, asked: list[Part]) -> list[list[Part]]:
    """The columns on as few pages as they need: each begins one; with less air, and the largest letters a little smaller, where that spares pages."""
    ways = []
    for scale in _LARGEST if composing.measures.text_size == "largest" else _LARGEST[:1]:
        style = replace(composing.body, px=round(composing.body.px * scale))
        each = [_headed(composing, column, room.width, style) for column in columns]
        each[-1] += asked
        ways += [[page for parts in each for page in flow(parts, room.height, composing.measures.gap * air)] for air in _LESS_AIR]
    return min(ways, key=len)


def _headed(composing: Composing, column: Column, width: float, style: Style) -> list[Part]:
    """A column's points under one another, the first with the column's title over it."""
    first, *rest = _bullets(composing, column, width, set(), style)
    return [replace(first, title=composing.text(column.title, _heading(style), width - first.inset, set())), *rest]


def _heading(style: Style) -> Style:
    return Style(round(style.px * 1.08), weight=700, leading=1.25)


def _fitted(composing: Composing, columns: tuple[Column, ...], box: Box, step: tuple[float, float], air: float) -> list[Side]:
    """The columns in boxes of one size with so much air between their points, or nothing if one does not fit."""
    inner = box.width - 2 * composing.measures.sizes.pad
    if inner < composing.measures.body * NARROWEST_COLUMN_EM:
        return []
    sides: list[Side] = []
    seen: set[str] = set()
    for number, column in enumerate(columns):
        side = _side(composing, column, replace(box, left=box.left + number * step[0], top=box.top + number * step[1]), seen)
        parts = flow(_bullets(composing, column, inner, seen, composing.body), 1e9, composing.measures.gap * air)
        side = replace(side, parts=tuple(parts[0]) if parts else ())
        if side.bottom + composing.measures.sizes.pad > box.height or not _whole(composing, column, side):
            return []
        sides.append(side)
    return sides


def _whole(composing: Composing, column: Column, side: Side) -> bool:
    said = [column.title, *(point.text for point in column.points)]
    done = [side.title, *(part.text for part in side.parts)]
    return all(unbroken(composing.says(text), fit) for text, fit in zip(said, done, strict=True))


def _side(composing: Composing, column: Column, box: Box, seen: set[str]) -> Side:
    """The heading of a column: beside its icon, or under it where the column is narrow."""
    unit, pad, style = composing.measures.unit, composing.measures.sizes.pad, _heading(composing.body)
    disc = max(unit * 11, style.px * 1.35) if column.icon else 0.0
    inner = box.width - 2 * pad
    beside = disc + unit * 4 if disc else 0.0
    if inner - beside < composing.measures.body * _NARROWEST_HEADING_EM:
        title = composing.text(column.title, style, inner, seen)
        top = pad + (disc + unit * 3 if disc else 0.0)
        return Side(box, title, column.icon, disc, title_left=pad, title_top=top, body_top=top + title.height + unit * 4)
    title = composing.text(column.title, style, inner - beside, seen)
    top = pad + max(0.0, (disc - title.height) / 2)
    return Side(box, title, column.icon, disc, title_left=pad + beside, title_top=top, body_top=pad + unit * 4 + max(title.height, disc))


def _bullets(composing: Composing, column: Column, width: float, seen: set[str], style: Style) -> list[Part]:
    inset = max(composing.measures.unit * 6, style.px * 0.6)
    bare = (composing.part(point, width - inset, seen, style, icon="") for point in column.points)
    return [replace(part, inset=inset, bullet=True) for part in bare]


COMPARE = Kind(_lay, wide=())
