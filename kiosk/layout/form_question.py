"""A question of the form on its screen: the question, the field or what there is to choose, and a keyboard made for the answer."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.keys import Key, Rows, needed_height, placed
from kiosk.layout.lists import Row, RowText, row_pages, toggle_side
from kiosk.layout.measures import Area, Measures
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.typeset import SetText, Style, Typesetter

_PAD_SHARE = 0.4
"""Of the width for a number pad beside its field."""
_SMALLEST_KEYS = 0.75
_SHARE_FOR_KEYS = 0.6
"""Where the keys would be smaller than that, in parts of the usual, the question and what is typed are: what is pressed comes first."""
AIRIEST = 1.6
"""How much taller options get where there are few: easier to touch, and the screen is not empty."""
_AIR = 8.0, 5.0
"""Units above and below the words of a row, together: less where that saves a page."""
_LOW = 0.36
"""Of the height of a tall area: there every question of the form stands, with a picture over it, so that hands reach what is under it."""
_SMALLEST_PICTURE = 60.0
"""Units; a smaller picture is an ornament."""
_MARK_EM = 1.5
"""The room for the mark of what is wrong, of the size of its words."""


class QuestionText(Struct, frozen=True):
    """What is said around an answer. `below` is the help, or what is wrong; `promise` who will read it, where there is room for that.

    `lines` stand in the place of `below`, each beginning anew. `others` may stand there later: room is kept for the tallest. `file` is a picture.
    """

    kicker: str
    heading: str
    below: str = ""
    wrong: bool = False
    promise: str = ""
    lines: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    file: str = ""


class Ask(Body, frozen=True):
    """A question that is answered by typing: `asks` is the question for ears, `below` what helps or is `wrong`."""

    asks: str
    below: SetText
    below_box: Box
    wrong: bool
    field: Box
    field_px: float
    keys: tuple[Key, ...]
    promise: SetText
    promise_box: Box


class Choices(Body, frozen=True):
    """Something to choose, `only` one of it or several. `caption` stands above: what helps, or what is `wrong`, which has a mark on its left."""

    rows: tuple[Row, ...]
    caption: SetText
    caption_box: Box
    wrong: bool
    only: bool


class Review(Body, frozen=True):
    """A list under a `caption`, which tells what a touch does, or what is `wrong`."""

    rows: tuple[Row, ...]
    caption: SetText
    caption_box: Box
    wrong: bool


class _Asked(Struct, frozen=True):
    """The question and its field before they have a place: where the field begins, and the height of it all with what stands below."""

    heading: SetText
    field_px: float
    field_height: float
    field_top: float
    taken: float


def ask_page(words: QuestionText, rows: Rows, measures: Measures, area: Area, typesetter: Typesetter) -> Page:
    """The field above the keys, or beside a number pad where there is width for it; all of it within reach."""
    beside = len(rows[0]) == 3 and not area.tall
    unit, room = measures.unit, Box(0, 0, area.width, area.height)
    if beside:
        pad = Box(area.width * (1 - _PAD_SHARE), 0, area.width * _PAD_SHARE, area.height)
        pad = replace(pad, top=max(0.0, area.touchable_from), height=area.height - max(0.0, area.touchable_from))
        room = replace(room, width=pad.left - unit * 14)
    top = measures.above_heading
    below = _set_below(words, room.width, _below_px(measures, area)[0], typesetter)
    asked = _asked(words, room.width, below, measures, typesetter)
    if not beside and area.height - top - asked.taken - unit * 5 < needed_height(rows, measures) * _SMALLEST_KEYS:
        asked = _asked(words, room.width, below, measures, typesetter, share=_SHARE_FOR_KEYS)
    if not beside:
        keys_top = max(top + asked.taken + unit * 5, area.height - _tallest(rows, area, measures), area.touchable_from)
        pad = Box(0, keys_top, area.width, area.height - keys_top)
    top = max(top, min(_heading_top(measures, area), (area.height if beside else pad.top - unit * 5) - asked.taken))
    field = Box(0, top + asked.field_top, room.width, asked.field_height)
    said = top + asked.taken
    promise, promise_box = _promised(words, Box(0, said, room.width, (area.height if beside else pad.top - unit * 8) - said), measures, typesetter)
    frame = Frame(kicker=words.kicker, heading=asked.heading, heading_top=top, file=words.file, text=Box(0, top, room.width, room.height - top))
    body = Ask(
        words.heading,
        below,
        _beside_its_mark(words, below, Box(0, said - below.height, room.width, below.height)),
        words.wrong,
        field,
        asked.field_px,
        placed(rows, pad, measures),
        promise,
        promise_box,
    )
    return Page(_pictured(frame, measures, area), body)


def _heading_top(measures: Measures, area: Area) -> float:
    """Where the heading of every question stands, unless what is under it needs more room."""
    reached = area.touchable_from - measures.title * 1.2 - measures.gap
    return max(measures.above_heading, reached, area.height * _LOW if area.tall else 0.0)


def _pictured(frame: Frame, measures: Measures, area: Area) -> Frame:
    """The frame with its picture over the heading, where there is room for one."""
    room = frame.heading_top - measures.above_heading - measures.unit * 4
    side = min(room, area.width * 0.74)
    if not area.tall or not frame.file or side < measures.unit * _SMALLEST_PICTURE:
        return replace(frame, file="")
    return replace(frame, picture=Box((area.width - side) / 2, (room - side) / 2, side, side))


def _beside_its_mark(words: QuestionText, said: SetText, box: Box) -> Box:
    left = said.px * _MARK_EM if words.wrong else 0.0
    return replace(box, left=box.left + left, width=box.width - left)


def _asked(words: QuestionText, width: float, below: SetText, measures: Measures, typesetter: Typesetter, *, share: float = 1.0) -> _Asked:
    unit = measures.unit * share
    heading = typesetter(words.heading, Style(measures.title * share, 700, 1.2, even=True), width)
    px = min(measures.title * 0.85, measures.body * 1.3) * share
    height = max(measures.unit * 22, px * 1.6)
    return _Asked(heading, px, height, heading.height + unit * 5, heading.height + unit * 8 + height + below.height)


def _promised(words: QuestionText, room: Box, measures: Measures, typesetter: Typesetter) -> tuple[SetText, Box]:
    """The promise in a box of its own at the lower edge of the room; nothing where it would crowd the answer."""
    unit = measures.unit
    text = typesetter(words.promise, Style(measures.small, 400, 1.35), room.width - 2 * measures.sizes.pad) if words.promise else SetText()
    height = text.height + unit * 9
    if not text.lines or height + unit * 16 > room.height:
        return SetText(), Box()
    return text, Box(room.left, room.bottom - height, room.width, height)


def _below_px(measures: Measures, area: Area) -> tuple[float, ...]:
    """How large help and what is wrong are: as the text where there is room, else nearly as the small print."""
    smaller = max(measures.small, min(measures.body, measures.unit * 9))
    return (measures.body, smaller) if area.tall else (smaller,)


def _set_below(words: QuestionText, width: float, px: float, typesetter: Typesetter) -> SetText:
    if words.lines:
        made = [typesetter(line, Style(px, 400, 1.3), width) for line in words.lines]
        return replace(made[0], lines=tuple(line for each in made for line in each.lines))
    return _said(words.below, px, width, typesetter, wrong=words.wrong) if words.below else SetText()


def _said(text: str, px: float, width: float, typesetter: Typesetter, *, wrong: bool) -> SetText:
    return typesetter(text, Style(px, 600 if wrong else 400, 1.3, even=True), width - (px * _MARK_EM if wrong else 0.0))


def _tallest(rows: Rows, area: Area, measures: Measures) -> float:
    """How much of the area the keys may take."""
    return max(needed_height(rows, measures), area.height * (0.34 if area.tall else 0.52))


def option_pages(
    words: QuestionText, rows: list[RowText], measures: Measures, area: Area, typesetter: Typesetter, *, only: bool
) -> list[Page]:
    """Options to touch, each with its mark in front; `only` one of them can be chosen."""
    caption, pages = _listed(words, rows, measures, area, typesetter)
    return [
        Page(frame, Choices(tuple(marked(row, measures) for row in here), caption, _caption_box(words, caption, frame), words.wrong, only))
        for frame, here in pages
    ]


def list_pages(words: QuestionText, rows: list[RowText], measures: Measures, area: Area, typesetter: Typesetter) -> list[Page]:
    """Rows to touch, on as many pages as they need; the help or what is wrong stands above them."""
    caption, pages = _listed(words, rows, measures, area, typesetter)
    return [Page(frame, Review(here, caption, _caption_box(words, caption, frame), words.wrong)) for frame, here in pages]


def _caption_box(words: QuestionText, caption: SetText, frame: Frame) -> Box:
    """Under the heading, above the rows."""
    top = frame.heading_top + frame.heading.height
    return _beside_its_mark(words, caption, Box(frame.text.left, top, frame.text.width, caption.height))


def _listed(
    words: QuestionText, rows: list[RowText], measures: Measures, area: Area, typesetter: Typesetter
) -> tuple[SetText, list[tuple[Frame, tuple[Row, ...]]]]:
    """What stands above the rows, and the rows on their pages."""
    ways = [
        _listed_under(words, px, rows, measures, area, typesetter, air)
        for air in _AIR
        for px in _below_px(measures, area)
    ]
    return min(ways, key=lambda way: (any(row.box.bottom > area.height for _, here in way[1] for row in here), len(way[1])))


def _listed_under(  # noqa: PLR0917
    words: QuestionText, px: float, rows: list[RowText], measures: Measures, area: Area, typesetter: Typesetter, air: float
) -> tuple[SetText, list[tuple[Frame, tuple[Row, ...]]]]:
    heading = typesetter(words.heading, Style(measures.title, 700, 1.2, even=True), area.width)
    below = _set_below(words, area.width, px, typesetter)
    others = (_said(text, px, area.width, typesetter, wrong=True).height for text in words.others)
    tallest = max((below.height, *others))
    top = _heading_top(measures, area)
    text = top + heading.height + measures.gap + (tallest + measures.gap * (tallest > 0))
    blank = Frame(kicker=words.kicker, heading=heading, heading_top=top, file=words.file, text=Box(0, text, area.width, area.height - text))
    columns = 1 if len(rows) < 5 else 2
    pages = row_pages(blank, rows, measures, typesetter, most_columns=columns, airiest=AIRIEST, reach=area.touchable_from, air=air)
    return below, [(_pictured(frame, measures, area), here) for frame, here in pages]


def marked(row: Row, measures: Measures) -> Row:
    """The row with its mark in front, so large that `disc` is its side."""
    return replace(row, title_left=measures.sizes.pad + toggle_side(measures), disc=toggle_side(measures) * 0.72)
