"""All of a topic that a clinician signs, in words, part by part: for a terminal, for paper, and for the desk, which tells what is new in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from kiosk.content.checks.reviews import Beside, files_of, hard_words, screen_words
from kiosk.content.model.deck import Column, Point, Show, Slide, Source, Text, Topic
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.medicine import medical_slides
from kiosk.content.model.questions import SIGNED_OFF_AS
from kiosk.content.model.signed_apart import AMISS, FORM, HELP_PANEL, ON_REVIEW, OTHERWISE, WITHOUT_FORM
from kiosk.content.model.walk import SOUNDS
from kiosk.layout.markup import read_marks

TITLE, SOURCES, WORDS, SCREEN = " title", " sources", " words", " screen"
"""The parts that are no slides, by names that no slide can have."""
_CALLED = {SIGNED_OFF_AS: "The questions", HELP_PANEL: "The help panel and the first screen", FORM: "The form for a consultation"}
"""What has no title of its own, by its name."""
_UNTITLED = {
    WITHOUT_FORM: "Where nobody can fill in the form",
    ON_REVIEW: "Among the answers at the end it is called",
    AMISS: "Said to a missing or strange answer",
    OTHERWISE: "Said where nothing was chosen",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Part(Struct, frozen=True):
    """A slide by its name, or one of the parts above; what stands over it, and line by line what it says."""

    name: str
    title: str
    lines: tuple[str, ...]


Numbers = Mapping[str, int]
"""The numbers that sources are named by."""


def numbers_of(topics: Iterable[Topic]) -> Numbers:
    """A number for each source, in the order of first use."""
    used = dict.fromkeys(name for topic in topics for slide in medical_slides(topic) for name in slide.all_sources())
    return {name: number for number, name in enumerate(used, 1)}


def title_of(topic: Topic, language: str) -> str:
    """What the topic is called."""
    return _in(topic.title, language) or _CALLED.get(topic.id, topic.id)


def parts(topic: Topic, language: str, around: Beside, numbers: Numbers) -> list[Part]:
    """All parts in their order; those that say nothing are left out."""
    by_id = {source.id: source for source in around.sources}
    slides = medical_slides(topic)
    used = dict.fromkeys(name for slide in slides for name in slide.all_sources())
    cited = sorted((numbers[name], name) for name in used)
    words = hard_words(topic, language, around)
    every = [
        Part(TITLE, "The topic", (title_of(topic, language), *([f"On the card: {topic.picture}"] if topic.picture else []))),
        *(Part(slide.id, _titled(slide, language), tuple(_slide(slide, language, numbers))) for slide in slides),
        Part(SOURCES, "Where this comes from", tuple(_source(number, by_id.get(name), name, language) for number, name in cited)),
        Part(WORDS, "What its hard words are said to mean", tuple(f"{_in(each.says, language)}: {_in(each.means, language)}" for each in words)),
        Part(SCREEN, "How it comes to the screen", tuple(_screen(topic, language, around))),
    ]
    return [part for part in every if part.lines or part.name not in {SOURCES, WORDS, SCREEN}]


def to_read(topic: Topic, language: str, around: Beside) -> list[str]:
    """The lines of all of a topic that a clinician signs, for somebody who reads it on a terminal."""
    head, *rest = parts(topic, language, around, numbers_of([topic]))
    slides = [part for part in rest if not part.name.startswith(" ")]
    beside = [part for part in rest if part.name.startswith(" ")]
    lines = [f"{head.lines[0]} - {LANGUAGES[language]}", *(f"({line[0].lower()}{line[1:]})" for line in head.lines[1:]), ""]
    for number, part in enumerate(slides, 1):
        lines += [f"{number}. {part.title}", *(f"   {line}" for line in part.lines), ""]
    for part in beside:
        lines += [part.title, *(f"   {line}" for line in part.lines), ""]
    return lines[:-1]


def _in(text: Text, language: str) -> str:
    return read_marks(text.in_(language)).plain


def _titled(titled: Slide | Column, language: str) -> str:
    return _in(titled.title, language) or _UNTITLED.get(titled.id if isinstance(titled, Slide) else titled.name, "")


def _slide(slide: Slide, language: str, numbers: Numbers) -> Iterator[str]:
    if slide.intro:
        yield _in(slide.intro, language)
    for group in slide.groups:
        yield f"{_point(group, language, numbers)} ({group.filled} of {group.of} people are filled)"
    for point in slide.points:
        yield _point(point, language, numbers)
    for column in slide.columns:
        yield f"{_titled(column, language)}:"
        yield from (f"  {_point(point, language, numbers)}" for point in column.points)
    if slide.dots:
        yield f"{slide.dots.filled} of {slide.dots.of} dots are filled: {_in(slide.dots.says, language)}"
    if slide.ask_us:
        yield f"? {_in(slide.ask_us, language)}"
    if slide.picture:
        yield f"(picture {slide.picture.file}: {_in(slide.picture.says, language)})"
    if slide.sources:
        cited = ", ".join(str(numbers[name]) for name in slide.sources)
        yield f"(sources of the whole slide: {cited})"


def _point(point: Point, language: str, numbers: Numbers) -> str:
    titles = ": ".join(text for text in (_in(point.at, language), _in(point.title, language)) if text)
    named = [*([point.makes.value] if point.makes else []), *(str(numbers[name]) for name in point.sources)]
    told = f" [{' '.join(named)}]" if named else ""
    return f"- {titles + ': ' if titles else ''}{_in(point.text, language)}{told}"


def _source(number: int, source: Source | None, name: str, language: str) -> str:
    if source is None:
        return f"{number}. {name} is not in sources.yaml"
    said = " ".join(_in(text, language) for text in (source.what, source.found, source.tells) if text)
    lacks = _in(source.not_shown, language)
    return f"{number}. {source.cite}. {said}{f' It does not show: {lacks}' if lacks else ''}{f' ({source.link})' if source.link else ''}"


def _screen(topic: Topic, language: str, around: Beside) -> Iterator[str]:
    """What a sign-off covers beside all that: what is kept in mind, when it shows, what is played, and the words of the screen around it."""
    if topic.keep:
        yield f"To keep in mind at its end: {topic.keep}"
    for what, show in (("The topic", topic.show), *((f"“{_in(slide.title, language)}”", slide.show) for slide in medical_slides(topic))):
        if show:
            yield f"{what} shows only {_times(show)}."
    files = sorted(files_of(topic, language))
    yield from (f"A recording is played: {PurePosixPath(name).name}" for name in files if name.startswith(f"{SOUNDS}/"))
    yield from (f"Words of the screen: “{words}”" for _, words in screen_words(topic, language, around))


def _times(show: Show) -> str:
    days = ", ".join(_DAYS[day] for day in show.days)
    named = (
        f"from {show.begin}" if show.begin else "", f"until {show.until}" if show.until else "", f"on {days}" if days else "",
        f"between {_clock(show.hours[0])} and {_clock(show.hours[1])}" if show.hours else "",
    )  # fmt: skip
    return " ".join(part for part in named if part) or "at all times"


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
