"""Panels over a page: a word, sources, an opened card, an answer, how to ask for a consultation, and help."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import HelpLine, Point, Question, Slide, Text
from kiosk.content.model.facts import begun
from kiosk.content.model.medicine import is_medical
from kiosk.layout.composition import panel_pages
from kiosk.layout.hard_words import finder
from kiosk.layout.kinds.help import Help
from kiosk.layout.measures import Area
from kiosk.layout.page import Body, Box, Page, framed
from kiosk.layout.pagination import Part
from kiosk.layout.typeset import NOTHING, SetText, Style
from kiosk.screens.chosen import gathered_at
from kiosk.screens.citations import cited, dates, explained
from kiosk.screens.context import Stage
from kiosk.screens.pages import shown_page
from kiosk.visit.actions import action, go, opens
from kiosk.visit.moves import AskedForHelp, Chose
from kiosk.visit.states import Panel, PanelKind, Reading

CALL_988 = "tel:988"
"""What a phone's camera makes a call of (RFC 3966)."""
_CODE_UNITS = 44
_CAPTION_GAP = 3
_BESIDE = 5
"""Between the last line of a heading and the number of its page."""
_LEAST_LINES = 6
"""A panel stays within reach of a hand unless it would then show less than this; hard words above that are not touched."""


class PanelText(Struct, frozen=True):
    """A panel before it is cut into pages: a heading, (icon, title, text) paragraphs, and what can be done about them.

    `question` is the one that can be taken along; `more` leads to a slide that tells more, `sources` opens where it comes from.
    """

    heading: str
    paragraphs: tuple[tuple[str, str, str], ...]
    note: str = ""
    question: str = ""
    more: str = ""
    sources: str = ""


class PanelShown(Struct, frozen=True):
    """What Sheet.qml draws of the open panel; without pages there is none. `take` takes its question along, which is `taken` already or not.

    `links` is the height of the row with what leads to more and to the sources.
    """

    heading: SetText = NOTHING
    parts: tuple[Part, ...] = ()
    note: SetText = NOTHING
    number: int = 0
    pages: int = 0
    pad: float = 0.0
    width: float = 0.0
    height: float = 0.0
    page_note: str = ""
    take: str = ""
    taken: bool = False
    more: str = ""
    sources: str = ""
    links: float = 0.0


def sheet(stage: Stage) -> PanelShown:
    """The open panel, if there is one."""
    panel = stage.visit.panel
    found = _sheet(stage, panel) if panel else None
    return _laid(stage, found, panel) if panel and found else PanelShown()


def _sheet(stage: Stage, panel: Panel) -> PanelText | None:
    match panel.kind:
        case PanelKind.WORD:
            word = next((word for word in stage.library.words if word.id == panel.about), None)
            return PanelText(stage.says(word.says), (("", "", stage.says(word.means)),)) if word else None
        case PanelKind.SOURCE:
            source = next((source for source in stage.library.sources if source.id == panel.about), None)
            return PanelText(stage.cite(source), (("", "", explained(stage, source)),), note=source.link) if source else None
        case PanelKind.CONSULTATION:
            clinic = stage.library.clinic
            reached = Text(((stage.language, _numbers(stage)),))
            texts = (*clinic.consultation, reached, clinic.hours, clinic.address, stage.library.notice)
            return PanelText(stage.word("consultation"), tuple(("", "", begun(stage.says(text))) for text in texts if text))
        case PanelKind.ANSWER:
            question = stage.library.question(panel.about)
            return _answer(stage, question) if question else None
        case PanelKind.CARD:
            slide = stage.slide_in_hand()
            point = slide.points[int(panel.about)] if slide and panel.about.isdecimal() and int(panel.about) < len(slide.points) else None
            return PanelText(stage.says(point.title), ((point.icon, "", stage.says(point.text)),)) if point else None
        case PanelKind.SOURCES:
            question = stage.library.question(panel.about)
            if question:
                return PanelText(stage.word("sources"), tuple(cited(stage, question.sources())))
            slide = gathered_at(stage, panel.about) or stage.slide_in_hand()
            return PanelText(stage.word("sources"), tuple(cited(stage, slide.all_sources())), dates(stage, slide)) if slide else None


