"""The page of a slide that a visitor reads, and its neighbours, ready to be turned to."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kiosk.content.model.deck import Point, Slide, Text, Topic
from kiosk.content.model.medicine import is_medical
from kiosk.layout.composition import Area
from kiosk.layout.home import CardText, home_pages
from kiosk.layout.lists import headed
from kiosk.layout.page import Page
from kiosk.screens.citations import cited
from kiosk.screens.context import Stage, index_of
from kiosk.screens.for_qml import plain
from kiosk.screens.home import questions_card, topic_card
from kiosk.visit.actions import go
from kiosk.visit.states import LAST_PAGE, Home, Reading

_KEPT_SLIDES = 64


class Pages:
    """Makes pages, and keeps those of the slides nearby until the screen or the text size changes."""

    def __init__(self) -> None:
        self._composed: dict[tuple[str, int, str], tuple[Page, ...]] = {}

    def forget(self) -> None:
        self._composed.clear()

    def count(self, stage: Stage, topic: str, slide: str) -> int:
        """How many pages a slide takes on this screen; 0 for a topic that is not there."""
        body = stage.library.topic(topic)
        return len(self._pages_of(stage, body, index_of(body, slide))) if body else 0

    def prepare(self, stage: Stage) -> None:
        """Makes the pages that the next turn will need beside those in hand."""
        place = stage.visit.place
        topic = stage.library.topic(place.topic) if isinstance(place, Reading) else None
        if isinstance(place, Reading) and topic is not None:
            index = index_of(topic, place.slide)
            for near in (index + 2, index - 2):
                if 0 <= near < len(topic.slides):
                    self._pages_of(stage, topic, near)

    def shown(self, stage: Stage) -> dict[str, Any]:
        """What Reader.qml draws: the page in hand, the one before and the one after; nothing if nobody reads."""
        place = stage.visit.place
        topic = stage.library.topic(place.topic) if isinstance(place, Reading) else None
        if not isinstance(place, Reading) or topic is None:
            return {}
        index = index_of(topic, place.slide)
        before: dict[str, Any] | None
        if index == len(topic.slides):
            before, current, after = self._page(stage, topic, index - 1, LAST_PAGE), _end(stage, topic), self._next_topic(stage, topic)
        else:
            pages = self._pages_of(stage, topic, index)
            at = len(pages) - 1 if place.page == LAST_PAGE else min(place.page, len(pages) - 1)
            current = shown_page(stage, pages[at])
            before = shown_page(stage, pages[at - 1]) if at else self._page(stage, topic, index - 1, LAST_PAGE) if index else None
            after = shown_page(stage, pages[at + 1]) if at + 1 < len(pages) else self._page(stage, topic, index + 1, 0)
        return {
            "before": before,
            "current": current,
            "after": after,
            "topic": stage.says(topic.title),
            "slide": min(index, len(topic.slides) - 1),
            "slides": len(topic.slides),
            "ended": index == len(topic.slides),
        }

    def _page(self, stage: Stage, topic: Topic, index: int, page: int) -> dict[str, Any]:
        return _end(stage, topic) if index >= len(topic.slides) else shown_page(stage, self._pages_of(stage, topic, index)[page])

    def _pages_of(self, stage: Stage, topic: Topic, index: int) -> tuple[Page, ...]:
        key = (topic.id, index, stage.language)
        if key not in self._composed:
            if len(self._composed) >= _KEPT_SLIDES:
                self._composed.clear()
            self._composed[key] = _composed(stage, topic, index)
        return self._composed[key]

    def _next_topic(self, stage: Stage, topic: Topic) -> dict[str, Any] | None:
        following = _following(stage, topic)
        body = stage.library.topic(following.id) if following else None
        return self._page(stage, body, 0, 0) if body else None


def shown_page(stage: Stage, page: Page) -> dict[str, Any]:
    """A page as QML draws it; where a slide has several, the kicker tells which this is."""
    shown: dict[str, Any] = plain(page) | {"file": stage.address_of(page.file)}
    if page.pages > 1 and page.kind != "steps":
        shown["kicker"] += (" \u00b7 " if page.kicker else "") + stage.word("page_of", page=page.number + 1, pages=page.pages)
    return shown


def _composed(stage: Stage, topic: Topic, index: int) -> tuple[Page, ...]:
    slide = topic.slides[index]
    kicker = f"{stage.says(topic.title)} \u00b7 {stage.word('slide_of', slide=index + 1, slides=len(topic.slides))}"
    file = slide.picture.file if slide.picture and stage.has(slide.picture.file) else ""
    composer = stage.composer(hard_words=True, draft=is_medical(slide) and not stage.library.reviewed(topic.id, stage.language))
    return composer.pages(
        _with_sources(stage, slide), lambda page: go(Reading(topic.id, slide.id, page)), kicker, file
    )


def _with_sources(stage: Stage, slide: Slide) -> Slide:
    """A slide that lists sources says what each is; other slides stay as they are."""
    if slide.kind != "sources":
        return slide
    language = stage.language
    listed = (Point(Text(((language, text),)), Text(((language, cite),)), icon=icon) for icon, cite, text in cited(stage, slide.sources))
    return replace(slide, points=tuple(listed), sources=())


def _following(stage: Stage, topic: Topic) -> Any:
    ids = [head.id for head in stage.library.heads]
    at = ids.index(topic.id) + 1 if topic.id in ids else len(ids)
    return stage.library.heads[at] if at < len(ids) else None


def _end(stage: Stage, topic: Topic) -> dict[str, Any]:
    """The page that ends a topic: the next one, the questions and all topics, a touch away each."""
    heading = stage.word("end_title", topic=stage.says(topic.title))
    file = topic.picture if stage.has(topic.picture) else ""
    page = headed(stage.says(topic.title), heading, stage.measures, stage.area, stage.typesetter, file=file)
    everything = {
        "title": stage.word("all_topics"),
        "note": "",
        "tint": "paper",
        "file": stage.address_of(stage.library.clinic.mark),
        "action": go(Home()),
    }
    cards = [*_next_card(stage, topic), *questions_card(stage), everything]
    below, area = page.text.top, stage.area
    placed = home_pages(
        "",
        [CardText(card["title"], card["note"]) for card in cards],
        stage.measures,
        Area(area.width, area.height - below, area.touchable_from - below),
        stage.typesetter,
    )[0]
    boxes = [plain(replace(card, box=replace(card.box, top=card.box.top + below))) for card in placed.cards]
    shown = shown_page(stage, replace(page, kind="end", address=go(Reading(topic.id, ""))))
    return shown | {"cards": [{**cards[box["number"]], **box} for box in boxes]}


def _next_card(stage: Stage, topic: Topic) -> list[dict[str, Any]]:
    following = _following(stage, topic)
    if following is None:
        return []
    card = topic_card(stage, following)
    return [card | {"note": f"{stage.word('next_up')} \u00b7 {card['note']}"}]
