"""Statements that a visitor weighs, each with three targets under it; and the picture that comes of it: a card for each, with both of its sides.

How much something matters is no part of the slide: `screens.chosen` marks the options, whose actions are statement:weight here, and makes the
slide of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Column, Point, Slide, Text
from kiosk.layout.kinds.checklist import under_intro
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.kinds.points import Points
from kiosk.layout.options import Group, GroupShown, Option, OptionShown, PlacedGroup, choice_pages
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part, flow
from kiosk.layout.slide_parts import Composing
from kiosk.layout.typeset import NOTHING, SetText, Style

SIGNS = ("\u2013", "+", "++")
"""Not important, somewhat, very: where nobody wrote the words for it."""
_NARROWEST_CARD_EM = 17.0
"""Below this a sentence breaks into more than three lines."""
_NO_END = 1e9


class Weighing(Body, frozen=True):
    """Statements to weigh; `caption` stands above them."""

    groups: tuple[GroupShown, ...]
    caption: SetText


class Weighed(Column, frozen=True):
    """A statement with the words for its weight, and that as a number from 0."""

    label: Text = Text()
    weight: int = 0


class Matter(Struct, frozen=True):
    """A statement on its card: the words for its weight in `heading`, beside as many `filled` marks, and under its title both of its sides."""

    box: Box
    title: SetText
    heading: SetText
    parts: tuple[Part, ...]
    filled: int
    body_top: float


class Matters(Body, frozen=True):
    """The picture of what matters; `caption` stands above the cards."""

    cards: tuple[Matter, ...]
    caption: SetText


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    intro, below = under_intro(composing, slide, frame)
    labels = [composing.says(point.text) for point in slide.points] or SIGNS
    groups = [_group(composing, column, labels) for column in slide.columns]
    first, *_ = _choices(composing, groups, below.text)
    if first[-1].box.bottom > below.text.height + 1:  # then what stands above has a page of its own
        first = ()
    others = _choices(composing, groups[len(first) :], frame.text) if len(first) < len(groups) else []
    page = Page(below, Weighing(tuple(_shown(each, below.text) for each in first), intro))
    return [page, *(Page(frame, Weighing(tuple(_shown(each, frame.text) for each in here), NOTHING)) for here in others)]


def _group(composing: Composing, column: Column, labels: list[str] | tuple[str, ...]) -> Group:
    return Group(composing.says(column.title), tuple(Option(f"{column.name}:{weight}", label) for weight, label in enumerate(labels)), large=True)


def _choices(composing: Composing, groups: list[Group], room: Box) -> list[tuple[PlacedGroup, ...]]:
    return choice_pages(groups, composing.measures, room.width, room.height, composing.typesetter)


def _shown(group: PlacedGroup, room: Box) -> GroupShown:
    """The group where its page has room for it."""

    def lowered(box: Box) -> Box:
        return replace(box, left=box.left + room.left, top=box.top + room.top)

    options = tuple(
        OptionShown(
            "weigh", each.option.name, each.option.name, each.label, f"{group.heading.plain}: {each.option.label}", lowered(each.box),
            chosen=False, steps=False,
        )
        for each in group.options
    )  # fmt: skip
    return GroupShown(group.heading, lowered(group.box), options)


def _lay_picture(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    """Cards in as many columns as their sentences allow, the rows as high as they must be; as points where a card is higher than a page."""
    intro, below = under_intro(composing, slide, frame)
    gap, width = composing.measures.sizes.space, frame.text.width
    columns = max(1, min(2, int((width + gap) / (composing.measures.body * _NARROWEST_CARD_EM + gap))))
    each = (width - gap * (columns - 1)) / columns
    cards = [_card(composing, column, each) for column in slide.columns if isinstance(column, Weighed)]
    if not cards or max(card.box.height for card in cards) > frame.text.height:
        return [Page(frame, Points(tuple(page))) for page in flow([*_told(composing, slide, width)], frame.text.height, composing.measures.gap)]
    rows = [cards[first : first + columns] for first in range(0, len(cards), columns)]
    return [Page(here, Matters(tuple(placed), above)) for here, placed, above in _pages(rows, below, frame, intro, gap)]


def _pages(
    rows: list[list[Matter]], below: Frame, frame: Frame, intro: SetText, gap: float
) -> Iterator[tuple[Frame, list[Matter], SetText]]:
    """The rows on as few pages as they need, the intro above the first, or alone where it leaves no room for one."""
    here, above, placed, top = below, intro, list[Matter](), 0.0
    for row in rows:
        height = max(card.box.height for card in row)
        if (placed or above.lines) and top + height > here.text.height:
            yield here, placed, above
            here, above, placed, top = frame, NOTHING, [], 0.0
        for at, card in enumerate(row):
            box = Box(here.text.left + at * (card.box.width + gap), here.text.top + top, card.box.width, height)
            placed.append(replace(card, box=box))
        top += height + gap
    yield here, placed, above


def _card(composing: Composing, column: Weighed, width: float) -> Matter:
    measures, pad, seen = composing.measures, composing.measures.sizes.pad, set[str]()
    inner = width - 2 * pad
    heading = composing.typesetter(composing.says(column.label), Style(measures.small, 600, 1.3), inner)
    title = composing.text(column.title, Style(round(measures.body * 1.08), weight=700, leading=1.25), inner, seen)
    parts = flow([_side(composing, point, inner, seen) for point in column.points], _NO_END, measures.gap * 0.5)[0]
    body_top = pad + heading.height + title.height + measures.unit * 2
    height = body_top + parts[-1].top + parts[-1].height + pad
    return Matter(Box(width=width, height=height), title, heading, tuple(parts), column.weight, body_top)


def _side(composing: Composing, point: Point, width: float, seen: set[str]) -> Part:
    return composing.part(point, width, seen, Style(composing.measures.body, leading=min(1.35, composing.measures.leading)), icon="")


def _told(composing: Composing, slide: Slide, width: float) -> Iterator[Part]:
    """The same as paragraphs: what stands above, and each statement over what is for it."""
    if slide.intro:
        yield composing.part(Point(slide.intro), width, set(), composing.body, icon="")
    for column in slide.columns:
        label = f" ({composing.says(column.label)})" if isinstance(column, Weighed) and column.label else ""
        title = Text(((composing.language, f"{composing.says(column.title)}{label}"),))
        first, *rest = column.points
        yield composing.part(replace(first, title=title), width, set(), composing.body, icon="")
        yield from (composing.part(point, width, set(), composing.body, icon="") for point in rest)


WEIGHING, MATTERS = Kind(_lay, wide=(), tall=()), Kind(_lay_picture, wide=(), tall=())
"""`MATTERS` is no kind that staff write: it is made of what a visitor weighed."""
