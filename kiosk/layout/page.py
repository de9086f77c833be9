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


class Frame(Struct, frozen=True):
    """What every page has, drawn by PageFrame.qml: where it belongs, its heading, its picture, and in `text` the room for its body.

    `address` is the action that leads here. `file` is the picture, `says` what it shows, and whether it `bleeds` to the
    edges of the screen; `draft` tells that no clinician has signed the
    text off; `sources` is the action that opens where it comes from. The page is the `number`th (from 0) of `pages`.
    """

    address: str = ""
    kicker: str = ""
    heading: SetText = NOTHING
    heading_top: float = 0.0
    picture: Box = Box()
    file: str = ""
    bleeds: bool = False
    says: str = ""
    text: Box = Box()
    sources: str = ""
    draft: SetText = NOTHING
    draft_box: Box = Box()
    number: int = 0
    pages: int = 1


class Body(Struct, frozen=True, tag=True, tag_field="kind"):
    """What a page has of its own: a struct for each kind, drawn by the file of `kiosk/ui/pages` that has its name."""


class Page(Struct, frozen=True):
    frame: Frame
    body: Body


def framed(page: Page, **changes: Any) -> Page:
    """The page in a frame with these changes."""
    return replace(page, frame=replace(page.frame, **changes))
