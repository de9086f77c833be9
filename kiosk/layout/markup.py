"""The small, safe part of Markdown that content may use: **bold** and *emphasis*, nothing else."""

from __future__ import annotations

import re

from msgspec import Struct

_MARKS = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*")


class Span(Struct, frozen=True):
    """A run of characters of one look, as half-open positions in the plain text."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False


class Marked(Struct, frozen=True):
    """A text without its marks, and where they were."""

    plain: str
    spans: tuple[Span, ...]


def read_marks(text: str) -> Marked:
    """The plain text and its marked spans; a star that pairs with none stays as it is."""
    plain, spans, at = "", [], 0
    for match in _MARKS.finditer(text):
        plain += text[at : match.start()]
        inner = match["bold"] or match["italic"]
        spans.append(Span(len(plain), len(plain) + len(inner), bold=bool(match["bold"]), italic=bool(match["italic"])))
        plain += inner
        at = match.end()
    return Marked(plain + text[at:], tuple(spans))
