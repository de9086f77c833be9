"""Paragraphs under the title: points, a statement, a caption to a large picture, sources."""

from __future__ import annotations

from kiosk.content.model.deck import Slide
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.layout.kinds.kind import TALL, WIDE, Kind, larger
from kiosk.layout.page import Body, Frame, Page
from kiosk.layout.pagination import Part, balanced
from kiosk.layout.slide_parts import Composing
from kiosk.layout.typeset import Style


class Points(Body, frozen=True):
    """`parts` at their places in the room."""

    parts: tuple[Part, ...] = ()


def flowed(composing: Composing, parts: list[Part], slide: Slide, frame: Frame, closer: float = 1.0) -> list[tuple[Part, ...]]:
    """The parts, and what only the clinic can say, on as few pages as they need; one without any where there are none.

    `closer`: how much of the usual gap stands between them.
    """
    every = [*parts, *composing.ask_us(slide, frame.text.width)]
    return [tuple(page) for page in balanced(every, frame.text.height, composing.measures.gap * closer)] or [()]


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    """All points, of a statement the first one large."""
    large = Style(round(composing.measures.body * 1.3), weight=600, leading=1.35, even=True)
    seen: set[str] = set()
    first = slide.points[:1] if slide_kind(slide.kind).large_first else ()
    parts = [composing.part(point, frame.text.width, seen, large, icon="") for point in first]
    parts += composing.parts(slide.points[len(first) :], frame.text.width, seen)
    return [Page(frame, Points(each)) for each in flowed(composing, parts, slide, frame)]


POINTS, PICTURE = Kind(_lay), Kind(_lay, larger(WIDE), larger(TALL))
