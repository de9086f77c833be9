"""Panels over a page: a word, sources, an opened card, an answer, how to ask for a consultation, and help."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import HelpLine, Point, Question, Slide, Text
from kiosk.content.model.facts import begun
from kiosk.content.model.medicine import is_medical
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.layout.calm_minute import CalmText, calm_page
from kiosk.layout.composition import panel_pages
from kiosk.layout.hard_words import WordFinder, finder
from kiosk.layout.help_panel import CodeText, HelpText, Line, help_pages
from kiosk.layout.markup import as_shown
from kiosk.layout.measures import Area
from kiosk.layout.page import Page
from kiosk.layout.pagination import Part
from kiosk.layout.typeset import NOTHING, SetText, Style
from kiosk.screens.chosen import LIFELINE, at_once, gathered_at
from kiosk.screens.citations import cited, dates, explained
from kiosk.screens.context import Stage
from kiosk.visit.actions import action, go, opens
from kiosk.visit.moves import AskedForHelp, Chose
from kiosk.visit.states import Panel, PanelKind, Reading

EMERGENCY = "911"
CALL_988 = "tel:988"
"""What a phone's camera makes a call of (RFC 3966)."""
TEXT_988 = {"en": "sms:988", "es": "SMSTO:988:AYUDA"}
"""What it makes a text message of (RFC 5724); in Spanish with the word that the Lifeline asks for, in the form in which cameras take one."""
_BESIDE = 5
"""Between the last line of a heading and the number of its page."""
_LEAST_LINES = 6
"""A panel stays within reach of a hand unless it would then show less than this; hard words above that are not touched."""


class PanelText(Struct, frozen=True):
    """A panel before it is cut into pages: a heading, (icon, title, text) paragraphs, and what can be done about them.

    `question` is the one that can be taken along; `more` leads to what tells more, `sources` opens where it comes from. What is `private` shows
    what somebody touched.
    """

    heading: str
    paragraphs: tuple[tuple[str, str, str], ...]
    note: str = ""
    question: str = ""
    more: str = ""
    sources: str = ""
    private: bool = False


