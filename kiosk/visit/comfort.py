"""A visitor's choices: how the screen looks, sounds and moves. Every visit starts with the same ones."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


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


SLOWEST, FASTEST = -3, 3
SOFTEST, LOUDEST = 1, 5
"""Steps of the voice, with 0 and 3 in the middle; what a step is in sound is the business of `kiosk.devices.voice`."""


class Comfort(Struct, frozen=True):
    """What a visitor chose; the defaults are what everybody starts with.

    `calm`: nothing moves. `lowered`: all controls in the lowest part of the screen. `aloud`: the screen is read out, and a touch
    tells before it acts. `curtain`: the screen is dark, for somebody who listens and wants nobody to look.
    """

    text_size: TextSize = TextSize.NORMAL
    palette: Palette = Palette.PAPER
    calm: bool = False
    lowered: bool = False
    aloud: bool = False
    curtain: bool = False
    rate: int = 0
    volume: int = 3

    @property
    def reads_slowly(self) -> bool:
        """Whether this visitor gets more time: large text is read in more pages, a voice is slower than eyes (standards S6)."""
        return self.aloud or self.text_size is not TextSize.NORMAL

    def has(self, option: str) -> bool:
        """Whether this option, named as in `choosing`, is the one in force; what only changes by a step never is."""
        return choosing(self, option) == self and not option.startswith(_STEPS)


_YES_OR_NO = ("yes", "no")
_STEPS = ("rate:", "volume:")
OPTIONS = frozenset({
    *(f"text:{size}" for size in TextSize), *(f"palette:{each}" for each in Palette), *(f"{step}{by}1" for step in _STEPS for by in "+-"),
    *(f"{kind}:{answer}" for kind in ("calm", "lowered", "aloud", "curtain") for answer in _YES_OR_NO),
})  # fmt: skip
"""The names of all that can be chosen, as `choosing` takes them."""


def choosing(comfort: Comfort, option: str) -> Comfort:
    """The choices after a touch on an option: `text:large`, `palette:night`, `calm:yes`, `rate:-1`. Unknown ones change nothing."""
    kind, _, value = option.partition(":")
    match kind:
        case "text" if value in tuple(TextSize):
            return replace(comfort, text_size=TextSize(value))
        case "palette" if value in tuple(Palette):
            return replace(comfort, palette=Palette(value))
        case "calm" if value in _YES_OR_NO:
            return replace(comfort, calm=value == "yes")
        case "lowered" if value in _YES_OR_NO:
            return replace(comfort, lowered=value == "yes")
        case "aloud" if value in _YES_OR_NO:
            return replace(comfort, aloud=value == "yes", curtain=comfort.curtain and value == "yes")
        case "curtain" if value in _YES_OR_NO:
            return replace(comfort, curtain=value == "yes" and comfort.aloud)
        case "rate" if value in ("+1", "-1"):
            return replace(comfort, rate=min(max(comfort.rate + int(value), SLOWEST), FASTEST))
        case "volume" if value in ("+1", "-1"):
            return replace(comfort, volume=min(max(comfort.volume + int(value), SOFTEST), LOUDEST))
        case _:
            return comfort
