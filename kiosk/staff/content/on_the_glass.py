"""Which text of the content stands where on the kiosk's screen: what was touched there, and where a text shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kiosk.content.edits.outline import Spot
from kiosk.content.edits.session import Session
from kiosk.content.model.deck import NOTICES
from kiosk.content.model.form import NOTICE, REVIEW, THANKS
from kiosk.content.reading.folder import CLINIC, HELP, INTERFACE, QUESTIONS, SIGNUP, SOURCES, WORDS
from kiosk.content.reading.result import ReadFolder
from kiosk.staff.content.chosen_item import NO_ANSWER, is_topic, question_of
from kiosk.visit.states import Attract, Basket, Comparing, Home, Lookup, Panel, PanelKind, Place, Reading, SigningUp, Visit
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.writing import value_at


def unanswered_at(spot: Spot, panel: Panel | None, reading: ReadFolder) -> Spot | None:
    """The question on the screen that shows this in place of an answer, since it has none; the sentence belongs to all of those."""
    question = question_named(panel.about, reading) if spot == NO_ANSWER and panel and panel.kind is PanelKind.ANSWER else None
    return Spot(QUESTIONS, (*question.way, "asks")) if question else None


def question_named(name: str, reading: ReadFolder) -> Spot | None:
    """The question of this name."""
    groups = enumerate(reading.questions.value or ())
    ways = (((at, "questions", number), each) for at, group in groups for number, each in enumerate(group.questions))
    return next((Spot(QUESTIONS, way) for way, each in ways if each.id == name), None)


def near(visit: Visit, reading: ReadFolder) -> Iterator[tuple[str, KeyPath]]:
    """What shows, uppermost first; the words of buttons stand on every screen."""
    if visit.told_now:
        yield CLINIC, ("urgent_notice",)
    if visit.help_page is not None:
        yield HELP, ()
    elif visit.panel:
        yield from _on_the_panel(visit.panel, visit.place, reading)
    else:
        yield from _at_the_place(visit.place, reading)
    yield INTERFACE, ()


def _on_the_panel(panel: Panel, place: Place, reading: ReadFolder) -> Iterator[tuple[str, KeyPath]]:
    match panel.kind:
        case PanelKind.WORD:
            yield from _items(WORDS, reading.words.value, panel.about)
        case PanelKind.SOURCE:
            yield from _items(SOURCES, reading.sources.value, panel.about)
        case PanelKind.SOURCES:
            yield SOURCES, ()
        case PanelKind.ANSWER:
            yield from ((spot.file, spot.way) for spot in [question_named(panel.about, reading)] if spot)
        case PanelKind.CONSULTATION:
            yield CLINIC, ("consultation",)
        case PanelKind.AT_ONCE | PanelKind.CARD:
            yield from _at_the_place(place, reading)


def _items(file: str, items: Sequence[Any] | None, name: str) -> Iterator[tuple[str, KeyPath]]:
    yield from ((file, (number,)) for number, each in enumerate(items or ()) if each.id == name)


def _at_the_place(place: Place, reading: ReadFolder) -> Iterator[tuple[str, KeyPath]]:
    match place:
        case Attract():
            yield from ((CLINIC, (name,)) for name in ("headline", "invitation", *NOTICES))
        case Home():
            yield from ((file.name, ("title",)) for file in reading.topics)
            yield from ((CLINIC, (name,)) for name in NOTICES)
        case Reading() | Comparing():
            slide = slide_in_hand(place, reading)
            if slide:
                yield slide.file, slide.way
            yield from ((file.name, ()) for file in reading.topics if not slide and file.value and file.value.id == place.topic)
            yield from ((file.name, ("title",)) for file in reading.topics)
        case Lookup(shelf):
            yield {"words": WORDS, "sources": SOURCES}.get(shelf, QUESTIONS), ()
        case Basket():
            yield QUESTIONS, ()
            yield from ((file.name, ()) for file in reading.topics)
        case SigningUp(step):
            form = reading.form.value
            yield from ((SIGNUP, ("questions", number)) for number, each in enumerate(form.questions if form else ()) if each.id == step)
            yield from ((SIGNUP, (step,)) for step in [step] if step in {NOTICE, THANKS})
            yield from [(SIGNUP, ("questions",))] if step == REVIEW else []
            yield INTERFACE, ("go_on",)  # which another button may be called, too


def slide_in_hand(place: Place, reading: ReadFolder) -> Spot | None:
    """The slide that the visitor would be at, or compares two choices of; None elsewhere."""
    if not isinstance(place, Reading | Comparing):
        return None
    for file in reading.topics:
        if file.value and file.value.id == place.topic:
            return next((Spot(file.name, ("slides", number)) for number, slide in enumerate(file.value.slides) if slide.id == place.slide), None)
    return None


def picture_at(visit: Visit, reading: ReadFolder) -> Spot | None:
    """What the picture that shows is said to show; None where nothing says it."""
    if visit.help_page is not None:
        return Spot(HELP, ("picture", "says"))
    slide = slide_in_hand(visit.place, reading)
    if slide:
        return Spot(slide.file, (*slide.way, "picture", "says"))
    match visit.place:
        case SigningUp(step):
            return Spot(SIGNUP, (*((step,) if step == THANKS else ()), "picture", "says"))
    return None


def place_of(spot: Spot, session: Session) -> str:
    """The place of the kiosk that shows this text; empty where none does."""
    file = session.file(spot.file)
    if spot.way[:1] == ("slides",) and file.value is not None:
        return f"reading/{file.value.id}/{file.value.slides[spot.way[1]].id}/0"
    if spot.file == QUESTIONS and file.value is not None and spot.way:
        return f"lookup/{file.value[spot.way[0]].id}/0"
    if spot.file == SIGNUP and file.value is not None:
        part = NOTICE if spot.way[:1] != ("thanks",) else THANKS
        return f"signup/{file.value.questions[int(spot.way[1])].id if spot.way[:1] == ('questions',) else part}/0"
    if is_topic(spot.file):
        return "home/0"
    return {WORDS: "lookup/words/0", SOURCES: "lookup/sources/0", CLINIC: "attract"}.get(spot.file, "")


def panel_of(spot: Spot, session: Session) -> Panel | None:
    """The panel that shows this text: an answer, what a word means, what a source is; None for what no panel shows."""
    raw = session.raw(spot.file)
    if question := question_of(spot):
        return Panel(PanelKind.ANSWER, value_at(raw, question)["question"])
    match spot.file, spot.way:
        case (_, (int() as number, *_)) if spot.file == WORDS:
            return Panel(PanelKind.WORD, value_at(raw, (number, "word")))
        case (_, (int() as number, *_)) if spot.file == SOURCES:
            return Panel(PanelKind.SOURCE, value_at(raw, (number, "source")))
    return None