class PanelShown(Struct, frozen=True):
    """What Sheet.qml draws of the open panel; without pages there is none. `take` takes its question along, which is `taken` already or not.

    `links` is the height of the row with what leads to more and to the sources. What is `private` a voice says into headphones alone.
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
    private: bool = False


def sheet(stage: Stage) -> PanelShown:
    """The open panel, if there is one."""
    panel = stage.visit.panel
    found = _sheet(stage, panel) if panel else None
    if panel is None or found is None:
        return PanelShown()
    words = finder(stage.library.words, stage.language) if panel.kind is not PanelKind.WORD else None
    return laid(stage, found, panel.page, words)


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
            texts = (*clinic.consultation, reached, clinic.hours, clinic.address, stage.urgent or stage.library.notice)
            return PanelText(stage.word("consultation"), tuple(("", "", begun(stage.says(text))) for text in texts if text))
        case PanelKind.ERASE:
            about = panel.about if panel.about in ("answers", "request") else ""
            return PanelText(stage.word(f"erase_{about}"), (("trash-2", "", stage.word(f"erase_{about}_text")),)) if about else None
        case PanelKind.ANSWER:
            question = stage.library.question(panel.about)
            return _answer(stage, question) if question else None
        case PanelKind.CARD:
            slide = stage.slide_in_hand()
            return _card(stage, slide, int(panel.about)) if slide and panel.about.isdecimal() else None
        case PanelKind.AT_ONCE:
            thing = at_once(stage, panel.about)
            return _at_once(stage, thing) if thing else None
        case PanelKind.SOURCES:
            question = stage.library.question(panel.about)
            if question:
                return PanelText(stage.word("sources"), tuple(cited(stage, question.sources())))
            slide = gathered_at(stage, panel.about) or stage.slide_in_hand()
            return PanelText(stage.word("sources"), tuple(cited(stage, slide.all_sources())), dates(stage, slide)) if slide else None


def _card(stage: Stage, slide: Slide, number: int) -> PanelText | None:
    """What a card tells: the rest of its point; of a table all that its row says."""
    if slide_kind(slide.kind).tabular:
        rows = slide.rows()[number : number + 1]
        return next((PanelText(stage.says(asks), tuple(_paragraph(stage, point) for point in points)) for asks, points in rows), None)
    points = slide.points[number : number + 1]
    return next((PanelText(stage.says(point.title), ((point.icon, "", stage.says(point.text)),)) for point in points), None)


def _paragraph(stage: Stage, point: Point) -> tuple[str, str, str]:
    return point.icon, stage.says(point.title), stage.says(point.text)


def _at_once(stage: Stage, thing: Point) -> PanelText:
    """What is said to somebody who touched that: calm, with the way to all of help under it."""
    said = (thing.icon, "", stage.says(thing.text))
    return PanelText(stage.says(stage.library.help.title), (said,), more=action(AskedForHelp()), private=True)


def _answer(stage: Stage, question: Question) -> PanelText:
    points = question.points or (Point(stage.library.interface_text("only_our_team"), icon="messages-square"),)
    return PanelText(
        stage.says(question.asks),
        tuple(_paragraph(stage, point) for point in points),
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


def laid(stage: Stage, shown: PanelText, page: int, found: WordFinder | None = None) -> PanelShown:
    """A page of a sheet: only as tall as its text, at the bottom of the area, within reach. The words that are `found` can be touched."""
    measures, area = stage.measures, stage.area
    pad = measures.unit * 9
    width = area.width - 2 * pad
    heading = stage.set(shown.heading[:1].upper() + shown.heading[1:], Style(measures.title * 0.8, 700, 1.2, even=True), width)
    note = stage.set(shown.note, Style(measures.small, 400, 1.35), width) if shown.note else NOTHING
    links = measures.link if shown.more or shown.sources else 0.0
    taken = 2 * pad + heading.height + measures.gap + (note.height + measures.gap if note.lines else 0.0) + (links + measures.gap if links else 0.0)
    height = max(area.height - area.touchable_from, min(area.height, taken + _LEAST_LINES * round(measures.body * measures.leading)))
    pages = panel_pages(list(shown.paragraphs), measures, Area(width, height - taken), stage.typesetter, found)
    at = min(max(page, 0), len(pages) - 1)
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
        private=shown.private,
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
    if stage.visit.breathing:
        return _calm(stage)
    pages = help_pages(_help_text(stage), stage.measures, stage.area, stage.typesetter, lambda number: action(AskedForHelp(number)))
    return pages[min(max(at, 0), len(pages) - 1)]


def _calm(stage: Stage) -> Page:
    """The calm minute."""
    title, breathe_in, breathe_out, done, guide, stop = (
        stage.word(name) for name in ("calm", "calm_in", "calm_out", "calm_done", "calm_guide", "calm_stop")
    )
    picture = stage.library.help.picture
    file, says = (stage.address_of(picture.file), stage.says(picture.says)) if picture else ("", "")
    return calm_page(CalmText(title, breathe_in, breathe_out, done, guide, stop, file, says), stage.measures, stage.area, stage.typesetter)


def _help_text(stage: Stage) -> HelpText:
    """What help says here: of its lines that with 911 comes first, then the one after it, then all others and what the clinic itself adds."""
    own = stage.library.help
    danger = next((line for line in own.lines if EMERGENCY in stage.says(line.title) + stage.says(line.text)), None)
    others = [Line(line.icon, _run_in(stage, line)) for line in own.lines if line is not danger]
    clinics = _of_the_clinic(stage)
    before, after = _around_the_number(stage.says(own.intro))
    return HelpText(
        title=stage.says(own.title),
        before=before,
        number=LIFELINE,
        after=after,
        intro=stage.says(own.intro),
        urgent_number=EMERGENCY,
        urgent=_run_in(stage, danger) if danger else "",
        first=tuple(others[:1]),
        further=(*others[1:], *clinics),
        own=len(clinics),
        codes=_codes(stage),
        overleaf=stage.word("more_ways") if stage.library.has_words("more_ways") else stage.says(own.title),
    )


def _around_the_number(intro: str) -> tuple[str, str]:
    """What stands bold before and after the Lifeline's number, such as "Call or text"; nothing where it is not bold."""
    bold = next((each for each in intro.split("**")[1::2] if LIFELINE in each), LIFELINE)
    before, _, after = bold.partition(LIFELINE)
    return before.strip(), after.strip()


def _codes(stage: Stage) -> tuple[CodeText, ...]:
    """One code dials 988, the other opens a text message to it."""
    named = ((CALL_988, "scan_to_call"), (TEXT_988.get(stage.language, TEXT_988["en"]), "scan_to_text"))
    return tuple(CodeText(code, stage.word(word)) for code, word in named if stage.library.has_words(word))


def _of_the_clinic(stage: Stage) -> tuple[Line, ...]:
    """What the clinic itself has to say beside all ways to help."""
    told, called = stage.says(stage.urgent or stage.library.notice), _numbers(stage)
    return (*((Line("building-2", called),) if called else ()), *((Line("info", told),) if told else ()))


def _numbers(stage: Stage) -> str:
    """At which numbers the clinic itself is reached; empty where it gives none."""
    clinic, library = stage.library.clinic, stage.library
    title = f"**{stage.word('this_clinic')}:**" if library.has_words("this_clinic") else ""
    later = stage.word("call_after_hours", phone=clinic.after_hours) if clinic.after_hours and library.has_words("call_after_hours") else ""
    numbers = " ".join(each for each in (f"{clinic.phone}." if clinic.phone else "", later) if each)
    return f"{title} {numbers}".strip() if numbers else ""


def _run_in(stage: Stage, line: HelpLine) -> str:
    """The title bold in front of its text, so that all of help is seen at once."""
    title, text = stage.says(line.title), stage.says(line.text)
    _note_language(stage, title, text)
    stop = "" if title.endswith(("?", ".", "!", ":")) else "."
    return f"**{title}{stop}** {text}"


def _note_language(stage: Stage, title: str, text: str) -> None:
    """What is titled with the name of another language is in that language, up to the next title in it: for whoever reads no other."""
    name = stage.library.interface_text("language_name")
    for code in stage.library.clinic.languages:
        if code != stage.language and title.rstrip(" :") == name.in_(code):
            stage.foreign[as_shown(f"{title} {text.partition('**')[0]}")] = code