def _answer(stage: Stage, question: Question) -> PanelText:
    points = question.points or (Point(stage.library.interface_text("only_our_team"), icon="messages-square"),)
    return PanelText(
        stage.says(question.asks),
        tuple((point.icon, stage.says(point.title), stage.says(point.text)) for point in points),
        note="" if stage.language in stage.library.reviewed_answers or not is_medical(question.as_slide()) else stage.word("draft"),
        question=question.id,
        more=_read_on(stage, question.see),
        sources=opens(PanelKind.SOURCES, question.id) if question.sources() else "",
    )


def _read_on(stage: Stage, see: str) -> str:
    """What leads to more than an answer says; empty where that does not show now."""
    name, _, slide = see.partition("/")
    topic = stage.library.topic(name) if name else None
    there = topic is not None and (not slide or any(each.id == slide for each in topic.slides))
    return go(Reading(name, slide)) if there else ""


def _laid(stage: Stage, shown: PanelText, panel: Panel) -> PanelShown:
    """A page of a sheet: only as tall as its text, at the bottom of the area, within reach."""
    measures, area = stage.measures, stage.area
    pad = measures.unit * 9
    width = area.width - 2 * pad
    heading = stage.set(shown.heading[:1].upper() + shown.heading[1:], Style(measures.title * 0.8, 700, 1.2, even=True), width)
    note = stage.set(shown.note, Style(measures.small, 400, 1.35), width) if shown.note else NOTHING
    links = measures.link if shown.more or shown.sources else 0.0
    taken = 2 * pad + heading.height + measures.gap + (note.height + measures.gap if note.lines else 0.0) + (links + measures.gap if links else 0.0)
    height = max(area.height - area.touchable_from, min(area.height, taken + _LEAST_LINES * round(measures.body * measures.leading)))
    found = finder(stage.library.words, stage.language) if panel.kind is not PanelKind.WORD else None
    pages = panel_pages(list(shown.paragraphs), measures, Area(width, height - taken), stage.typesetter, found)
    at = min(max(panel.page, 0), len(pages) - 1)
    height = min(height, taken + max(_bottom(page) for page in pages))
    top = area.height - height + pad + heading.height + measures.gap
    page_note = stage.word("page_of", page=at + 1, pages=len(pages)) if len(pages) > 1 else ""
    noted = stage.set(page_note, Style(measures.small), width)
    beside = heading.lines[-1].width + measures.unit * _BESIDE + noted.width <= width
    return PanelShown(
        heading,
        tuple(_within_reach(part, area.touchable_from - top) for part in pages[at]),
        note,
        at,
        len(pages),
        pad=pad,
        width=area.width,
        height=height,
        page_note=page_note if beside else "",
        take=action(Chose(shown.question)) if shown.question else "",
        taken=shown.question in stage.visit.basket,
        more=shown.more,
        sources=shown.sources,
        links=links + measures.gap if links else 0.0,
    )


def _within_reach(part: Part, reach: float) -> Part:
    """The part with no hard word to touch above `reach`, pixels from where the parts of its page begin."""
    tops = (part.top + part.title.height + number * part.text.pitch for number in range(len(part.text.lines)))
    lines = tuple(line if top >= reach else replace(line, spots=()) for line, top in zip(part.text.lines, tops, strict=True))
    return replace(part, text=replace(part.text, lines=lines))


def _bottom(parts: list[Part]) -> float:
    return max((part.top + part.height for part in parts), default=0.0)


# -- help -----------------------------------------------------------------------------------------------------------


def help_panel(stage: Stage) -> Page | None:
    """The page of help in hand; nothing while the panel is closed."""
    at = stage.visit.help_page
    if at is None:
        return None
    pages = _help_pages(stage)
    return shown_page(stage, pages[min(max(at, 0), len(pages) - 1)])


def _help_pages(stage: Stage) -> tuple[Page, ...]:
    own = stage.library.help
    points = tuple(Point(_run_in(stage, line), icon=line.icon) for line in own.lines)
    said = (*((Point(own.intro),) if own.intro else ()), *points)
    pages = _with_the_clinic(stage, said, _laid_help(stage, said), _of_the_clinic(stage))
    numbered = (framed(page, address=_help(number), number=number, pages=len(pages)) for number, page in enumerate(pages))
    return _with_code(stage, tuple(numbered))


def _help(number: int) -> str:
    """What leads to a page of help."""
    return action(AskedForHelp(number))


