"""A visitor's choices: text size and colours. Every visit starts with the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TextSize(StrEnum):
    """How tall the capitals of the body text are; `capital_mm` says it in millimetres on the glass."""

    NORMAL = "normal"
    LARGE = "large"
    LARGER = "larger"
    LARGEST = "largest"

    @property
    def capital_mm(self) -> float:
        """Capital height of body text, mm. 7.3 is 0.7 degrees at 600 mm (EN 301 549 5.1.4); the largest is twice that."""
        return {"normal": 7.3, "large": 9.0, "larger": 11.0, "largest": 14.6}[self.value]


class Palette(StrEnum):
    """The colours of the whole screen."""

    PAPER = "paper"
    NIGHT = "night"
    BLACK = "black"
    WHITE = "white"


@dataclass(frozen=True, slots=True)
class Comfort:
    """What a visitor chose; the defaults are what everybody starts with."""

    text_size: TextSize = TextSize.NORMAL
    palette: Palette = Palette.PAPER

    @property
    def reads_slowly(self) -> bool:
        """Whether this visitor gets more time: large text is read in more pages (standards S6)."""
        return self.text_size is not TextSize.NORMAL
