"""The page of a slide that a visitor reads, and its neighbours, ready to be turned to."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Point, Slide, Text, Topic, TopicHead
from kiosk.content.model.medicine import is_medical
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.layout.composition import Composer
from kiosk.layout.home import CardText
from kiosk.layout.kinds.steps import Steps
from kiosk.layout.page import Page, framed
from kiosk.layout.topic_end import EndText, topic_end
from kiosk.layout.typeset import Style
from kiosk.screens.chosen import answered, with_weights
from kiosk.screens.citations import findings
from kiosk.screens.context import Stage, index_of
from kiosk.screens.home import questions_card, topic_card
from kiosk.visit.actions import go
from kiosk.visit.states import LAST_PAGE, Comparing, Home, Reading

_KEPT_SLIDES = 64
_COMPARED_IN = "compare_two", "compare_first", "compare_second", "compare_with", "compared"
"""The words of the screen that two choices of a table are compared in."""


class ReaderShown(Struct, frozen=True):
    """What Reader.qml draws: the page in hand, the one before and the one after; which slide of how many that is; and if a visitor answers it.

    `compares` leads to where two of what stands side by side on it are chosen.
    """

    before: Page | None
    current: Page
    after: Page | None
    slide: int
    slides: int
    answered: bool = False
    compares: str = ""


class ListShown(Struct, frozen=True):
    """What Lookup.qml draws: one page of a list or a comparison. `before` and `after` lead to the pages beside it, or out of it.

    `word` is the name of the word on the button that leads on; `reads_on`: what comes after belongs to what is read here.
    """

    page: Page
    before: str
    after: str
    word: str = "next"
    reads_on: bool = False


class StepShown(Struct, frozen=True):
    """One screen of the form or for staff; none elsewhere. `before` and `after` lead to the pages beside it, where there are any."""

    page: Page | None = None
    before: str = ""
    after: str = ""


NOWHERE = StepShown()
APART = " \u00b7 "
"""Between parts of a kicker or a note."""


class Pages:
    """Makes pages, and keeps those of the slides nearby until the screen or the text size changes; never what a visitor chose on them."""

    def __init__(self) -> None:
        self._composed: dict[tuple[str, int, str], tuple[Page, ...]] = {}

    def forget(self) -> None:
        self._composed.clear()

    def forget_changed(self, before: Topic, after: Topic) -> None:
        """Forgets the pages of those slides of a topic that are others now."""
        if before.title != after.title or len(before.slides) != len(after.slides):
            self.forget()
        changed = {number for number, (old, new) in enumerate(zip(before.slides, after.slides, strict=False)) if old != new}
        self._composed = {key: pages for key, pages in self._composed.items() if key[0] == after.id and key[1] not in changed}

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
                    pages = self._pages_of(stage, topic, near)
                    shown_page(stage, pages[0 if near > index else -1])

    def shown(self, stage: Stage) -> ReaderShown | None:
        """What is read; nothing if nobody reads."""
        place = stage.visit.place
        topic = stage.library.topic(place.topic) if isinstance(place, Reading) else None
        if not isinstance(place, Reading) or topic is None:
            return None
        index = index_of(topic, place.slide)
        before: Page | None
        if index == len(topic.slides):
            before, current, after = self._page(stage, topic, index - 1, LAST_PAGE), _end(stage, topic), self._next_topic(stage, topic)
        else:
            pages = self._pages_of(stage, topic, index)
            at = len(pages) - 1 if place.page == LAST_PAGE else min(place.page, len(pages) - 1)
            current = shown_page(stage, pages[at])
            before = shown_page(stage, pages[at - 1]) if at else self._page(stage, topic, index - 1, LAST_PAGE) if index else None
            after = shown_page(stage, pages[at + 1]) if at + 1 < len(pages) else self._page(stage, topic, index + 1, 0)
        slide = topic.slides[index] if index < len(topic.slides) else None
        answers = slide is not None and slide_kind(slide.kind).answered
        compares = _compares(stage, topic, slide) if slide else ""
        return ReaderShown(before, current, after, min(index, len(topic.slides) - 1), len(topic.slides), answers, compares)

    def _page(self, stage: Stage, topic: Topic, index: int, page: int) -> Page:
        return _end(stage, topic) if index >= len(topic.slides) else shown_page(stage, self._pages_of(stage, topic, index)[page])

    def _pages_of(self, stage: Stage, topic: Topic, index: int) -> tuple[Page, ...]:
        key = (topic.id, index, stage.language)
        if key not in self._composed:
            if len(self._composed) >= _KEPT_SLIDES:
                self._composed.clear()
            self._composed[key] = _composed(stage, topic, index)
        return answered(stage, topic, topic.slides[index], self._composed[key], slide_composer(stage, topic, topic.slides[index]))

    def _next_topic(self, stage: Stage, topic: Topic) -> Page | None:
        following = _following(stage, topic)
        body = stage.library.topic(following.id) if following else None
        return self._page(stage, body, 0, 0) if body else None


def shown_page(stage: Stage, page: Page) -> Page:
    """A page as QML draws it: with the address of its picture; where a slide has several, the kicker tells which this is.

    Where all of it has no room on one line, it begins later: which page this is stays.
    """
    frame = page.frame
    parts = [*(frame.kicker.split(APART) if frame.kicker else []), *filter(None, [_numbered(stage, page)])]
    style = Style(stage.measures.small, weight=600)
    fitting = (own for first in range(len(parts)) if len(stage.set(own := APART.join(parts[first:]), style, frame.text.width).lines) < 2)
    return framed(page, file=stage.address_of(frame.file), kicker=next(fitting, APART.join(parts[-1:])))


def _numbered(stage: Stage, page: Page) -> str:
    """Which step of a timeline or which page of a slide this is, where there are several."""
    frame, body = page.frame, page.body
    if isinstance(body, Steps) and stage.library.has_words("step_of"):
        return stage.word("step_of", step=body.stop + 1, steps=len(body.nodes))
    return stage.word("page_of", page=frame.number + 1, pages=frame.pages) if frame.pages > 1 and not isinstance(body, Steps) else ""


def _composed(stage: Stage, topic: Topic, index: int) -> tuple[Page, ...]:
    slide = topic.slides[index]
    of_how_many = [stage.word("slide_of", slide=index + 1, slides=len(topic.slides))] if len(topic.slides) > 1 else []
    kicker = APART.join([stage.says(topic.title), *of_how_many])
    file = slide.picture.file if slide.picture and stage.has(slide.picture.file) else ""
    return slide_composer(stage, topic, slide).pages(
        with_weights(stage, _with_sources(stage, slide)), lambda page: go(Reading(topic.id, slide.id, page)), kicker, file
    )


def slide_composer(stage: Stage, topic: Topic, slide: Slide) -> Composer:
    """What lays a slide of this topic out: with hard words to touch, and as a draft where no clinician has signed the topic off."""
    return stage.composer(hard_words=True, draft=is_medical(slide) and not stage.library.reviewed(topic.id, stage.language))


def _with_sources(stage: Stage, slide: Slide) -> Slide:
    """A slide that lists sources says what each is, and cites it where it says what it comes from; other slides stay as they are."""
    if not slide_kind(slide.kind).cites:
        return slide
    language, sources = stage.language, {source.id: source for source in stage.library.sources}
    listed = (
        Point(Text(((language, findings(stage, source)),)), Text(((language, stage.says(source.what) or stage.cite(source)),)), icon="book-open")
        for source in map(sources.get, slide.sources)
        if source
    )
    return replace(slide, points=tuple(listed))


def _compares(stage: Stage, topic: Topic, slide: Slide) -> str:
    """What chooses two of the choices of a table, its first one already; empty for any other slide."""
    offered = slide_kind(slide.kind).tabular and all(map(stage.library.has_words, _COMPARED_IN))
    return go(Comparing(topic.id, slide.id, slide.points[0].name)) if offered else ""


def _following(stage: Stage, topic: Topic) -> TopicHead | None:
    ids = [head.id for head in stage.library.heads]
    at = ids.index(topic.id) + 1 if topic.id in ids else len(ids)
    return stage.library.heads[at] if at < len(ids) else None


def _end(stage: Stage, topic: Topic) -> Page:
    """The page that ends a topic: what to keep in mind, the next one, the questions and all topics, a touch away each."""
    kept, point = _kept_in_mind(topic)
    keep = f"**{stage.word('keep_in_mind')}** {stage.says(point.text).replace('*', '')}" if point and stage.library.has_words("keep_in_mind") else ""
    everything = CardText(stage.word("all_topics"), "", "paper", stage.address_of(stage.library.clinic.mark), go(Home()), mark=True)
    cards = (*_next_card(stage, topic), *questions_card(stage), everything)
    picture = kept.picture if kept else None
    said = EndText(
        kicker=stage.says(topic.title),
        heading=stage.word("end_title", topic=stage.says(topic.title)),
        keep=keep,
        cards=(cards[0], *(replace(card, file="", mark=False) for card in cards[1:])),
        file=picture.file if picture and stage.has(picture.file) else topic.picture if stage.has(topic.picture) else "",
        says=stage.says(picture.says) if picture else "",
    )
    return shown_page(stage, framed(topic_end(said, stage.measures, stage.area, stage.typesetter), address=go(Reading(topic.id, ""))))


def _kept_in_mind(topic: Topic) -> tuple[Slide | None, Point | None]:
    """The slide and the point of it that a topic ends with; nothing where it names none that shows now."""
    name, _, number = topic.keep.partition("/")
    slide = next((each for each in topic.slides if each.id == name), None)
    at = int(number or 1) - 1
    return (slide, slide.points[at]) if slide and 0 <= at < len(slide.points) else (None, None)


def _next_card(stage: Stage, topic: Topic) -> list[CardText]:
    following = _following(stage, topic)
    if following is None:
        return []
    card = topic_card(stage, following)
    return [replace(card, note=APART.join([stage.word("next_up"), card.note]))]
