"""How much there is to read at once, and how hard it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.content.checks import readability
from kiosk.content.checks.findings import Findings, warning
from kiosk.content.checks.forbidden_words import slip_of_marks
from kiosk.content.model.deck import Slide, Text, Word
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.content.model.walk import points
from kiosk.yaml.key_path import KeyPath

MOST_WORDS = {"en": 60}
MOST_TRANSLATED_WORDS = 75
"""Words a visitor sees at once under a headline; a tenth more is let pass (fact brief, section 12)."""
TOLERANCE = 1.1
MOST_TITLE_WORDS = 8
"""Fact brief, section 12."""
HARDEST_SLIDE, HARDEST_TOPIC = 8.0, 7.0
"""US school grades (design, section 4)."""
LEAST_EASE = 70.0
"""Of the Spanish formula (standards F19)."""
FEWEST_WORDS_JUDGED = 30
"""On fewer words a reading formula measures chance."""


def mismarked(way: KeyPath, text: Text) -> Findings:
    """Only **bold** and *emphasis*, always in pairs."""
    for code, words in text.versions:
        wrong, instead = slip_of_marks(words)
        if wrong:
            yield warning((*way, code), wrong, instead)


def seen_at_once(slide: Slide, language: str) -> int:
    """Words under the headline that a visitor sees at one time: of steps and cards one is open, all show titles.

    What a visitor answers is a list, on as many pages as it needs: of that the longest counts, beside what stands above it. A table is looked
    through for one thing, not read: of that the longest point counts.
    """

    def count(*some: Text) -> int:
        return sum(readability.words_in(text.in_(language)) for text in some)

    dots = slide.dots.says if slide.dots else Text()
    around = count(slide.ask_us, dots, *(column.title for column in slide.columns))
    labels = sum(count(point.at, point.title) for _, point in points(slide, ()))
    said = [count(point.text) for _, point in points(slide, ())]
    if slide_kind(slide.kind).tabular:
        return max((count(point.title, point.text) for _, point in points(slide, ())), default=0)
    if slide_kind(slide.kind).answered:
        alone = (count(point.title, point.text) for point in slide.points)
        weighed = (count(column.title, *(point.text for point in column.points)) for column in slide.columns)
        return count(slide.intro) + max((*alone, *weighed), default=0)
    return around + labels + (max(said, default=0) if slide_kind(slide.kind).opened else sum(said))


def too_long(way: KeyPath, slide: Slide, code: str) -> Findings:
    """Few words in a headline and under it (fact brief, section 12)."""
    title = readability.words_in(slide.title.in_(code))
    if title > MOST_TITLE_WORDS and slide.title.language_shown(code) == code:
        wrong = f"The headline has {title} words in {LANGUAGES[code]}."
        yield warning((*way, "title", code), wrong, f"Keep it to {MOST_TITLE_WORDS}.")
    count, most = seen_at_once(slide, code), MOST_WORDS.get(code, MOST_TRANSLATED_WORDS)
    if count > most * TOLERANCE:
        wrong = f"The slide shows {count} words at once in {LANGUAGES[code]}."
        yield warning(way, wrong, f"Keep it to {most}, or make two slides of it.")


def measured(slides: Iterable[Slide], code: str, easy: frozenset[str]) -> readability.Measured:
    """All the words of these slides in a language; what is not translated does not count."""
    own = (text.in_(code) for slide in slides for text in slide.texts() if text.language_shown(code) == code)
    return sum((readability.measured(text.replace("*", ""), code, easy) for text in own), readability.Measured())


def too_hard(way: KeyPath, slides: Iterable[Slide], hardest: float, code: str, easy: frozenset[str]) -> Findings:
    """Easy to read: English by Flesch-Kincaid, Spanish by Fernández Huerta. Short texts are not judged."""
    text, what = measured(slides, code, easy), "slide" if way else "topic"
    if text.words < FEWEST_WORDS_JUDGED:
        return
    if code == "en" and (grade := readability.flesch_kincaid_grade(text)) > hardest:
        instead = f"Use shorter sentences and words, until it is {hardest:.0f} years or fewer."
        yield warning(way, f"The English of this {what} takes {grade:.1f} years of school to read with ease.", instead)
    if code == "es" and (ease := readability.fernandez_huerta_ease(text)) < LEAST_EASE:
        instead = f"Use shorter sentences and words, until it is {LEAST_EASE:.0f} or more: what a twelve-year-old reads with ease."
        yield warning(way, f"The Spanish of this {what} is hard to read: {ease:.1f}, where 0 is the hardest and 100 the easiest.", instead)


def easy_words(words: Iterable[Word], code: str) -> frozenset[str]:
    """The single words of the glossary's forms in a language: a visitor can touch them for their meaning."""
    forms = (form for word in words for language, own in word.forms if language == code for form in own)
    return frozenset(part.casefold() for form in forms for part in re.findall(r"\w+", form))