def _with_the_clinic(stage: Stage, said: tuple[Point, ...], alone: tuple[Page, ...], clinics: tuple[Point, ...]) -> tuple[Page, ...]:
    """The pages that all ways to help take `alone`, with as much of the clinic's own under them as costs no page; the rest is overleaf."""
    for count in range(len(clinics), 0, -1):
        together = _laid_help(stage, (*said, *clinics[:count]))
        if len(together) == len(alone):
            return (*together, *_overleaf(stage, clinics[count:], alone[0]))
    return (*alone, *_overleaf(stage, clinics, alone[0]))


def _overleaf(stage: Stage, points: tuple[Point, ...], first: Page) -> tuple[Page, ...]:
    """What had no room on the pages of help, with a picture only if the first of them has one."""
    return _laid_help(stage, points, pictured=first.frame.picture.width > 0) if points else ()


def _of_the_clinic(stage: Stage) -> tuple[Point, ...]:
    """What the clinic itself has to say beside all ways to help."""
    told = stage.library.notice
    called = Point(Text(((stage.language, _numbers(stage)),)), icon="building-2")
    return (*((called,) if called.text else ()), *((Point(told, icon="info"),) if told else ()))


def _numbers(stage: Stage) -> str:
    """At which numbers the clinic itself is reached; empty where it gives none."""
    clinic, library = stage.library.clinic, stage.library
    title = f"**{stage.word('this_clinic')}:**" if library.has_words("this_clinic") else ""
    later = stage.word("call_after_hours", phone=clinic.after_hours) if clinic.after_hours and library.has_words("call_after_hours") else ""
    numbers = " ".join(each for each in (f"{clinic.phone}." if clinic.phone else "", later) if each)
    return f"{title} {numbers}".strip() if numbers else ""


def _laid_help(stage: Stage, points: tuple[Point, ...], *, pictured: bool = True) -> tuple[Page, ...]:
    own = stage.library.help
    slide = Slide("help", "help", own.title, own.picture, points)
    file = own.picture.file if pictured and own.picture and stage.has(own.picture.file) else ""
    return stage.composer().pages(slide, _help, "", file)


def _run_in(stage: Stage, line: HelpLine) -> Text:
    """The title bold in front of its text, so that all of help is seen at once."""
    title = stage.says(line.title)
    stop = "" if title.endswith(("?", ".", "!", ":")) else "."
    return Text(((stage.language, f"**{title}{stop}** {stage.says(line.text)}"),))


def _with_code(stage: Stage, pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """A code that dials 988, where a picture would stand; where none fits, it has a page of its own at the end."""
    caption = stage.word("scan_to_call")
    side = stage.measures.unit * _CODE_UNITS
    first = pages[0].frame
    if first.picture.width:
        return tuple(_beside(stage, page, side, caption) for page in pages)
    top = first.text.top
    room = min(side * 1.4, stage.area.height - top - stage.measures.small * 4)
    body = Help((), CALL_988, replace(first.text, left=0.0, top=top, width=room, height=room), _caption(stage, caption, room))
    own = Page(replace(first, address=_help(len(pages)), number=len(pages)), body)
    return tuple(framed(page, pages=len(pages) + 1) for page in (*pages, own))


def _caption(stage: Stage, caption: str, width: float) -> SetText:
    return stage.set(caption, Style(stage.measures.small, 600, 1.3, even=True), width)


def _beside(stage: Stage, page: Page, side: float, caption: str) -> Page:
    """On a tall area the code stands beside the picture, on a wide one in its place: there the words need the room."""
    frame, box, gap = page.frame, page.frame.picture, stage.measures.unit * 6
    if stage.area.tall:
        width = min((stage.area.width - gap) / 2, box.height)
        line = _caption(stage, caption, width)
        room = min(width, box.height - line.height - stage.measures.unit * _CAPTION_GAP)
        left = (stage.area.width - 2 * room - gap) / 2
        picture = replace(box, left=left, width=room, height=room)
        return Page(replace(frame, picture=picture), _coded(page, replace(picture, left=left + room + gap), line))
    room = min(side * 1.2, box.width)
    code = replace(box, left=box.left + box.width - room, top=frame.text.top, width=room, height=room)
    return Page(replace(frame, picture=Box(), file=""), _coded(page, code, _caption(stage, caption, room)))


def _coded(page: Page, box: Box, caption: SetText) -> Body:
    return replace(page.body, code=CALL_988, code_box=box, caption=caption)
