"""Every kind of slide by its name, and what there is to know of it beside its fields.

How it is written is in `content.reading.format`, how it becomes pages in `layout.kinds`; a test holds that all three know the same kinds.
"""

from __future__ import annotations

from msgspec import Struct


class SlideKind(Struct, frozen=True):
    """`points` is what its points are called in its file; `stepwise`: each of them is seen alone, on pages of its own.

    `opens`: a touch on a point tells more. `looked_up`: it is a list, as long as it has to be.
    """

    points: str = "points"
    stepwise: bool = False
    opens: bool = False
    looked_up: bool = False


SLIDE_KINDS = {
    "points": SlideKind(),
    "steps": SlideKind("steps", stepwise=True),
    "compare": SlideKind(),
    "cards": SlideKind("cards", opens=True),
    "dots": SlideKind(),
    "people": SlideKind(),
    "statement": SlideKind(),
    "picture": SlideKind(),
    "sources": SlideKind(looked_up=True),
}
