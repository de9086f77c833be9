"""Two choices of a table: each question with both answers in letters of one size; beside each other, or one under the other where that is narrow.

What is compared stands together, so a question is parted only where it is higher than a page: then answer by answer, the question above each. Where
that would take too many pages, each question is a card, as in a table.
"""

from __future__ import annotations

from itertools import chain, pairwise

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Point, Slide, Text
from kiosk.layout.kinds.cards import as_cards
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.kinds.points import Points
from kiosk.layout.kinds.table import LEADING, MOST_PAGES_OF_A_ROW, QUESTION, caption
from kiosk.layout.lists import raised
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part, flow
from kiosk.layout.slide_parts import Composing
from kiosk.layout.typeset import NOTHING, SetText, Style, unmarked

_NARROWEST_BESIDE_EM = 12.0
"""Below it an answer beside the other breaks after every third word."""
_ASIDE, _BELOW = 10.0, 2.0
"""Units between two answers: beside each other, and one under the other."""
_BETWEEN, _MOST_BETWEEN = 3.0, 18.0
"""Units between questions; more than the least only where the page has room for it."""


class Answer(Struct, frozen=True):
    """What is said of one choice, in its box."""

    box: Box
    parts: tuple[Part, ...]


class Asked(Struct, frozen=True):
    """A question in its box, the `heading`, and its answers; `line` is how far above it a line parts it from the question before, 0 for none."""

    box: Box
    heading: SetText
    sides: tuple[Answer, ...]
    line: float = 0.0


class Pair(Body, frozen=True):
    """Questions under one another, each with both answers."""

    groups: tuple[Asked, ...]


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    measures, rows = composing.measures, slide.rows()
    high = raised(frame, composing.height, measures)
    asked = composing.ask_us(slide, frame.text.width)
    questions = chain.from_iterable(_question(composing, title, points, high.text) for title, points in rows)
    placed = _placed([*questions], high.text, measures.unit, frame.text.top)
    if len(placed) > MOST_PAGES_OF_A_ROW * len(rows):
        return as_cards(composing, [(title, QUESTION) for title, _ in rows], asked, frame)
    behind = flow(asked, frame.text.height, measures.gap)
    return [*(Page(high, Pair(page)) for page in placed), *(Page(frame, Points(tuple(each))) for each in behind if each)]


def _question(composing: Composing, title: Text, points: tuple[Point, ...], room: Box) -> list[Asked]:
    """The question at no place yet, as high as it must be; higher than a page, as often as it needs one."""
    unit, heading = composing.measures.unit, caption(composing, title, room.width)
    width = (room.width + unit * _ASIDE) / len(points) - unit * _ASIDE
    if width >= composing.measures.body * _NARROWEST_BESIDE_EM:
        answers = _answers(composing, points, width)
        whole = _asked(heading, [Box(at * (width + unit * _ASIDE), 0.0, width, each.height) for at, each in enumerate(answers)], answers)
        if whole.box.height <= room.height:
            return [whole]
    pages = flow(_answers(composing, points, room.width), room.height - heading.height, unit * _BELOW)
    return [_asked(heading, [Box(0.0, each.top, room.width, each.height) for each in page], page) for page in pages]


def _answers(composing: Composing, points: tuple[Point, ...], width: float) -> list[Part]:
    seen, style = set[str](), Style(composing.measures.body, leading=min(LEADING, composing.measures.leading))
    return [composing.part(point, width, seen, style, icon=point.icon) for point in points]


def _asked(heading: SetText, boxes: list[Box], answers: list[Part]) -> Asked:
    """The answers in these boxes, under their question."""
    moved = [replace(box, top=box.top + heading.height) for box in boxes]
    sides = tuple(Answer(box, (replace(part, top=0.0, sentences=()),)) for box, part in zip(moved, answers, strict=True))
    return Asked(Box(height=max(box.bottom for box in moved)), heading, sides)


def _placed(questions: list[Asked], room: Box, unit: float, reach: float) -> list[tuple[Asked, ...]]:
    """The questions on as few pages as they need. Above `reach` stands nothing to touch."""
    flowed = flow([Part(NOTHING, least=each.box.height) for each in questions], room.height, unit * _BETWEEN)
    waiting, pages = iter(questions), []
    for page in flowed:
        spare = room.height - 1 - page[-1].top - page[-1].least  # a pixel for rounding
        more = max(0.0, min(unit * (_MOST_BETWEEN - _BETWEEN), spare / max(1, len(page) - 1)))
        tops = (room.top + part.top + number * more for number, part in enumerate(page))
        placed = [_moved(next(waiting), Box(room.left, top, room.width), reach) for top in tops]
        lines = (0.0, *((below.box.top - above.box.bottom) / 2 for above, below in pairwise(placed)))
        pages.append(tuple(replace(each, line=line) for each, line in zip(placed, lines, strict=True)))
    return pages


def _moved(asked: Asked, to: Box, reach: float) -> Asked:
    def moved(side: Answer) -> Answer:
        box = replace(side.box, left=side.box.left + to.left, top=side.box.top + to.top)
        parts = side.parts if box.top >= reach else tuple(replace(part, text=unmarked(part.text)) for part in side.parts)
        return Answer(box, parts)

    return replace(asked, box=replace(to, height=asked.box.height), sides=tuple(map(moved, asked.sides)))


PAIR = Kind(_lay, wide=(), tall=())
"""No kind that staff write: it is made of a table and of what a visitor chose on it."""
