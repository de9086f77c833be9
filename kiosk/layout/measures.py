"""Sizes on the glass: millimetres in, pixels out.

Everything drawn is measured in *units*: a unit is one millimetre on a 21.5-inch screen and grows gently on larger ones, which are
read from further away. So a size given here in millimetres is what a visitor gets at least.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import count, takewhile

from msgspec import Struct
from msgspec.structs import replace

CAPITAL_OF_EM = 0.668
"""Capital height of Atkinson Hyperlegible Next, in parts of the font size (its OS/2 table)."""
REACH_HIGHEST_MM = 1220.0
REACH_LOWEST_MM = 380.0
"""Controls stand between these heights above the floor (ADA 308.2.1, 308.3.1)."""
SMALLEST_SHORT_SIDE_MM = 268.0
"""Short side of a 21.5-inch 16:9 screen, the smallest we build for."""
LEAST_MM = (475.5, 267.5)
"""Long and short side of such a screen. On smaller ones letters of full size break words and stand on one another, in the panel for help too: there
everything is smaller instead, and the self-test says so."""
LOWERED_HIGHEST_MM = 1120.0
LOWERED_LEAST_UNITS = 180.0
"""With its controls lowered a screen can be used below 1120 mm (over an obstruction: ADA 308.3.2) and in its lower half; but a
keyboard and its buttons need so much height."""
_LEADING = {"normal": 1.5, "large": 1.5, "larger": 1.5, "largest": 1.3}
"""Distance of lines in font sizes: one and a half (WCAG 1.4.8). The largest letters have as many millimetres of air with less."""

_CAPITALS_MM = {
    #           body  title  small  label
    "normal": (7.3, 12.8, 5.2, 5.6),
    "large": (9.0, 13.6, 6.0, 6.2),
    "larger": (11.0, 14.6, 6.6, 7.0),
    "largest": (14.6, 16.0, 7.4, 8.0),
}
"""Capital heights: body from EN 301 549 5.1.4, titles for a look from 2 m (ISO 9241-3), nothing under 4.8 (508 402.4)."""


_STEP = 0.06
"""Of the letters: a smaller difference hardly gains a line."""


class Screen(Struct, frozen=True):
    """The glass: its pixels, its true size, how high it hangs (its lower edge above the floor, mm), and whether its controls are lowered."""

    width: float
    height: float
    px_per_mm: float
    lower_edge_mm: float = 800.0
    lowered: bool = False

    @property
    def upright(self) -> bool:
        return self.height > self.width

    @property
    def unit(self) -> float:
        """Pixels in a unit: a millimetre on the smallest screen, up to twice that on a 55-inch one, and less on one that is too small."""
        long_mm, short_mm = (each(self.width, self.height) / self.px_per_mm for each in (max, min))
        if (fits := min(long_mm / LEAST_MM[0], short_mm / LEAST_MM[1])) < 1.0:
            return self.px_per_mm * fits
        return self.px_per_mm * min(2.0, math.pow(max(1.0, short_mm / SMALLEST_SHORT_SIDE_MM), 0.6), fits)

    @property
    def highest_mm(self) -> float:
        """The highest place above the floor for a control."""
        if not self.lowered:
            return REACH_HIGHEST_MM
        half = self.lower_edge_mm + self.height / self.px_per_mm / 2
        least = self.lower_edge_mm + LOWERED_LEAST_UNITS * self.unit / self.px_per_mm
        return min(REACH_HIGHEST_MM, max(least, min(half, LOWERED_HIGHEST_MM)))

    @property
    def reach_top(self) -> float:
        """Pixels from the upper edge down to the highest place a seated visitor can touch."""
        top_mm = self.lower_edge_mm + self.height / self.px_per_mm
        return max(0.0, (top_mm - self.highest_mm) * self.px_per_mm)

    @property
    def reach_bottom(self) -> float:
        """Pixels from the upper edge down to the lowest place a control may stand."""
        return self.height - max(0.0, (REACH_LOWEST_MM - self.lower_edge_mm) * self.px_per_mm)


class Area(Struct, frozen=True):
    """The room for slides: its size, and from where on down a control may stand in it. Pixels."""

    width: float
    height: float
    touchable_from: float = 0.0

    @property
    def tall(self) -> bool:
        return self.height > self.width


class Sizes(Struct, frozen=True):
    """Sizes that the layout counts with and QML draws: each stands here alone. Pixels."""

    top: float
    """The height of the bar over the slides, and from the slides down to the bar with the buttons."""
    above_bar: float
    space: float
    """Between two things that belong together: cards, an icon and its words."""
    pad: float
    """From the edge of a card or a field to the words in it."""
    card_edge: float
    """From the upper and the lower edge of a topic's card to its words."""
    row_edge: float
    """From the edge of a row in a list to its words."""
    disc: float
    """The side of the disc with the icon of a card that opens, and from its edge to both sides of it."""
    disc_left: float
    disc_right: float
    arrow: float
    """The side of the arrow of such a card, and from it to the card's edge."""
    arrow_right: float
    link_least: float
    """The height of underlined words that lead on, and what they have of it above and below them."""
    link_air: float
    rail: float
    """Of a timeline: its height without the labels, down to the middle of its line, the thickness of that, down to the labels."""
    rail_middle: float
    rail_line: float
    rail_labels: float
    stop: float
    """The side of a stop on it, and of the one in hand."""
    stop_now: float


