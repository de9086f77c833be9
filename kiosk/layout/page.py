"""A page: one screenful of a slide, with every line set and every box placed. Pixels within the area for slides."""

from __future__ import annotations

from msgspec import Struct

from kiosk.layout.pagination import Part
from kiosk.layout.typeset import NOTHING, SetText


class Box(Struct, frozen=True):
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def bottom(self) -> float:
        return self.top + self.height


class Node(Struct, frozen=True):
    """One stop on a timeline, and where a touch on it leads (`action`)."""

    label: SetText
    spoken: str
    icon: str
    action: str


class Block(Struct, frozen=True):
    """A column of a comparison, or a card to open: a box with a heading, and what stands in it.

    `action` is what a touch on it asks for, `take` what one on its button does; `chosen` whether it is taken along or chosen, None where
    nothing can be. `disc` is the size of the icon's ground;
    `title_left` and `title_top` where the heading stands, `body_top` where the parts begin, within the box.
    """

    box: Box
    title: SetText
    icon: str = ""
    parts: tuple[Part, ...] = ()
    action: str = ""
    take: str = ""
    disc: float = 0.0
    title_left: float = 0.0
    title_top: float = 0.0
    body_top: float = 0.0
    chosen: bool | None = None


class Page(Struct, frozen=True):
    """What one file of `kiosk/ui/pages` draws; `address` is the action that leads here.

    `draft` says that no clinician has signed the text off. `caption` stands under the dots or the code; `code` is what a QR code
    says; `only` that one of the choices excludes the others; `sources` opens the sources of the page.
    """

    kind: str
    address: str
    kicker: str = ""
    heading: SetText = NOTHING
    heading_top: float = 0.0
    picture: Box = Box()
    file: str = ""
    says: str = ""
    text: Box = Box()
    parts: tuple[Part, ...] = ()
    nodes: tuple[Node, ...] = ()
    stop: int = 0
    rail_top: float = 0.0
    blocks: tuple[Block, ...] = ()
    filled: int = 0
    of: int = 0
    caption: SetText = NOTHING
    code: str = ""
    code_box: Box = Box()
    only: bool = False
    sources: str = ""
    draft: SetText = NOTHING
    draft_box: Box = Box()
    number: int = 0
    pages: int = 1
    plain: str = ""
