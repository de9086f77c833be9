"""Parts of text into pages: nothing cut, nothing lost, no page much emptier than its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.layout.setting import NOTHING, SetText


@dataclass(frozen=True, slots=True)
class Part:
    """Something that stands on a page as a whole: a paragraph with its icon, title, or both. Pixels.

    `text` may be split where it is taller than a page; `least` is the room that an icon wants, `bullet` a dot in front.
    """

    text: SetText
    title: SetText = NOTHING
    icon: str = ""
    makes: str = ""
    least: float = 0.0
    inset: float = 0.0
    bullet: bool = False
    top: float = 0.0

    @property
    def height(self) -> float:
        return max(self.title.height + self.text.height, self.least)


def flow(parts: list[Part], room: float, gap: float) -> list[list[Part]]:
    """The parts on as few pages as they need, each with its `top`; pages are filled as evenly as that allows."""
    whole = [piece for part in parts for piece in _pieces(part, room)]
    pages = _greedy(whole, room, gap)
    if len(pages) < 2:
        return pages
    low, high = 0.0, room
    while high - low > 1:
        middle = (low + high) / 2
        if middle >= max(part.height for part in whole) and len(_greedy(whole, middle, gap)) == len(pages):
            high = middle
        else:
            low = middle
    return _greedy(whole, high, gap)


def _greedy(parts: list[Part], room: float, gap: float) -> list[list[Part]]:
    pages: list[list[Part]] = []
    bottom = 0.0
    for part in parts:
        top = bottom + gap if pages and pages[-1] else 0.0
        if not pages or top + part.height > room:
            pages.append([])
            top = 0.0
        pages[-1].append(replace(part, top=top))
        bottom = top + part.height
    return pages


def _pieces(part: Part, room: float) -> list[Part]:
    """The part itself, or where it is taller than a page, as many pieces of like length as it takes."""
    if part.height <= room or not part.text.lines or part.text.pitch <= 0:
        return [part]
    lines = len(part.text.lines)
    fit = max(1, int((room - part.title.height) / part.text.pitch))
    count = -(-lines // fit)
    each = -(-lines // count)
    return [
        replace(
            part,
            text=part.text.from_line(first, each),
            title=part.title if not first else SetText(),
            icon=part.icon if not first else "",
            bullet=part.bullet and not first,
        )
        for first in range(0, lines, each)
    ]
