"""What a visitor takes along: things to raise and questions, and the codes that a phone reads them from. Nothing is sent and nothing is kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import chain, groupby
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import LIST_PICTURE, Clinic, Question
from kiosk.layout.lists import Row, RowText, headed, row_pages
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.typeset import NOTHING, SetText, Style
from kiosk.screens.chosen import Told, at_once, told, weighed, weight_words
from kiosk.screens.context import Stage
from kiosk.screens.pages import ListShown, shown_page
from kiosk.visit.actions import action, go, opens
from kiosk.visit.moves import Chose
from kiosk.visit.states import Basket, Lookup, PanelKind, Reading

MOST_BYTES = 666
"""What a QR code of version 20 holds at correction level M (ISO/IEC 18004, table 7). A larger one asks for a steady hand."""
MOST_BYTES_OF_ALL = 2331
"""What the largest QR code holds at correction level M (the same table)."""
_AS_THEY_ARE = "!$'()*,;:@"
"""Signs that may stand in a draft without a code of three letters (RFC 6068, `some-delims` and what else `qchar` has)."""
CODE_SHARE = 0.36
_LONGEST_LIST = 99
"""So many codes are named in the room that is kept for their caption."""


class Line(Struct, frozen=True):
    """A line of the note: what it `says`, below the `head` of all that belong together; without one where nothing else stands there."""

    says: str
    head: str = ""


class _Taken(Struct, frozen=True):
    """Something on the list: its row on the screen, and its lines in the note; none while its mark is taken away."""

    row: RowText
    lines: tuple[Line, ...]


class Coded(Body, frozen=True):
    """Rows, and beside or above them what a QR code says, with its `caption` under it; without a code the caption alone stands there."""

    rows: tuple[Row, ...]
    code: str
    code_box: Box
    caption: SetText = NOTHING


def basket(stage: Stage) -> ListShown | None:
    """Some of what is on the list, and the code that holds just this; nothing elsewhere."""
    if not isinstance(stage.visit.place, Basket):
        return None
    pages = _pages(stage)
    at = min(stage.visit.place.page, len(pages) - 1)
    return ListShown(
        shown_page(stage, pages[at]),
        before=go(Basket(at - 1) if at else next(reversed(stage.visit.came), Lookup())),
        after=go(Basket(at + 1)) if at + 1 < len(pages) else "",
    )


def note(title: str, lines: Sequence[Line], foot: str = "") -> str:
    """A draft of a message without a recipient (RFC 6068): what a phone's camera opens as text that can be kept or sent.

    `foot` stands under the lines: how to reach the clinic.
    """
    body: list[str] = []
    for head, group in groupby(lines, lambda line: line.head):
        body += [*([f"{head}:"] if head else []), *(f"- {line.says}" for line in group)]
    whole = "\r\n".join([*body, *([foot] if foot else [])])
    return f"mailto:?subject={quote(title, safe=_AS_THEY_ARE)}&body={quote(whole, safe=_AS_THEY_ARE)}"


def code_of(title: str, lines: Sequence[Line], foot: str = "") -> str:
    """What the code of these lines says; nothing where no code holds them."""
    says = note(title, lines, foot)
    return says if len(says) <= MOST_BYTES_OF_ALL else ""


def shared_out(title: str, rows: Sequence[tuple[Line, ...]], foot: str = "", most: int = MOST_BYTES) -> list[list[tuple[Line, ...]]]:
    """The lines of each row in order, as many rows together as one code holds; one that is too long alone still gets a place of its own."""
    codes: list[list[tuple[Line, ...]]] = []
    for lines in rows:
        if codes and len(note(title, [*chain.from_iterable(codes[-1]), *lines], foot)) <= most:
            codes[-1].append(lines)
        else:
            codes.append([lines])
    return codes


def foot_of(clinic: Clinic) -> str:
    """How to reach the clinic, as it stands under each note: its number and its address on the web; empty where it gives neither."""
    return ", ".join(each for each in (clinic.phone, clinic.website) if each)


def _taken(stage: Stage) -> list[_Taken]:
    """All that is on the list: what to raise with the clinician, urgent things first, else as they were touched; what matters; the questions."""
    visit, questions = stage.visit, stage.library.question
    shown = dict.fromkeys((*visit.listed, *visit.basket))
    named = sorted(shown, key=lambda name: at_once(stage, name) is None)
    raised = [thing for name in named if (thing := _thing(stage, name))]
    first = [*raised, *_matters(stage)]
    head = stage.word("my_questions_title") if any(each.lines for each in first) else ""
    asked = [question for name in shown if (question := questions(name))]
    return [*first, *(_asked(stage, each, head) for each in asked)]


def _asked(stage: Stage, question: Question, head: str) -> _Taken:
    taken = question.id in stage.visit.basket
    return _Taken(row(stage, question, taken=taken), (Line(stage.says(question.asks), head),) if taken else ())


def _thing(stage: Stage, name: str) -> _Taken | None:
    """A thing to raise; a touch on its row leads to where it was ticked."""
    found = told(stage, name)
    if found is None:
        return None
    head = stage.says(stage.words("raise_title") or found.slide.title)
    title = stage.says(found.title)
    taken = name in stage.visit.basket
    listed = RowText(go(Reading(found.topic.id, found.slide.id)), title, head, chosen=taken, take=action(Chose(name)))
    return _Taken(listed, (Line(title, head),) if taken else ())


def _matters(stage: Stage) -> list[_Taken]:
    """What matters, the most first: a row for each slide where it was weighed, which leads there, and a line for each weight."""
    own = weighed(stage)
    places = dict.fromkeys(Reading(about.topic.id, about.slide.id) for _, about in own)
    of_place = ([each for each in own if each[1].slide.id == place.slide and each[1].topic.id == place.topic] for place in places)
    return [_weighed_at(stage, place, here) for place, here in zip(places, of_place, strict=True)]


def _weighed_at(stage: Stage, place: Reading, own: list[tuple[int, Told]]) -> _Taken:
    head = stage.says(stage.words("matters_head") or own[0][1].slide.title)
    by_weight = groupby(own, lambda each: each[0])
    said = [f"{stage.says(weight_words(stage, weight))}: {', '.join(stage.says(about.title) for _, about in group)}" for weight, group in by_weight]
    return _Taken(RowText(go(place), head, ". ".join(said)), tuple(Line(each, head) for each in said))


def _pages(stage: Stage) -> list[Page]:
    taken = _taken(stage)
    if not taken:
        return [_invitation(stage, _headed(stage, LIST_PICTURE if stage.has(LIST_PICTURE) else ""))]
    blank, code = with_code(stage, _headed(stage, ""), _words(stage, 0, _LONGEST_LIST))
    rows = row_pages(blank, [each.row for each in taken], stage.measures, stage.typesetter, most_columns=1)
    waiting, private = deque(each.lines for each in taken), any(line.head for each in taken for line in each.lines)
    held = [each for frame, here in rows for each in _coded(stage, frame, here, [waiting.popleft() for _ in here])]
    return [
        _captioned(stage, replace(frame, number=at, pages=len(held), address=go(Basket(at)), private=private), Coded(here, says, code))
        for at, (frame, here, says) in enumerate(held)
    ]


def _headed(stage: Stage, picture: str) -> Frame:
    heading = stage.words("my_list_title") or stage.library.interface_text("my_questions_title")
    return headed("", stage.says(heading), stage.measures, stage.area, stage.typesetter, file=picture)


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
    """A question to touch for its answer, and to take along or leave here. One without an answer is taken along wherever it is touched."""
    take = action(Chose(question.id))
    return RowText(opens(PanelKind.ANSWER, question.id) if question.points else take, stage.says(question.asks), chosen=taken, take=take)


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


def _coded(
    stage: Stage, frame: Frame, rows: tuple[Row, ...], lines: list[tuple[Line, ...]]
) -> list[tuple[Frame, tuple[Row, ...], str]]:
    """The page, or as many of it as it takes codes to hold its lines; without a code where those of a row are too long for any."""
    title, foot = stage.word("note_title", clinic=stage.library.clinic.name), foot_of(stage.library.clinic)
    made, taken = [], 0
    for held in shared_out(title, lines, foot):
        here = rows[taken : taken + len(held)]
        rise = here[0].box.top - frame.text.top
        moved = tuple(replace(each, box=replace(each.box, top=each.box.top - rise)) for each in here)
        own = [*chain.from_iterable(held)]
        made.append((frame, moved, code_of(title, own, foot) if own else ""))
        taken += len(held)
    return made


def _captioned(stage: Stage, frame: Frame, body: Coded) -> Page:
    if not body.code:
        empty = stage.word("my_questions_none") if not (stage.visit.basket or stage.visit.weighed) else ""
        return Page(frame, replace(body, caption=stage.set(empty, Style(stage.measures.small, 400, 1.3), body.code_box.width) if empty else NOTHING))
    caption = code_caption(stage, _words(stage, frame.number, frame.pages))
    return Page(replace(frame, says=caption.plain), replace(body, caption=caption))


def _words(stage: Stage, number: int, codes: int) -> str:
    """What to do with the code of this page."""
    words = stage.word("scan_to_keep")
    return f"**{stage.word('code_of', code=number + 1, codes=codes)}** {words}" if codes > 1 else words
