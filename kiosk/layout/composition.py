"""Slides into pages: one small function a kind of slide, all in the same frame (kicker, title, picture, text).

The picture stands beside the text on a wide area and above it on a tall one. It is as large as it can be without costing a page more
than the smallest one would; where even that costs more pages than a visitor should turn, it goes. No word is ever dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Column, Point, Slide, Text
from kiosk.layout.hard_words import WordFinder
from kiosk.layout.markup import as_shown, read_marks
from kiosk.layout.measures import Measures
from kiosk.layout.page import Block, Box, Node, Page
from kiosk.layout.pagination import Part, flow
from kiosk.layout.typeset import SetText, Style, Typesetter
from kiosk.visit.actions import opens
from kiosk.visit.states import PanelKind

_WIDE_SHARES = (0.40, 0.36, 0.32, 0.28)
_CODE_SHARES = (0.17,)
"""Help needs the width for words; only its code stands beside them."""
_CLOSER = 0.45
"""How much of the usual gap stands between the lines of help, so that all ways to help are seen at once."""
_TALL_SHARES = (0.74, 0.62, 0.5, 0.4)
_AIR = (1.5, 1.1, 0.7)
"""Distances of points in a comparison, in gaps: as much as the page has room for."""
_LONGEST_LINE_EM = 37.0
"""No line longer than about 75 characters (WCAG 1.4.8 allows 80)."""
_NARROWEST_COLUMN_EM = 6.8
_NARROWEST_HEADING_EM = 8.0
"""Below these a column breaks every other word."""


class Area(Struct, frozen=True):
    """The room for slides: its size, and from where on down a control may stand in it. Pixels."""

    width: float
    height: float
    touchable_from: float = 0.0

    @property
    def tall(self) -> bool:
        return self.height > self.width


class Foot(Struct, frozen=True):
    """What stands at the foot of a page: the words of the link to its sources, and that it is a draft (empty if it is not)."""

    sources: str = ""
    draft: str = ""


BARE = Foot()


class _Frame(Struct, frozen=True):
    """Where things go on a page: the picture, the column of text, and the room under the title."""

    picture: Box
    text: Box
    heading: SetText
    heading_top: float
    body_top: float
    draft: SetText
    draft_box: Box

    @property
    def room(self) -> float:
        return self.text.bottom - self.body_top


class _Rail(Struct, frozen=True):
    """A timeline laid out: the labels of its stops, the pages of each step, and where those stand."""

    labels: list[SetText]
    each: list[list[list[Part]]]
    below: Box

    @property
    def fits(self) -> bool:
        return all(part.height <= self.below.height for pages in self.each for page in pages for part in page)


class Composer:
    """Makes pages for one screen, text size and language."""

    def __init__(self, measures: Measures, area: Area, typesetter: Typesetter, language: str, hard_words: WordFinder, *, foot: Foot = BARE) -> None:
        self._m = measures
        self._area = area
        self._set = typesetter
        self._language = language
        self._hard_words = hard_words
        self._foot = foot

    def pages(self, slide: Slide, address: Callable[[int], str], kicker: str, file: str) -> tuple[Page, ...]:
        """The pages of a slide, in order. `address` leads to a page of it by number; `file` is the picture to show."""
        candidates = [self._laid(slide, frame, address, file) for frame in self._frames(slide, file)]
        *pictured, bare = candidates
        fewest = min((len(pages) for pages in pictured), default=len(bare) + 99)
        keeps = fewest <= len(bare) + self._m.picture_allowance
        chosen = next(pages for pages in pictured if len(pages) == fewest) if keeps else bare
        spoken = slide.title.in_(self._language)
        return tuple(
            replace(page, address=address(number), kicker=kicker, number=number, pages=len(chosen), plain=spoken)
            for number, page in enumerate(chosen)
        )

    def _frames(self, slide: Slide, file: str) -> Iterator[_Frame]:
        """Frames from the largest picture to none."""
        shares = _TALL_SHARES if self._area.tall else _CODE_SHARES if slide.kind == "help" else _WIDE_SHARES
        if (file or slide.kind == "dots") and (slide.kind != "compare" or self._area.tall):
            for share in (min(share * 1.3, 0.9) if slide.kind in ("picture", "dots") else share for share in shares):
                yield self._frame(slide, share)
        yield self._frame(slide, 0.0)

    def _frame(self, slide: Slide, share: float) -> _Frame:
        area, unit = self._area, self._m.unit
        side = min(share * area.width, area.height if not area.tall else share * area.height)
        gap = unit * 12 if side else 0.0
        if area.tall:
            picture = Box((area.width - side) / 2, 0, side, side)
            text = Box(0, side + gap, area.width, area.height - side - gap)
        else:
            picture = Box(area.width - side, 0, side, side)
            text = Box(0, 0, area.width - side - gap, area.height)
        heading = self._set(read_marks(slide.title.in_(self._language)).plain, self._title_style, text.width)
        kicker_height = self._m.small * 1.4
        top = text.top + kicker_height + unit * 1.5
        body_top = top + heading.height + self._m.gap
        if area.tall and body_top < area.touchable_from:
            lower = area.touchable_from - body_top
            picture = replace(picture, top=picture.top + (lower / 2 if side else 0.0))
            text, top, body_top = replace(text, top=text.top + lower, height=text.height - lower), top + lower, body_top + lower
        if not area.tall:
            body_top = max(body_top, area.touchable_from)
            picture = replace(picture, top=max(0.0, min(area.height - side, top - unit * 2)))
        foot, draft, draft_box = self._footed(text, linked=bool(slide.all_sources()))
        return _Frame(picture, replace(text, height=text.height - foot), heading, top, body_top, draft, draft_box)

    def _footed(self, text: Box, *, linked: bool) -> tuple[float, SetText, Box]:
        """The height of the foot of a page, and its draft note: beside the link to the sources, or over it where that is too narrow."""
        unit, style = self._m.unit, Style(self._m.small, 400, 1.3)
        link = max(unit * 13, self._m.small * 1.3 + unit * 4) if linked else 0.0
        beside = self._set(self._foot.sources, style, text.width).width + unit * 12 if linked else 0.0
        if not self._foot.draft:
            return (link + unit * 2 if linked else 0.0), SetText(), Box()
        draft = self._set(self._foot.draft, style, max(unit * 20, text.width - beside))
        if len(draft.lines) == 1:
            height = max(link, draft.height)
            box = Box(text.left + beside, text.bottom - (height + draft.height) / 2, text.width - beside, draft.height)
            return height + unit * 2, draft, box
        draft = self._set(self._foot.draft, style, text.width)
        return link + draft.height + unit * 2, draft, Box(text.left, text.bottom - link - draft.height, text.width, draft.height)

    @property
    def _title_style(self) -> Style:
        return Style(self._m.title, weight=700, leading=1.2, even=True)

    @property
    def _body_style(self) -> Style:
        return Style(self._m.body, leading=self._m.leading)

    def _laid(self, slide: Slide, frame: _Frame, address: Callable[[int], str], file: str) -> list[Page]:
        blank = Page(
            slide.kind,
            "",
            heading=frame.heading,
            heading_top=frame.heading_top,
            sources=opens(PanelKind.SOURCES) if slide.all_sources() else "",
            draft=frame.draft,
            draft_box=frame.draft_box,
            picture=frame.picture,
            file=file if frame.picture.width else "",
            says=slide.picture.says.in_(self._language) if slide.picture else "",
            text=Box(frame.text.left, frame.body_top, frame.text.width, frame.room),
        )
        match slide.kind:
            case "steps":
                return self._steps(slide, frame, blank, address)
            case "compare":
                return self._compare(slide, frame, blank)
            case "cards":
                return self._cards(slide, frame, blank)
            case "dots":
                return self._dots(slide, frame, blank)
            case "statement":
                return self._statement(slide, frame, blank)
            case _:
                return self._points(self._parts(slide.points, frame.text.width, set()), slide, frame, blank)

    # -- kinds ----------------------------------------------------------------------------------------------------------

    def _points(self, parts: list[Part], slide: Slide, frame: _Frame, blank: Page) -> list[Page]:
        asked = self._ask_us(slide, frame.text.width)
        gap = self._m.gap * (_CLOSER if slide.kind == "help" else 1.0)
        return [replace(blank, parts=tuple(page)) for page in flow([*parts, *asked], frame.room, gap)] or [blank]

    def _statement(self, slide: Slide, frame: _Frame, blank: Page) -> list[Page]:
        first, *rest = slide.points
        large = Style(round(self._m.body * 1.3), weight=600, leading=1.35, even=True)
        seen: set[str] = set()
        parts = [self._part(first, frame.text.width, seen, large, icon=""), *self._parts(tuple(rest), frame.text.width, seen)]
        return self._points(parts, slide, frame, blank)

    def _steps(self, slide: Slide, frame: _Frame, blank: Page, address: Callable[[int], str]) -> list[Page]:
        """A page or more for each step. The labels under the stops go where they would cost a step a second page."""
        labelled = self._steps_under(self._labels(slide, frame.text.width), slide, frame)
        bare = self._steps_under([SetText()] * len(slide.points), slide, frame)
        keeps = labelled.fits and sum(map(len, labelled.each)) <= sum(map(len, bare.each))
        rail = labelled if keeps else bare
        starts = [sum(len(pages) for pages in rail.each[:number]) for number in range(len(rail.each))]
        nodes = tuple(
            Node(label, self._spoken_step(point), point.icon, address(start))
            for point, start, label in zip(slide.points, starts, rail.labels, strict=True)
        )
        return [
            replace(blank, text=rail.below, parts=tuple(page), nodes=nodes, stop=stop, rail_top=frame.body_top)
            for stop, pages in enumerate(rail.each)
            for page in pages
        ]

    def _steps_under(self, labels: list[SetText], slide: Slide, frame: _Frame) -> _Rail:
        tall = self._m.unit * 22 + max(label.height for label in labels)
        wide = min(frame.text.width, self._m.body * _LONGEST_LINE_EM)
        below = Box(frame.text.left, frame.body_top + tall + self._m.gap * 0.6, frame.text.width, frame.room - tall - self._m.gap * 0.6)
        seen: set[str] = set()
        each = []
        for number, point in enumerate(slide.points):
            parts = [self._part(point, wide, seen, self._body_style, icon="")]
            if number == len(slide.points) - 1:
                parts += self._ask_us(slide, wide)
            each.append(flow(parts, below.height, self._m.gap))
        return _Rail(labels, each, below)

    def _labels(self, slide: Slide, width: float) -> list[SetText]:
        each = width / max(1, len(slide.points)) - self._m.unit * 3
        style = Style(self._m.small, weight=600, leading=1.2, even=True)
        return [self._set(point.at.in_(self._language) or point.title.in_(self._language), style, each) for point in slide.points]

    def _spoken_step(self, point: Point) -> str:
        return ": ".join(text for text in (point.at.in_(self._language), point.title.in_(self._language)) if text)

    def _compare(self, slide: Slide, frame: _Frame, blank: Page) -> list[Page]:
        asked = self._ask_us(slide, frame.text.width)
        ask_room = sum(part.height + self._m.gap for part in asked)
        count, gap = len(slide.columns), self._m.unit * 6
        across = Box(0, frame.body_top, (frame.text.width - gap * (count - 1)) / count, frame.room - ask_room)
        down = Box(0, frame.body_top, frame.text.width, (frame.room - ask_room - gap * (count - 1)) / count)
        ways = ((across, (across.width + gap, 0.0)), (down, (0.0, down.height + gap)))
        for box, step, air in ((box, step, air) for box, step in ways for air in _AIR):
            blocks = self._fitted(slide.columns, box, step, air)
            if blocks:
                height = max(_bottom(block) for block in blocks) + self._m.unit * 7
                moved = tuple(
                    replace(
                        block,
                        box=replace(block.box, height=height, top=box.top + number * (height + gap) if step[1] else block.box.top),
                    )
                    for number, block in enumerate(blocks)
                )
                return [replace(blank, blocks=moved, parts=self._under(asked, max(block.box.bottom for block in moved), blank))]
        each = [self._headed(column, frame.text.width) for column in slide.columns]
        each[-1] += asked
        pages = [page for parts in each for page in flow(parts, frame.room, self._m.gap)]
        return [replace(blank, kind="points", parts=tuple(page)) for page in pages]

    def _whole(self, column: Column, block: Block) -> bool:
        said = [column.title, *(point.text for point in column.points)]
        done = [block.title, *(part.text for part in block.parts)]
        return all(_unbroken(text.in_(self._language), fit) for text, fit in zip(said, done, strict=True))

    def _headed(self, column: Column, width: float) -> list[Part]:
        """A column's points under one another, the first with the column's title over it."""
        first, *rest = self._bullets(column, width, set())
        style = Style(round(self._m.body * 1.08), weight=700, leading=1.25)
        return [replace(first, title=self._set_text(column.title, style, width - first.inset, set())), *rest]

    def _under(self, asked: list[Part], bottom: float, blank: Page) -> tuple[Part, ...]:
        return tuple(replace(part, top=bottom - blank.text.top + self._m.gap) for part in asked)

    def _fitted(self, columns: tuple[Column, ...], box: Box, step: tuple[float, float], air: float) -> list[Block]:
        """The columns as blocks of one size with so much air between their points, or nothing if one does not fit."""
        inner = box.width - self._m.unit * 14
        if inner < self._m.body * _NARROWEST_COLUMN_EM:
            return []
        blocks: list[Block] = []
        seen: set[str] = set()
        for number, column in enumerate(columns):
            block = self._block(column, replace(box, left=box.left + number * step[0], top=box.top + number * step[1]), seen)
            parts = flow(self._bullets(column, inner, seen), 1e9, self._m.gap * air)
            placed = parts[0] if parts else []
            block = replace(block, parts=tuple(placed))
            if _bottom(block) + self._m.unit * 7 > box.height or not self._whole(column, block):
                return []
            blocks.append(block)
        return blocks

    def _block(self, column: Column, box: Box, seen: set[str]) -> Block:
        """The heading of a column: beside its icon, or under it where the column is narrow."""
        unit = self._m.unit
        style = Style(round(self._m.body * 1.08), weight=700, leading=1.25)
        disc = max(unit * 11, style.px * 1.35) if column.icon else 0.0
        inner = box.width - unit * 14
        beside = disc + unit * 4 if disc else 0.0
        if inner - beside < self._m.body * _NARROWEST_HEADING_EM:
            title = self._set_text(column.title, style, inner, seen)
            top = unit * 7 + (disc + unit * 3 if disc else 0.0)
            return Block(box, title, column.icon, disc=disc, title_left=unit * 7, title_top=top, body_top=top + title.height + unit * 4)
        title = self._set_text(column.title, style, inner - beside, seen)
        top = unit * 7 + max(0.0, (disc - title.height) / 2)
        return Block(box, title, column.icon, disc=disc, title_left=unit * 7 + beside, title_top=top, body_top=unit * 11 + max(title.height, disc))

    def _bullets(self, column: Column, width: float, seen: set[str]) -> list[Part]:
        inset = max(self._m.unit * 6, self._m.body * 0.6)
        return [replace(self._part(point, width - inset, seen, self._body_style, icon=""), inset=inset, bullet=True) for point in column.points]

    def _cards(self, slide: Slide, frame: _Frame, blank: Page) -> list[Page]:
        unit, gap = self._m.unit, self._m.unit * 5
        asked = self._ask_us(slide, frame.text.width)
        room = frame.room - sum(part.height + self._m.gap for part in asked)
        for columns in (2, 1):
            width = (frame.text.width - gap * (columns - 1)) / columns
            titles = self._card_titles(slide, width)
            least = max(min(unit * 24, room), max(title.height for title in titles) + unit * 10)
            whole = (_unbroken(point.title.in_(self._language), title) for point, title in zip(slide.points, titles, strict=True))
            if all(whole) and least <= room and width >= self._m.body * _NARROWEST_COLUMN_EM:
                break
        rows = max(1, int((room + gap) / (least + gap)))
        per_page = rows * columns
        even = -(-len(titles) // -(-len(titles) // per_page))
        even += -even % columns
        height = max(least, min(least * 1.35, (room + gap) / -(-even // columns) - gap))
        pages = []
        for first in range(0, len(titles), even):
            blocks = tuple(
                Block(
                    Box(
                        frame.text.left + at % columns * (width + gap),
                        frame.body_top + at // columns * (height + gap),
                        width,
                        height,
                    ),
                    titles[first + at],
                    slide.points[first + at].icon,
                    action=opens(PanelKind.CARD, str(first + at)),
                )
                for at in range(min(even, len(titles) - first))
            )
            pages.append(replace(blank, blocks=blocks))
        pages[-1] = replace(pages[-1], parts=self._under(asked, max(block.box.bottom for block in pages[-1].blocks), blank))
        return pages

    def _card_titles(self, slide: Slide, width: float) -> list[SetText]:
        """Set plain: a card is one target, and a word to touch inside it would be another."""
        style = Style(self._m.body, weight=600, leading=1.25)
        room = width - self._m.unit * 13 - max(self._m.unit * 13, self._m.body * 1.1) - max(self._m.unit * 7, self._m.body * 0.6)
        return [self._set(point.title.in_(self._language), style, room) for point in slide.points]

    def _dots(self, slide: Slide, frame: _Frame, blank: Page) -> list[Page]:
        said = () if slide.dots is None or frame.picture.width else (Point(slide.dots.says),)
        pages = self._points(self._parts((*said, *slide.points), frame.text.width, set()), slide, frame, blank)
        if slide.dots is None:
            return pages
        says = self._set_text(
            slide.dots.says,
            Style(self._m.small, weight=600, leading=1.25, even=True),
            frame.picture.width or frame.text.width,
            set(),
        )
        return [replace(page, filled=slide.dots.filled, of=slide.dots.of, caption=says, says=slide.dots.says.in_(self._language)) for page in pages]

    # -- parts ----------------------------------------------------------------------------------------------------------

    def _parts(self, points: tuple[Point, ...], width: float, seen: set[str]) -> list[Part]:
        return [self._part(point, width, seen, self._body_style, icon=point.icon) for point in points]

    def _part(self, point: Point, width: float, seen: set[str], style: Style, icon: str) -> Part:
        disc = round(style.px * 1.75) if icon else 0
        inset = disc + self._m.unit * 5 if icon else 0.0
        room = min(width - inset, style.px * _LONGEST_LINE_EM)
        title = self._set_text(point.title, Style(round(style.px * 1.08), weight=700, leading=1.3), room, seen)
        makes = point.makes.value if point.makes else ""
        return Part(self._set_text(point.text, style, room, seen), title, icon, makes, least=disc, inset=inset)

    def _ask_us(self, slide: Slide, width: float) -> list[Part]:
        if not slide.ask_us:
            return []
        point = Point(slide.ask_us)
        return [replace(self._part(point, width, set(), self._body_style, icon="message-circle-question-mark"), makes="ask")]

    def _set_text(self, text: Text, style: Style, width: float, seen: set[str]) -> SetText:
        words = text.in_(self._language)
        if not words:
            return SetText()
        return self._set(words, style, width, self._hard_words(read_marks(words).plain, seen))


def _unbroken(text: str, fit: SetText) -> bool:
    """Whether no word of the text had to be broken to fit."""
    return as_shown(text) == fit.plain


def _bottom(block: Block) -> float:
    """Where what stands in a block ends, from its upper edge."""
    return block.body_top + (block.parts[-1].top + block.parts[-1].height if block.parts else 0.0)


def panel_pages(
    paragraphs: list[tuple[str, str, str]],
    measures: Measures,
    area: Area,
    typesetter: Typesetter,
    found: WordFinder | None = None,
) -> list[list[Part]]:
    """A panel's (icon, title, text) paragraphs as pages for `area`; an icon goes where a word of the title would be broken beside it."""
    style = Style(measures.body, leading=measures.leading)

    def paragraph(icon: str, title: str, text: str) -> Part:
        disc = round(style.px * 1.75) if icon else 0
        inset = disc + measures.unit * 5 if icon else 0.0
        room = min(area.width - inset, style.px * _LONGEST_LINE_EM)
        words = found(read_marks(text).plain, set()) if found else ()
        heading = typesetter(title, Style(round(style.px * 1.08), weight=700, leading=1.3), room) if title else SetText()
        return Part(typesetter(text, style, room, words) if text else SetText(), heading, icon, least=disc, inset=inset)

    parts = []
    for icon, title, text in paragraphs:
        part = paragraph(icon, title, text)
        parts.append(part if _unbroken(title, part.title) else paragraph("", title, text))
    return flow(parts, area.height, measures.gap) or [[]]
