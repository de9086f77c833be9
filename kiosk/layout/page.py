"""A page: one screenful, with every line set and every box placed. Pixels within the area for slides."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.typeset import NOTHING, SetText


class Box(Struct, frozen=True):
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def meets(self, other: Box) -> bool:
        """Whether some place lies in both."""
        beside = self.left + self.width <= other.left or other.left + other.width <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom


class Frame(Struct, frozen=True):
    """What every page has, drawn by PageFrame.qml: where it belongs, its heading, its picture, and in `text` the room for its body.

    `address` is the action that leads here. `file` is the picture, `says` what it shows; one that `bleeds` goes on to the edges of the screen:
    above it as it is, and to both sides with what it has there. `draft` tells that no clinician has signed the
    text off; `sources` is the action that opens where it comes from. The page is the `number`th (from 0) of `pages`. On one that is `private`
    stands what somebody touched, and a voice says it into headphones alone.
    """

    address: str = ""
    kicker: str = ""
    heading: SetText = NOTHING
    heading_top: float = 0.0
    picture: Box = Box()
    bleeds: bool = False
    file: str = ""
    says: str = ""
    text: Box = Box()
    sources: str = ""
    draft: SetText = NOTHING
    draft_box: Box = Box()
    number: int = 0
    pages: int = 1
    private: bool = False


class Body(Struct, frozen=True, tag=True, tag_field="kind"):
    """What a page has of its own: a struct for each kind, drawn by the file of `kiosk/ui/pages` that has its name."""


class Page(Struct, frozen=True):
    frame: Frame
    body: Body


def framed(page: Page, **changes: Any) -> Page:
    """The page in a frame with these changes."""
    return replace(page, frame=replace(page.frame, **changes))
