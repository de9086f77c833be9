"""The help panel: 988 as large as the screen allows, 911 second, two codes for a phone, and what else helps: on one page.

The number and the codes stand together on the colour of help, the rest beside it or, on a tall screen, below. Where all of it finds no room in
letters of the visitor's size, those of what weighs less become smaller, and never smaller than small print. Only what has no room then
either stands overleaf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.measures import CAPITAL_OF_EM, Area, Measures
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part, flow
from kiosk.layout.slide_parts import LONGEST_LINE_EM
from kiosk.layout.typeset import NOTHING, SetText, Style, Typesetter

_SHARES = (0.56, 0.5, 0.46)
"""The part of a wide screen's width that is the number's and the codes'; the largest that leaves room for the words."""
_SCALES = (1.4, 1.2, 1.0, 0.9, 0.8, 0.7, 0.6)
_OVERLEAF = (*_SCALES[2:], 0.5)
"""How large letters are, in parts of the visitor's size; the largest that fit are taken."""
_SIDES = (96.0, 80.0, 66.0)
"""The sides of a code, units."""
_LEAST_NUMBER = 42.0
_URGENT_NUMBER = 22.0
"""Capital heights of the number, at the least beside the smallest letters, and of the one for danger, units."""
_LEADING, _TIGHT = 1.3, 0.88
"""The height of a line of digits, and what of it they need, in font sizes: nothing stands below their line."""
_AIR = 12.0
_BETWEEN = 8.0
"""From the edge of the screen, and between what stands on it, units."""
_BELOW = 3.0
"""From what danger needs to the other ways, units."""
_CLOSER, _WIDER = 0.3, 1.6
"""How much of the usual gap stands between the lines of help."""
_NARROWEST_EM = 9.0
"""Words narrower than this stand below the number and not beside it."""


_BARE = -1
"""Instead of the number of further lines: not even the sentence under the number is there."""


class CodeText(Struct, frozen=True):
    """What a phone makes of a code, and what that is called."""

    code: str
    caption: str


class Line(Struct, frozen=True):
    """One way to help, with its icon."""

    icon: str
    text: str


class HelpText(Struct, frozen=True):
    """What help says, before it is set. `before` and `after` stand around the `number`; `first` are on the first page whatever else is.

    Of the `further` lines the last `own` are the clinic's: they never cost a page more, and stand overleaf where there is no room.
    """

    title: str
    before: str
    number: str
    after: str
    intro: str
    urgent_number: str
    urgent: str
    first: tuple[Line, ...]
    further: tuple[Line, ...]
    own: int
    codes: tuple[CodeText, ...]
    overleaf: str


class Placed(Struct, frozen=True):
    """A text at its place."""

    text: SetText
    box: Box


class Code(Struct, frozen=True):
    """A code in its box, and its name below it."""

    code: str
    box: Box
    text: SetText
    text_box: Box


class Help(Body, frozen=True):
    """`plum` is the ground of help's colour with the `said` and the `codes`; on `rose` stands what danger needs. `parts` stand in `room`."""

    plum: Box = Box()
    said: tuple[Placed, ...] = ()
    codes: tuple[Code, ...] = ()
    rose: Box = Box()
    urgent_number: Placed = Placed(NOTHING, Box())
    urgent: Placed = Placed(NOTHING, Box())
    room: Box = Box()
    parts: tuple[Part, ...] = ()


class _Sizes(Struct, frozen=True):
    """Scales of what weighs most and of the rest, how many further lines are to fit, a code's side in units, and the number's and codes' share."""

    key: float
    rest: float
    lines: int
    side: float = _SIDES[-1]
    share: float = _SHARES[-1]


class _Words(Struct, frozen=True):
    """What stands beside the codes, set, with its height but for the number."""

    title: SetText
    before: SetText
    after: SetText
    intro: SetText

    def around(self, gap: float) -> float:
        return sum(each.height + gap for each in (self.title, self.before, self.after, self.intro) if each.lines)


def help_pages(said: HelpText, measures: Measures, area: Area, typesetter: Typesetter, address: Callable[[int], str]) -> tuple[Page, ...]:
    """One page where all of it fits, else a first one with what weighs most, and the rest overleaf. `address` leads to a page."""
    laying = _Laying(said, measures, area, typesetter)
    shares = _SHARES[:1] if area.tall else _SHARES
    least = _Sizes(_SCALES[-1], _SCALES[-1], _BARE)
    sizes = next((each for each in _sizes(said) if any(laying.page(replace(each, share=share)) for share in shares)), least)
    roomier = (replace(sizes, side=side, share=share) for side in _SIDES for share in shares)
    first = next((page for each in roomier if (page := laying.page(each))), None) or laying.page(sizes, forced=True)
    pages = (*((first,) if first else ()), *laying.overleaf(sizes.lines))
    return tuple(
        replace(page, frame=replace(page.frame, address=address(number), number=number, pages=len(pages))) for number, page in enumerate(pages)
    )


