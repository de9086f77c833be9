"""Two choices of a table beside each other: which two, and then every question of the table with both answers.

Which two they are stands in the visit's place alone, so it is gone with the visit.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.content.model.deck import LIST_PICTURE, Slide, Text, Topic
from kiosk.layout.form_question import QuestionText, option_pages
from kiosk.layout.lists import RowText
from kiosk.layout.page import Page, framed
from kiosk.screens.context import Stage
from kiosk.screens.pages import APART, ListShown, shown_page, slide_composer
from kiosk.visit.actions import go
from kiosk.visit.states import Comparing, Place, Reading


def comparing(stage: Stage) -> ListShown | None:
    """A page of what is compared, or of what there is to choose from; nothing elsewhere, and where the table does not show now."""
    place = stage.visit.place
    table = stage.compared()
    topic = stage.library.topic(place.topic) if isinstance(place, Comparing) else None
    if not isinstance(place, Comparing) or topic is None or table is None:
        return None
    pages = _pair(stage, place, topic, table) if place.other else _choosing(stage, place, topic, table)
    at = min(place.page, len(pages) - 1)
    more = at + 1 < len(pages)
    out = go(_from(stage, place)) if place.other else ""
    return ListShown(
        shown_page(stage, pages[at]),
        before=go(replace(place, page=at - 1) if at else replace(place, other="", page=0) if place.other else _from(stage, place)),
        after=go(replace(place, page=at + 1)) if more else out,
        word="next" if more else "close",
        reads_on=more and bool(place.other),
    )


def _from(stage: Stage, place: Comparing) -> Place:
    """The page that the comparison was opened from."""
    return next(reversed(stage.visit.came), Reading(place.topic, place.slide))


def _choosing(stage: Stage, place: Comparing, topic: Topic, table: Slide) -> list[Page]:
    """All there is to choose from; the one that is chosen has a mark, and a touch on any other leads to the two."""
    names = {point.name: stage.says(point.title) for point in table.points}
    first, second = stage.word("compare_first"), stage.word("compare_second", one=names.get(place.one, ""))
    below, other = (second, first) if place.one else (first, second)
    rows = [_row(stage, place, name, names) for name in names]
    file = LIST_PICTURE if stage.has(LIST_PICTURE) else ""
    words = QuestionText(_kicker(stage, topic, table), stage.word("compare_two"), below, others=(other,), file=file)
    pages = option_pages(words, rows, stage.measures, stage.area, stage.typesetter, only=False)
    return [framed(page, address=go(Comparing(place.topic, place.slide, page=number))) for number, page in enumerate(pages)]


def _row(stage: Stage, place: Comparing, name: str, names: dict[str, str]) -> RowText:
    if name == place.one:
        return RowText(go(replace(place, one="")), names[name], chosen=True)
    if not place.one:
        return RowText(go(replace(place, one=name)), names[name], chosen=False)
    spoken = stage.word("compare_with", one=names[place.one], other=names[name])
    return RowText(go(replace(place, other=name, page=0)), names[name], chosen=False, spoken=spoken)


def _pair(stage: Stage, place: Comparing, topic: Topic, table: Slide) -> tuple[Page, ...]:
    """Every question with both answers, as a slide of its own: its sources are those of the two."""
    two = table.narrowed((place.one, place.other))
    names = {point.name: stage.says(point.title) for point in table.points}
    heading = Text(((stage.language, stage.word("compared", one=names[place.one], other=names[place.other])),))
    slide = replace(two, kind="pair", title=heading, picture=None)
    return slide_composer(stage, topic, table).pages(slide, lambda page: go(replace(place, page=page)), _kicker(stage, topic, table), "")


def _kicker(stage: Stage, topic: Topic, table: Slide) -> str:
    return APART.join((stage.says(topic.title), stage.says(table.title)))
