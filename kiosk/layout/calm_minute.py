"""The calm minute: a circle to breathe with, beside the words or, on a tall screen, above them."""

from __future__ import annotations

from msgspec import Struct

from kiosk.layout.measures import Area, Measures
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.typeset import SetText, Style, Typesetter

_SIDE, _LEAST_SIDE = 160.0, 70.0
"""The side of the circle at its largest, and on a screen with little room, units."""
_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""How large letters are, in parts of the visitor's size: the largest that fit."""
_LOUDER = 1.35
"""What to do now, in parts of the title's size."""


class CalmText(Struct, frozen=True):
    """What the calm minute says, before it is set."""

    title: str
    breathe_in: str
    breathe_out: str
    done: str
    guide: str
    stop: str
    file: str = ""
    says: str = ""


class Calm(Body, frozen=True):
    """In `now_box` stands one of the first three, in turn; `note` tells how to breathe, `caption` how to stop.

    When it is over, the picture `file` stands in the place of the circle; `shows` is what that is.
    """

    circle: Box
    now_box: Box
    breathe_in: SetText
    breathe_out: SetText
    done: SetText
    note: SetText
    note_box: Box
    caption: SetText
    caption_box: Box
    file: str = ""
    shows: str = ""


def calm_page(said: CalmText, measures: Measures, area: Area, typesetter: Typesetter) -> Page:
    """The page, in the largest letters that fit."""
    unit, gap = measures.unit, measures.gap
    side = min(_SIDE * unit, area.width if area.tall else min(area.width * 0.36, area.height))
    width = area.width if area.tall else area.width - side - 14 * unit
    for scale in _SCALES:
        body = Style(max(measures.small, round(measures.body * scale)), leading=min(measures.leading, 1.4))
        large = Style(round(measures.title * _LOUDER * scale), 700, 1.2, even=True)
        title = typesetter(said.title, Style(round(measures.title * scale), 700, 1.2, even=True), width)
        breathe_in, breathe_out = typesetter(said.breathe_in, large, width), typesetter(said.breathe_out, large, width)
        done = typesetter(said.done, Style(round(body.px * 1.1), 600, 1.35), width)
        guide, stop = typesetter(said.guide, body, width), typesetter(said.stop, body, width)
        now = max(breathe_in.height, breathe_out.height, done.height)
        needed = title.height + now + guide.height + stop.height + 3 * gap
        if needed <= area.height - (_LEAST_SIDE * unit + gap if area.tall else 0.0):
            break
    circle, top = _circle(area, side, needed, gap)
    now_top = top + title.height + gap
    guide_top = now_top + now + gap
    return Page(
        Frame(heading=title, heading_top=top, text=Box(0.0, now_top, width, area.height - now_top)),
        Calm(
            circle=circle,
            now_box=Box(0.0, now_top, width, now),
            breathe_in=breathe_in,
            breathe_out=breathe_out,
            done=done,
            note=guide,
            note_box=Box(0.0, guide_top, width, guide.height),
            caption=stop,
            caption_box=Box(0.0, guide_top + guide.height + gap, width, stop.height),
            file=said.file,
            shows=said.says,
        ),
    )


def _circle(area: Area, side: float, needed: float, gap: float) -> tuple[Box, float]:
    """The circle, and where the words begin."""
    if not area.tall:
        return Box(area.width - side, (area.height - side) / 2, side, side), max(0.0, (area.height - needed) / 2)
    side = max(1.0, min(side, area.height - needed - gap))
    top = max(0.0, (area.height - needed - gap - side) / 2)
    return Box((area.width - side) / 2, top, side, side), top + side + gap