def _sizes(said: HelpText) -> Iterator[_Sizes]:
    """What is tried, the best first: all of help on one page, then all but what the clinic adds, else what weighs most alone."""
    every = len(said.further)
    for lines in range(every, every - said.own - 1, -1):
        for scale in _SCALES:
            yield from (_Sizes(key, scale, lines) for key in sorted({max(1.0, scale), scale}, reverse=True))
    yield from (_Sizes(scale, scale, _BARE) for scale in _SCALES[2:])


class _Laying:
    """Lays help out on one screen, at one text size, in one language."""

    def __init__(self, said: HelpText, measures: Measures, area: Area, typesetter: Typesetter) -> None:
        self._said, self._m, self._set = said, measures, typesetter
        self._width, self._height, self._tall = area.width, area.height, area.tall
        self._unit = measures.unit
        self._gap = measures.gap * _CLOSER
        self._head, self._foot = measures.sizes.top, measures.sizes.above_bar

    def page(self, sizes: _Sizes, *, forced: bool = False) -> Page | None:
        """The first page in these sizes; none where it does not fit, unless it is forced."""
        unit, side, between = self._unit, sizes.side * self._unit, _BETWEEN * self._unit
        right = self._width if self._tall else sizes.share * (self._width + 2 * self._m.margin) - self._m.margin - _AIR * unit
        left = 0.0 if self._tall else right + 2 * _AIR * unit
        beside, width = right - side - between, self._width - left
        words = self._words(sizes, beside)
        caption = Style(round(self._m.small * max(1.0, sizes.rest)), 600, 1.25, even=True)
        captions = [self._set(each.caption, caption, side) for each in self._said.codes]
        codes = sum(side + 2 * unit + each.height for each in captions) + between * (len(captions) - 1)
        rose, number, urgent = self._urgent(sizes, width)
        parts = self._parts(sizes, width)
        below = _BELOW * unit if rose else 0.0
        needed = rose + below + sum(part.height + self._gap for part in parts)
        top = _AIR * unit - self._head
        free = self._height - top - (between + needed if self._tall else -self._foot) - _AIR * unit
        digits = self._digits(beside, free - words.around(self._gap))
        narrow = digits.px * CAPITAL_OF_EM < _LEAST_NUMBER * (0.7 + sizes.rest / 2) * unit
        if not forced and (narrow or codes > free or (not self._tall and needed > self._height)):
            return None
        inner = min(free, max(codes, words.around(self._gap) + _height(digits))) if self._tall else free
        bottom, edge = (top + inner + _AIR * unit, self._m.margin) if self._tall else (self._height + self._foot, _AIR * unit)
        rest = bottom + between if self._tall else 0.0
        room = Box(left, rest + rose + below, width, self._height - rest - rose - below)
        frame, placed = self._said_in(words, digits, Box(0.0, top, beside, inner))
        body = Help(
            plum=Box(-self._m.margin, -self._head, self._m.margin + right + edge, bottom + self._head),
            said=placed,
            codes=self._codes(captions, Box(right - side, top, side, inner), codes),
            rose=Box(left, rest, width, rose),
            urgent_number=replace(number, box=_moved(number.box, left, rest)),
            urgent=replace(urgent, box=_moved(urgent.box, left, rest)),
            room=room,
            parts=_spread(parts, room.height, self._gap, self._m.gap * _WIDER),
        )
        return Page(frame, body)

    def overleaf(self, shown: int) -> tuple[Page, ...]:
        """What had no room beside so many further lines: on one page if any letters fit there, else on as many as it needs."""
        heading = self._set(self._said.overleaf, Style(self._m.title, 700, 1.2, even=True), self._width)
        top = heading.height + self._m.gap
        intro = (Line("", self._said.intro),) if self._said.intro and shown == _BARE else ()
        lines = (*intro, *self._said.further[max(0, shown) :])
        if not lines:
            return ()
        for scale in _OVERLEAF:
            parts = [self._part(line, scale, self._width) for line in lines]
            pages = flow(parts, self._height - top, self._m.gap * 0.7)
            if len(pages) == 1:
                break
        room = Box(0.0, top, self._width, self._height - top)
        return tuple(Page(Frame(heading=heading, text=room), Help(room=room, parts=tuple(each))) for each in pages)

    def _style(self, scale: float, weight: int = 400) -> Style:
        return Style(max(self._m.small, round(self._m.body * scale)), weight, min(self._m.leading, 1.4))

    def _words(self, sizes: _Sizes, width: float) -> _Words:
        said, call = self._said, Style(max(self._m.small, round(self._m.body * sizes.rest * 1.1)), 700, 1.25)
        return _Words(
            self._set(said.title, Style(round(self._m.title * sizes.rest), 700, 1.15, even=True), width),
            self._set(said.before, call, width) if said.before else NOTHING,
            self._set(said.after, call, width) if said.after else NOTHING,
            self._set(said.intro, self._style(sizes.rest), width) if said.intro and sizes.lines != _BARE else NOTHING,
        )

    def _digits(self, width: float, height: float) -> SetText:
        """The number as large as it fits."""
        tried = self._set(self._said.number, Style(100, 700, _LEADING), 1e6)
        return self._set(self._said.number, Style(max(1, int(min(width / tried.width * 98, height / _TIGHT))), 700, _LEADING), 1e6)

    def _urgent(self, sizes: _Sizes, width: float) -> tuple[float, Placed, Placed]:
        """The height of what danger needs, and its number and its words from the upper left corner of that."""
        unit, pad = self._unit, self._m.sizes.pad
        number = self._set(self._said.urgent_number, Style(round(_URGENT_NUMBER * unit / CAPITAL_OF_EM), 700, _LEADING), 1e6)
        style, beside = self._style(sizes.key), number.width + pad
        if not self._said.urgent:
            return 0.0, Placed(NOTHING, Box()), Placed(NOTHING, Box())
        if width - 2 * pad - beside >= style.px * _NARROWEST_EM:
            words = self._set(self._said.urgent, style, width - 2 * pad - beside)
            height = max(_height(number), words.height) + pad
            return height, _centred(number, pad, height), _centred(words, pad + beside, height)
        words = self._set(self._said.urgent, style, width - 2 * pad)
        below = pad / 2 + _height(number)
        placed = Placed(words, Box(pad, below, words.width, words.height))
        return below + words.height + pad / 2, _placed(number, pad, pad / 2, number.width), placed

    def _parts(self, sizes: _Sizes, width: float) -> list[Part]:
        first = [self._part(line, sizes.key, width) for line in self._said.first]
        return [*first, *(self._part(line, sizes.rest, width) for line in self._said.further[: max(0, sizes.lines)])]

    def _part(self, line: Line, scale: float, width: float) -> Part:
        style = self._style(scale)
        disc = round(style.px * 1.5) if line.icon else 0
        inset = disc + self._m.sizes.space if line.icon else 0.0
        return Part(self._set(line.text, style, min(width - inset, style.px * LONGEST_LINE_EM)), icon=line.icon, least=disc, inset=inset)

    def _said_in(self, words: _Words, digits: SetText, box: Box) -> tuple[Frame, tuple[Placed, ...]]:
        """The title in its frame, and below it the number with its words: what room there is stands between them."""
        shown = [each for each in (words.title, words.before, digits, words.after, words.intro) if each.lines]
        air = max(self._gap, (box.height - sum(_height(each) for each in shown)) / max(1, len(shown) - 1))
        air = min(air, self._m.gap * 1.4)
        top, placed = box.top, []
        for each in shown:
            placed.append(_placed(each, box.left, top, box.width))
            top += _height(each) + air
        return Frame(heading=words.title, heading_top=box.top, text=box), tuple(placed[1:])

    def _codes(self, captions: list[SetText], box: Box, needed: float) -> tuple[Code, ...]:
        unit, side, top = self._unit, box.width, box.top
        air = min(_BETWEEN * unit + max(0.0, box.height - needed), 2.5 * _BETWEEN * unit)
        placed = []
        for said, caption in zip(self._said.codes, captions, strict=True):
            below = top + side + 2 * unit
            placed.append(Code(said.code, Box(box.left, top, side, side), caption, Box(box.left, below, side, caption.height)))
            top = below + caption.height + air
        return tuple(placed)


def _height(text: SetText) -> float:
    """What a text needs; digits need less than their lines have."""
    return text.px * _TIGHT if text.plain.isdecimal() else text.height


def _placed(text: SetText, left: float, top: float, width: float) -> Placed:
    """The text so that what it needs begins at `top`."""
    return Placed(text, Box(left, top - (text.height - _height(text)) / 2, width, text.height))


def _centred(text: SetText, left: float, height: float) -> Placed:
    return _placed(text, left, (height - _height(text)) / 2, text.width)


def _moved(box: Box, left: float, top: float) -> Box:
    return replace(box, left=box.left + left, top=box.top + top)


def _spread(parts: list[Part], room: float, least: float, most: float) -> tuple[Part, ...]:
    """The parts below one another, with as much air between them as the room has for it."""
    air = min(most, max(least, (room - sum(part.height for part in parts)) / max(1, len(parts))))
    top, placed = 0.0, []
    for part in parts:
        placed.append(replace(part, top=top))
        top += part.height + air
    return tuple(placed)
