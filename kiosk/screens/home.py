"""The home screen: a card for each topic, and one for the questions people ask."""

from __future__ import annotations

from msgspec import Struct

from kiosk.content.model.deck import QUESTIONS_PICTURE, TopicHead
from kiosk.layout.home import CardBox, CardText, home_pages
from kiosk.layout.notice import NoticeCard
from kiosk.layout.typeset import NOTHING, SetText
from kiosk.screens.context import Stage
from kiosk.visit.actions import go
from kiosk.visit.states import Home, Lookup


class HomeShown(Struct, frozen=True):
    """What Home.qml draws: one page of cards; `before` and `after` lead to the pages beside it."""

    heading: SetText = NOTHING
    heading_top: float = 0.0
    cards: tuple[CardBox, ...] = ()
    notice: NoticeCard | None = None
    number: int = 0
    pages: int = 0
    before: str = ""
    after: str = ""


def home(stage: Stage) -> HomeShown:
    topics = [topic_card(stage, head) for head in stage.library.heads]
    cards = [*topics[:1], *questions_card(stage), *topics[1:]]  # the questions are on the first page, whatever its size
    told = stage.says(stage.library.notice)
    pages = home_pages(stage.word("home_title"), cards, stage.measures, stage.area, stage.typesetter, told)
    at = min(stage.visit.place.page, len(pages) - 1) if isinstance(stage.visit.place, Home) else 0
    return HomeShown(
        pages[at].heading,
        pages[at].heading_top,
        pages[at].cards,
        pages[at].notice,
        at,
        len(pages),
        before=go(Home(at - 1)) if at else "",
        after=go(Home(at + 1)) if at + 1 < len(pages) else "",
    )


def topic_card(stage: Stage, head: TopicHead) -> CardText:
    """The card of a topic, before it is set."""
    return CardText(stage.says(head.title), stage.minutes(head), head.tint, stage.address_of(head.picture), go(stage.beginning(head.id)))


def questions_card(stage: Stage) -> list[CardText]:
    """The card of the questions, or none where nobody wrote any."""
    if not stage.library.questions:
        return []
    count = sum(len(group.questions) for group in stage.library.questions)
    note = stage.word("questions", questions=count)
    return [CardText(stage.word("questions_title"), note, "paper", stage.address_of(QUESTIONS_PICTURE), go(Lookup()))]
