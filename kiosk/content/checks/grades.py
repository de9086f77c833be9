"""How hard each topic, slide and answer is to read: the numbers that `check` judges by."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kiosk.content.checks.length import FEWEST_WORDS_JUDGED, easy_words, measured
from kiosk.content.checks.readability import Measured, fernandez_huerta_ease, flesch_kincaid_grade
from kiosk.content.model.deck import Slide
from kiosk.content.model.questions import SIGNED_OFF_AS, answers
from kiosk.content.reading.result import ReadFolder

FORMULAS = {"en": flesch_kincaid_grade, "es": fernandez_huerta_ease}


class Grade(Struct, frozen=True):
    """Of one topic (`start`), slide (`start/not-alone`) or answer (`questions/teens`): a number for each language, None on few words."""

    name: str
    numbers: tuple[tuple[str, float | None], ...]


def grades(reading: ReadFolder) -> Iterator[Grade]:
    """Topic by topic, each before its slides; the answers last."""
    for topic in (file.value for file in reading.topics if file.value):
        yield _grade(topic.id, topic.slides, reading)
        yield from (_grade(f"{topic.id}/{slide.id}", (slide,), reading) for slide in topic.slides)
    for _, answer in answers(reading.questions.value or ()):
        if answer.points:
            yield _grade(f"{SIGNED_OFF_AS}/{answer.id}", (answer,), reading)


def grades_of(slide: Slide, reading: ReadFolder) -> dict[str, float | None]:
    """The numbers of one slide by language."""
    return dict(_grade("", (slide,), reading).numbers)


def _grade(name: str, slides: tuple[Slide, ...], reading: ReadFolder) -> Grade:
    languages = reading.clinic.value.languages if reading.clinic.value else tuple(FORMULAS)
    return Grade(name, tuple((code, _number(slides, code, reading)) for code in languages if code in FORMULAS))


def _number(slides: tuple[Slide, ...], code: str, reading: ReadFolder) -> float | None:
    text: Measured = measured(slides, code, easy_words(reading.words.value or (), code))
    return FORMULAS[code](text) if text.words >= FEWEST_WORDS_JUDGED else None
