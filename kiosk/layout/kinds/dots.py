"""So many of so many, as dots, in the place of a picture; where they have no room, what they say stands among the points."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.content.model.deck import Makes, Point, Slide, Text
from kiosk.layout.kinds.kind import TALL, WIDE, Kind, larger
from kiosk.layout.kinds.points import Points, flowed
from kiosk.layout.page import Body, Frame, Page
from kiosk.layout.pagination import Part
from kiosk.layout.slide_parts import Composing
from kiosk.layout.typeset import SetText, Style


class Dots(Body, frozen=True):
    """`filled` dots of `of`, with a caption under them."""

    parts: tuple[Part, ...]
    filled: int
    of: int
    caption: SetText


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    said = () if slide.dots is None or frame.picture.width else (_counted(slide, slide.dots.says),)
    parts = composing.parts((*said, *slide.points), frame.text.width, set())
    pages = flowed(composing, parts, slide, frame)
    if slide.dots is None:
        return [Page(frame, Points(each)) for each in pages]
    style = Style(composing.measures.small, weight=600, leading=1.25, even=True)
    caption = composing.text(slide.dots.says, style, frame.picture.width or frame.text.width, set())
    frame = replace(frame, file="", says=composing.says(slide.dots.says))
    return [Page(frame, Dots(each, slide.dots.filled, slide.dots.of, caption)) for each in pages]


def _counted(slide: Slide, says: Text) -> Point:
    """What the dots say, in words: on a slide about a benefit it is one."""
    return Point(says, makes=Makes.BENEFIT if any(point.makes is Makes.BENEFIT for point in slide.points) else None)


DOTS = Kind(_lay, larger(WIDE), larger(TALL), pictured=True)
