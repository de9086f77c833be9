"""What there is to know of some kinds of slide beside their fields.

How a kind is written is in `content.reading.format`, how it becomes pages in `layout.kinds`; a test holds that they know the same kinds.
"""

from __future__ import annotations

from msgspec import Struct


class SlideKind(Struct, frozen=True):
    """`points` and `columns` are what its points and columns are called in its file.

    What is seen of it: `stepwise`: each of its points is seen alone, on pages of its own. `opened`: the titles of its points are seen together,
    and the text of one at a time. `large_first`: its first point stands in larger letters than the others. `pictured`: it looks empty without a
    picture; the others are pictures themselves or have no room for one. `looked_up`: it is a list, as long as it has to be.

    What it is about: `compared`: its points stand side by side, so that pieces of one make are right there. `tabular`: each of its columns says
    something of each of its points. `weighed`: each of its columns has two sides, what speaks for it and what speaks against it. `answered`: a
    visitor touches what is so for them, and pages of its own tell what came of it. `cites`: it says what its sources are.
    """

    points: str = "points"
    columns: str = "columns"
    stepwise: bool = False
    opened: bool = False
    large_first: bool = False
    pictured: bool = False
    looked_up: bool = False
    compared: bool = False
    tabular: bool = False
    weighed: bool = False
    answered: bool = False
    cites: bool = False


_PLAIN = SlideKind()
PECULIAR = {
    "points": SlideKind(pictured=True),
    "steps": SlideKind("steps", stepwise=True, opened=True, pictured=True),
    "compare": SlideKind(compared=True),
    "cards": SlideKind("cards", opened=True, pictured=True),
    "statement": SlideKind(large_first=True, pictured=True),
    "sources": SlideKind(looked_up=True, cites=True),
    "checklist": SlideKind("things", looked_up=True, answered=True),
    "weighing": SlideKind(columns="statements", looked_up=True, compared=True, weighed=True, answered=True),
    "table": SlideKind("choices", "rows", compared=True, tabular=True),
}
"""Nothing compares the names of kinds: what only some of them are is a flag here, so that a new kind is asked for it."""
ONE = {
    "points": "point", "steps": "step", "cards": "card", "things": "thing", "choices": "choice", "groups": "group",
    "columns": "column", "statements": "statement", "rows": "row",
}  # fmt: skip
"""What one item of a list on a slide is called, by the name of the list in the files."""


def slide_kind(name: str) -> SlideKind:
    """What there is to know of the kind of this name."""
    return PECULIAR.get(name, _PLAIN)
