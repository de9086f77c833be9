"""Set text: lines with their words, as a typesetter hands them out. The typesetter itself is Qt's (`kiosk.bridge.typesetting`)."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.markup import READ, SOFT_HYPHEN


class WordSpot(Struct, frozen=True):
    """Where a hard word stands in its line: pixels from the left edge of the text."""

    word: str
    label: str
    left: float
    width: float


class Line(Struct, frozen=True):
    """One line: StyledText for the screen, the same without marks for ears and tests, its width in pixels.

    `starts` are the places where sentences begin in it, pixels from the left edge of the text.
    """

    html: str
    plain: str
    width: float
    spots: tuple[WordSpot, ...] = ()
    starts: tuple[float, ...] = ()


class SetText(Struct, frozen=True):
    """Lines under one another, `pitch` pixels apart, in a font of `px` pixels and the given weight."""

    lines: tuple[Line, ...] = ()
    pitch: float = 0.0
    px: float = 0.0
    weight: int = 400

    @property
    def height(self) -> float:
        return len(self.lines) * self.pitch

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)

    @property
    def plain(self) -> str:
        """What is read, whole: a word that was parted at the end of a line as well."""
        return " ".join(line.plain.strip() for line in self.lines).replace(f"{SOFT_HYPHEN} ", "").translate(READ)

    def from_line(self, first: int, count: int) -> SetText:
        return replace(self, lines=self.lines[first : first + count])


NOTHING = SetText()


def unmarked(text: SetText) -> SetText:
    """The same without places to touch."""
    return replace(text, lines=tuple(replace(line, spots=()) for line in text.lines))


class Style(Struct, frozen=True):
    """How to set a text: font pixels, weight, distance of lines in font sizes, and whether lines are to be of like length."""

    px: float
    weight: int = 400
    leading: float = 1.45
    even: bool = False


class Typesetter(Protocol):
    """Breaks a text into lines no wider than `width` pixels. `words` are (start, end, id) in the plain text."""

    def __call__(self, text: str, style: Style, width: float, words: tuple[tuple[int, int, str], ...] = ()) -> SetText: ...
