"""The questions a visitor takes along, and the codes that a phone reads them from. Nothing is sent and nothing is kept."""

from __future__ import annotations

from collections import deque
from urllib.parse import quote

from msgspec.structs import replace

from kiosk.content.model.deck import LIST_PICTURE, Question
from kiosk.layout.lists import Row, RowText, headed, row_pages
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.typeset import NOTHING, SetText, Style
from kiosk.screens.context import Stage
from kiosk.screens.pages import ListShown, shown_page
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


class Coded(Body, frozen=True):
    """Rows, and beside or above them what a QR code says, with its `caption` under it; without a code the caption alone stands there."""

    rows: tuple[Row, ...]
    code: str
    code_box: Box
    caption: SetText = NOTHING


def basket(stage: Stage) -> ListShown | None:
    """Some of the questions, and the code that holds just these; nothing elsewhere."""
    if not isinstance(stage.visit.place, Basket):
        return None
    pages = _pages(stage)
    at = min(stage.visit.place.page, len(pages) - 1)
    return ListShown(
        shown_page(stage, pages[at]),
        before=go(Basket(at - 1) if at else Lookup()),
        after=go(Basket(at + 1)) if at + 1 < len(pages) else "",
    )


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
    if not chosen:
        return [_invitation(stage, _headed(stage, LIST_PICTURE if stage.has(LIST_PICTURE) else ""))]
    blank, code = with_code(stage, _headed(stage, ""), _words(stage, 0, _LONGEST_LIST))
    rows = row_pages(blank, [row(stage, question, taken=True) for question in chosen], stage.measures, stage.typesetter, most_columns=1)
    waiting = deque(chosen)
    held = [each for frame, here in rows for each in _coded(stage, frame, here, [waiting.popleft() for _ in here])]
    return [
        _captioned(stage, replace(frame, number=at, pages=len(held), address=go(Basket(at))), Coded(here, says, code))
        for at, (frame, here, says) in enumerate(held)
    ]


def _headed(stage: Stage, picture: str) -> Frame:
    return headed("", stage.word("my_questions_title"), stage.measures, stage.area, stage.typesetter, file=picture)


def _invitation(stage: Stage, blank: Frame) -> Page:
    """The list while it is empty: how to put something on it, beside a picture on a wide area, under one on a tall."""
    area, style = stage.area, Style(stage.measures.body, leading=stage.measures.leading)
    if area.tall or not stage.has(LIST_PICTURE):
        return Page(blank, Coded((), "", blank.text, stage.set(stage.word("my_questions_none"), style, blank.text.width)))
    side = min(area.width * CODE_SHARE, area.height)
    text = replace(blank.text, width=area.width - side - stage.measures.unit * 12)
    caption = stage.set(stage.word("my_questions_none"), style, text.width)
    pictured = replace(blank, text=text, picture=Box(area.width - side, 0, side, side), file=LIST_PICTURE)
    return Page(pictured, Coded((), "", text, caption))


def row(stage: Stage, question: Question, *, taken: bool) -> RowText:
    """A question to touch for its answer, and to take along or leave here."""
    return RowText(opens(PanelKind.ANSWER, question.id), stage.says(question.asks), chosen=taken, take=action(Chose(question.id)))


def with_code(stage: Stage, frame: Frame, words: str) -> tuple[Frame, Box]:
    """Room in a headed frame for a code with these words under it: beside its rows, or above them where the area is tall: a camera needs no hand."""
    area, measures = stage.area, stage.measures
    width = area.width if area.tall else area.width * CODE_SHARE
    label = code_caption(stage, words).height + measures.unit * 6
    if not area.tall:
        side = min(width, area.height - label)
        code = Box(area.width - (width + side) / 2, 0, side, side)
        return replace(frame, text=replace(frame.text, width=area.width - width - measures.unit * 12)), code
    free = frame.heading_top - measures.small * 1.4 - label - measures.unit * 4
    side = min(area.width * 0.62, max(free, area.height * 0.25))
    lower = max(0.0, side - free)
    code = Box((area.width - side) / 2, 0, side, side)
    text = replace(frame.text, top=frame.text.top + lower, height=frame.text.height - lower)
    return replace(frame, heading_top=frame.heading_top + lower, text=text), code


def code_caption(stage: Stage, words: str) -> SetText:
    """What stands under a code."""
    return stage.set(words, Style(stage.measures.small, 400, 1.3, even=True), stage.area.width * (1.0 if stage.area.tall else CODE_SHARE))


def _coded(stage: Stage, frame: Frame, rows: tuple[Row, ...], questions: list[Question]) -> list[tuple[Frame, tuple[Row, ...], str]]:
    """The page, or as many of it as it takes codes to hold its questions; without a code where a question is too long for any."""
    title = stage.word("note_title", clinic=stage.library.clinic.name)
    asks = [stage.says(question.asks) for question in questions]
    made, taken = [], 0
    for held in shared_out(title, asks):
        here = rows[taken : taken + len(held)]
        rise = here[0].box.top - frame.text.top
        moved = tuple(replace(each, box=replace(each.box, top=each.box.top - rise)) for each in here)
        made.append((frame, moved, code_of(title, held)))
        taken += len(held)
    return made


def _captioned(stage: Stage, frame: Frame, body: Coded) -> Page:
    if not body.code:
        return Page(frame, body)
    caption = code_caption(stage, _words(stage, frame.number, frame.pages))
    return Page(replace(frame, says=caption.plain), replace(body, caption=caption))


def _words(stage: Stage, number: int, codes: int) -> str:
    """What to do with the code of this page."""
    words = stage.word("scan_to_keep")
    return f"**{stage.word('code_of', code=number + 1, codes=codes)}** {words}" if codes > 1 else words
