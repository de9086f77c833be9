"""So many of so many people in groups side by side, as decision aids draw them: on one scale, filled in one order, with number and words.

Groups stand under one another where they are too narrow side by side, and on a page each where one does not hold them. The people of all of
them are as large as there is room for; where there is none, what is said of them stands among the points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, product
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Group, Slide
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.kinds.points import Points
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part, flow
from kiosk.layout.slide_parts import NARROWEST_COLUMN_EM, Composing, unbroken
from kiosk.layout.typeset import NOTHING, SetText, Style

_IN_A_ROW = 10
"""Whoever counts people counts tens (Zikmund-Fisher's icon arrays have ten rows of ten)."""
_SIZES = (11, 10, 9, 8, 7, 6, 5, 4)
"""Of a person, in units: from where two groups fill the width of the smallest upright screen to where head and shoulders run together."""
_LETTERS_AS_LARGE = 0.65
"""With letters from this part of a number on, the text shows its number itself: the largest ones need the room for the people."""
_NO_END = 1e9


class Crowd(Struct, frozen=True):
    """A group on its card: so many `filled` of so many people, with the `number` and what it says."""

    box: Box
    title: SetText
    number: SetText
    text: SetText
    filled: int
    of: int


class People(Body, frozen=True):
    """On each card the people stand in `people`, each on `size` pixels, the number in `words`, and under it the text. `parts` are under the cards."""

    groups: tuple[Crowd, ...]
    people: Box
    words: Box
    size: float
    parts: tuple[Part, ...] = ()


class _Way(Struct, frozen=True):
    """Cards on a page, so many `across` and `down`; on each the words `beside` the people, or under them; a person takes `size` pixels."""

    across: int
    down: int
    beside: bool
    size: float


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    room, gap, together = frame.text, composing.measures.gap, len(slide.groups)
    told = [*composing.parts(slide.points, room.width, set()), *composing.ask_us(slide, room.width)]
    needed = sum(part.height + gap for part in told)
    if whole := _bodies(composing, slide.groups, replace(room, height=room.height - needed), together):
        (body,) = whole
        top = max(crowd.box.bottom for crowd in body.groups) - room.top + gap
        under = [replace(part, top=part.top + top) for page in flow(told, _NO_END, gap) for part in page]
        return [Page(frame, replace(body, parts=tuple(under)))]
    bodies = _bodies(composing, slide.groups, room, together) or _bodies(composing, slide.groups, room, 1)
    said = [] if bodies else composing.parts(slide.groups, room.width, set())
    points = [Points(tuple(page)) for page in flow([*said, *told], room.height, gap)]
    return [Page(frame, body) for body in (*bodies, *points)]


def _bodies(composing: Composing, groups: Sequence[Group], room: Box, many: int) -> list[People]:
    """The pages with so `many` groups on each, beside one another before under one another, and people as large as fit; none where nothing fits."""
    stands = dict.fromkeys([(many, 1), (1, many)])
    sizes = [round(size * composing.measures.unit) for size in _SIZES]
    ways = (_Way(across, down, beside, size) for (across, down), size, beside in product(stands, sizes, (True, False)))
    return next((bodies for way in ways if (bodies := _placed(composing, groups, room, way))), [])


def _placed(composing: Composing, groups: Sequence[Group], room: Box, way: _Way) -> list[People]:
    """The pages on which the groups stand in this way; none if one of them does not fit."""
    gap = composing.measures.unit * 6
    width = (room.width - gap * (way.across - 1)) / way.across
    body = _measured(composing, groups, width, way)
    if body is None:
        return []
    height = max(crowd.box.height for crowd in body.groups)
    if height * way.down + gap * (way.down - 1) > room.height:
        return []
    corners = [(room.left + column * (width + gap), room.top + row * (height + gap)) for row in range(way.down) for column in range(way.across)]
    crowds = [replace(crowd, box=Box(*corner, width, height)) for crowd, corner in zip(body.groups, cycle(corners), strict=False)]
    return [replace(body, groups=tuple(crowds[first : first + len(corners)])) for first in range(0, len(crowds), len(corners))]


def _measured(composing: Composing, groups: Sequence[Group], width: float, way: _Way) -> People | None:
    """The groups on cards of this width, each as high as it must be, with people and words at one place on all; None where a word would be broken."""
    unit, measures, seen = composing.measures.unit, composing.measures, set[str]()
    inner = width - unit * 14
    titles = [composing.text(group.title, Style(round(measures.body * 1.08), weight=700, leading=1.25), inner, seen) for group in groups]
    top = unit * 11 + max(title.height for title in titles)
    rows = ceil(max(group.of for group in groups) / _IN_A_ROW)
    people = Box(unit * 7, top, way.size * _IN_A_ROW, way.size * rows)
    beside = people.width + unit * 6
    words = Box(unit * 7 + beside, top, inner - beside) if way.beside else Box(unit * 7, people.bottom + unit * 3, inner)
    if people.width > inner or words.width < measures.body * NARROWEST_COLUMN_EM:
        return None
    large = Style(round(measures.title * 1.3), weight=700, leading=1.1)
    crowds = []
    for group, title in zip(groups, titles, strict=True):
        number = composing.typesetter(str(group.filled), large, words.width) if measures.body < _LETTERS_AS_LARGE * large.px else NOTHING
        text = composing.text(group.text, composing.body, words.width, seen)
        if not (unbroken(composing.says(group.title), title) and unbroken(composing.says(group.text), text)):
            return None
        height = max(people.bottom, words.top + number.height + text.height) + unit * 7
        crowds.append(Crowd(Box(width=width, height=height), title, number, text, group.filled, group.of))
    return People(tuple(crowds), people, words, way.size)


PEOPLE = Kind(_lay, wide=(), tall=())