class Measures(Struct, frozen=True):
    """The sizes of one screen at one text size: font sizes and distances, all in pixels.

    `share`: how large the letters of what is read, and of its title, are of that size.
    """

    screen: Screen
    text_size: str = "normal"
    share: float = 1.0

    @property
    def unit(self) -> float:
        return self.screen.unit

    def _font(self, which: int) -> float:
        return round(_CAPITALS_MM[self.text_size][which] * self.unit / CAPITAL_OF_EM)

    @property
    def body(self) -> float:
        return round(self._font(0) * self.share)

    @property
    def title(self) -> float:
        return round(self._font(1) * self.share)

    @property
    def small(self) -> float:
        return self._font(2)

    @property
    def label(self) -> float:
        return self._font(3)

    @property
    def margin(self) -> float:
        """From the edge of the screen to what stands on it."""
        return round(self.unit * 12)

    @property
    def sizes(self) -> Sizes:
        unit, body = self.unit, self.body
        return Sizes(
            top=unit * 27,
            above_bar=unit * 6,
            space=unit * 5,
            pad=unit * 7,
            card_edge=unit * 6,
            row_edge=unit * 6,
            disc=max(unit * 13, body * 1.1),
            disc_left=unit * 5,
            disc_right=unit * 4,
            arrow=max(unit * 7, body * 0.6),
            arrow_right=unit * 4,
            link_least=unit * 13,
            link_air=unit * 4,
            rail=unit * 22,
            rail_middle=unit * 10,
            rail_line=unit * 1.4,
            rail_labels=unit * 21.5,
            stop=unit * 16,
            stop_now=unit * 19,
        )

    @property
    def link(self) -> float:
        """The height of underlined words that lead on."""
        return max(self.sizes.link_least, self.small * 1.3 + self.sizes.link_air)

    @property
    def above_heading(self) -> float:
        """Over a heading stands the place where one is."""
        return self.small * 1.4 + self.unit * 1.5

    @property
    def leading(self) -> float:
        """Distance of the lines of a paragraph, in font sizes."""
        return _LEADING[self.text_size]

    @property
    def gap(self) -> float:
        """Between two paragraphs."""
        return round(self.body * min(0.6, self.leading - 0.85))

    def smaller(self) -> Iterator[Measures]:
        """With letters a little smaller each time, as far as those of the size "large": for what must stand together."""
        of_body, least = _CAPITALS_MM[self.text_size][0], _CAPITALS_MM["large"][0]
        shares = (1.0 - _STEP * step for step in count(1))
        yield from (replace(self, share=share) for share in takewhile(lambda share: of_body * share >= least, shares))

    @property
    def picture_allowance(self) -> int:
        """How many more pages a slide may take to keep its picture."""
        return 1 if self.text_size in ("normal", "large") else 0
