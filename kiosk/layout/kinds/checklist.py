"""Things that may apply to a visitor, to touch one by one; a touch marks one or takes its mark away.

What a visitor touched is no part of the slide: `screens.chosen` marks the rows, whose actions are the names of their things here.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.content.model.deck import Slide
from kiosk.layout.form_question import AIRIEST, Choices, marked
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.lists import Row, RowText, row_pages
from kiosk.layout.page import Box, Frame, Page
from kiosk.layout.slide_parts import Composing
from kiosk.layout.typeset import NOTHING, SetText, Style


def under_intro(composing: Composing, slide: Slide, frame: Frame) -> tuple[SetText, Frame]:
    """What stands above the things to touch on the first page, and the frame with the room that it leaves."""
    if not slide.intro:
        return NOTHING, frame
    room = frame.text
    intro = composing.typesetter(composing.says(slide.intro), Style(composing.measures.body, 400, 1.3), room.width)
    taken = intro.height + composing.measures.gap
    return intro, replace(frame, text=Box(room.left, room.top + taken, room.width, room.height - taken))


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    intro, below = under_intro(composing, slide, frame)
    rows = [RowText(point.name, composing.says(point.title), chosen=False) for point in slide.points]
    _, here = _rows(composing, below, rows)[0]
    first, here = _rows(composing, below, rows[: len(here)])[0]  # as airy as there is room for, like the pages after it
    if here[-1].box.bottom > first.text.bottom + 1:  # then what stands above has a page of its own
        first, here = below, ()
    others = _rows(composing, frame, rows[len(here) :]) if len(here) < len(rows) else []
    return [_page(composing, first, here, intro), *(_page(composing, each, later, NOTHING) for each, later in others)]


def _rows(composing: Composing, frame: Frame, rows: list[RowText]) -> list[tuple[Frame, tuple[Row, ...]]]:
    return row_pages(frame, rows, composing.measures, composing.typesetter, airiest=AIRIEST)


def _page(composing: Composing, frame: Frame, rows: tuple[Row, ...], intro: SetText) -> Page:
    room = frame.text
    place = Box(room.left, room.top - composing.measures.gap - intro.height, room.width, intro.height)
    return Page(frame, Choices(tuple(marked(row, composing.measures) for row in rows), intro, place, wrong=False, only=False))


CHECKLIST = Kind(_lay, wide=(), tall=())
