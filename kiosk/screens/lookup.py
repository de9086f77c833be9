"""Lists to look things up in: the questions people ask, by group; hard words; sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from msgspec.structs import replace

from kiosk.content.model.deck import LIST_PICTURE, QUESTIONS_PICTURE, Point, QuestionGroup, Slide, Text
from kiosk.layout.kinds.cards import Cards
from kiosk.layout.lists import Rows, RowText, headed, row_pages
from kiosk.layout.page import Page
from kiosk.screens.basket import row
from kiosk.screens.context import Stage
from kiosk.screens.pages import ListShown, shown_page
from kiosk.visit.actions import go, opens
from kiosk.visit.states import Home, Lookup, PanelKind, Place

WORDS, SOURCES, GROUPS = "words", "sources", "groups"
"""Shelves beside the groups of questions; no group may have these names. GROUPS is the way to all of them, where some questions are asked often."""
_ACCENTS = re.compile(r"(?<!n)[\u0300-\u036f]")


def lookup(stage: Stage) -> ListShown | None:
    """The list in hand; nothing elsewhere."""
    place = stage.visit.place
    if not isinstance(place, Lookup):
        return None
    pages = _pages(stage, place.shelf)
    at = min(place.page, len(pages) - 1)
    return ListShown(
        shown_page(stage, pages[at]),
        before=go(Lookup(place.shelf, at - 1) if at else _back(stage, place.shelf)),
        after=go(Lookup(place.shelf, at + 1)) if at + 1 < len(pages) else "",
    )


def _back(stage: Stage, shelf: str) -> Place:
    """Where one comes to such a list from."""
    if not shelf:
        return next(reversed(stage.visit.came), Home())
    return Lookup(GROUPS if shelf != GROUPS and _often(stage) else "")


def _pages(stage: Stage, shelf: str) -> tuple[Page, ...]:
    group = next((group for group in stage.library.questions if group.id == shelf), None)
    if group:
        return _list(stage, shelf, stage.says(group.title), _asked(stage, group))
    if shelf == WORDS:
        return _list(stage, shelf, stage.word("hard_words"), _words(stage), most_columns=3)
    if shelf == SOURCES:
        return _list(stage, shelf, stage.word("all_sources"), _sources(stage))
    often = _often(stage)
    return _list(stage, shelf, stage.word("asked_often"), often) if often and not shelf else _shelves(stage, shelf)


def _often(stage: Stage) -> list[RowText]:
    """What most people ask, and the way to the rest; nothing where no question says so, or the words for it came later than the content."""
    if not all(map(stage.library.has_words, ("asked_often", "more_questions"))):
        return []
    often = [row(stage, each, taken=each.id in stage.visit.basket) for group in stage.library.questions for each in group.questions if each.often]
    return [*often, RowText(go(Lookup(GROUPS)), stage.word("more_questions"))] if often else []


def _asked(stage: Stage, group: QuestionGroup) -> list[RowText]:
    return [row(stage, each, taken=each.id in stage.visit.basket) for each in group.questions]


def _words(stage: Stage) -> list[RowText]:
    said = [(stage.says(word.says), word.id) for word in stage.library.words]
    in_order = sorted(said, key=lambda each: in_the_alphabet(each[0]))
    return [RowText(opens(PanelKind.WORD, name), text[:1].upper() + text[1:]) for text, name in in_order]


def in_the_alphabet(word: str) -> str:
    """What a word is sorted by: an accented letter stands with its plain one, but ñ follows n."""
    return _ACCENTS.sub("", normalize("NFD", word.casefold()))


def _sources(stage: Stage) -> list[RowText]:
    """What each source is, in words everybody knows, and the citation under it."""
    return [
        RowText(opens(PanelKind.SOURCE, each.id), stage.says(each.what) or stage.cite(each), stage.cite(each) if each.what else "")
        for each in stage.library.sources
    ]


def _list(stage: Stage, shelf: str, heading: str, rows: list[RowText], *, most_columns: int = 2) -> tuple[Page, ...]:
    file = QUESTIONS_PICTURE if stage.has(QUESTIONS_PICTURE) else ""
    blank = headed(stage.word("questions_title"), heading, stage.measures, stage.area, stage.typesetter, file=file)
    pages = row_pages(blank, rows, stage.measures, stage.typesetter, most_columns=most_columns)
    return tuple(Page(replace(frame, address=go(Lookup(shelf, frame.number))), Rows(here)) for frame, here in pages)


def _shelves(stage: Stage, shelf: str) -> tuple[Page, ...]:
    """All there is: a card for each group of questions, for the words, and for the sources."""
    groups = [(group.id, stage.says(group.title), group.icon) for group in stage.library.questions]
    shelves = [*groups, (WORDS, stage.word("hard_words"), "book-open"), (SOURCES, stage.word("all_sources"), "file-text")]
    language = stage.language
    points = tuple(Point(Text(), Text(((language, title),)), icon=icon) for _, title, icon in shelves)
    slide = Slide("lookup", "cards", Text(((language, stage.word("questions_title")),)), points=points)
    file = LIST_PICTURE if stage.area.tall and stage.has(LIST_PICTURE) else ""
    pages = stage.composer().pages(slide, lambda page: go(Lookup(shelf, page)), "", file)
    leads = iter(go(Lookup(shelf)) for shelf, _, _ in shelves)  # instead of opening
    return tuple(_leading(page, leads) for page in pages)


def _leading(page: Page, leads: Iterator[str]) -> Page:
    """The page with cards that lead there."""
    match page.body:
        case Cards(cards, parts):
            return Page(page.frame, Cards(tuple(replace(card, action=next(leads)) for card in cards), parts))
        case _:
            return page
