"""The questions a visitor takes along, and the codes that a phone reads them from. Nothing is sent and nothing is kept."""

from __future__ import annotations

from collections import deque
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from kiosk.content.model.deck import LIST_PICTURE, Question
from kiosk.layout.lists import RowText, headed, row_pages
from kiosk.layout.page import Box, Page
from kiosk.layout.typeset import SetText, Style
from kiosk.screens.context import Stage
from kiosk.screens.for_qml import plain
from kiosk.screens.pages import shown_page
from kiosk.visit.actions import action, go, opens
from kiosk.visit.moves import Chose
from kiosk.visit.states import Basket, Lookup, PanelKind

MOST_BYTES = 666
"""What a QR code of version 20 holds at correction level M (ISO/IEC 18004, table 7). A larger one asks for a steady hand."""
MOST_BYTES_OF_ALL = 2331
"""What the largest QR code holds at correction level M (the same table)."""
CODE_SHARE = 0.36
_LONGEST_LIST = 99
"""So many codes are named in the room that is kept for their caption."""


def basket(stage: Stage) -> dict[str, Any]:
    """What Lookup.qml draws of the basket: some of the questions, and the code that holds just these; nothing elsewhere."""
    if not isinstance(stage.visit.place, Basket):
        return {}
    pages = _pages(stage)
    at = min(stage.visit.place.page, len(pages) - 1)
    return {
        "page": shown_page(stage, pages[at]),
        "number": at,
        "pages": len(pages),
        "before": go(Basket(at - 1) if at else Lookup()),
        "after": go(Basket(at + 1)) if at + 1 < len(pages) else "",
    }


def note(title: str, questions: list[str]) -> str:
    """A draft of a message without a recipient (RFC 6068): what a phone's camera opens as text that can be kept or sent."""
    body = "\r\n".join(f"- {question}" for question in questions)
    return f"mailto:?subject={quote(title, safe='')}&body={quote(body, safe='')}"


def code_of(title: str, questions: list[str]) -> str:
    """What the code of these questions says; nothing where no code holds them."""
    says = note(title, questions)
    return says if len(says) <= MOST_BYTES_OF_ALL else ""


def shared_out(title: str, questions: list[str], most: int = MOST_BYTES) -> list[list[str]]:
    """The questions in order, as many together as one code holds; one that is too long alone still gets a place of its own."""
    codes: list[list[str]] = []
    for question in questions:
        if codes and len(note(title, [*codes[-1], question])) <= most:
            codes[-1].append(question)
        else:
            codes.append([question])
    return codes


def _pages(stage: Stage) -> list[Page]:
    chosen = [question for name in stage.visit.basket if (question := stage.library.question(name))]
    blank = _blank(stage, bool(chosen))
    if not chosen:
        return [_invitation(stage, blank)]
    rows = row_pages(blank, [row(stage, question, taken=True) for question in chosen], stage.measures, stage.typesetter, most_columns=1)
    waiting = deque(chosen)
    held = [page for each in rows for page in _coded(stage, each, [waiting.popleft() for _ in each.blocks])]
    return [_captioned(stage, replace(page, number=at, pages=len(held), address=go(Basket(at)))) for at, page in enumerate(held)]


def _invitation(stage: Stage, blank: Page) -> Page:
    """The list while it is empty: how to put something on it, beside a picture on a wide area, under one on a tall."""
    area, style = stage.area, Style(stage.measures.body, leading=stage.measures.leading)
    if area.tall or not stage.has(LIST_PICTURE):
        return replace(blank, caption=stage.set(stage.word("my_questions_none"), style, blank.text.width), code_box=blank.text)
    side = min(area.width * CODE_SHARE, area.height)
    text = replace(blank.text, width=area.width - side - stage.measures.unit * 12)
    caption = stage.set(stage.word("my_questions_none"), style, text.width)
    return replace(blank, text=text, caption=caption, code_box=text, picture=Box(area.width - side, 0, side, side), file=LIST_PICTURE)


def row(stage: Stage, question: Question, *, taken: bool) -> RowText:
    """A question to touch for its answer, and to take along or leave here."""
    return RowText(opens(PanelKind.ANSWER, question.id), stage.says(question.asks), chosen=taken, take=action(Chose(question.id)))


def _blank(stage: Stage, coded: bool) -> Page:
    """The heading and the room for rows, with the code beside it, or above it where the area is tall: a camera needs no hand."""
    area, measures = stage.area, stage.measures
    picture = LIST_PICTURE if not coded and stage.has(LIST_PICTURE) else ""
    headline = headed("", stage.word("my_questions_title"), measures, area, stage.typesetter, file=picture)
    page = replace(headline, kind="basket")
    return with_code(stage, page, _words(stage, 0, _LONGEST_LIST)) if coded else page


def with_code(stage: Stage, page: Page, words: str) -> Page:
    """Room on a headed page for a code with these words under it: beside its rows, or above them where the area is tall."""
    area, measures = stage.area, stage.measures
    width = area.width if area.tall else area.width * CODE_SHARE
    label = code_caption(stage, words).height + measures.unit * 6
    if not area.tall:
        side = min(width, area.height - label)
        code = Box(area.width - (width + side) / 2, 0, side, side)
        return replace(page, text=replace(page.text, width=area.width - width - measures.unit * 12), code_box=code)
    free = page.heading_top - measures.small * 1.4 - label - measures.unit * 4
    side = min(area.width * 0.62, max(free, area.height * 0.25))
    lower = max(0.0, side - free)
    code = Box((area.width - side) / 2, 0, side, side)
    text = replace(page.text, top=page.text.top + lower, height=page.text.height - lower)
    return replace(page, heading_top=page.heading_top + lower, text=text, code_box=code)


def code_caption(stage: Stage, words: str) -> SetText:
    """What stands under a code."""
    return stage.set(words, Style(stage.measures.small, 400, 1.3, even=True), stage.area.width * (1.0 if stage.area.tall else CODE_SHARE))


def _coded(stage: Stage, page: Page, questions: list[Question]) -> list[Page]:
    """The page, or as many of it as it takes codes to hold its questions; without a code where a question is too long for any."""
    title = stage.word("note_title", clinic=stage.library.clinic.name)
    asks = [stage.says(question.asks) for question in questions]
    made, taken = [], 0
    for held in shared_out(title, asks):
        blocks = page.blocks[taken : taken + len(held)]
        rise = blocks[0].box.top - page.text.top
        moved = tuple(replace(block, box=replace(block.box, top=block.box.top - rise)) for block in blocks)
        made.append(replace(page, blocks=moved, code=code_of(title, held)))
        taken += len(held)
    return made


def _captioned(stage: Stage, page: Page) -> Page:
    if not page.code:
        return page
    caption = code_caption(stage, _words(stage, page.number, page.pages))
    return replace(page, caption=caption, says=plain(caption)["plain"])


def _words(stage: Stage, number: int, codes: int) -> str:
    """What to do with the code of this page."""
    words = stage.word("scan_to_keep")
    return f"**{stage.word('code_of', code=number + 1, codes=codes)}** {words}" if codes > 1 else words
