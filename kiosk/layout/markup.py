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


class Mark(Struct, frozen=True):
    """A pair of marks as it is written: half-open positions of both with what stands between them, and how long each of the two is."""

    start: int
    end: int
    width: int

    @property
    def bold(self) -> bool:
        """Whether it is bold, or else emphasis."""
        return self.width > 1


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
    for mark in marks_in(text):
        plain += text[at : mark.start]
        inner = text[mark.start + mark.width : mark.end - mark.width]
        spans.append(Span(len(plain), len(plain) + len(inner), bold=mark.bold, italic=not mark.bold))
        plain += inner
        at = mark.end
    return Marked(plain + text[at:], tuple(spans))


def marks_in(text: str) -> tuple[Mark, ...]:
    """The marks of a text, in order; a star that pairs with none is none."""
    return tuple(Mark(match.start(), match.end(), 2 if match["bold"] else 1) for match in _MARKS.finditer(text))
