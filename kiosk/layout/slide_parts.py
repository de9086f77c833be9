"""The texts of slides as parts that can stand on a page: each set in its style, with its icon, and with the hard words in it to touch."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Point, Slide, Text
from kiosk.layout.hard_words import WordFinder
from kiosk.layout.markup import as_shown, read_marks
from kiosk.layout.measures import Measures
from kiosk.layout.pagination import Part
from kiosk.layout.sentences import marked_sentences
from kiosk.layout.typeset import SetText, Style, Typesetter

LONGEST_LINE_EM = 37.0
"""No line longer than about 75 characters (WCAG 1.4.8 allows 80)."""
MAY_BE_CUT = 0.3
"""Of the height of a page: a lower text is never cut."""
NARROWEST_COLUMN_EM = 6.8
"""Below this a column breaks every other word."""


class Composing(Struct, frozen=True):
    """All it takes to set a slide for one screen, text size and language; `address` leads to a page of it by number, `height` is all a page has."""

    measures: Measures
    typesetter: Typesetter
    language: str
    hard_words: WordFinder
    address: Callable[[int], str]
    height: float

    @property
    def body(self) -> Style:
        return Style(self.measures.body, leading=self.measures.leading)

    def says(self, text: Text) -> str:
        return text.in_(self.language)

    def parts(self, points: tuple[Point, ...], width: float, seen: set[str]) -> list[Part]:
        """The points, each with its icon. `seen` grows by the hard words in them: each is to be touched once."""
        return [self.part(point, width, seen, self.body, icon=point.icon) for point in points]

    def part(self, point: Point, width: float, seen: set[str], style: Style, icon: str) -> Part:
        disc = round(style.px * 1.75) if icon else 0
        inset = disc + self.measures.sizes.space if icon else 0.0
        room = min(width - inset, style.px * LONGEST_LINE_EM)
        title = self.text(point.title, Style(round(style.px * 1.08), weight=700, leading=1.3), room, seen)
        makes = point.makes.value if point.makes else ""
        before = set(seen)
        text = self.text(point.text, style, room, seen)
        apart = self._apart(self.says(point.text), style, room, before) if title.height + text.height > self.height * MAY_BE_CUT else ()
        return Part(text, title, icon, makes, least=disc, inset=inset, sentences=apart)

    def _apart(self, text: str, style: Style, width: float, seen: set[str]) -> tuple[SetText, ...]:
        return tuple(self.typesetter(each, style, width, self.hard_words(read_marks(each).plain, seen)) for each in marked_sentences(text))

    def ask_us(self, slide: Slide, width: float) -> list[Part]:
        """What only the clinic can say, if the slide leaves something to it."""
        if not slide.ask_us:
            return []
        point = Point(slide.ask_us)
        return [replace(self.part(point, width, set(), self.body, icon="message-circle-question-mark"), makes="ask")]

    def under(self, asked: list[Part], bottom: float, top: float) -> tuple[Part, ...]:
        """These parts below what ends at `bottom`, within a room that begins at `top`."""
        return tuple(replace(part, top=bottom - top + self.measures.gap) for part in asked)

    def text(self, text: Text, style: Style, width: float, seen: set[str]) -> SetText:
        words = self.says(text)
        if not words:
            return SetText()
        return self.typesetter(words, style, width, self.hard_words(read_marks(words).plain, seen))


def unbroken(text: str, fit: SetText) -> bool:
    """Whether no word of the text had to be broken to fit."""
    return as_shown(text) == fit.plain
