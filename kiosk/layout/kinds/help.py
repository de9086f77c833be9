"""The help panel: ways to reach somebody, and a code that a phone calls with."""

from __future__ import annotations

from kiosk.content.model.deck import Slide
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.kinds.points import flowed
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part
from kiosk.layout.slide_parts import Composing
from kiosk.layout.typeset import NOTHING, SetText

_CODE_SHARES = (0.17,)
"""Help needs the width for words; only its code stands beside them."""
_CLOSER = 0.45
"""How much of the usual gap stands between the lines of help, so that all ways to help are seen at once."""


class Help(Body, frozen=True):
    """`code` is what a QR code says, and `caption` stands under it."""

    parts: tuple[Part, ...] = ()
    code: str = ""
    code_box: Box = Box()
    caption: SetText = NOTHING


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    parts = composing.parts(slide.points, frame.text.width, set())
    return [Page(frame, Help(each)) for each in flowed(composing, parts, slide, frame, _CLOSER)]


HELP = Kind(_lay, wide=_CODE_SHARES)
