"""The home screen: a card for each topic, and one for the questions people ask."""

from __future__ import annotations

from typing import Any

from kiosk.content.model.deck import QUESTIONS_PICTURE, TopicHead
from kiosk.layout.home import CardText, home_pages
from kiosk.screens.context import Stage
from kiosk.screens.for_qml import plain
from kiosk.visit.actions import go
from kiosk.visit.states import Home, Lookup


def home(stage: Stage) -> dict[str, Any]:
    """What Home.qml draws: one page of cards, and where the pages before and after it are."""
    cards = [topic_card(stage, head) for head in stage.library.heads] + questions_card(stage)
    texts = [CardText(card["title"], card["note"]) for card in cards]
    told = stage.says(stage.library.notice)
    pages = home_pages(stage.word("home_title"), texts, stage.measures, stage.area, stage.typesetter, told)
    at = min(stage.visit.place.page, len(pages) - 1) if isinstance(stage.visit.place, Home) else 0
    page: dict[str, Any] = plain(pages[at])
    page["cards"] = [{**cards[card["number"]], **card} for card in page["cards"]]
    return page | {
        "number": at,
        "pages": len(pages),
        "before": go(Home(at - 1)) if at else "",
        "after": go(Home(at + 1)) if at + 1 < len(pages) else "",
    }


def topic_card(stage: Stage, head: TopicHead) -> dict[str, Any]:
    """What a card says and where it leads, before it is set."""
    return {
        "title": stage.says(head.title),
        "note": stage.minutes(head),
        "tint": head.tint,
        "file": stage.address_of(head.picture),
        "action": go(stage.beginning(head.id)),
    }


def questions_card(stage: Stage) -> list[dict[str, Any]]:
    """The card of the questions, or none where nobody wrote any."""
    if not stage.library.questions:
        return []
    count = sum(len(group.questions) for group in stage.library.questions)
    return [
        {
            "title": stage.word("questions_title"),
            "note": stage.word("questions", questions=count),
            "tint": "paper",
            "file": stage.address_of(QUESTIONS_PICTURE),
            "action": go(Lookup()),
        }
    ]
