"""What there is to know of some kinds of slide beside their fields.

How a kind is written is in `content.reading.format`, how it becomes pages in `layout.kinds`; a test holds that they know the same kinds.
"""

from __future__ import annotations

from msgspec import Struct


class SlideKind(Struct, frozen=True):
    """`points` and `columns` are what its points and columns are called in its file; `stepwise`: each of them is seen alone, on pages of its own.

    `looked_up`: it is a list, as long as it has to be. `answered`: a visitor touches what is so for
    them, and pages of its own tell what came of it. `tabular`: each of its columns says something of each of its points.
    """

    points: str = "points"
    columns: str = "columns"
    stepwise: bool = False
    looked_up: bool = False
    answered: bool = False
    tabular: bool = False


_PLAIN = SlideKind()
PECULIAR = {
    "steps": SlideKind("steps", stepwise=True),
    "cards": SlideKind("cards"),
    "sources": SlideKind(looked_up=True),
    "checklist": SlideKind("things", looked_up=True, answered=True),
    "weighing": SlideKind(columns="statements", looked_up=True, answered=True),
    "table": SlideKind("choices", "rows", tabular=True),
}


def slide_kind(name: str) -> SlideKind:
    """What there is to know of the kind of this name."""
    return PECULIAR.get(name, _PLAIN)
