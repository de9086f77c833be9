"""What can be changed, as staff call it: slides, questions and the like, and every text in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from msgspec import Struct

from kiosk.accents import without_accents
from kiosk.content.model import deck, form
from kiosk.content.model.deck import Text
from kiosk.content.model.slide_kinds import ONE
from kiosk.content.model.walk import texts
from kiosk.content.reading.folder import CLINIC, DICTIONARY, HELP, INTERFACE, QUESTIONS, REVIEWS, SIGNUP, SOURCES, TRANSLATIONS, WORDS
from kiosk.content.reading.result import ReadFile, ReadFolder
from kiosk.yaml.key_path import KeyPath


class Spot(Struct, frozen=True):
    """Something in a file: the way to a text, or to an item."""

    file: str
    way: KeyPath


class Row(Struct, frozen=True):
    """One line of the list: `kind` is `mistake`, `section`, `topic`, `slide` or `item`; `picture` is a file; `named` as staff call it."""

    kind: str
    title: str
    spot: Spot
    picture: str = ""
    hidden: bool = False
    section: str = ""
    named: str = ""


# -- what a place is called -----------------------------------------------------------------------------------------

ONE_OF = {
    **ONE, "slides": "slide", "questions": "question", "lines": "line", "options": "option", "consultation": "paragraph",
}
CALLED = {
    "title": "title", "ask_us": "what to ask us", "intro": "sentence before", "at": "when", "says": "words", "means": "meaning", "asks": "question",
    "text": "words", "what": "kind of study", "found": "what it found", "tells": "what it says", "not_shown": "what it does not show",
    "label": "short name", "help": "help", "error": "shown when an answer is missing", "note": "note", "otherwise": "where nothing is chosen",
    "headline": "headline of the waiting screen", "invitation": "invitation on the waiting screen", "notice": "notice", "thanks": "thanks",
    "urgent_notice": "urgent notice",
    "call_back": "how soon you call back", "parking": "parking", "price": "price", "who_treats": "who treats", "address": "address", "hours": "hours",
    "dots": "dots",
}


SECTIONS = {
    CLINIC: "The clinic and the waiting screen", QUESTIONS: "Questions people ask", WORDS: "What words mean", SOURCES: "Sources", HELP: "Help panel",
    SIGNUP: "Consultation form", INTERFACE: "Buttons and labels",
}  # fmt: skip
"""What the files beside the topics are called."""
CONSENT, CONSENT_WORDS, FEWEST_LETTERS = "Consent (permission): what people agree to", ("consent", "permission", "agree", "agreement"), 4
"""The one item that staff call by words that visitors do not read there; from so many letters on it is searched by them."""


def _ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `4th`, `11th`, `21st`."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def called(file: str, way: KeyPath) -> str:
    """What staff call a place: `2nd card: title`."""
    if file == INTERFACE:
        return f"button or label: {str(way[0]).replace('_', ' ')}"
    of_a_list = isinstance(way[0], int) if way else False  # a word, a group of questions: known by what it says, as a slide is
    steps = list(way[2:] if way[:1] == ("slides",) else way[1:] if of_a_list else way)
    if way[-2:] == ("picture", "says"):
        return "what the picture shows"
    parts = []
    name = "item"
    for step in steps:
        if isinstance(step, int):
            parts.append(f"{_ordinal(step + 1)} {name}")
        else:
            name = ONE_OF.get(step, step)
            if step not in ONE_OF:
                parts.append(CALLED.get(step, step.replace("_", " ")))
    return ": ".join(parts) or "slide"


# -- the list -------------------------------------------------------------------------------------------------------


def rows(reading: ReadFolder, language: str, opened: Iterable[str]) -> Iterator[Row]:
    """The whole list, files that cannot be read first; of the sections beside the topics only those that are `opened` show what is in them."""
    for name in broken(reading):
        yield Row("mistake", f"There is a mistake in {name}: it cannot be shown", Spot(name, ()))
    for file in reading.topics:
        if file.value is None:
            continue
        topic: deck.Topic = file.value
        yield Row("topic", topic.title.in_(language), Spot(file.name, ("title",)), picture=topic.picture, hidden=topic.withdrawn)
        for number, slide in enumerate(topic.slides):
            spot = Spot(file.name, ("slides", number, "title"))
            yield Row("slide", slide.title.in_(language), spot, slide.picture.file if slide.picture else "", slide.withdrawn)
    for name, title, items in _sections(reading, language):
        yield Row("section", title, Spot(name, ()), section=name)
        if name in opened:
            yield from sorted(items, key=lambda row: bare(row.title)) if name == WORDS else items


def broken(reading: ReadFolder) -> tuple[str, ...]:
    """The files that are there and cannot be read for a mistake in them."""
    return tuple(file.name for file in reading.files if file.value is None and file.raw)


def _sections(reading: ReadFolder, language: str) -> Iterator[tuple[str, str, Iterator[Row]]]:
    for file in (reading.clinic, reading.questions, reading.words, reading.sources, reading.help, reading.form, reading.interface):
        if file.value is not None:
            yield file.name, SECTIONS[file.name], _items(file, language)


def section_titles(reading: ReadFolder) -> dict[str, str]:
    """What the sections beside the topics are called, by their files."""
    return {name: title for name, title, _ in _sections(reading, "")}


def _items(file: ReadFile[Any], language: str) -> Iterator[Row]:
    """The first text of each item of a file, by which it is known."""
    met: set[KeyPath] = set()
    for way, text in texts(file.value):
        item = _unit(file.value, way)
        if item not in met:
            met.add(item)
            yield Row("item", text.in_(language), Spot(file.name, way), section=file.name, named=_named(file, way))


def _named(file: ReadFile[Any], way: KeyPath) -> str:
    """What staff call an item besides its words: a heading among the questions would be taken for one of them."""
    heads = file.name == QUESTIONS and len(way) == len(("group", "title"))
    return CONSENT if _is_consent(file.value, way) else "Heading" if heads else ""


def _is_consent(value: object, way: KeyPath) -> bool:
    return isinstance(value, form.Form) and way[:1] == ("questions",) and value.questions[int(way[1])].kind is form.Kind.CONSENT


def consent(reading: ReadFolder) -> Iterator[Spot]:
    """Where the words stand that people agree to in the form, then all that is said beside them."""
    found = [way for way, _ in texts(reading.form.value) if _is_consent(reading.form.value, way)] if reading.form.value else []
    yield from (Spot(SIGNUP, way) for way in sorted(found, key=lambda way: "options" not in way))


def _unit(value: object, way: KeyPath) -> KeyPath:
    """What belongs together: a whole question with its answer, a word with its meaning."""
    match value:
        case (deck.QuestionGroup(), *_):
            return way[:3]
        case (deck.Word(), *_) | (deck.Source(), *_):
            return way[:1]
        case deck.Help():
            return way[:2] if way[0] == "lines" else way
        case form.Form():
            return way[:2]
        case deck.Topic():
            return way[:2]
    return way


def beside(value: object, way: KeyPath) -> tuple[tuple[KeyPath, Text], ...]:
    """Every text of what belongs together with the one at this way: of its slide, its question, its word."""
    unit = _unit(value, way)
    return tuple((place, text) for place, text in texts(value) if _unit(value, place) == unit)


def text_at(value: object, way: KeyPath) -> Text | None:
    """The text at the end of a way; None where there is none."""
    return next((text for place, text in texts(value) if place == way), None)


def nearest(value: object, way: KeyPath) -> KeyPath:
    """The way itself where a text stands there, else that of the nearest text around it: what is chosen when an item is gone."""
    ways = [place for place, _ in texts(value)]
    while way and way not in ways:
        inside = next((place for place in ways if place[: len(way)] == way), None)
        if inside is not None:
            return inside
        way = (*way[:-1], way[-1] - 1) if isinstance(way[-1], int) and way[-1] > 0 else way[:-1]
    return way or (ways[0] if ways else ())


def with_texts(reading: ReadFolder) -> Iterator[ReadFile[Any]]:
    """The files whose texts somebody reads; the others are about them."""
    return (file for file in reading.files if file.name not in {REVIEWS, TRANSLATIONS, DICTIONARY})


# -- searching ------------------------------------------------------------------------------------------------------


def found(reading: ReadFolder, words: str, most: int) -> Iterator[tuple[Spot, str, str]]:
    """Where these words stand, in any language: the place, its language and the text; capitals and accents do not matter.

    What staff call by another word than visitors read comes first.
    """
    wanted = bare(words)
    named = list(consent(reading)) if len(wanted) >= FEWEST_LETTERS and any(word.startswith(wanted) for word in CONSENT_WORDS) else []
    yield from islice(_found(reading, wanted, named), most)


def _found(reading: ReadFolder, wanted: str, named: Sequence[Spot]) -> Iterator[tuple[Spot, str, str]]:
    for spot in named:
        if text := text_at(reading.form.value, spot.way):
            yield spot, *text.versions[0]
    for file in with_texts(reading):
        for way, text in texts(file.value) if file.value is not None else ():
            spot = Spot(file.name, way)
            yield from ((spot, code, said) for code, said in text.versions if spot not in named and wanted in bare(said))


_MARKS = str.maketrans("", "", "*\u00ad")


@lru_cache(maxsize=16_384)
def bare(words: str) -> str:
    """Words without marks, accents and capitals; a word with a hyphen is the same where a line ends at it."""
    return " ".join(plain_letters(words).split()).replace("- ", "-")


def plain_letters(words: str) -> str:
    """As `bare`, but with all blanks as they are; part by part it is the same."""
    return without_accents(words.casefold()).translate(_MARKS)
