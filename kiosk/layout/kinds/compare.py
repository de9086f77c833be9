"""Columns of equal weight: beside one another, else under one another; where neither has room, with some of their points a page, or as a list."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Column, Slide
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.kinds.points import Points
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part, flow, lonely
from kiosk.layout.slide_parts import NARROWEST_COLUMN_EM, Composing, unbroken
from kiosk.layout.typeset import SetText, Style

_AIR = (1.5, 1.1, 0.7)
"""Distances of the points, in gaps: as much as the page has room for."""
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
    room, gap = frame.text, composing.measures.gap
    asked = composing.ask_us(slide, room.width)
    shorter = replace(room, height=room.height - sum(part.height + gap for part in asked))
    listed = _stacked(composing, slide.columns, room, asked) or _apart(composing, slide.columns, room, asked)
    if any(map(lonely, listed)):
        listed = _together(composing, slide.columns, room, asked) or listed
    for count in range(1, min(len(listed), *(len(column.points) for column in slide.columns)) + 1):
        each = list(zip(*(_parted(column, count) for column in slide.columns), strict=True))
        *others, last = [_cards(composing, columns, room) for columns in each[:-1]] + [_cards(composing, each[-1], shorter)]
        if all((*others, last)):
            end = max(side.box.bottom for side in last)
            bodies = [*(Compare(sides, ()) for sides in others), Compare(last, composing.under(asked, end, room.top))]
            return [Page(frame, body) for body in bodies]
    return [Page(frame, Points(page)) for page in listed]


def _parted(column: Column, count: int) -> list[Column]:
    """The column in so many, each with its title and some of its points."""
    every = len(column.points)
    edges = [every * number // count for number in range(count + 1)]
    return [replace(column, points=column.points[start:end]) for start, end in pairwise(edges)]


def _one_each(column: Column, count: int) -> list[Column]:
    """The column in so many, each with its title and one of its points, the last with all the others."""
    edges = [*range(count), len(column.points)]
    return [replace(column, points=column.points[start:end]) for start, end in pairwise(edges)]


def _cards(composing: Composing, columns: tuple[Column, ...], room: Box) -> tuple[Side, ...]:
    """The columns as cards of one height beside one another, else under one another; nothing where they do not fit."""
    count, gap = len(columns), composing.measures.unit * 6
    across = Box(0, room.top, (room.width - gap * (count - 1)) / count, room.height)
    down = Box(0, room.top, room.width, (room.height - gap * (count - 1)) / count)
    ways = ((across, (across.width + gap, 0.0)), (down, (0.0, down.height + gap)))
    for box, step, air in ((box, step, air) for box, step in ways for air in _AIR):
        if sides := _fitted(composing, columns, box, step, air):
            height = max(side.bottom for side in sides) + composing.measures.sizes.pad
            tops = [box.top + number * (height + gap) if step[1] else side.box.top for number, side in enumerate(sides)]
            return tuple(replace(side, box=replace(side.box, height=height, top=top)) for side, top in zip(sides, tops, strict=True))
    return ()


def _stacked(composing: Composing, columns: tuple[Column, ...], room: Box, asked: list[Part]) -> list[tuple[Part, ...]]:
    """The columns under one another, each with its title, which a page that goes on with it has again; nothing where a point fills a page."""
    gap, pages, top = composing.measures.gap, list[list[Part]]([[]]), 0.0
    blocks = [(_title(composing, column, room.width), _bullets(composing, column, room.width, set())) for column in columns]
    for title, points in (*blocks, (None, asked)):
        for number, point in enumerate(points):
            over = title.height + gap / 2 if title else 0.0
            if over + point.height > room.height:
                return []
            if top + (over if number == 0 else 0.0) + point.height > room.height:
                pages.append([])
                top = 0.0
            if title and (number == 0 or not pages[-1]):
                pages[-1].append(replace(title, top=top))
                top += over
            pages[-1].append(replace(point, top=top, sentences=()))
            top += point.height + gap / 2
        top += gap / 2
    return [tuple(page) for page in pages]


def _together(composing: Composing, columns: tuple[Column, ...], room: Box, asked: list[Part]) -> list[tuple[Part, ...]]:
    """Some points of every column on each page, under one another, and what is left behind them; nothing where no page has room for that."""
    fewest = min(len(column.points) for column in columns)
    for count in range(1, fewest + 1):
        for parted in (_parted, _one_each):
            each = list(zip(*(parted(column, count) for column in columns), strict=True))
            pages = [_stacked(composing, here, room, asked if at == count - 1 else []) for at, here in enumerate(each)]
            if all(pages) and not any(lonely(page) for here in pages for page in here):
                return [page for here in pages for page in here]
    return []


def _title(composing: Composing, column: Column, width: float) -> Part:
    return Part(SetText(), composing.text(column.title, _heading(composing), width, set()))


def _apart(composing: Composing, columns: tuple[Column, ...], room: Box, asked: list[Part]) -> list[tuple[Part, ...]]:
    return [page for column in columns for page in _listed(composing, column, room, asked if column is columns[-1] else [])]


def _listed(composing: Composing, column: Column, room: Box, asked: list[Part]) -> list[tuple[Part, ...]]:
    """A column's points under one another on pages that each begin with its title."""
    gap, title = composing.measures.gap, _title(composing, column, room.width)
    below = title.height + gap
    pages = flow([*_bullets(composing, column, room.width, set()), *asked], room.height - below, gap)
    return [(title, *(replace(part, top=part.top + below) for part in page)) for page in pages]


def _heading(composing: Composing) -> Style:
    return Style(round(composing.measures.body * 1.08), weight=700, leading=1.25)


def _fitted(composing: Composing, columns: tuple[Column, ...], box: Box, step: tuple[float, float], air: float) -> list[Side]:
    """The columns in boxes of one size with so much air between their points, or nothing if one does not fit."""
    inner = box.width - 2 * composing.measures.sizes.pad
    if inner < composing.measures.body * NARROWEST_COLUMN_EM:
        return []
    sides: list[Side] = []
    seen: set[str] = set()
    for number, column in enumerate(columns):
        side = _side(composing, column, replace(box, left=box.left + number * step[0], top=box.top + number * step[1]), seen)
        parts = flow(_bullets(composing, column, inner, seen), 1e9, composing.measures.gap * air)
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
    unit, pad, style = composing.measures.unit, composing.measures.sizes.pad, _heading(composing)
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


def _bullets(composing: Composing, column: Column, width: float, seen: set[str]) -> list[Part]:
    inset = max(composing.measures.unit * 6, composing.measures.body * 0.6)
    bare = (composing.part(point, width - inset, seen, composing.body, icon="") for point in column.points)
    return [replace(part, inset=inset, bullet=True) for part in bare]


COMPARE = Kind(_lay, wide=())
