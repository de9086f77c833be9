"""What there is to know of a kind of slide to lay it out."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from kiosk.content.model.deck import Slide
from kiosk.layout.page import Frame, Page
from kiosk.layout.slide_parts import Composing

WIDE = (0.40, 0.36, 0.32, 0.28)
TALL = (0.62, 0.44)
"""How large a picture may be, in parts of the area's width, the largest first."""


class Kind(Struct, frozen=True):
    """`lay` makes the pages of a slide in a frame, one at least. `wide` and `tall` are the sizes of its picture on such an area.

    `pictured`: whether something stands in the picture's place also without a file.
    """

    lay: Callable[[Composing, Slide, Frame], list[Page]]
    wide: tuple[float, ...] = WIDE
    tall: tuple[float, ...] = TALL
    pictured: bool = False


def larger(shares: tuple[float, ...]) -> tuple[float, ...]:
    """For slides that are about their picture."""
    return tuple(min(share * 1.3, 0.9) for share in shares)
