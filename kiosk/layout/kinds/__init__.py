"""Every kind of slide by its name: a file of this folder makes its pages, and a file of `kiosk/ui/pages` with the name of their body draws them."""

from __future__ import annotations

from kiosk.layout.kinds.cards import CARDS
from kiosk.layout.kinds.checklist import CHECKLIST
from kiosk.layout.kinds.compare import COMPARE
from kiosk.layout.kinds.dots import DOTS
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.kinds.pair import PAIR
from kiosk.layout.kinds.people import PEOPLE
from kiosk.layout.kinds.points import PICTURE, POINTS
from kiosk.layout.kinds.steps import STEPS
from kiosk.layout.kinds.table import TABLE
from kiosk.layout.kinds.weighing import MATTERS, WEIGHING

KINDS: dict[str, Kind] = {
    "points": POINTS,
    "steps": STEPS,
    "compare": COMPARE,
    "cards": CARDS,
    "dots": DOTS,
    "people": PEOPLE,
    "statement": POINTS,
    "picture": PICTURE,
    "sources": POINTS,
    "checklist": CHECKLIST,
    "weighing": WEIGHING,
    "table": TABLE,
    "matters": MATTERS,
    "pair": PAIR,
}
"""`matters` and `pair` are no kinds that staff write: what a visitor weighed, and two choices of a table, are laid out like a slide."""
