"""Slides into pages, all in the same frame (kicker, title, picture, text); what stands in it is laid out by kind (`kiosk.layout.kinds`).

The picture stands beside the text on a wide area and above it on a tall one. It is as large as it can be without costing a page more
than the smallest one would; where even that costs more pages than a visitor should turn, it goes. No word is ever dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Slide
from kiosk.layout.hard_words import WordFinder
from kiosk.layout.kinds import KINDS
from kiosk.layout.markup import read_marks
from kiosk.layout.measures import Area, Measures
from kiosk.layout.page import Body, Box, Frame, Page, framed
from kiosk.layout.pagination import Part, flow, lonely
from kiosk.layout.sentences import marked_sentences
from kiosk.layout.slide_parts import LONGEST_LINE_EM, MAY_BE_CUT, Composing, unbroken
from kiosk.layout.typeset import SetText, Style, Typesetter
from kiosk.visit.actions import opens
from kiosk.visit.states import PanelKind


class Foot(Struct, frozen=True):
    """What stands at the foot of a page: the words of the link to its sources, and that it is a draft (empty if it is not)."""

    sources: str = ""
    draft: str = ""


BARE = Foot()
_TITLES = 1.08, 1.0, 0.9, 0.8
"""How large the title of a paragraph may be, in sizes of its text: the first with which no word is broken."""


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
        """The pages of a slide, in order. `address` leads to a page of it by number; `file` is the picture to show.

        With large letters they are a little smaller where a benefit would else stand on a page without a limit or a risk.
        """
        chosen = self._chosen(slide, address, file)
        for measures in self._m.smaller():
            if not _lonely(chosen):
                break
            composer = Composer(measures, self._area, self._set, self._language, self._hard_words, foot=self._foot)
            chosen = min(chosen, composer._chosen(slide, address, file), key=_lonely)
        numbered = enumerate(chosen)
        return tuple(framed(page, address=address(number), kicker=kicker, number=number, pages=len(chosen)) for number, page in numbered)

    def _chosen(self, slide: Slide, address: Callable[[int], str], file: str) -> list[Page]:
        composing = Composing(self._m, self._set, self._language, self._hard_words, address, self._area.height)
        candidates = [KINDS[slide.kind].lay(composing, slide, frame) for frame in self._frames(slide, file)]
        *pictured, bare = candidates
        allowance = 0 if slide.columns else self._m.picture_allowance  # what is compared stands together
        fewest = min((len(pages) for pages in pictured), default=len(bare) + 99)
        keeps = fewest <= len(bare) + allowance and min(map(_lonely, pictured)) <= _lonely(bare)
        return min((pages for pages in pictured if len(pages) == fewest), key=_lonely) if keeps else bare

    def _frames(self, slide: Slide, file: str) -> Iterator[Frame]:
        """Frames from the largest picture to none."""
        kind = KINDS[slide.kind]
        if file or kind.pictured:
            for share in kind.tall if self._area.tall else kind.wide:
                yield self._frame(slide, share, file)
        yield self._frame(slide, 0.0, "")

    def _frame(self, slide: Slide, share: float, file: str) -> Frame:
        area, unit = self._area, self._m.unit
        bleeds = area.tall and bool(file) and not KINDS[slide.kind].pictured
        side = min(share * area.width, area.height if not area.tall else share * area.height)
        gap = unit * 12 if side else 0.0
        if area.tall:
            picture = Box((area.width - side) / 2, 0, side, side)
            text = Box(0, side + gap, area.width, area.height - side - gap)
        else:
            picture = Box(area.width - side, 0, side, side)
            text = Box(0, 0, area.width - side - gap, area.height)
        heading = self._set(read_marks(slide.title.in_(self._language)).plain, self._title_style, text.width)
        top = text.top + self._m.above_heading
        body_top = top + heading.height + self._m.gap
        if area.tall and body_top < area.touchable_from:
            lower = area.touchable_from - body_top
            picture = replace(picture, top=picture.top + (lower / 2 if side else 0.0))
            side += lower if bleeds else 0.0
            text, top, body_top = replace(text, top=text.top + lower, height=text.height - lower), top + lower, body_top + lower
        if not area.tall:
            body_top = max(body_top, area.touchable_from)
            picture = replace(picture, top=max(0.0, min(area.height - side, top - unit * 2)))
        if bleeds:
            picture = _bled(side, area, self._m, is_drawing=PurePath(file).suffix == ".svg")
        sources = opens(PanelKind.SOURCES) if slide.all_sources() else ""
        foot, draft, draft_box = self._footed(text, linked=bool(sources))
        return Frame(
            heading=heading,
            heading_top=top,
            picture=picture,
            bleeds=bleeds,
            file=file,
            says=slide.picture.says.in_(self._language) if slide.picture else "",
            text=Box(text.left, body_top, text.width, text.top + (text.height - foot) - body_top),
            sources=sources,
            draft=draft,
            draft_box=draft_box,
        )

    def _footed(self, text: Box, *, linked: bool) -> tuple[float, SetText, Box]:
        """The height of the foot of a page, and its draft note: beside the link to the sources, or over it where that is too narrow."""
        unit, style = self._m.unit, Style(self._m.small, 400, 1.3)
        link = self._m.link if linked else 0.0
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


def _bled(side: float, area: Area, measures: Measures, *, is_drawing: bool) -> Box:
    """The place of a picture that goes up to the edge of the screen: a photograph has all of its width, a drawing is as wide as high."""
    height, across = side + measures.sizes.top, area.width + 2 * measures.margin
    width = min(height, across) if is_drawing else across
    return Box((area.width - width) / 2, -measures.sizes.top, width, height)


def _lonely(pages: list[Page]) -> int:
    """On how many of the pages a benefit stands without a limit or a risk (standards C14)."""
    return sum(lonely(told(page.body)) for page in pages)


def told(body: Body) -> Iterator[Part]:
    """All parts that stand on a page."""
    yield from getattr(body, "parts", ())
    for holder in (body, *getattr(body, "groups", ())):
        for side in getattr(holder, "sides", ()):
            yield from side.parts


def panel_pages(
    paragraphs: list[tuple[str, str, str]],
    measures: Measures,
    area: Area,
    typesetter: Typesetter,
    found: WordFinder | None = None,
) -> list[list[Part]]:
    """A panel's (icon, title, text) paragraphs as pages for `area`; an icon goes where a word of the title would be broken beside it,
    and the title gets smaller where one would be broken all the same.
    """
    style = Style(measures.body, leading=measures.leading)

    def paragraph(icon: str, title: str, text: str, share: float) -> Part:
        disc = round(style.px * 1.75) if icon else 0
        inset = disc + measures.sizes.space if icon else 0.0
        room = min(area.width - inset, style.px * LONGEST_LINE_EM)
        words = found(read_marks(text).plain, set()) if found else ()
        heading = typesetter(title, Style(round(style.px * share), weight=700, leading=1.3), room) if title else SetText()
        body = typesetter(text, style, room, words) if text else SetText()
        alone = marked_sentences(text) if heading.height + body.height > area.height * MAY_BE_CUT else ()
        apart = tuple(typesetter(each, style, room, found(read_marks(each).plain, set()) if found else ()) for each in alone)
        return Part(body, heading, icon, least=disc, inset=inset, sentences=apart)

    def whole(icon: str, title: str, text: str) -> Part:
        ways = ((icon, _TITLES[0]), *(("", share) for share in _TITLES))
        made = (paragraph(shown, title, text, share) for shown, share in ways)
        return next((part for part in made if unbroken(title, part.title)), paragraph(icon, title, text, _TITLES[-1]))

    parts = [whole(*each) for each in paragraphs]
    return flow(parts, area.height, measures.gap) or [[]]
