"""The small, safe part of Markdown that content may use: **bold** and *emphasis*, nothing else."""

from __future__ import annotations

import re

from msgspec import Struct

_MARKS = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*")


_BLANKS = re.compile(r"[^\S\xa0]+")
HARD_BLANKS = str.maketrans({"\u202f": "\xa0", "\u2007": "\xa0"})
"""Qt Quick draws only the one of usual width hard. It is set as it is drawn."""
SOFT_HYPHEN = "\xad"
"""It shows only where a line ends at it."""
READ = str.maketrans({"\xa0": " ", SOFT_HYPHEN: ""})
"""What ears and programs that read the screen get."""


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


def on_one_line(text: str) -> str:
    """The text with one space for each run of blanks; hard ones stay, since a line may not end there."""
    return _BLANKS.sub(" ", text.translate(HARD_BLANKS)).strip()


def as_shown(text: str) -> str:
    """A text of the content as it is read from the screen: without marks, double or hard spaces, and places for hyphens."""
    return read_marks(on_one_line(text)).plain.translate(READ)


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
