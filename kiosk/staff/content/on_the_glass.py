"""Which text of the content stands where on the kiosk's screen: what was touched there, and where a text shows."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.content.edits.outline import Spot, with_texts
from kiosk.content.edits.session import Session
from kiosk.content.model.form import NOTICE, THANKS
from kiosk.content.reading.folder import CLINIC, INTERFACE, QUESTIONS, SIGNUP, SOURCES, WORDS
from kiosk.content.reading.result import ReadFolder
from kiosk.staff.content.chosen_item import NO_ANSWER, is_topic
from kiosk.visit.states import Panel, PanelKind, Place, Reading
from kiosk.yaml.key_path import KeyPath


def unanswered_at(spot: Spot, panel: Panel | None, reading: ReadFolder) -> Spot | None:
    """The question on the screen that shows this in place of an answer, since it has none; the sentence belongs to all of those."""
    questions = reading.questions.value or ()
    if spot != NO_ANSWER or panel is None or panel.kind is not PanelKind.ANSWER:
        return None
    ways = (((at, "questions", number), each) for at, group in enumerate(questions) for number, each in enumerate(group.questions))
    return next((Spot(QUESTIONS, (*way, "asks")) for way, each in ways if each.id == panel.about), None)


def near(kind: str, place: Place, reading: ReadFolder) -> Iterator[tuple[str, KeyPath]]:
    """Where to look for what was touched: on a button first among the words of buttons, else on the slide in hand."""
    if kind == "button":
        yield INTERFACE, ()
    slide = slide_in_hand(place, reading)
    if slide:
        yield slide.file, slide.way
        yield slide.file, ()
    yield from ((file.name, ()) for file in with_texts(reading))


def slide_in_hand(place: Place, reading: ReadFolder) -> Spot | None:
    """The slide that the visitor would be at; None elsewhere."""
    if not isinstance(place, Reading):
        return None
    for file in reading.topics:
        if file.value and file.value.id == place.topic:
            return next((Spot(file.name, ("slides", number)) for number, slide in enumerate(file.value.slides) if slide.id == place.slide), None)
    return None


def picture_at(place: Place, reading: ReadFolder) -> Spot | None:
    """What the picture of the slide in hand shows, in words."""
    slide = slide_in_hand(place, reading)
    return Spot(slide.file, (*slide.way, "picture", "says")) if slide else None


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
