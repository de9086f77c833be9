"""All it takes to show something: the content, the visit, and the screen."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from kiosk.content.model.deck import Slide, Source, Text, Topic, TopicHead
from kiosk.content.store.library import Library
from kiosk.layout.composition import Composer, Foot
from kiosk.layout.hard_words import finder
from kiosk.layout.markup import as_shown
from kiosk.layout.measures import Area, Measures
from kiosk.layout.typeset import SetText, Style, Typesetter
from kiosk.visit.states import Comparing, Reading, Visit

CITED_IN = "en"
"""The language of what is cited: papers, labels and agencies of the United States, by their own names."""


class Stage(Struct, frozen=True):
    """The library, the visit in hand, and the area for slides with its sizes and its typesetter.

    `foreign` gathers what was shown in another language than the visitor's, since nobody has translated it: a voice needs to know. `urgent` is what
    everybody is to know at once, an empty text where there is nothing of that.
    """

    library: Library
    typesetter: Typesetter
    visit: Visit
    measures: Measures
    area: Area
    foreign: dict[str, str] = field(default_factory=dict)
    urgent: Text = Text()

    @property
    def language(self) -> str:
        return self.visit.language

    def says(self, text: Text) -> str:
        """The text in the visitor's language."""
        words = text.in_(self.language)
        if words and (shown := text.language_shown(self.language)) != self.language:
            self.foreign[as_shown(words)] = shown
        return words

    def cite(self, source: Source) -> str:
        """The citation of a source, which nobody translates: a voice reads it as English."""
        if self.language != CITED_IN:
            self.foreign[source.cite] = CITED_IN
        return source.cite

    def language_of(self, shown: str) -> str:
        """The language of a text as it stands on the screen, or a part of it; empty for the visitor's own, which all numbers are in."""
        if not any(letter.isalpha() for letter in shown):
            return ""
        whole = self.foreign.get(shown) or next((code for text, code in self.foreign.items() if shown in text), "")
        return whole if whole != self.language else ""

    def words(self, name: str) -> Text:
        """The words on the screen of this name in all languages; an empty text where they came later than the content."""
        return self.library.interface_text(name) if self.library.has_words(name) else Text()

    def word(self, name: str, **values: object) -> str:
        """The words on the screen of this name, filled in."""
        return self.says(self.library.interface_text(name)).format(**values)

    def month_of_year(self, day: date) -> str:
        """As one says it: November 2026, noviembre de 2026."""
        return self.word("month_of_year", month=self.word(f"month_{day.month}"), year=day.year)

    def day_of_month(self, day: date) -> str:
        """As one says it: November 23, 23 de noviembre."""
        return self.word("day_of_month", month=self.word(f"month_{day.month}"), day=day.day)

    def set(self, text: str, style: Style, width: float) -> SetText:
        return self.typesetter(text, style, width)

    def has(self, picture: str) -> bool:
        """Whether there is such a picture; one that is missing is told to staff, and the visitor sees a page without it."""
        return self.library.picture(picture) is not None

    def address_of(self, picture: str) -> str:
        """Where QML finds a picture; empty if there is none. Qt keeps pictures by address, so the address changes with the file."""
        path = self.library.picture(picture)
        return f"{path.absolute().as_uri()}#{path.stat().st_mtime_ns:x}" if path else ""

    def minutes(self, head: TopicHead) -> str:
        minutes = dict(head.minutes).get(self.language, head.minutes[0][1])
        said = self.word("minute") if minutes == 1 else self.word("minutes", minutes=minutes)
        return said.replace(" ", "\u00a0")

    def beginning(self, topic: str) -> Reading:
        """A topic's first slide."""
        return Reading(topic, self.library.first_slide(topic))

    def composer(self, *, hard_words: bool = False, draft: bool = False) -> Composer:
        words = finder(self.library.words if hard_words else (), self.language)
        foot = Foot(self.word("sources"), self.word("draft") if draft else "")
        return Composer(self.measures, self.area, self.typesetter, self.language, words, foot=foot)

    def compared(self) -> Slide | None:
        """The table of which the visitor compares two choices."""
        place = self.visit.place
        topic = self.library.topic(place.topic) if isinstance(place, Comparing) else None
        return topic.table(place.slide, place.one, place.other) if topic and isinstance(place, Comparing) else None

    def slide_in_hand(self) -> Slide | None:
        """The slide that the visitor reads now; of a table that is compared, what it says of the two."""
        place = self.visit.place
        if isinstance(place, Comparing):
            table = self.compared()
            return table.narrowed((place.one, place.other)) if table else None
        topic = self.library.topic(place.topic) if isinstance(place, Reading) else None
        if topic is None or not isinstance(place, Reading):
            return None
        index = index_of(topic, place.slide)
        return topic.slides[index] if index < len(topic.slides) else None


def index_of(topic: Topic, slide: str) -> int:
    """Where the slide stands in its topic; the end page comes after the last, a slide that is gone becomes the first."""
    if not slide:
        return len(topic.slides)
    return next((number for number, each in enumerate(topic.slides) if each.id == slide), 0)
