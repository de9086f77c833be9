"""Pages without Qt: a typesetter that knows how wide its letters are, since all are as wide as they are half high."""

from __future__ import annotations

from kiosk.content.model.deck import Slide
from kiosk.layout.composition import Composer
from kiosk.layout.hard_words import WordFinder
from kiosk.layout.measures import Area, Measures, Screen
from kiosk.layout.page import Page
from kiosk.layout.typeset import Line, SetText, Style

WIDE, TALL = Area(1824.0, 760.0), Area(984.0, 1500.0, 400.0)


def set_text(text: str, style: Style, width: float, words: tuple[tuple[int, int, str], ...] = ()) -> SetText:
    """Letters of half their height, as many words in a line as go in."""
    lines: list[str] = []
    for word in text.split():
        if lines and (len(lines[-1]) + 1 + len(word)) * style.px / 2 <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return SetText(tuple(Line(line, line, len(line) * style.px / 2) for line in lines), style.px * style.leading, style.px, style.weight)


def pages_of(own: Slide, area: Area, size: str, file: str = "") -> tuple[Page, ...]:
    composer = Composer(Measures(Screen(1920, 1080, 4.03), size), area, set_text, "en", WordFinder((), "en"))
    return composer.pages(own, lambda number: f"page {number}", "kicker", file)
